"""Which addresses may be dialled: public ones, on the web's ports, and networks that the operator allowed.

Checked on the address that is dialled, not on the name: a name can resolve to another address a moment later.
"""

import ipaddress
from collections.abc import Sequence

from services.errors import SettingError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

WEB_PORTS = frozenset({80, 443})

# The registries of special-purpose addresses (RFC 6890, IANA). `is_global` knows most of them, but which ones has
# changed between versions of Python (gh-113171), so they are listed.
_DENIED: tuple[Network, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local: the metadata services of clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # unspecified, loopback, IPv4-compatible
        "::ffff:0:0:0/96",
        "64:ff9b::/96",  # NAT64 reaches IPv4 addresses unchecked
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    )
)


class Guard:
    """Decides about addresses; `allowed` are networks that may be dialled although private, on any port."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    def refusal(self, address: str, port: int) -> str:
        """Return why *address* may not be dialled on *port*, or nothing where it may."""
        checked = _parsed(address)
        if checked is None:
            return f"{address} is not an address"
        if any(checked in network for network in self._allowed):
            return ""
        if not checked.is_global or checked.is_multicast or any(checked in network for network in _DENIED):
            return f"{address} is not a public address (NEWSMILL_ALLOW_PRIVATE_NETWORKS allows networks)"
        return "" if port in WEB_PORTS else f"port {port} is not one of the web's"


def networks(text: str) -> tuple[Network, ...]:
    """Return the networks in a setting such as `10.1.0.0/16, fd00::/8`. Raises SettingError naming the variable."""
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        message = f"NEWSMILL_ALLOW_PRIVATE_NETWORKS is wrong: {error}."
        raise SettingError(message) from error


def _parsed(address: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    # ::ffff:127.0.0.1 reaches 127.0.0.1.
    return parsed.ipv4_mapped or parsed if isinstance(parsed, ipaddress.IPv6Address) else parsed
