"""The web, what is polled of it, and what is kept of its answers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.errors import IngestError
from services.model import Answer, Condition, Feed, FeedState, Judged, RawDocument, Recheck, RobotsFile, WebRequest


class Fetcher(Protocol):
    """Gets a page, within bounds."""

    def page(self, url: str) -> RawDocument:
        """Return the answer's bytes. Raises FetchFailedError or FetchRefusedError, beginning with the URL."""
        ...


class WebClient(Protocol):
    """Asks many at once, within bounds; whatever answers can't reach inside, fill the memory, or hold up the rest."""

    def get(self, requests: Sequence[WebRequest]) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
        """Yield each request with its whole answer, or why there is none, as they arrive; never raises for one of them.

        An answer of any status is an Answer. FetchFailedError where another try may work (no answer in time, no
        connection), FetchRefusedError where none will (not an address that may be dialled, too large, badly encoded).
        """
        ...


class Archive(Protocol):
    """Answers as they came, in WARC (ISO 28500)."""

    def write(self, answers: Sequence[Answer]) -> list[str]:
        """Keep *answers* for good and return each one's uri. Raises ArchiveUnavailableError; none counts then."""
        ...

    def read(self, uri: str) -> Answer:
        """Return what was kept. Raises NotFoundError."""
        ...

    def remove(self, uris: Collection[str]) -> int:
        """Make what is kept under *uris* unreadable for ever (a takedown); return how many were there."""
        ...

    def expire(self, now: datetime) -> int:
        """Delete what is past its age, and the oldest above the most bytes; return how many bytes that freed."""
        ...


class FeedStore(Protocol):
    """The feeds as people want them, in Elasticsearch. All raise IndexUnavailableError or NotPermittedError."""

    def add(self, feeds: Sequence[Feed]) -> list[bool]:
        """Keep *feeds*; False where one of that id is kept already, and then it stays as it is."""
        ...

    def change(self, before: Feed, after: Feed) -> None:
        """Write what differs in *after*, and leave the rest as others may have made it. Raises NotFoundError."""
        ...

    def remove(self, feed_ids: Collection[str]) -> int: ...

    def feeds(self, feed_ids: Collection[str] | None = None) -> list[Feed]:
        """Return those of *feed_ids* (all without) that are kept, the earliest added first, as of now."""
        ...

    def after(self, feed_id: str, most: int) -> list[Feed]:
        """Return up to *most* feeds by their ids, those that follow on *feed_id*."""
        ...

    def count(self, *, is_enabled: bool) -> int:
        """Return how many are polled, or paused; it takes as long for many as for few."""
        ...


@dataclass(frozen=True, slots=True)
class Leased:
    """A feed that this holder may poll until its lease ends; `state` is None at the first poll, or after a loss."""

    feed_id: str
    state: FeedState | None


class FeedStates(Protocol):
    """How polling goes, and the queue of what is due, in Redis; atomic steps that raise as the ledger."""

    def schedule(self, due: Mapping[str, datetime]) -> None:
        """Queue those feeds that aren't queued yet, each due at its time."""
        ...

    def lease(self, limit: int, duration: timedelta, holder: str) -> list[Leased]:
        """Hand out up to *limit* due feeds, each to one holder until *duration* passed; the longest due come first."""
        ...

    def finish(self, holder: str, states: Mapping[str, FeedState]) -> list[bool]:
        """Save how the poll went and give the feed back; False, unchanged, where it isn't this holder's any more.

        A feed that is gone stays known, and is never due.
        """
        ...

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        """Give feeds back unpolled, to be due at their times (over budget, or the worker stops); no error of theirs."""
        ...

    def hasten(self, feed_ids: Collection[str]) -> None:
        """Make queued feeds due now (a person or a hub says so); those that are being polled already stay as they are.

        A feed that is gone is tried once more.
        """
        ...

    def states(self, feed_ids: Collection[str]) -> dict[str, FeedState]: ...

    def due(self) -> int:
        """Return how many feeds wait to be polled now."""
        ...

    def forget(self, feed_ids: Collection[str]) -> None:
        """Take them out of the queue, with all that is known (paused or removed)."""
        ...

    def judge(self, judged: Mapping[str, Judged]) -> None:
        """Remember what was judged of feeds, for counting; of those that are in the queue alone."""
        ...

    def conditions(self) -> dict[Condition, int]:
        """Return how many feeds are in which condition by now; it takes as long for many as for few."""
        ...

    def walked(self) -> str:
        """Return the id up to which `Registry.requeue` came; empty where it begins anew."""
        ...

    def note_walked(self, feed_id: str) -> None: ...

    def seen(self, feed_id: str, digests: Sequence[str]) -> list[bool]:
        """Tell which entries came before exactly as they are now; only saves work, since dedup decides."""
        ...

    def note_seen(self, feed_id: str, digests: Sequence[str]) -> None:
        """Remember *digests*: of all entries that the feed holds now, once the ledger has those that are new.

        Twice as many are kept as the feed holds (1,000 at least), the latest, until it wasn't noted for 30 days.
        """
        ...


