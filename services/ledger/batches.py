"""How many documents travel in one message, by what happened to them before (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.model import Due

MESSAGE_BYTES = 16_000_000
"""Most content behind one message: a worker holds all of it at once."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A row that is due; `size` is that of its content in bytes."""

    document_id: str
    attempts: int
    size: int


def size_after(attempts: int, batch_size: int) -> int:
    """Return the most documents of a message after that many failed attempts: all, a tenth, one.

    A batch that killed its worker comes back in parts, and alone by the third attempt, so that a poisonous document
    is in quarantine soon and never takes its neighbours with it. Halving would need seven deaths for a batch of 100.
    """
    return 1 if attempts >= 2 else max(1, batch_size // 10**attempts)


def in_messages(due: Sequence[Overdue], batch_size: int) -> list[Due]:
    """Return *due* cut into messages; each holds rows of equal attempts, oldest first, within MESSAGE_BYTES."""
    messages = []
    for attempts, group in groupby(sorted(due, key=lambda row: row.attempts), key=lambda row: row.attempts):
        for ids in _cut(list(group), size_after(attempts, batch_size)):
            messages.append(Due(tuple(ids), attempts))
    return messages


def _cut(rows: Sequence[Overdue], most: int) -> Iterator[list[str]]:
    ids: list[str] = []
    size = 0
    for row in rows:
        if ids and (len(ids) >= most or size + row.size > MESSAGE_BYTES):
            yield ids
            ids, size = [], 0
        ids.append(row.document_id)
        size += row.size
    if ids:
        yield ids
