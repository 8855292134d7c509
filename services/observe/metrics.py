"""What Prometheus scrapes: looked up at each scrape, so that every process of the API tells the same.

A scrape is answered also while a server is away: `newsmill_up` says which, and what only that server knows is left
out (a gap in a graph, not a zero).
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from services.errors import IngestError
from services.model import Books
from services.observe.asking import ask
from services.observe.facts import WorkerFacts
from services.ports import ArticleIndex, Counts, Ledger, Rechecks, Subscriptions


class Counted(Protocol):
    """What can be counted; `bootstrap.Service` is one. Each look-up raises a leaf of IngestError when it fails."""

    @property
    def ledger(self) -> Ledger: ...

    @property
    def index(self) -> ArticleIndex: ...

    def queues(self) -> dict[str, int]: ...

    def workers(self) -> list[WorkerFacts]: ...

    def conditions(self) -> dict[str, int]:
        """Return how many feeds are in which condition."""
        ...

    @property
    def poll_counts(self) -> Counts: ...

    @property
    def rechecks(self) -> Rechecks: ...

    @property
    def recheck_counts(self) -> Counts: ...

    @property
    def subscriptions(self) -> Subscriptions: ...


def registry(counted: Counted) -> CollectorRegistry:
    """Return a registry of its own with what Newsmill counts, and with this process's memory and CPU."""
    own = CollectorRegistry(auto_describe=False)
    own.register(MillCollector(counted))
    ProcessCollector(registry=own)
    return own


class MillCollector(Collector):
    """Looks up books, queues, workers and articles when it is scraped."""

    def __init__(self, counted: Counted) -> None:
        self._counted = counted

    def describe(self) -> Iterable[Metric]:
        """Return nothing: to register asks no server."""
        return []

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("newsmill_up", "Whether the server gave its answer, 1 or 0.", labels=["server"])
        answers = ask({"redis": self._of_redis, "elasticsearch": self._of_elasticsearch, "feeds": self._of_feeds})
        # It takes both servers, and each of them is told of already.
        feeds = answers.pop("feeds")
        yield from [] if isinstance(feeds, IngestError) else feeds
        for server, found in answers.items():
            if isinstance(found, IngestError):
                up.add_metric([server], 0)
            else:
                up.add_metric([server], 1)
                yield from found
        yield up

    def _of_redis(self) -> list[Metric]:
        books, queues, workers = self._counted.ledger.books(), self._counted.queues(), self._counted.workers()
        waiting = GaugeMetricFamily("newsmill_queue_messages", "Messages that wait in a queue.", labels=["queue"])
        for name, length in queues.items():
            waiting.add_metric([name], length)
        polls = CounterMetricFamily("newsmill_polls", "Polls of feeds, by how they ended.", labels=["outcome"])
        for outcome, count in self._counted.poll_counts.counted().items():
            polls.add_metric([outcome], count)
        return [
            *_books(books),
            waiting,
            polls,
            *_of_rechecks(self._counted.rechecks, self._counted.recheck_counts),
            *_of_hubs(self._counted.subscriptions),
            GaugeMetricFamily("newsmill_workers", "Workers that were heard of.", len(workers)),
        ]

    def _of_elasticsearch(self) -> list[Metric]:
        return [GaugeMetricFamily("newsmill_articles", "Articles in the index.", self._counted.index.count())]

    def _of_feeds(self) -> list[Metric]:
        feeds = GaugeMetricFamily("newsmill_feeds", "Feeds that are kept, by condition.", labels=["condition"])
        for condition, count in self._counted.conditions().items():
            feeds.add_metric([condition], count)
        return [feeds]


def _of_rechecks(rechecks: Rechecks, counts: Counts) -> list[Metric]:
    looks = CounterMetricFamily("newsmill_rechecks", "Looks at articles' pages, by how they ended.", labels=["look"])
    for look, count in counts.counted().items():
        looks.add_metric([look], count)
    return [
        looks,
        GaugeMetricFamily("newsmill_rechecks_scheduled", "Articles whose page is to be seen.", rechecks.scheduled()),
        GaugeMetricFamily("newsmill_rechecks_due", "Those of them whose time has come.", rechecks.due()),
    ]


def _of_hubs(subscriptions: Subscriptions) -> list[Metric]:
    states = GaugeMetricFamily("newsmill_subscriptions", "Subscriptions at hubs of feeds, by state.", labels=["state"])
    for state, count in subscriptions.states().items():
        states.add_metric([state], count)
    deliveries = CounterMetricFamily("newsmill_deliveries", "What hubs delivered, by outcome.", labels=["outcome"])
    for outcome, count in subscriptions.deliveries().items():
        deliveries.add_metric([outcome], count)
    return [states, deliveries]


def _books(books: Books) -> list[Metric]:
    outcomes = CounterMetricFamily(
        "newsmill_documents", "Documents that reached their outcome; each is counted once.", labels=["outcome"]
    )
    ended = {
        "indexed": books.indexed,
        "revised": books.revised,
        "duplicate": books.duplicates,
        "rejected": books.rejected,
        "quarantined": books.quarantined,
    }
    for outcome, count in ended.items():
        outcomes.add_metric([outcome], count)
    return [
        outcomes,
        CounterMetricFamily("newsmill_accepted", "Documents that were accepted.", books.accepted),
        GaugeMetricFamily("newsmill_open", "Documents that were accepted and have no outcome yet.", books.open),
        GaugeMetricFamily("newsmill_books_balance", "1 while accepted = outcomes + open, else 0.", int(books.balance)),
    ]
