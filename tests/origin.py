"""A local origin that behaves like the real web: on loopback, in a thread of its own, for any test that fetches.

    with Origin() as origin:
        origin.put("/feed.xml", FEED, "application/rss+xml")       # ETag, Last-Modified, 304 to who knows them
        origin.put("/feed.xml", NEWER, lie=Lie.SAME_VALIDATORS)    # changed, and says it isn't
        origin.put("/page", PAGE, encodings=("br", "gzip"))        # the first that is accepted
        origin.answer("/busy", 429, retry_after="120")             # any status and headers
        origin.redirect("/old", 301, "/new")
        origin.misbehave("/drip", drip_body)                       # any coroutine that writes to the socket
        origin.robots = "User-agent: * …"
        origin.asked                                               # every request, with its headers as sent

A service reaches it with `allow_private_networks="127.0.0.0/8"`. Each host name that resolves to loopback will do, so
`origin.at("a.localhost")` is another host at the same port where tests give the client a `look_up` of their own.
"""

import asyncio
import gzip
import hashlib
import ssl
import threading
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import Enum, auto
from types import TracebackType
from typing import Self

import brotli
import zstandard

ENCODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": lambda content: gzip.compress(content, mtime=0),
    "deflate": zlib.compress,
    "br": lambda content: brotli.compress(content, quality=5),
    "zstd": zstandard.compress,
}
_STARTED_AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """One request as it came; `headers` in lower case, in `header_lines` as they were written."""

    method: str
    target: str
    headers: Mapping[str, str]
    header_lines: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def is_conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


Misbehaviour = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


class Lie(Enum):
    """What an origin says of a resource that isn't so."""

    SAME_VALIDATORS = auto()
    """The content changed, the validators didn't: who asks with them gets 304."""
    NEW_ETAG_EACH_TIME = auto()
    """Nothing changed, but it never says so."""
    IGNORES_CONDITIONS = auto()
    """It has validators, and answers 200 all the same."""
    NO_VALIDATORS = auto()
    WRONG_ENCODING = auto()
    """It says gzip, and isn't."""


@dataclass(frozen=True)
class Resource:
    """What stands at a path, and how it is told to change."""

    content: bytes
    media_type: str
    etag: str
    last_modified: str
    encodings: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    lie: Lie | None = None
    seconds: float = 0
    """How long it takes to answer."""


@dataclass(frozen=True)
class Reply:
    """A status, headers and a body of a stated length."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    def encoded(self) -> bytes:
        headers = {"Date": _date(datetime.now(UTC)), "Content-Length": str(len(self.content))} | dict(self.headers)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} {_REASONS.get(self.status, 'Whatever')}\r\n{lines}\r\n".encode() + self.content


_REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found", 410: "Gone"}


class Origin:
    """The server; a context manager. What it serves may change at any time, from any thread."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.robots = ""
        self.asked: list[Asked] = []
        self.connections = 0
        self._resources: dict[str, Resource] = {}
        self._replies: dict[str, Reply] = {}
        self._misbehaviours: dict[str, Misbehaviour] = {}
        self._changes = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="origin", daemon=True)
        self._open: set[asyncio.Task[None]] = set()
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024, ssl=self._tls), self._loop
        ).result(5)
        self._server = server
        self.port = server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def at(self, host: str, path: str = "") -> str:
        """Return the URL of *path* by another name of this machine."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def url(self, path: str = "") -> str:
        return self.at("127.0.0.1", path)

    def put(
        self,
        path: str,
        content: bytes | str,
        media_type: str = "text/html; charset=utf-8",
        **how: object,
    ) -> Resource:
        """Let *path* be *content* from now on, with new validators; *how* are fields of Resource."""
        self._changes += 1
        body = content.encode() if isinstance(content, str) else content
        before = self._resources.get(path)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        last_modified = _date(_STARTED_AT + timedelta(minutes=self._changes))
        made = replace(Resource(body, media_type, etag, last_modified), **how)  # type: ignore[arg-type]
        if before and made.lie is Lie.SAME_VALIDATORS:
            made = replace(made, etag=before.etag, last_modified=before.last_modified)
        self._forget(path)
        self._resources[path] = made
        return made

    def answer(self, path: str, status: int, content: bytes = b"", **headers: str) -> None:
        """Let *path* answer that and nothing else; `retry_after="120"` is a header."""
        self._forget(path)
        self._replies[path] = Reply(status, {_header(name): value for name, value in headers.items()}, content)

    def redirect(self, path: str, status: int, target: str) -> None:
        self.answer(path, status, b"elsewhere", location=target)

    def misbehave(self, path: str, how: Misbehaviour) -> None:
        """Let *how* write whatever it likes when *path* is asked for; then the connection is closed."""
        self._forget(path)
        self._misbehaviours[path] = how

    def asked_for(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.path == path]

    def _forget(self, path: str) -> None:
        for known in (self._resources, self._replies, self._misbehaviours):
            known.pop(path, None)

    async def _close(self) -> None:
        self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        try:
            while asked := await _request(reader):
                self.asked.append(asked)
                if how := self._misbehaviours.get(asked.path):
                    await how(asked, writer)
                    break
                writer.write((await self._reply(asked)).encoded())
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            pass  # the client left early, as it may, or the test is over
        finally:
            self._open.discard(task)
            writer.close()

    async def _reply(self, asked: Asked) -> Reply:
        if asked.path == "/robots.txt" and self.robots:
            return Reply(200, {"Content-Type": "text/plain"}, self.robots.encode())
        if reply := self._replies.get(asked.path):
            return reply
        resource = self._resources.get(asked.path)
        if resource is None:
            return Reply(404, {"Content-Type": "text/plain"}, b"not found")
        await asyncio.sleep(resource.seconds)
        return self._current(asked, resource)

    def _current(self, asked: Asked, resource: Resource) -> Reply:
        headers = {"Content-Type": resource.media_type, **resource.headers, **self._validators(resource)}
        if resource.lie is not Lie.IGNORES_CONDITIONS and _is_known(asked, resource):
            return Reply(304, {name: value for name, value in headers.items() if name != "Content-Type"})
        if resource.lie is Lie.WRONG_ENCODING:
            return Reply(200, headers | {"Content-Encoding": "gzip"}, resource.content)
        accepted = [part.partition(";")[0].strip() for part in asked.headers.get("accept-encoding", "").split(",")]
        chosen = next((name for name in resource.encodings if name in accepted), None)
        if chosen is None:
            return Reply(200, headers, resource.content)
        encoded = ENCODERS[chosen](resource.content)
        return Reply(200, headers | {"Content-Encoding": chosen, "Vary": "Accept-Encoding"}, encoded)

    def _validators(self, resource: Resource) -> dict[str, str]:
        if resource.lie is Lie.NO_VALIDATORS:
            return {}
        etag = f'"{len(self.asked)}"' if resource.lie is Lie.NEW_ETAG_EACH_TIME else resource.etag
        return {name: value for name, value in (("ETag", etag), ("Last-Modified", resource.last_modified)) if value}


def _is_known(asked: Asked, resource: Resource) -> bool:
    """Tell whether the validators sent are ours byte for byte; an ETag wins over a date (RFC 9110, 13.2.2)."""
    if resource.lie in (Lie.NO_VALIDATORS, Lie.NEW_ETAG_EACH_TIME):
        return False
    if "if-none-match" in asked.headers:
        return asked.headers["if-none-match"] == resource.etag
    return asked.headers.get("if-modified-since", "") == resource.last_modified != ""


async def _request(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    return Asked(method, target, {name.lower(): value.strip() for name, _, value in pairs}, tuple(lines))


def _header(name: str) -> str:
    return "ETag" if name == "etag" else name.replace("_", "-").title()


def _date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def retry_after_date(moment: datetime) -> str:
    """Return *moment* as the second form of Retry-After (RFC 9110, 10.2.3)."""
    return _date(moment)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


async def drip_headers(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send one byte of a header that never ends, ten times a second."""
    await _drip(writer, HEAD + b"X-Slow: ")


