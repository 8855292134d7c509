"""The way into the ledger and out of it again: what takes documents in and what hands them out needs no more than this.

RawDocument ──accept──▶ ledger ──reconcile──▶ messages of ids
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.model import Due, Lane, RawDocument
from services.ports import Gate, Ledger

ACCEPT_BYTES = 16_000_000
"""Most bytes in one step of acceptance: a Redis that runs a script does nothing else."""

RECONCILE_ROWS = 10_000


@dataclass(frozen=True)
class Acceptance:
    """Accepts documents, `batch_size` at once, and tells which are due."""

    ledger: Ledger
    gate: Gate
    batch_size: int

    def accept(self, documents: Iterable[RawDocument]) -> list[bool]:
        """Take responsibility for *documents*; from here on each will have an outcome."""
        return [taken for batch in _in_batches(documents, self.batch_size) for taken in self.ledger.accept(batch)]

    def reconcile(self, lane: Lane = Lane.PROCESS) -> list[Due]:
        """Return the messages to publish now: all of *lane* that is due; while work rests, one to process, a probe."""
        rests = self.gate.reason() is not None
        probes = 1 if lane is Lane.PROCESS else 0
        return self.ledger.reconcile(probes if rests else RECONCILE_ROWS, lane)


def _in_batches(documents: Iterable[RawDocument], batch_size: int) -> Iterator[list[RawDocument]]:
    batch: list[RawDocument] = []
    size = 0
    for document in documents:
        if batch and (len(batch) >= batch_size or size + len(document.content) > ACCEPT_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.content)
    if batch:
        yield batch
