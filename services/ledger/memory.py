"""The ledger's twin in memory, for unit tests; one process, no persistence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.errors import BacklogFullError, kept
from services.ledger.batches import Overdue, in_messages, sizes_by_lane
from services.model import Books, Claim, Closing, Due, Lane, Outcome, RawDocument, Row, lane_of
from services.ports import Clock
from services.settings import Settings


@dataclass
class _Open:
    document: RawDocument
    row: Row
    due_at: datetime
    lease_until: datetime | None = None
    holder: str = ""


class MemoryLedger:
    """Implements `ports.Ledger`."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._sizes = sizes_by_lane(settings)
        self._open: dict[str, _Open] = {}
        self._closed: dict[str, Row] = {}
        self._accepted = 0
        self._counts = dict.fromkeys(Outcome, 0)
        self.quarantined_bytes: dict[str, bytes] = {}

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        new = {document.id for document in documents} - self._open.keys() - self._closed.keys()
        if new and self._open and len(self._open) + len(new) > self._settings.max_open:
            message = f"more than {self._settings.max_open} documents would be open"
            raise BacklogFullError(message)
        return [self._accept(document) for document in documents]

    def _accept(self, document: RawDocument) -> bool:
        if document.id in self._open or document.id in self._closed:
            return False
        now = self._clock.now()
        row = Row(document.id, "open", document.kind, document.origin, accepted_at=now, attempts=0)
        self._open[document.id] = _Open(document, row, due_at=now)
        self._accepted += 1
        return True

    def claim(self, document_ids: Sequence[str], holder: str) -> list[Claim]:
        claims = (self._claim(each, holder, len(document_ids)) for each in document_ids)
        return [claim for claim in claims if claim]

    def _claim(self, document_id: str, holder: str, company: int) -> Claim | None:
        now, each = self._clock.now(), self._open.get(document_id)
        if each is None or (each.lease_until and each.lease_until > now):
            return None
        attempts = each.row.attempts
        if attempts >= self._settings.max_attempts:
            self._finish(Closing(document_id, Outcome.QUARANTINED, reason=_died(each.row)))
            return None
        if attempts and company > self._sizes[Lane.PROCESS][attempts]:
            return None
        each.row = replace(each.row, attempts=attempts + 1, claimed_at=now)
        each.lease_until = each.due_at = now + self._settings.lease
        each.holder = holder
        return Claim(each.document, each.row.attempts, each.row.accepted_at)

    def close(self, closings: Sequence[Closing]) -> list[bool]:
        return [self._finish(replace(closing, reason=kept(closing.reason))) for closing in closings]

    def _finish(self, closing: Closing) -> bool:
        each = self._open.pop(closing.document_id, None)
        if each is None:
            return False
        if closing.outcome is Outcome.QUARANTINED:
            self.quarantined_bytes[closing.document_id] = each.document.content
        self._closed[closing.document_id] = replace(
            each.row, state=closing.outcome.value, uri=closing.uri, reason=closing.reason, closed_at=self._clock.now()
        )
        self._counts[closing.outcome] += 1
        return True

    def replace(self, documents: Sequence[RawDocument], holder: str) -> list[bool]:
        return [self._replace(document, holder) for document in documents]

    def _replace(self, document: RawDocument, holder: str) -> bool:
        each = next(self._held([document.id], holder), None)
        if each is None:
            return False
        row = Row(document.id, "open", document.kind, document.origin, each.row.accepted_at, attempts=0)
        self._open[document.id] = _Open(document, row, due_at=self._clock.now())
        return True

    def fail(self, document_ids: Sequence[str], holder: str, reason: str, delay: timedelta = timedelta()) -> None:
        for each in self._held(document_ids, holder):
            if each.row.attempts >= self._settings.max_attempts:
                self._finish(Closing(each.document.id, Outcome.QUARANTINED, reason=kept(reason)))
            else:
                self._reopen(each, self._clock.now() + delay, reason)

    def release(self, document_ids: Sequence[str], holder: str, reason: str, delay: timedelta) -> None:
        for each in self._held(document_ids, holder):
            each.row = replace(each.row, attempts=each.row.attempts - 1)
            self._reopen(each, self._clock.now() + delay, reason)

    def _held(self, document_ids: Sequence[str], holder: str) -> Iterator[_Open]:
        """Yield one after the other, as an id that is named twice isn't held any more the second time."""
        opened = (self._open[i] for i in document_ids if i in self._open)
        return (each for each in opened if each.lease_until and each.holder == holder)

    def _reopen(self, each: _Open, due_at: datetime, reason: str) -> None:
        each.row = replace(each.row, last_error=kept(reason))
        each.due_at, each.lease_until, each.holder = due_at, None, ""

    def reconcile(self, limit: int, lane: Lane = Lane.PROCESS) -> list[Due]:
        now = self._clock.now()
        rows_of = (each for each in self._open.values() if lane_of(each.document.kind) is lane)
        due = sorted((each.due_at, each.document.id) for each in rows_of if each.due_at <= now)
        overdue = [self._open[document_id] for _, document_id in due[:limit]]
        for each in overdue:
            each.due_at = now + self._settings.lease
        rows = [Overdue(each.document.id, each.row.attempts, len(each.document.content)) for each in overdue]
        return in_messages(rows, self._sizes[lane])

    def books(self) -> Books:
        counts = self._counts
        return Books(
            accepted=self._accepted,
            indexed=counts[Outcome.INDEXED],
            revised=counts[Outcome.REVISED],
            duplicates=counts[Outcome.DUPLICATE],
            rejected=counts[Outcome.REJECTED],
            quarantined=counts[Outcome.QUARANTINED],
            open=len(self._open),
        )

    def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
        return [self._open[i].row if i in self._open else self._closed.get(i) for i in document_ids]

    def quarantined(self, limit: int) -> list[Row]:
        rows = [row for row in self._closed.values() if row.state == Outcome.QUARANTINED]
        return sorted(rows, key=lambda row: (row.closed_at or row.accepted_at, row.document_id), reverse=True)[:limit]


def _died(row: Row) -> str:
    reason = f"the worker died, or took too long, over it at attempt {row.attempts}"
    return f"{reason}; before that: {row.last_error}" if row.last_error else reason
