"""Take the pages out of a crawl (WARC, ISO 28500): the answers that are HTML, each with its address and status.

Read here, not by fastwarc: that seeks, and over a stream that can't its Rust panics, which no `except Exception` sees.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import BinaryIO

from services.sources.containers import http
from services.sources.containers.bounds import BROKEN, ContainerError, Member, Part, broken

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_TAKEN = frozenset({"response", "resource"})
_VERSION = re.compile(rb"WARC/\d\.\d+\s*")
_LONGEST_LINE = 65_536
_MOST_LINES = 1000
_HTTP_HEAD = 65_536
_CHUNK = 1 << 20
_OK = 200


@dataclass(frozen=True, slots=True)
class _Record:
    headers: Mapping[str, str]
    length: int
    block: bytes


def pages(part: Part) -> Iterator[Member]:
    """Yield the pages in order; what is no page, or no whole answer, is left out by name."""
    most = part.bounds.document_bytes + _HTTP_HEAD
    while (headers := _head(part.stream)) is not None:
        length = int(headers.get("content-length", "0"))
        if length < 0:
            raise ContainerError("broken-warc: a record of negative length")
        is_taken = headers.get("warc-type", "").lower() in _TAKEN
        block = _exactly(part.stream, min(length, most)) if is_taken else b""
        _pass_over(part.stream, length - len(block))
        if is_taken:
            yield _page(part, _Record(headers, length, block))


def _head(stream: BinaryIO) -> dict[str, str] | None:
    """Return the headers of the next record, with names in lower case; None at the end."""
    line = stream.readline(_LONGEST_LINE)
    while line and not line.strip():
        line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    if not _VERSION.fullmatch(line):
        raise ContainerError("broken-warc: no record where one should begin")
    headers: dict[str, str] = {}
    for _ in range(_MOST_LINES):
        line = stream.readline(_LONGEST_LINE)
        if not line.strip():
            return headers
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers[name.strip().lower()] = value.strip()
    raise ContainerError(f"broken-warc: over {_MOST_LINES} headers")


def _exactly(stream: BinaryIO, length: int) -> bytes:
    block = stream.read(length)
    if len(block) < length:
        raise ContainerError("broken-warc: it ends within a record")
    return block


def _pass_over(stream: BinaryIO, length: int) -> None:
    while length > 0:
        found = stream.read(min(length, _CHUNK))
        if not found:
            raise ContainerError("broken-warc: it ends within a record")
        length -= len(found)


def _page(part: Part, record: _Record) -> Member:
    address = record.headers.get("warc-target-uri", "").strip("<> ")
    name = f"!{address or record.headers.get('warc-record-id', '')}"
    most = part.bounds.document_bytes
    try:
        answer = _answer(record)
        if answer.status not in (None, _OK):
            return part.refusal(name, f"not-a-page: answered {answer.status}", is_skipped=True)
        media_type, charset = _content_type(answer.headers.get("content-type", ""))
        if media_type not in _PAGES:
            return part.refusal(name, f"not-a-page: {media_type or 'of no stated type'}", is_skipped=True)
        content = answer.content(most)
    except BROKEN as error:
        return part.refusal(name, broken("warc", error))
    part.budget.spend(len(content))
    if len(content) > most or record.length > len(record.block):
        return part.refusal(name, f"too-large: over {most:,} bytes")
    return part.document(
        name, content, "page", url=address, http_status=answer.status, media_type=media_type, charset=charset
    )


def _answer(record: _Record) -> http.Answer:
    stated = record.headers.get("content-type", "")
    if record.headers.get("warc-type", "").lower() == "response" and stated.startswith("application/http"):
        return http.parsed(record.block)
    return http.Answer(None, {"content-type": stated}, record.block)


def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = " ".join(header[:500].split())
    return message.get_content_type() if header else "", message.get_content_charset("") if header else ""
