"""The composition root: the only module that names adapters.

settings ─build─▶ Service      settings ─prepare─▶ Elasticsearch ready for articles
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial

import redis
from elasticsearch import Elasticsearch

from services import enrich, redis_client, sources
from services.archive import open_archive
from services.clock import SystemClock
from services.confined import Confined
from services.desk import Desk
from services.enrich import adapters
from services.enrich.adapters import Bounded
from services.fetch import GuardedClient
from services.fetch.pacing import Limits
from services.following import Follower
from services.index import client as elasticsearch_client
from services.index import cluster, setup
from services.index.analysis import Capabilities
from services.index.feeds import ElasticFeeds
from services.index.memory import MemoryIndex
from services.index.migration import Migration
from services.index.query import ElasticIndex
from services.index.sink import ElasticSink
from services.ledger.redis import RedisLedger
from services.linking import Linking
from services.local.state import default_state_dir
from services.model import Answer, Article, Entry, FeedReading, RawDocument
from services.observe.facts import ElasticsearchFacts, RedisFacts, WorkerFacts
from services.permission import Permissions
from services.pipeline import Pipeline
from services.polling import Poller
from services.ports import (
    Archive,
    ArticleIndex,
    Clock,
    Counts,
    Gate,
    Ledger,
    PushMemory,
    Rechecks,
    Subscriptions,
    WebClient,
)
from services.rechecking import Rechecker
from services.recognition import Recognition
from services.registry import Registry
from services.relating import Relating
from services.settings import Settings
from services.settling import Settling
from services.sketches import Rebuilt
from services.sources import feeds as feed_readers
from services.store import rechecks, server
from services.store.budgets import RedisBudgets
from services.store.copies import MemoryCopies, RedisCopies
from services.store.counts import RedisCounts
from services.store.feed_states import RedisFeedStates
from services.store.fingerprints import RedisFingerprints
from services.store.gate import RedisGate
from services.store.pushes import RedisPushes
from services.store.robots import RedisRobots
from services.store.subscriptions import RedisSubscriptions
from services.store.workers import RedisWorkers
from services.upgrading import upgraded
from services.visiting import Visitor
from services.watching import Watch
from services.websub import Receiver, Subscriber

POLL_LEASES = 2
"""Leases of documents that make one of feeds: a task ends within one, so what is held after two is a dead worker's."""

_CONFINED = frozenset(["page", "mail", "nitf", "newsml"])
"""Kinds that are read in a process of their own; the rest is bounded text, for which asking would take longest."""

QUEUES = ("poll", "process", "deliver", "maintain")


