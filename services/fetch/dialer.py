"""How connections are made: a name is resolved once, and the address that was checked is the one that is dialled.

    host ─Resolver (cached)─▶ addresses ─Guard─▶ dial ─connect─▶ TLS, verified against the host's name

The guard stands in `Dialer.open_socket`, the one place where sockets come from, so nothing that the HTTP client does
with a name, a literal address or a redirect gets past it. The URL is never rewritten to the address: a pooled
connection would then serve one host with another's certificate.
"""

import asyncio
import socket
import ssl
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from threading import Thread

import aiohttp
import certifi
from aiohttp.abc import AbstractResolver, ResolveResult

from services.fetch.guard import Guard

DNS_SECONDS = 60.0
_MOST_NAMES = 4096

AddressInfo = tuple[int, int, int, str, tuple[object, ...]]
Lookup = Callable[[str, int], list[str]]


class RefusedAddressError(OSError):
    """The address, or every address of the host, may not be dialled; stays inside `services.fetch`."""


class Names:
    """Remembers for some *seconds* what names resolve to: 4,096 at most."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._known: OrderedDict[str, tuple[float, list[str]]] = OrderedDict()

    def get(self, host: str) -> list[str]:
        until, addresses = self._known.get(host, (0.0, []))
        return addresses if time.monotonic() < until else []

    def note(self, host: str, addresses: list[str]) -> None:
        self._known[host] = (time.monotonic() + self._seconds, addresses)
        self._known.move_to_end(host)
        while len(self._known) > _MOST_NAMES:
            self._known.popitem(last=False)


class Dialer(AbstractResolver):
    """Resolves names and opens sockets for one event loop, by the guard's leave."""

    def __init__(self, guard: Guard, names: Names, look_up: Lookup) -> None:
        self._guard = guard
        self._names = names
        self._look_up = look_up
        self._asked: dict[str, asyncio.Future[list[str]]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of *host* that may be dialled. Raises RefusedAddressError when none may, or OSError."""
        addresses = self._names.get(host) or await self._resolved(host, port)
        refusals = [self._guard.refusal(address, port) for address in addresses]
        if all(refusals):
            raise RefusedAddressError(refusals[0] if refusals else f"{host} has no address")
        allowed = [address for address, refusal in zip(addresses, refusals, strict=True) if not refusal]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in allowed
        ]

    async def close(self) -> None:
        """Let go of nothing: look-ups under way end by themselves."""

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """Return a socket for the address in *info*, and let nothing else out. Raises RefusedAddressError."""
        family, kind, protocol, _, (address, port, *_) = info
        if refusal := self._guard.refusal(str(address), int(str(port))):
            raise RefusedAddressError(refusal)
        return socket.socket(family, kind, protocol)

    async def _resolved(self, host: str, port: int) -> list[str]:
        """Look *host* up once for all who ask meanwhile; a look-up that nobody waits for any more is left behind."""
        if host not in self._asked:
            self._asked[host] = asyncio.get_running_loop().create_future()
            # No pool: names that don't resolve for half a minute would keep those that do waiting.
            Thread(target=self._answer, args=(host, port, self._asked[host]), daemon=True).start()
        return await asyncio.shield(self._asked[host])

    def _answer(self, host: str, port: int, waiting: asyncio.Future[list[str]]) -> None:
        try:
            found: list[str] | OSError = self._look_up(host, port)
        except (OSError, UnicodeError) as error:
            found = OSError(f"{host} can't be resolved: {error}")
        loop = waiting.get_loop()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._settle, host, waiting, found)

    def _settle(self, host: str, waiting: asyncio.Future[list[str]], found: list[str] | OSError) -> None:
        self._asked.pop(host, None)
        if isinstance(found, list):
            self._names.note(host, found)
            waiting.set_result(found)
        else:
            waiting.set_exception(found)
            waiting.exception()  # whoever waited may be gone


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of *host*, each once. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connector(dialer: Dialer, tls: ssl.SSLContext | None) -> aiohttp.TCPConnector:
    """Return a pool of connections that all come from *dialer*; how many there are is its caller's to bound.

    *tls* says which authorities are trusted: those of certifi without it.
    """
    return aiohttp.TCPConnector(
        limit=0, resolver=dialer, use_dns_cache=False, socket_factory=dialer.open_socket, ssl=tls or _tls()
    )


@cache
def _tls() -> ssl.SSLContext:
    # Reading the certificate authorities takes longer than many a page. No SSL_CERT_FILE: nothing of the environment.
    return ssl.create_default_context(cafile=certifi.where())
