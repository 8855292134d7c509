"""From what a person names to accepted documents, and from there to their outcomes.

paths, URLs, stdin ─offers─▶ Offer ─▶ accepted by the pipeline ─await_outcomes─▶ Ending, one for each
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from services import sources
from services.errors import BacklogFullError, FetchFailedError, FetchRefusedError
from services.fetch import files
from services.model import RawDocument, Row, new_document_id
from services.pipeline import Pipeline
from services.ports import Fetcher, Ledger

OK_STATES = frozenset({"indexed", "duplicate"})
_POLL_SECONDS = 0.2
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Offer:
    """What was named: a document to accept, or the reason why there is none (then it never reaches the ledger)."""

    name: str
    document: RawDocument | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of an offer. `outcome` is that of the row, `refused` without a row, or `open` at a time-out."""

    name: str
    outcome: str
    uri: str = ""
    reason: str = ""
    document_id: str = ""

    @property
    def is_ok(self) -> bool:
        return self.outcome in OK_STATES


def offers(names: Iterable[str], fetcher: Fetcher, most_bytes: int) -> Iterator[Offer]:
    """Yield what *names* stand for: a URL's page, standard input (`-`), a file, or every file below a directory."""
    for name in names:
        if name.startswith(("http://", "https://")):
            yield _page(name, fetcher)
        elif name == "-":
            content = sys.stdin.buffer.read(most_bytes + 1)
            refusal = f"too-large: more than {most_bytes:,} bytes" if len(content) > most_bytes else ""
            yield _offer(files.ReadFile("-", b"" if refusal else content, refusal))
        else:
            for file in files.read(Path(name), most_bytes):
                yield _offer(file)


def _page(url: str, fetcher: Fetcher) -> Offer:
    try:
        return Offer(url, fetcher.page(url))
    except (FetchFailedError, FetchRefusedError) as error:
        return Offer(url, refusal=str(error))


def _offer(file: files.ReadFile) -> Offer:
    if file.refusal:
        return Offer(file.name, refusal=file.refusal)
    # A file's name may hold bytes that aren't UTF-8; the ledger and the index take text.
    origin = file.name.encode(errors="surrogateescape").decode(errors="replace")
    kind = sources.kind_of(file.name, file.content)
    return Offer(file.name, RawDocument(new_document_id(), kind, origin, file.content))


def accept(
    pipeline: Pipeline, offered: Iterable[Offer], on_wait: Callable[[str], None] = lambda _: None
) -> Iterator[Ending]:
    """Accept what is *offered*, in batches, and yield an open Ending for each document and a last one for each refusal.

    Waits while too many documents are open.
    """
    batch: list[Offer] = []
    for offer in offered:
        if offer.document is None:
            yield Ending(offer.name, "refused", reason=offer.refusal)
            continue
        batch.append(offer)
        if len(batch) >= pipeline.batch_size:
            yield from _accept(pipeline, batch, on_wait)
            batch = []
    yield from _accept(pipeline, batch, on_wait)


def _accept(pipeline: Pipeline, batch: list[Offer], on_wait: Callable[[str], None]) -> Iterator[Ending]:
    documents = [offer.document for offer in batch if offer.document]
    while True:
        try:
            pipeline.accept(documents)
            break
        except BacklogFullError as error:
            on_wait(str(error))
            time.sleep(1)
    for offer, document in zip(batch, documents, strict=True):
        yield Ending(offer.name, "open", document_id=document.id)


def await_outcomes(
    ledger: Ledger, accepted: Iterable[Ending], timeout_seconds: float, on_close: Callable[[Ending], None]
) -> list[Ending]:
    """Wait until each row of *accepted* is closed, telling each ending; return them in order.

    After *timeout_seconds* without any closing, what is left is returned as `open`; the ledger goes on with it.
    """
    endings = {ending.document_id or f"refused {i}": ending for i, ending in enumerate(accepted)}
    waiting = [key for key, ending in endings.items() if ending.outcome == "open"]
    for ending in endings.values():
        if ending.outcome != "open":
            on_close(ending)
    progress_at = time.monotonic()
    while waiting and time.monotonic() - progress_at < timeout_seconds:
        closed = {key: row for key, row in _rows(ledger, waiting) if row and not row.is_open}
        for key, row in closed.items():
            endings[key] = Ending(endings[key].name, row.state, row.uri, row.reason, key)
            on_close(endings[key])
        waiting = [key for key in waiting if key not in closed]
        if closed:
            progress_at = time.monotonic()
        elif waiting:
            time.sleep(_POLL_SECONDS)
    return list(endings.values())


def _rows(ledger: Ledger, ids: list[str]) -> Iterator[tuple[str, Row | None]]:
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        some = ids[start : start + _ROWS_AT_ONCE]
        yield from zip(some, ledger.rows(some), strict=True)