class Counts(Protocol):
    """How many of something ended how, since Redis began. Raises as the ledger."""

    def add(self, outcomes: Mapping[str, int]) -> None: ...

    def counted(self) -> dict[str, int]:
        """Return outcome → how many."""
        ...


class Rechecks(Protocol):
    """When articles' pages are asked for again, and what that brought so far, in Redis; steps that raise as the ledger.

    Losing it costs rechecks, never articles.
    """

    def schedule(self, due: Mapping[str, datetime]) -> None:
        """Queue those uris that aren't queued yet, while there is room: some are never asked for again otherwise."""
        ...

    def lease(self, limit: int, duration: timedelta, holder: str) -> dict[str, Recheck | None]:
        """Hand out up to *limit* due ones, each to one holder until *duration* passed; the longest due come first."""
        ...

    def claim(self, uris: Sequence[str], duration: timedelta, holder: str) -> dict[str, Recheck | None]:
        """Hand out those of *uris* that nobody holds, due or not, queued or not: a person asks for them."""
        ...

    def finish(self, holder: str, uri: str, recheck: Recheck, due_at: datetime | None) -> None:
        """Keep *recheck* and give *uri* back, to be due then, if this holder has it still; without a time forget it."""
        ...

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        """Give uris back unasked, to be due at their times."""
        ...

    def forget(self, uris: Collection[str]) -> None: ...

    def last(self, uri: str) -> Recheck | None: ...

    def due_at(self, uri: str) -> datetime | None: ...

    def due(self) -> int:
        """Return how many wait to be asked for now."""
        ...

    def scheduled(self) -> int: ...


class Budgets(Protocol):
    """How often a host, and a registered domain, is asked; across all workers, in Redis. Raise as the ledger."""

    def enter(self, urls: Sequence[str], holder: str) -> dict[str, timedelta]:
        """Take a turn for each of *urls*: zero where it may be asked now, else how long to wait (no turn is held)."""
        ...

    def leave(self, urls: Sequence[str], holder: str) -> None:
        """Give the turns back after the answers came."""
        ...

    def slow_down(self, url: str, retry_after: timedelta | None) -> None:
        """Learn from a 429 or 503: no turn before *retry_after*, and fewer from then on, which wears off in hours."""
        ...

    def pace(self, url: str, delay: timedelta) -> None:
        """Keep *delay* between requests to the host of *url*, until told anew: its robots.txt says so (Crawl-delay)."""
        ...


class RobotsStore(Protocol):
    """What is known of origins' robots.txt, in Redis. Losing it costs a request for each. Raise as the ledger."""

    def known(self, origins: Collection[str]) -> dict[str, RobotsFile]:
        """Return those of *origins* (`https://a.test`) that are known, expired ones too: they may be needed yet."""
        ...

    def keep(self, files: Mapping[str, RobotsFile]) -> None: ...
