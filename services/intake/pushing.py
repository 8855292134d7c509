"""What is pushed over HTTP: a body and what was said of it become documents, each with an id that a repeat has too.

Push ─taken─▶ Taken (documents to accept, lines that are none)
"""

import hashlib
from dataclasses import dataclass, replace

from services import sources
from services.errors import UnreadableError
from services.model import RawDocument
from services.sources import Bounds, Refusal
from services.sources.html.addresses import web_address

BATCH_TYPES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl"})
"""Media types of several documents, one a line."""

_XML = "xml"
_TYPES = {
    "application/json": "json",
    "application/ld+json": "json",
    "application/x-ndjson": "jsonl",
    "application/ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "text/markdown": "markdown",
    "message/rfc822": "mail",
    "application/xml": _XML,
    "text/xml": _XML,
    "application/nitf+xml": _XML,
    "application/vnd.iptc.g2.newsitem+xml": _XML,
    "application/vnd.iptc.g2.newsmessage+xml": _XML,
    "application/rss+xml": _XML,
    "application/atom+xml": _XML,
    "application/feed+json": "feed",
}
TYPES = tuple(_TYPES)
"""Media types that are taken."""

_CHECKED = frozenset({"json"})


@dataclass(frozen=True, slots=True)
class Push:
    """A body with its media type, and the address it is of, if one was named; *key* tells repeats, *caller* whose."""

    body: bytes
    media_type: str
    charset: str = ""
    url: str = ""
    key: str = ""
    caller: str = ""

    @property
    def fingerprint(self) -> str:
        """Return what is equal for equal pushes, whatever their key."""
        return _digest(self.media_type, self.charset, self.url, self.body)

    @property
    def is_batch(self) -> bool:
        return self.media_type in BATCH_TYPES


@dataclass(frozen=True, slots=True)
class Line:
    """One document of a push, its line or place from 1; without a document `refusal` says why."""

    number: int
    document: RawDocument | None = None
    refusal: str = ""


def key_of(push: Push) -> str:
    """Return under what the push is remembered, so that two callers may use the same key; empty without one."""
    return _digest(push.caller, push.key) if push.key else ""


def is_address(url: str) -> bool:
    return web_address(url) == url


def taken(push: Push, bounds: Bounds) -> list[Line]:
    """Return what *push* holds, in order.

    An id is the key's and the position's, or without a key the content's: so a repeat after a time-out makes no second
    row.
    """
    kind = _TYPES[push.media_type]
    if kind == _XML:
        kind = sources.kind_of("", push.body, push.media_type)
    base = key_of(push)
    whole = RawDocument(
        id=base or _digest(push.caller, push.fingerprint),
        kind=kind,
        origin=push.url or "push",
        content=push.body,
        media_type="" if push.is_batch else push.media_type,
        charset=push.charset,
        url=push.url,
    )
    members = enumerate(sources.expand(whole, bounds), 1)
    return [_line(number, member, push) for number, member in members]


def _line(number: int, member: RawDocument | Refusal, push: Push) -> Line:
    if push.is_batch:
        name = member.name if isinstance(member, Refusal) else member.origin
        number = _numbered(name) or number
    if isinstance(member, Refusal):
        return Line(number, refusal=member.reason)
    if member.kind in _CHECKED:
        try:
            sources.read(member)
        except UnreadableError as error:
            return Line(number, refusal=str(error))
    if not push.key:
        member = replace(member, id=_digest(push.caller, member.kind, member.url, member.content))
    return Line(number, member)


def _numbered(name: str) -> int:
    """Return the line that `push:17` is; 0 for the whole."""
    line = name.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0


def _digest(*parts: str | bytes) -> str:
    """Return 32 hex digits that tell these *parts* from any others."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "replace") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()[:32]
