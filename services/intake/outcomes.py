"""Accept what is offered, and wait for what becomes of it."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from services.acceptance import ACCEPT_BYTES, Acceptance
from services.errors import BacklogFullError, StoreUnavailableError, TransientError
from services.intake.offers import Offer
from services.model import RawDocument, Row
from services.ports import Ledger

OK_STATES = frozenset({"indexed", "revised", "duplicate"})

_GATHER_SECONDS = 1.0
_RETRY_SECONDS = 1.0
_POLL_SECONDS = 0.2
_ROWS_AT_ONCE = 1000
# A look at 10,000 rows takes Redis a tenth of a second: with more of them to wait for, looks become rarer.
_ROWS_A_SECOND = 10_000

Waiting = Callable[[TransientError | None], None]
"""Told that nothing happens for the moment, and what is in the way where that is known."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How time passes, in seconds; a test lets it pass at once."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


REAL_TIME = Pace()


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of an offer.

    `outcome` is the row's; without a row `refused` or `skipped`; `open` where it isn't known yet, and `lost` where the
    ledger has no such row any more.
    """

    name: str
    outcome: str
    uri: str = ""
    reason: str = ""
    document_id: str = ""

    @property
    def is_ok(self) -> bool:
        return self.outcome in OK_STATES


def accept(
    acceptance: Acceptance,
    offered: Iterable[Offer],
    on_wait: Waiting = lambda _: None,
    patience_seconds: float = 0.0,
    pace: Pace = REAL_TIME,
) -> Iterator[Ending]:
    """Accept what is *offered*, in batches; yield an open Ending for each document, and a last one for the rest.

    Waits while too many documents are open, and once some were accepted also while Redis is away. Raises what is in
    the way after *patience_seconds*; what was yielded before is accepted.
    """
    has_accepted = False
    for batch in _batches(offered, acceptance.batch_size, pace):
        documents = [offer.document for offer in batch if offer.document]
        for error in _refusals(acceptance, documents, patience_seconds, pace):
            if isinstance(error, StoreUnavailableError) and not has_accepted:
                raise error
            on_wait(error)
        has_accepted = has_accepted or bool(documents)
        yield from map(_accepted, batch)


def _batches(offered: Iterable[Offer], most: int, pace: Pace) -> Iterator[list[Offer]]:
    """Yield *offered* in parts that fit into memory, and that don't wait for the rest for long."""
    batch: list[Offer] = []
    size, until = 0, 0.0
    for offer in offered:
        until = until if batch else pace.now() + _GATHER_SECONDS
        batch.append(offer)
        size += len(offer.document.content) if offer.document else 0
        if len(batch) >= most or size >= ACCEPT_BYTES or pace.now() >= until:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _refusals(
    acceptance: Acceptance, documents: Sequence[RawDocument], patience: float, pace: Pace
) -> Iterator[TransientError]:
    """Accept *documents*, yielding what is in the way before each further try; raise it when *patience* ends."""
    until = pace.now() + patience
    while True:
        try:
            acceptance.accept(documents)
        except (BacklogFullError, StoreUnavailableError) as error:
            if pace.now() >= until:
                raise
            yield error
            pace.sleep(_RETRY_SECONDS)
        else:
            return


def _accepted(offer: Offer) -> Ending:
    if offer.document:
        return Ending(offer.name, "open", document_id=offer.document.id)
    if offer.skipped:
        return Ending(offer.name, "skipped", reason=offer.skipped)
    return Ending(offer.name, "refused", reason=offer.refusal)


def await_outcomes(
    ledger: Ledger,
    accepted: Iterable[Ending],
    timeout_seconds: float,
    on_close: Callable[[Ending], None],
    on_wait: Waiting = lambda _: None,
    pace: Pace = REAL_TIME,
) -> list[Ending]:
    """Wait until each row of *accepted* is closed, telling each ending; return them in order.

    Redis may go away and come back meanwhile. After *timeout_seconds* without any closing, what is left is returned as
    `open`, with what went wrong so far as its reason; the ledger goes on with it.
    """
    endings = list(accepted)
    for ending in endings:
        if ending.outcome != "open":
            on_close(ending)
    waiting = [number for number, ending in enumerate(endings) if ending.outcome == "open"]
    progress_at = pace.now()
    while waiting and pace.now() - progress_at < timeout_seconds:
        found, trouble = _look(ledger, [endings[number] for number in waiting])
        for number, ending in zip(waiting, found, strict=True):
            endings[number] = ending
            if ending.outcome != "open":
                on_close(ending)
                progress_at = pace.now()
        waiting = [number for number in waiting if endings[number].outcome == "open"]
        if waiting:
            on_wait(trouble)
            pace.sleep(max(_POLL_SECONDS, len(waiting) / _ROWS_A_SECOND))
    return endings


def _look(ledger: Ledger, endings: Sequence[Ending]) -> tuple[list[Ending], TransientError | None]:
    """Return *endings* as the ledger knows them now; as they are, with the reason, while it can't be asked."""
    rows: list[Row | None] = []
    try:
        for start in range(0, len(endings), _ROWS_AT_ONCE):
            rows += ledger.rows([ending.document_id for ending in endings[start : start + _ROWS_AT_ONCE]])
    except TransientError as error:
        return list(endings), error
    return [_now(ending, row) for ending, row in zip(endings, rows, strict=True)], None


def _now(ending: Ending, row: Row | None) -> Ending:
    if row is None:
        return replace(ending, outcome="lost", reason="the ledger has no such row: did Redis lose its data?")
    return replace(ending, outcome=row.state, uri=row.uri, reason=row.reason or (row.last_error if row.is_open else ""))
