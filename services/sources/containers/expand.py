"""Tell what holds other documents, and take it apart."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO, cast

from services.errors import NotAnArticleError
from services.model import RawDocument
from services.sources.containers import archives, packed, parts, warc
from services.sources.containers.bounds import (
    BROKEN,
    Bounds,
    Budget,
    ContainerError,
    Member,
    Part,
    Refusal,
    SpentError,
    broken,
)
from services.sources.containers.streams import OPENING, peekable
from services.sources.kinds import kind_of

EXPANDERS: Mapping[str, Callable[[Part], Iterator[Member]]] = {
    "gzip": packed.unpacked,
    "bzip2": packed.unpacked,
    "xz": packed.unpacked,
    "zstd": packed.unpacked,
    "zip": archives.zip_members,
    "tar": archives.tar_members,
    "warc": warc.pages,
    "jsonl": parts.lines,
}
"""Kind of what is read as a stream → how it is taken apart."""

SPLITTERS: Mapping[str, Callable[[Part, bytes], Iterator[Member]]] = {
    "json": parts.json_list,
    "mail": parts.message,
    "newsml": parts.wire_items,
    "feed": parts.entries,
}
"""Kind of what is read as a whole, and may be a document itself → the same."""

_BOUNDS = Bounds()


def holds_others(kind: str) -> bool:
    """Tell whether a file of this kind may be larger than a document."""
    return kind in EXPANDERS


def expand(document: RawDocument, bounds: Bounds = _BOUNDS) -> Iterator[Member]:
    """Yield the documents that *document* holds, or itself where it holds none; what can't be read is a Refusal.

    Ids derive from *document*'s and the position, so that accepting the same again is once.
    """
    return expand_stream(replace(document, content=b""), io.BytesIO(document.content), len(document.content), bounds)


def expand_stream(about: RawDocument, stream: BinaryIO, size: int, bounds: Bounds = _BOUNDS) -> Iterator[Member]:
    """Yield the same of a file of *size* bytes that *stream* gives; *about* says the rest of it."""
    most = min(bounds.expanded_bytes, max(10 * bounds.document_bytes, bounds.ratio * size))
    part = Part(about, stream, bounds, Budget(most, bounds.members), _expand)
    try:
        yield from _expand(part)
    except SpentError as error:
        yield Refusal(about.origin, str(error))


def _expand(part: Part) -> Iterator[Member]:
    kind = part.about.kind
    try:
        stream = peekable(part.stream)
        kind = kind or kind_of(part.about.origin, stream.peek(OPENING)[:OPENING], part.about.media_type)
        about = replace(part.about, kind=kind)
        yield from _or_empty(_taken_apart(replace(part, about=about, stream=cast("BinaryIO", stream))), about.origin)
    except ContainerError as error:
        yield Refusal(part.about.origin, str(error))
    except BROKEN as error:
        yield Refusal(part.about.origin, broken(kind or "file", error))


def _or_empty(members: Iterator[Member], name: str) -> Iterator[Member]:
    """Yield *members*, and where there are none say so: what came to nothing mustn't look like success."""
    first = next(members, None)
    yield Refusal(name, "empty: it holds no document") if first is None else first
    yield from members


def _taken_apart(part: Part) -> Iterator[Member]:
    kind = part.about.kind
    if kind in EXPANDERS:
        if part.depth > part.bounds.depth:
            raise ContainerError(f"too-deep: over {part.bounds.depth} containers in each other")
        yield from EXPANDERS[kind](part)
        return
    most = part.bounds.whole_bytes if kind in SPLITTERS else part.bounds.document_bytes
    content = part.stream.read(most + 1)
    if len(content) > most:
        raise ContainerError(f"too-large: over {most:,} bytes; NEWSMILL_MAX_DOCUMENT_BYTES bounds each document")
    try:
        yield from SPLITTERS.get(kind, _itself)(part, content)
    except NotAnArticleError:
        # What can't be split isn't lost: its reader says what is wrong with it, and the ledger counts it.
        yield from _itself(part, content)


def _itself(part: Part, content: bytes) -> Iterator[Member]:
    if len(content) > part.bounds.document_bytes:
        raise ContainerError(f"too-large: over {part.bounds.document_bytes:,} bytes")
    yield replace(part.about, content=content)
