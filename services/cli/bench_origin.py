"""An origin for `newsmill bench fetch`, in a process of its own: as little work an answer as can be.

Feeds of 20 kB, gzipped, at any path; 304 to who sends the ETag.
"""

import asyncio
import gzip
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import cast

ETAG = '"a-feed-of-twenty-kilobytes"'
_WORDS = ("dam", "river", "engineers", "flood", "gates", "water", "council", "decided", "Tuesday", "after", "rain")


def _feed() -> bytes:
    pick = random.Random(1)  # noqa: S311 (the same text at each run, no secret)
    entries = (
        f"<item><title>{' '.join(pick.choices(_WORDS, k=8))}</title><link>https://paper.example/{number}</link>"
        f"<description>{' '.join(pick.choices(_WORDS, k=60))}</description></item>"
        for number in range(38)
    )
    return f"<rss version='2.0'><channel><title>Paper</title>{''.join(entries)}</channel></rss>".encode()


_BODY = gzip.compress(_feed(), mtime=0)
_HEADERS = (
    f"ETag: {ETAG}\r\nLast-Modified: Tue, 24 Nov 2026 10:00:00 GMT\r\nDate: Tue, 24 Nov 2026 10:00:00 GMT\r\n"
    "Server: paper\r\nCache-Control: max-age=300\r\nVary: Accept-Encoding\r\n"
)
_CHANGED = (
    f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\n{_HEADERS}"
    f"Content-Length: {len(_BODY)}\r\n\r\n"
).encode() + _BODY
_UNCHANGED = f"HTTP/1.1 304 Not Modified\r\n{_HEADERS}\r\n".encode()


class _Paper(asyncio.Protocol):
    def __init__(self) -> None:
        self._asked = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        *requests, self._asked = (self._asked + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(_UNCHANGED if b"If-None-Match" in request else _CHANGED)


async def _serve(told: Connection) -> None:
    server = await asyncio.get_running_loop().create_server(_Paper, "127.0.0.1", 0, backlog=1024)
    told.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _run(told: Connection) -> None:
    asyncio.run(_serve(told))


@contextmanager
def running() -> Iterator[int]:
    """Yield the port of an origin in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_run, args=(sender,), daemon=True)
    process.start()
    try:
        yield receiver.recv()
    finally:
        process.terminate()
        process.join()
