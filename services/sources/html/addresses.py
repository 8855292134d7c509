"""Addresses that a page names: resolved, and only those of the web."""

import re
from urllib.parse import urljoin, urlsplit

_LONGEST = 4096
# Controls, lone surrogates, and what turns a line around so that an address shows as another.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PLAIN = re.compile(r"https?://[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,250}[a-zA-Z0-9])?(?:/[a-zA-Z0-9/._~%&=?+,;:@!$()*'-]*)?")


def web_address(address: str, base: str = "") -> str:
    """Return *address*, made absolute, if it is http or https with a host; else nothing."""
    address = address.strip()
    if not address or len(address) > _LONGEST:
        return ""
    # Most are plain to see; taking them apart costs twenty times as much.
    if _PLAIN.fullmatch(address):
        return address
    try:
        absolute = urljoin(base, address)
        parts = urlsplit(absolute)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and len(absolute) <= _LONGEST
    except ValueError:
        return ""
    return absolute if is_web and not _UNFIT.search(absolute) else ""
