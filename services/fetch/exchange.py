"""One request until its whole answer: redirects, bounds and the deadline.

WebRequest ─get─▶ status and headers ─redirect? (unread, at most 5)─▶ body ─Body─▶ Answer
"""

import asyncio
import time
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from aiohttp import hdrs
from multidict import MultiMapping
from yarl import URL

from services.fetch import addresses
from services.fetch.addresses import AddressError
from services.fetch.deadline import Deadline
from services.fetch.decoding import Body, BodyError
from services.model import Answer, Redirect, WebRequest, utc_now

MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

FREE_BYTES = 524_288
"""What each body may hold without asking for room."""


class Stream(Protocol):
    """A body as it comes; nothing more once `readany` returns nothing."""

    async def readany(self) -> bytes: ...


class Reply(Protocol):
    """What has come of an answer when its headers have: aiohttp's ClientResponse, or a test's."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> MultiMapping[str]: ...
    @property
    def raw_headers(self) -> tuple[tuple[bytes, bytes], ...]: ...
    @property
    def content(self) -> Stream: ...


class Wire(Protocol):
    """The seam to the HTTP client below: one method of aiohttp's ClientSession."""

    def request(
        self, method: str, url: URL, *, headers: Mapping[str, str], data: bytes | None, allow_redirects: bool
    ) -> AbstractAsyncContextManager[Reply]: ...


class RefusedError(Exception):
    """The URL, or where it redirects to, isn't asked; the message is a sentence. Stays inside `services.fetch`."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What each exchange of a client shares: `seconds` in all, and `most_bytes` of a decoded body.

    `room` admits large bodies, a few at a time, until whoever took them lets go.
    """

    wire: Wire
    seconds: float
    most_bytes: int
    room: asyncio.Semaphore


Arrived = tuple[Answer, bool]
"""An answer, and whether it holds a place in the room, which is its taker's to give back then.

A plain tuple, as each µs here is 1 % of a poll.
"""


class Exchange:
    """Asks for one thing, once."""

    def __init__(self, request: WebRequest, terms: Terms) -> None:
        self._request = request
        self._terms = terms
        self._began = time.monotonic()
        self._headers = _asking(request)
        self._redirects: tuple[Redirect, ...] = ()

    async def run(self) -> Arrived:
        """Return the whole answer. Raises TimeoutError, RefusedError, BodyError, or what the wire raises."""
        url = _first(self._request.url)
        with Deadline(self._terms.seconds) as deadline:
            while len(self._redirects) <= MOST_REDIRECTS:
                async with self._sent(url) as reply:
                    if reply.status not in _REDIRECTS or self._request.body:
                        return await self._whole(reply, deadline)
                # The body stays unread: a redirect can be a bomb too.
                url = _next(url, reply)
                self._redirects += (Redirect(reply.status, str(url)),)
        message = f"more than {MOST_REDIRECTS} redirects"
        raise RefusedError(message)

    def _sent(self, url: URL) -> AbstractAsyncContextManager[Reply]:
        asked = self._request
        return self._terms.wire.request(
            asked.method, url, headers=self._headers, data=asked.body or None, allow_redirects=False
        )

    async def _whole(self, reply: Reply, deadline: Deadline) -> Arrived:
        content, is_large = await self._content(reply, deadline)
        answer = Answer(
            self._request.url,
            self._redirects[-1].url if self._redirects else self._request.url,
            reply.status,
            # Latin-1 keeps each byte of a header (RFC 9110, 5.5).
            tuple([(name.decode("latin1"), value.decode("latin1")) for name, value in reply.raw_headers]),
            content,
            utc_now(),
            timedelta(0, time.monotonic() - self._began),
            self._redirects,
        )
        return answer, is_large

    async def _content(self, reply: Reply, deadline: Deadline) -> tuple[bytes, bool]:
        _check_length(reply.headers.get(hdrs.CONTENT_LENGTH, ""), self._terms.most_bytes)
        part = await reply.content.readany()
        if not part:
            return b"", False
        body = Body(", ".join(reply.headers.getall(hdrs.CONTENT_ENCODING, ())), self._terms.most_bytes)
        is_large = False
        try:
            while part:
                body.add(part)
                if body.size > FREE_BYTES and not is_large:
                    await self._enter_room(deadline)
                    is_large = True
                part = await reply.content.readany()
            return body.whole(), is_large
        except BaseException:
            if is_large:
                self._terms.room.release()
            raise

    async def _enter_room(self, deadline: Deadline) -> None:
        """Wait for room; the clock stands still meanwhile, since the origin isn't who lets us wait."""
        deadline.pause()
        await self._terms.room.acquire()
        deadline.go_on()


def _asking(request: WebRequest) -> dict[str, str]:
    headers: dict[str, str] = {hdrs.ACCEPT: request.accept}
    if request.body:
        headers[hdrs.CONTENT_TYPE] = request.media_type
    if etag := _sendable(request.validators.etag):
        headers[hdrs.IF_NONE_MATCH] = etag
    if last_modified := _sendable(request.validators.last_modified):
        headers[hdrs.IF_MODIFIED_SINCE] = last_modified
    return headers


def _sendable(validator: str) -> str:
    """Return *validator* (its bytes as Latin-1) so that aiohttp, which sends UTF-8, sends those bytes; or nothing.

    Asking without a validator is always right; asking with a changed one never is.
    """
    if validator.isascii():
        return validator if validator.isprintable() else ""
    try:
        return validator.encode("latin-1").decode()
    except UnicodeError:
        return ""


def _check_length(length: str, most_bytes: int) -> None:
    if length.isascii() and length.isdigit() and int(length[:20]) > most_bytes:
        message = f"more than {most_bytes:,} bytes"
        raise BodyError(message)


def _first(url: str) -> URL:
    try:
        return addresses.parsed(url)
    except AddressError as error:
        message = f"it {error}"
        raise RefusedError(message) from error


def _next(base: URL, reply: Reply) -> URL:
    # Bytes outside ASCII are UTF-8 where they are anything.
    location = reply.headers.get(hdrs.LOCATION, "").encode(errors="surrogateescape").decode(errors="replace")
    if not location:
        message = f"a redirect ({reply.status}) to nowhere"
        raise RefusedError(message)
    try:
        return addresses.joined(base, location)
    except AddressError as error:
        message = f"the redirect to {location[:200]} {error}"
        raise RefusedError(message) from error