@dataclass(frozen=True)
class Service:
    """Everything wired to the servers of `settings`; nothing is connected before it is used."""

    settings: Settings
    redis: redis.Redis
    elasticsearch: Elasticsearch
    ledger: Ledger
    index: ArticleIndex
    gate: Gate
    pipeline: Pipeline
    pushes: PushMemory
    clock: Clock
    confined: Confined

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        """Take responsibility for *documents*; raises BacklogFullError or StoreUnavailableError."""
        return self.pipeline.accept(documents)

    @cached_property
    def web(self) -> WebClient:
        return web(self.settings)

    @cached_property
    def archive(self) -> Archive:
        return archive(self.settings)

    @cached_property
    def registry(self) -> Registry:
        states = RedisFeedStates(self.redis, self.settings, self.clock)
        feeds = ElasticFeeds(self.elasticsearch, self.settings)
        return Registry(feeds, states, self.clock, self._end_pushes)

    def _end_pushes(self, feed_id: str) -> None:
        self.subscriber.end(feed_id)

    @cached_property
    def poll_counts(self) -> Counts:
        return RedisCounts(self.redis, self.settings, "feeds:polls")

    @cached_property
    def poller(self) -> Poller:
        return Poller(
            feeds=self.registry.store,
            states=self.registry.states,
            budgets=RedisBudgets(self.redis, self.settings, self.clock),
            web=self.web,
            archive=self.archive,
            read=_reading(self.confined),
            accept=self.pipeline.accept,
            counts=self.poll_counts,
            clock=self.clock,
            limits=Limits.of(self.settings),
            # All at once: a second round of slow answers would outlast the task.
            batch_size=min(self.settings.poll_batch_size, self.settings.fetch_concurrency),
            lease=POLL_LEASES * self.settings.lease,
            has_room=self._has_room,
            note_hub=self.subscriber.wish,
        )

    @cached_property
    def subscriptions(self) -> Subscriptions:
        return RedisSubscriptions(self.redis, self.settings, self.clock)

    @cached_property
    def subscriber(self) -> Subscriber:
        return Subscriber(self.subscriptions, self.registry.store, self.web, self.clock, self.settings.public_url)

    @cached_property
    def receiver(self) -> Receiver:
        return Receiver(
            self.subscriptions,
            self.registry.store,
            self.registry.states,
            self.archive,
            _reading(self.confined),
            self.pipeline.accept,
            self.clock,
        )

    def _has_room(self) -> bool:
        return self.ledger.books().open < self.settings.max_open

    @cached_property
    def _visitor(self) -> Visitor:
        budgets = RedisBudgets(self.redis, self.settings, self.clock)
        permissions = Permissions(self.web, RedisRobots(self.redis, self.settings), budgets, self.clock)
        return Visitor(permissions, budgets, self.web, self.clock)

    @cached_property
    def follower(self) -> Follower:
        return Follower(
            ledger=self.ledger,
            feeds=self.registry.store,
            visitor=self._visitor,
            archive=self.archive,
            clock=self.clock,
            max_attempts=self.settings.max_attempts,
        )

    @cached_property
    def rechecks(self) -> Rechecks:
        return rechecks.in_redis(self.redis, self.settings, self.clock)

    @cached_property
    def recheck_counts(self) -> Counts:
        return RedisCounts(self.redis, self.settings, "rechecks:counts")

    @cached_property
    def rechecker(self) -> Rechecker:
        return Rechecker(
            rechecks=self.rechecks,
            index=self.index,
            withdraw=self.pipeline.withdraw,
            feeds=self.registry.store,
            visitor=self._visitor,
            archive=self.archive,
            read=self.pipeline.read,
            accept=self.pipeline.accept,
            counts=self.recheck_counts,
            clock=self.clock,
            ages=self.settings.recheck_ages,
            batch_size=min(self.settings.poll_batch_size, self.settings.fetch_concurrency),
            lease=POLL_LEASES * self.settings.lease,
            has_room=self._has_room,
        )

    def close(self) -> None:
        """End connections and the process that reads."""
        self.confined.close()
        self.elasticsearch.close()
        self.redis.close()

    def conditions(self) -> dict[str, int]:
        return self.registry.conditions()

    def desk(self) -> Desk:
        """Return what carries out a person's decisions. Raises SettingError where the archive's place is none."""
        settling = self.pipeline.settling
        fingerprints, copies = settling.recognition.fingerprints, settling.linking.copies
        return Desk(self.index, settling.sink, fingerprints, copies, self.archive)

    def queues(self) -> dict[str, int]:
        return server.queue_lengths(self.redis, self.settings, QUEUES)

    def workers(self) -> list[WorkerFacts]:
        return RedisWorkers(self.redis, self.settings).heard()

    def redis_facts(self) -> RedisFacts:
        return server.facts(self.redis)

    def elasticsearch_facts(self) -> ElasticsearchFacts:
        return cluster.facts(self.elasticsearch, self.settings)

    def prepare_month(self) -> None:
        """Make the indices that are due by now and aren't there: of this month, and of the next when it is near."""
        setup.make_months(self.elasticsearch, self.settings, SystemClock().now())


