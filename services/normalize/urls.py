"""Addresses that may be shown and followed: http and https only, in one form."""

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

LONGEST = 4096
_PLAIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?/[\w/.~%+,;:@!$&()*'=-]*(?:\?[\w/.~%+,;:@!$&()*'=?-]+)?", re.ASCII
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def web_address(address: str) -> str:
    """Return *address* with scheme and host in lower case, without user, default port and fragment.

    Empty for anything else than http or https, for a missing host, and where characters don't belong in an address.
    Which query parameters matter is a matter of deduplication and stays untouched here.
    """
    address = address.strip()
    # Most have that form already; taking them apart costs ten times as much.
    if len(address) <= LONGEST and _PLAIN.fullmatch(address):
        return address
    # A plain space is the only blank that counts as printable.
    if len(address) > LONGEST or " " in address or not address.isprintable():
        return ""
    try:
        parts = urlsplit(address)
        host, port = _ascii_host(parts), parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return ""
    place = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    return urlunsplit((scheme, place, parts.path or "/", parts.query, ""))


def _ascii_host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    # UnicodeError is a ValueError: a host that has no ASCII form has no address.
    return host if host.isascii() else host.encode("idna").decode("ascii")
