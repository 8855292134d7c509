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

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_NO_UTF_8 = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Offer:
    """What was named: a document to accept, or the reason why there is none (then it never reaches the ledger)."""

    name: str
    document: RawDocument | None = None
    refusal: str = ""
    skipped: str = ""


def offers(names: Iterable[str], fetcher: Fetcher, most_bytes: int, stdin: BinaryIO | None = None) -> Iterator[Offer]:
    """Yield what *names* stand for: a URL's page, *stdin* (`-`), a file, or every file below a directory."""
    ids = _ids()
    for name in names:
        if scheme := _SCHEME.match(name):
            yield _page(name, fetcher, scheme[1].lower(), ids)
        elif name == "-":
            yield _offer(_read_stream(stdin, most_bytes), ids)
        elif not name:
            yield Offer('""', refusal="missing: an empty name")
        else:
            yield from (_offer(file, ids) for file in files.read(Path(name), most_bytes))


def _ids() -> Iterator[str]:
    """Yield document ids that sort in the order of naming: of two copies the first becomes the article."""
    beginning = new_document_id()[:24]
    return (f"{beginning}{number:08x}" for number in count())


def _page(url: str, fetcher: Fetcher, scheme: str, ids: Iterator[str]) -> Offer:
    name = _text(url)
    if scheme not in {"http", "https"}:
        return Offer(name, refusal=f"unknown-scheme: {scheme}, only http and https are fetched")
    try:
        document = fetcher.page(name)
    except (FetchFailedError, FetchRefusedError) as error:
        return Offer(name, refusal=_text(str(error).removeprefix(f"{name}: ")))
    # A feed is no page, whatever it is served as; what has no type of its own is read as a page.
    kind = sources.kind_of(urlsplit(document.url).path, document.content, document.media_type or "text/html")
    return Offer(name, replace(document, id=next(ids), kind=kind))


def _read_stream(stdin: BinaryIO | None, most_bytes: int) -> files.ReadFile:
    try:
        content = stdin.read(most_bytes + 1) if stdin else None
    except OSError as error:
        return files.ReadFile("-", refusal=f"unreadable: {error.strerror}")
    if content is None:
        return files.ReadFile("-", refusal="unreadable: standard input is closed")
    return files.bounded("-", content, most_bytes)


def _offer(file: files.ReadFile, ids: Iterator[str]) -> Offer:
    name = _text(file.name)
    if file.refusal or file.skipped:
        return Offer(name, refusal=file.refusal, skipped=_text(file.skipped))
    origin = "standard input" if name == "-" else name
    return Offer(name, RawDocument(next(ids), sources.kind_of(name, file.content), origin, file.content))


def _text(name: str) -> str:
    """Return *name* without what isn't UTF-8: a file's name may hold any bytes; ledger, index and JSON take text."""
    return _NO_UTF_8.sub("\ufffd", name)
