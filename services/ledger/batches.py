"""How many documents travel in one message, by what happened to them before (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.model import Due, Lane
from services.settings import Settings

MESSAGE_BYTES = 16_000_000
"""Most content behind one message: a worker holds all of it at once."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A row that is due; `size` is that of its content in bytes."""

    document_id: str
    attempts: int
    size: int


def sizes(batch_size: int, max_attempts: int) -> list[int]:
    """Return the most documents of a message by the attempts that failed (from 0): all, a tenth, then one.

    A batch that killed its worker comes back in parts, and each document is alone at its last attempt, so that a
    poisonous one is in quarantine soon and never takes its neighbours with it. Halving would need seven deaths for a
    batch of 100.
    """
    at_first = [batch_size, max(1, batch_size // 10)] + [1] * max_attempts
    return [*at_first[: max_attempts - 1], 1]


def sizes_by_lane(settings: Settings) -> Mapping[Lane, Sequence[int]]:
    """Return what `sizes` says, for each lane.

    All pages of a message are asked for at once: a second round of slow ones would outlast the task.
    """
    usual = sizes(settings.batch_size, settings.max_attempts)
    return {Lane.PROCESS: usual, Lane.LINKS: [min(each, settings.fetch_concurrency) for each in usual]}


def in_messages(due: Sequence[Overdue], most: Sequence[int]) -> list[Due]:
    """Return *due* cut into messages; each holds rows of equal attempts, oldest first, within MESSAGE_BYTES.

    *most* is what `sizes` returns; its last number holds for more attempts too.
    """
    groups = groupby(sorted(due, key=lambda row: row.attempts), key=lambda row: row.attempts)
    return [
        Due(tuple(ids), attempts)
        for attempts, group in groups
        for ids in _cut(list(group), most[min(attempts, len(most) - 1)])
    ]


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
