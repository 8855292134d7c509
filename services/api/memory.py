"""The twin of the service in memory, for unit tests of the API: what is asked of servers is set here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self

from services.archive import MemoryArchive
from services.clock import ManualClock, SystemClock
from services.errors import FetchFailedError, IngestError, StoreUnavailableError
from services.index.feeds import MemoryFeeds
from services.index.memory import MemoryIndex
from services.ledger.memory import MemoryLedger
from services.model import Answer, Article, Books, FeedReading, RawDocument, Row, WebRequest
from services.observe.facts import ElasticsearchFacts, RedisFacts, WorkerFacts
from services.ports import WebClient
from services.registry import Registry
from services.settings import Settings
from services.sources import feeds
from services.store import rechecks
from services.store.counts import MemoryCounts
from services.store.feed_states_memory import MemoryFeedStates
from services.store.pushes import MemoryPushes
from services.store.subscriptions import MemorySubscriptions
from services.websub import Receiver, Subscriber

AWAY = "Redis at redis://:secret@127.0.0.1:6379 can't be reached: start it."
"""With a password, as no message should have it: so tests see that it is hidden."""


class AwayLedger(MemoryLedger):
    """A ledger whose Redis can be away."""

    is_away = False

    def __init__(self) -> None:
        super().__init__(Settings(), ManualClock())

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        self._answer()
        return super().accept(documents)

    def books(self) -> Books:
        self._answer()
        return super().books()

    def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
        self._answer()
        return super().rows(document_ids)

    def _answer(self) -> None:
        if self.is_away:
            raise StoreUnavailableError(AWAY)


class NoWeb:
    """A web that nobody asks."""

    def get(self, requests: Sequence[WebRequest]) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
        return ((request, FetchFailedError(f"{request.url}: nothing answers")) for request in requests)


def _read(answer: Answer) -> FeedReading:
    return feeds.read(answer.content, url=answer.url)


@dataclass
class MemoryMill:
    """Implements `needs.Needs`; `index.is_away` and `ledger.is_away` make a server unreachable."""

    ledger: AwayLedger = field(default_factory=AwayLedger)
    index: MemoryIndex = field(default_factory=MemoryIndex)
    settings: Settings = field(default_factory=Settings)
    clock: ManualClock = field(default_factory=ManualClock)
    pushes: MemoryPushes = field(default_factory=lambda: MemoryPushes(ManualClock()))
    names: Sequence[str] = ("process@host", "poll@host", "maintain@host")
    registry: Registry = field(
        default_factory=lambda: Registry(MemoryFeeds(), MemoryFeedStates(SystemClock()), SystemClock())
    )
    poll_counts: MemoryCounts = field(default_factory=MemoryCounts)
    recheck_counts: MemoryCounts = field(default_factory=MemoryCounts)
    web: WebClient = field(default_factory=NoWeb)

    def __post_init__(self) -> None:
        self.rechecks = rechecks.in_memory(self.settings, self.clock)
        self.subscriptions, self.archive = MemorySubscriptions(self.clock), MemoryArchive()
        self.feeds, self.states = self.registry.store, self.registry.states
        self.subscriber = Subscriber(self.subscriptions, self.feeds, self.web, self.clock, self.settings.public_url)
        self.registry = replace(self.registry, end_pushes=self.subscriber.end)
        self.receiver = Receiver(
            self.subscriptions, self.feeds, self.states, self.archive, _read, self.accept, self.clock
        )

    @classmethod
    def of(cls, *articles: Article) -> Self:
        """Return one whose index has *articles*."""
        mill = cls()
        mill.index.create(articles)
        return mill

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        return self.ledger.accept(documents)

    def redis_facts(self) -> RedisFacts:
        self.ledger.books()
        return RedisFacts("7.4.0", "noeviction", aof_enabled=True, used_memory=1, maxmemory=0, role="master")

    def elasticsearch_facts(self) -> ElasticsearchFacts:
        self.index.count()
        return ElasticsearchFacts("9.2.8", "yellow", template_installed=True, alias_exists=True)

    def conditions(self) -> dict[str, int]:
        self.index.count()
        return self.registry.conditions()

    def queues(self) -> dict[str, int]:
        return {"poll": 0, "process": 3}

    def workers(self) -> list[WorkerFacts]:
        self.ledger.books()
        return [WorkerFacts(name, datetime.now(UTC)) for name in self.names]