async def drip_body(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send one byte of a body that never ends, ten times a second."""
    await _drip(writer, HEAD + b"Content-Length: 100000\r\n\r\n")


async def _drip(writer: asyncio.StreamWriter, opening: bytes) -> None:
    writer.write(opening)
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


async def hang(_: Asked, __: asyncio.StreamWriter) -> None:
    """Say nothing for ever."""
    await asyncio.Event().wait()


async def hang_up(_: Asked, __: asyncio.StreamWriter) -> None:
    """Close the connection without a word."""


async def endless_body(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send a body without an end as fast as it is read."""
    await _endless(writer, HEAD + b"\r\n", b"x" * 65536)


async def endless_headers(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send headers without an end."""
    await _endless(writer, HEAD, b"X-More: something\r\n" * 1000)


async def endless_header(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send one header without an end."""
    await _endless(writer, HEAD + b"X-Long: ", b"x" * 65536)


async def endless_chunk_extension(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send a chunk whose extension has no end."""
    await _endless(writer, HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;x=", b"x" * 65536)


async def endless_trailers(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send a body that ends, and trailers that don't."""
    await _endless(writer, HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-More: something\r\n" * 1000)


async def endless_continues(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send interim answers without an end."""
    await _endless(writer, b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1000)


async def endless_small_chunks(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Send chunks of one byte without an end."""
    await _endless(writer, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000)


async def _endless(writer: asyncio.StreamWriter, opening: bytes, more: bytes) -> None:
    writer.write(opening)
    while True:
        writer.write(more)
        await writer.drain()


async def too_short(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Promise 100 bytes and send ten."""
    writer.write(HEAD + b"Content-Length: 100\r\n\r\n0123456789")
    await writer.drain()


async def cut_chunks(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Hang up within a chunk."""
    writer.write(HEAD + b"Transfer-Encoding: chunked\r\n\r\n10\r\n0123456789")
    await writer.drain()


async def no_http(_: Asked, writer: asyncio.StreamWriter) -> None:
    """Answer what isn't HTTP."""
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
    await writer.drain()


async def two_lengths(_: Asked, writer: asyncio.StreamWriter) -> None:
    """State two lengths."""
    writer.write(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n012345")
    await writer.drain()


def sending(content: bytes, encoding: str = "") -> Misbehaviour:
    """Return what sends *content*, said to be encoded so, until the connection is closed."""

    async def send(_: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + (f"Content-Encoding: {encoding}\r\n" if encoding else "").encode() + b"\r\n" + content)
        await writer.drain()

    return send
