"""A wire that answers without a socket, in the place of the HTTP client: for tests of what is made of its answers."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL


@dataclass(frozen=True)
class Sent:
    """One request as it would have gone out."""

    url: URL
    headers: Mapping[str, str]
    method: str = "GET"
    body: bytes = b""


@dataclass
class MemoryStream:
    """A body in parts; nothing after the last."""

    parts: Iterator[bytes]

    async def readany(self) -> bytes:
        return next(self.parts, b"")


@dataclass
class MemoryReply:
    """What comes of an answer."""

    status: int = 200
    lines: Mapping[str, str] = field(default_factory=dict)
    parts: Iterable[bytes] = ()

    def __post_init__(self) -> None:
        # As aiohttp reads them: UTF-8, and what isn't as surrogates.
        decoded = (
            (name, value.encode("latin-1").decode(errors="surrogateescape")) for name, value in self.lines.items()
        )
        self.headers = CIMultiDictProxy(CIMultiDict(decoded))
        self.content = MemoryStream(iter(self.parts))

    @property
    def raw_headers(self) -> tuple[tuple[bytes, bytes], ...]:
        return tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in self.lines.items())


Handler = Callable[[Sent], MemoryReply]


class MemoryWire:
    """Answers as *handler* says, and notes what was sent."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.sent: list[Sent] = []
        self._always: Mapping[str, str] = {}

    def request(
        self, method: str, url: URL, *, headers: Mapping[str, str], data: bytes | None, allow_redirects: bool
    ) -> AbstractAsyncContextManager[MemoryReply]:
        assert not allow_redirects
        return self._answering(Sent(url, {**self._always, **headers}, method, data or b""))

    @asynccontextmanager
    async def _answering(self, sent: Sent) -> AsyncIterator[MemoryReply]:
        self.sent.append(sent)
        yield self._handler(sent)

    @asynccontextmanager
    async def wiring(self, headers: Mapping[str, str]) -> AsyncIterator["MemoryWire"]:
        self._always = headers
        yield self


def answering(status: int = 200, content: bytes = b"", **headers: str) -> Handler:
    """Return a handler that always answers so; `content_type="…"` is a header."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    return lambda _: MemoryReply(status, named, [content] if content else [])
