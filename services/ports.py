"""What is outside, as protocols. Each has a real adapter and an in-memory twin that ships with it.

Ledger ── services.ledger    FingerprintStore, CopyStore, Gate ── services.store    Sink, ArticleIndex ── services.index
Fetcher ── services.fetch    Clock ── services.clock
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.model import (
    Article,
    Books,
    Claim,
    Closing,
    Due,
    Filters,
    Hit,
    Link,
    RawDocument,
    Results,
    Row,
    Standing,
)
from services.sketches import Meeting, Rebuilt, Sketched


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime: ...


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

    def fail(self, document_ids: Sequence[str], holder: str, reason: str) -> None:
        """Give up this attempt at the rows that *holder* holds: due again at once, or quarantined when it was the last.

        Here as everywhere, the first 1,000 characters of a reason are kept.
        """
        ...

    def release(self, document_ids: Sequence[str], holder: str, reason: str, delay: timedelta) -> None:
        """Give back the rows that *holder* holds, the attempt uncounted, due after *delay*: it wasn't their fault."""
        ...

    def reconcile(self, limit: int) -> list[Due]:
        """Return up to *limit* rows that are due, grouped into messages, and put off their due time by a lease.

        The longest due come first.
        """
        ...

    def books(self) -> Books: ...

    def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
        """Return what is known of each, in order; None for one that was never accepted, or closed long ago."""
        ...

    def quarantined(self, limit: int) -> list[Row]:
        """Return up to *limit* rows in quarantine, the latest first."""
        ...


class FingerprintStore(Protocol):
    """Which article has this content. Losing it costs time, not duplicates: Elasticsearch knows it too.

    All raise as the ledger does.
    """

    def confirmed(self, fingerprints: Sequence[str]) -> dict[str, str]:
        """Return fingerprint → uri of those that are known to be in the index."""
        ...

    def reserve(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Reserve fingerprint → uri where free, and return the uri that holds for each: the first one wins."""
        ...

    def confirm(self, indexed: Mapping[str, str]) -> None:
        """Note that these are in the index."""
        ...

    def forget(self, gone: Mapping[str, str]) -> None:
        """Forget fingerprint → uri, where it is still that uri: it isn't in the index any more."""
        ...


class CopyStore(Protocol):
    """Which texts came before, for the days that the settings name. Losing it costs time, not links: see `near`.

    All raise as the ledger does.
    """

    def meet(self, texts: Sequence[Sketched]) -> list[Meeting]:
        """Remember *texts* where they aren't yet, and return for each what was remembered before it, in one step.

        So of two workers that have copies of one text at the same moment, one meets the other's; and a repeat meets
        what it met before, never a text that came after its own.
        """
        ...

    def rebuilt(self) -> Rebuilt:
        """Return how far what stands in the index is remembered: not at all in a store that is new or was emptied."""
        ...

    def note_rebuilt(self, rebuilt: Rebuilt) -> None: ...


@dataclass(frozen=True, slots=True)
class Written:
    """It is in the index now; `by` is the trace id of the document that stands there (maybe another's)."""

    uri: str
    by: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Elasticsearch will never take it as it is."""

    uri: str
    reason: str


@dataclass(frozen=True, slots=True)
class PushedBack:
    """Not now: 429, 5xx, a timeout, a full disk."""

    uri: str
    reason: str


WriteResult = Written | Refused | PushedBack


class Sink(Protocol):
    """Where documents are written."""

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        """Write each once, in order; an article that stands already is left as it is and reported with its writer.

        Raises NotPermittedError when the credentials or the index allow writing none of them, IndexUnavailableError
        when the index can't be asked. Some may have been written then: a repeat finds them as its own.
        """
        ...

    def link(self, links: Sequence[Link]) -> None:
        """Make copies of articles that stand; one that doesn't is left out. A repeat changes nothing.

        Raises as `create` does; some may have been linked then.
        """
        ...


class ArticleIndex(Protocol):
    """What can be asked of the index. All raise IndexUnavailableError or NotPermittedError."""

    def uris_of(self, fingerprints: Sequence[str]) -> dict[str, str]:
        """Return fingerprint → uri of the articles that hold them, as far as they can be searched yet.

        That is a second after they were written; `standing` knows at once.
        """
        ...

    def standing(self, uris: Sequence[str]) -> set[str]:
        """Return those of *uris* under which an article stands now, written a moment ago or long since."""
        ...

    def stories(self, uris: Collection[str]) -> dict[str, Standing]:
        """Return uri → its place in its story, of those of *uris* that stand now."""
        ...

    def bodies(self, uris: Collection[str]) -> dict[str, str]:
        """Return uri → text, of those of *uris* that stand now."""
        ...

    def copies_of(self, uris: Collection[str]) -> list[str]:
        """Return the uris of all copies of *uris*, as far as they can be searched yet."""
        ...

    def near(self, bands: Collection[bytes]) -> list[Sketched]:
        """Return the articles that hold one of *bands*, of the days that copies are looked for, as `uris_of` does."""
        ...

    def sketched(self, since: datetime | None = None) -> Iterator[list[Sketched]]:
        """Yield all articles of those days, or from *since* on, the earliest first, some hundred at a time."""
        ...

    def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        """Return the articles that match *query* (all of them when it is empty).

        `size` is at most 100, and `offset + size` at most 10,000.
        """
        ...

    def article(self, uri: str) -> Hit | None: ...

    def count(self) -> int: ...


class Fetcher(Protocol):
    """Gets a page, within bounds."""

    def page(self, url: str) -> RawDocument:
        """Return the answer's bytes. Raises FetchFailedError or FetchRefusedError, beginning with the URL."""
        ...


class Gate(Protocol):
    """Keeps work from running against a wall: shut for a while when Elasticsearch has to be waited for."""

    def shut(self, reason: str, pause: timedelta) -> None:
        """Shut it for *pause* from now on, at least a millisecond; the first 1,000 characters of *reason* are kept."""
        ...

    def reason(self) -> str | None:
        """Return why it is shut, or None when it is open."""
        ...
