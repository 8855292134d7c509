"""An httpx transport that dials only what the guard lets through, by the address that was checked.

    host ─getaddrinfo, once─▶ addresses ─Guard─▶ dialled ─TLS─▶ verified against the host's name

Every read and write gets what is left of the deadline, so slow drips end too: httpx's own time-outs begin anew with
each byte.
"""

import socket
import ssl
from collections.abc import Iterable
from concurrent.futures import Future
from functools import cache
from threading import Thread
from typing import Any

import httpcore
import httpx

from services.fetch.deadline import Deadline
from services.fetch.guard import Guard

_SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
_Resolved = list[tuple[Any, ...]]


class GuardedTransport(httpx.HTTPTransport):
    """One page's transport: no proxy, no environment, addresses checked at the dialler."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        super().__init__(verify=_tls(), trust_env=False)
        # httpx offers no way to pass a network backend; its pool has connected to nothing yet.
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(),
            max_connections=1,
            max_keepalive_connections=0,
            http2=False,
            network_backend=GuardedBackend(guard, deadline),
        )


class RefusedAddressError(Exception):
    """No address of the host may be dialled; stays inside `services.fetch`."""


class GuardedBackend(httpcore.NetworkBackend):
    """Resolves a name once, and dials the addresses that passed."""

    def __init__(self, guard: Guard, deadline: Deadline) -> None:
        self._guard = guard
        self._deadline = deadline
        self._dialler = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[_SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of *host* that may be dialled and answers; the *timeout* given is ignored.

        Raises RefusedAddressError when none may.
        """
        refusals = {address: self._guard.refusal(address, port) for address in _resolve(host, port, self._deadline)}
        addresses = [address for address, refusal in refusals.items() if not refusal]
        if refusals and not addresses:
            raise RefusedAddressError(next(iter(refusals.values())))
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                stream = self._dialler.connect_tcp(address, port, self._deadline.left(), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not last:
                    raise
            else:
                return _TimedStream(stream, self._deadline)
        message = f"{host} has no address"
        raise httpcore.ConnectError(message)


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


@cache
def _tls() -> ssl.SSLContext:
    # Reading the certificate authorities takes longer than many a page.
    return httpx.create_ssl_context(trust_env=False)


def _resolve(host: str, port: int, deadline: Deadline) -> list[str]:
    """Return the addresses of *host*; getaddrinfo can't be timed, so it runs aside and is left behind when late."""
    answer: Future[_Resolved] = Future()

    def look_up() -> None:
        try:
            answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.set_exception(error)

    Thread(target=look_up, daemon=True, name=f"resolve {host}").start()
    try:
        found = answer.result(deadline.left())
    except TimeoutError as error:
        message = f"resolving {host} took too long"
        raise httpcore.ConnectTimeout(message) from error
    except (OSError, UnicodeError) as error:
        message = f"{host} can't be resolved: {error}"
        raise httpcore.ConnectError(message) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
