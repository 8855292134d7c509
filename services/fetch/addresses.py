"""Which URLs are asked at all: plain web addresses, read by the one parser that also dials them (pure)."""

import re

from yarl import URL

LONGEST, LONGEST_HOST = 4096, 254

_PLAIN = re.compile(
    r"https?://[a-z0-9.-]{0,252}[a-z0-9]\.?(?::(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}))?(?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]++|%[0-9A-Fa-f]{2})*+)?"
)
"""What is sent as it is written: quoting anew can change what a server has signed. All the checks hold for it."""

_HOST = re.compile(r"[a-z0-9_.-]*[a-z0-9_][a-z0-9_-]*\.?|[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)
"""A name, or an IPv6 address without a zone."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class AddressError(Exception):
    """Not an address that is asked; the message is the rest of a sentence. Stays inside `services.fetch`."""


def parsed(text: str) -> URL:
    """Return the web address *text*. Raises AddressError."""
    try:
        return _checked(text)
    except ValueError as error:
        message = "is not an http or https address"
        raise AddressError(message) from error


def _checked(text: str) -> URL:
    if len(text) > LONGEST:
        raise ValueError
    if _PLAIN.fullmatch(text):
        return URL(text, encoded=True)
    if _CONTROLS.search(text):
        raise ValueError
    url = URL(text)
    if url.raw_user is not None or url.raw_password is not None:
        message = "carries a user name"
        raise AddressError(message)
    host = url.raw_host or ""
    is_host = len(host) <= LONGEST_HOST and _HOST.fullmatch(host)
    if url.scheme not in ("http", "https") or url.explicit_port == 0 or not is_host:
        raise ValueError
    return url


def joined(base: URL, location: str) -> URL:
    """Return where a redirect to *location* leads from *base* (RFC 9110, 10.2.2). Raises AddressError."""
    stripped = location.strip(" \t")
    try:
        return parsed(stripped) if "://" in stripped[:8] else parsed(str(base.join(URL(stripped))))
    except ValueError as error:
        message = "is no address"
        raise AddressError(message) from error
