"""The books, and the gate before Elasticsearch."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from services.model import Books, Claim, Closing, Due, Lane, RawDocument, Row


class Ledger(Protocol):
    """The truth about every document that was accepted. Each method is one atomic step.

    All raise StoreUnavailableError when Redis can't do it, and a SetupError when it needs a person first.
    """

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        """Take responsibility for *documents*; False where the id is known already (accepting twice is once).

        Raises BacklogFullError when too many would be open then, and StoreUnavailableError when Redis is full; either
        way none was taken. A batch of nothing new is never refused, nor one that is too large by itself when nothing
        else is open, as it would wait for ever.
        """
        ...

    def claim(self, document_ids: Sequence[str], holder: str) -> list[Claim]:
        """Return those that are open and unheld, now held by *holder* until the lease ends; attempts are counted.

        One that has no attempt left goes to quarantine instead. One that failed before stays where it is when
        *document_ids* are more than may travel with it: a message that comes back after it killed its worker must not
        take all of its documents along again, and `reconcile` sends them in parts.
        """
        ...

    def close(self, closings: Sequence[Closing]) -> list[bool]:
        """End rows; False where a row is closed already, or unknown, and then nothing changes.

        The bytes of a document are dropped, but kept of one in quarantine.
        """
        ...

    def replace(self, documents: Sequence[RawDocument], holder: str) -> list[bool]:
        """Put *documents* in the place of those of their ids that *holder* holds, and give these back, due at once.

        So a link becomes the page that it leads to; the attempt is uncounted, and so are those before it. False where
        *holder* doesn't hold the row, and then nothing changes. Raises StoreUnavailableError, changing nothing, when
        Redis is full.
        """
        ...

    def fail(self, document_ids: Sequence[str], holder: str, reason: str, delay: timedelta = timedelta()) -> None:
        """Give up this attempt at the rows that *holder* holds: due after *delay*, or quarantined if it was the last.

        Here as everywhere, the first 1,000 characters of a reason are kept.
        """
        ...

    def release(self, document_ids: Sequence[str], holder: str, reason: str, delay: timedelta) -> None:
        """Give back the rows that *holder* holds, the attempt uncounted, due after *delay*: it wasn't their fault."""
        ...

    def reconcile(self, limit: int, lane: Lane = Lane.PROCESS) -> list[Due]:
        """Return up to *limit* rows of *lane* that are due, grouped into messages, the longest due first.

        Their due time is put off by a lease.
        """
        ...

    def books(self) -> Books: ...

    def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
        """Return what is known of each, in order; None for one that was never accepted, or closed long ago."""
        ...

    def quarantined(self, limit: int) -> list[Row]:
        """Return up to *limit* rows in quarantine, the latest first."""
        ...


class Gate(Protocol):
    """Keeps work from running against a wall: shut for a while when Elasticsearch has to be waited for."""

    def shut(self, reason: str, pause: timedelta) -> None:
        """Shut it for *pause* from now on, at least a millisecond; the first 1,000 characters of *reason* are kept."""
        ...

    def reason(self) -> str | None:
        """Return why it is shut, or None when it is open."""
        ...
