"""The twin of the service in memory, for unit tests of the API: what is asked of servers is set here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from services.clock import ManualClock, SystemClock
from services.errors import StoreUnavailableError
from services.index.feeds import MemoryFeeds
from services.index.memory import MemoryIndex
from services.ledger.memory import MemoryLedger
from services.model import Article, Books, RawDocument, Row
from services.observe.facts import ElasticsearchFacts, RedisFacts, WorkerFacts
from services.registry import Registry
from services.settings import Settings
from services.store.feed_states_memory import MemoryFeedStates
from services.store.polls import MemoryPollCounts
from services.store.pushes import MemoryPushes

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


@dataclass
class MemoryMill:
    """Implements `needs.Needs`; `index.is_away` and `ledger.is_away` make a server unreachable."""

    ledger: AwayLedger = field(default_factory=AwayLedger)
    index: MemoryIndex = field(default_factory=MemoryIndex)
    settings: Settings = field(default_factory=Settings)
    pushes: MemoryPushes = field(default_factory=lambda: MemoryPushes(ManualClock()))
    names: Sequence[str] = ("process@host", "poll@host", "maintain@host")
    registry: Registry = field(
        default_factory=lambda: Registry(MemoryFeeds(), MemoryFeedStates(SystemClock()), SystemClock())
    )
    poll_counts: MemoryPollCounts = field(default_factory=MemoryPollCounts)

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