def build(settings: Settings) -> Service:
    """Return the service for *settings*."""
    store = redis_client.connect(settings)
    engine = elasticsearch_client.connect(settings)
    ledger = RedisLedger(store, settings, SystemClock())
    index = ElasticIndex(engine, settings)
    gate = RedisGate(store, settings)
    sink = ElasticSink(engine, settings)
    recognition = Recognition(RedisFingerprints(store, settings), index)
    relating = Relating(index) if settings.related else None
    linking = Linking(RedisCopies(store, settings, SystemClock()), index, sink, relating)
    # Started at the first page or feed.
    confined = Confined()
    pipeline = Pipeline(
        ledger=ledger,
        gate=gate,
        settling=Settling(recognition, linking, sink, _enriching(settings)),
        watch=Watch(rechecks.in_redis(store, settings, SystemClock()), settings.recheck_ages).begin,
        # A batch is accepted whole or not at all, so it must fit.
        batch_size=min(settings.batch_size, settings.max_open),
        read=_reading_documents(confined),
    )
    pushes = RedisPushes(store, settings)
    return Service(settings, store, engine, ledger, index, gate, pipeline, pushes, SystemClock(), confined)


def _reading_documents(confined: Confined) -> Callable[[RawDocument], Entry]:
    """Return what reads documents: where they do no harm, if strangers' markup is parsed for them."""

    def read(document: RawDocument) -> Entry:
        return confined.run(sources.read, document) if document.kind in _CONFINED else sources.read(document)

    return read


def _enriching(settings: Settings) -> Callable[[Article], Article]:
    """Return what enriches articles; models that the operator chose are loaded at the first of them."""
    return partial(enrich.enrich, further=enrichments(settings))


def enrichments(settings: Settings) -> tuple[Bounded, ...]:
    """Return the enrichments that the operator chose, unloaded; raises SettingError for one that isn't installed."""
    names = [name.strip() for name in settings.enrich.split(",") if name.strip()]
    return adapters.chosen(names, timedelta(seconds=settings.enrich_seconds), settings.vector_dimensions)


def _reading(confined: Confined) -> Callable[[Answer], FeedReading]:
    """Return what reads feeds where they do no harm."""

    def read(answer: Answer) -> FeedReading:
        media_type, charset = answer.content_type
        return confined.run(feed_readers.read, answer.content, media_type=media_type, charset=charset, url=answer.url)

    return read


def web(settings: Settings) -> WebClient:
    """Return the client that asks the web, within bounds."""
    return GuardedClient(settings)


def archive(settings: Settings) -> Archive:
    """Return the archive of raw answers. Raises SettingError where its place is none."""
    location = settings.archive or str((settings.state or default_state_dir()) / "archive")
    return open_archive(location, timedelta(days=settings.archive_keep_days), settings.archive_most_bytes)


def rehearsal() -> tuple[Linking, MemoryIndex]:
    """Return the judging of copies, and the index it writes to, all in memory: for trying it on texts."""
    copies, index = MemoryCopies(), MemoryIndex()
    copies.note_rebuilt(Rebuilt(is_whole=True))
    return Linking(copies, index, index), index


def prepare(settings: Settings) -> Capabilities:
    """Check that Redis keeps what it is given, and install what articles live in; doing it again changes nothing.

    Months of an older version are brought along, which takes a minute for some hundred thousand articles.

    Raises UnsuitableServerError, or what the adapters raise when a server can't be reached.
    """
    server.require_suitable(redis_client.connect(settings))
    engine = elasticsearch_client.connect(settings)
    offered = setup.install(engine, settings, SystemClock().now())
    Migration(engine, settings, upgraded).run()
    return offered


def require_suitable_redis(settings: Settings) -> RedisFacts:
    """Return the facts of a Redis that workers may start on; raises UnsuitableServerError otherwise."""
    return server.require_suitable(redis_client.connect(settings))


def queues(settings: Settings, names: Sequence[str] = QUEUES) -> dict[str, int]:
    """Return the length of each queue, without the rest of the service."""
    return server.queue_lengths(redis_client.connect(settings), settings, names)
