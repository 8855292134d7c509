"""What names stand for: files, folders, pages, standard input; what can't be read is an offer too, with its reason."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from services import sources
from services.errors import FetchFailedError, FetchRefusedError
from services.fetch import files
from services.model import RawDocument, new_document_id
from services.ports import Fetcher
from services.sources import Bounds, Refusal

_STDIN = "standard input"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_NO_UTF_8 = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Offer:
    """What was named: a document to accept, or the reason why there is none (then it never reaches the ledger)."""

    name: str
    document: RawDocument | None = None
    refusal: str = ""
    skipped: str = ""


def offers(names: Iterable[str], fetcher: Fetcher, bounds: Bounds, stdin: BinaryIO | None = None) -> Iterator[Offer]:
    """Yield what *names* stand for: a URL's page, *stdin* (`-`), a file, or every file below a directory.

    What holds several documents stands for each of them.
    """
    ids = _ids()
    for name in names:
        if scheme := _SCHEME.match(name):
            yield from _page(name, fetcher, scheme[1].lower(), ids, bounds)
        elif name == "-":
            yield from _file(_read_stream(stdin, bounds.document_bytes), ids, bounds)
        elif not name:
            yield Offer('""', refusal="missing: an empty name")
        else:
            for file in files.read(Path(name), bounds.document_bytes):
                yield from _file(file, ids, bounds)


def _ids() -> Iterator[str]:
    """Yield document ids that sort in the order of naming: of two copies the first becomes the article."""
    beginning = new_document_id()[:24]
    return (f"{beginning}{number:08x}" for number in count())


def _page(url: str, fetcher: Fetcher, scheme: str, ids: Iterator[str], bounds: Bounds) -> Iterator[Offer]:
    name = _text(url)
    if scheme not in {"http", "https"}:
        yield Offer(name, refusal=f"unknown-scheme: {scheme}, only http and https are fetched")
        return
    try:
        document = fetcher.page(name)
    except (FetchFailedError, FetchRefusedError) as error:
        yield Offer(name, refusal=_text(str(error).removeprefix(f"{name}: ")))
        return
    # A feed is no page, whatever it is served as; what has no type of its own is read as a page.
    kind = sources.kind_of(urlsplit(document.url).path, document.content, document.media_type or "text/html")
    yield from map(_offer, sources.expand(replace(document, id=next(ids), kind=kind), bounds))


def _read_stream(stdin: BinaryIO | None, most_bytes: int) -> files.ReadFile:
    try:
        content = stdin.read(most_bytes + 1) if stdin else None
    except OSError as error:
        return files.ReadFile("-", refusal=f"unreadable: {error.strerror}")
    if content is None:
        return files.ReadFile("-", refusal="unreadable: standard input is closed")
    if len(content) > most_bytes:
        return files.ReadFile("-", refusal=files.too_large(most_bytes))
    return files.ReadFile("-", content)


def _file(file: files.ReadFile, ids: Iterator[str], bounds: Bounds) -> Iterator[Offer]:
    name = _text(file.name)
    if file.refusal or file.skipped:
        yield Offer(name, refusal=file.refusal, skipped=_text(file.skipped))
        return
    kind = sources.kind_of(name, file.content)
    about = RawDocument(next(ids), kind, _STDIN if name == "-" else name, b"")
    if file.stream is None:
        yield from map(_offer, sources.expand(replace(about, content=file.content), bounds))
        return
    if refusal := _too_large(kind, file.size, bounds):
        yield Offer(name, refusal=refusal)
    else:
        yield from map(_offer, sources.expand_stream(about, file.stream, file.size, bounds))


def _too_large(kind: str, size: int, bounds: Bounds) -> str:
    if not sources.holds_others(kind):
        return files.too_large(bounds.document_bytes, size)
    if size > bounds.expanded_bytes:
        return files.too_large(bounds.expanded_bytes, size, "NEWSMILL_MAX_CONTAINER_BYTES")
    return ""


def _offer(member: RawDocument | Refusal) -> Offer:
    """Return what came out, under the name of where it came from."""
    if isinstance(member, RawDocument):
        return Offer("-" if member.origin == _STDIN else member.origin, member)
    if member.is_skipped:
        return Offer(member.name, skipped=member.reason)
    return Offer(member.name, refusal=member.reason)


def _text(name: str) -> str:
    """Return *name* without what isn't UTF-8: a file's name may hold any bytes; ledger, index and JSON take text."""
    return _NO_UTF_8.sub("\ufffd", name)
