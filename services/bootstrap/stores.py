"""What Redis and Elasticsearch are to the service: an adapter each, imported and made when it is first wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from services.observe.facts import ElasticsearchFacts, RedisFacts, WorkerFacts
from services.store import server

if TYPE_CHECKING:
    import redis
    from elasticsearch import Elasticsearch

    from services.ports import (
        ArticleIndex,
        Clock,
        CopyStore,
        Counts,
        FeedStates,
        FeedStore,
        FingerprintStore,
        Gate,
        Ledger,
        Notices,
        PushMemory,
        Rechecks,
        Sink,
        Subscriptions,
    )
    from services.settings import Settings

QUEUES = ("poll", "process", "deliver", "maintain")


@dataclass(frozen=True)
class Stores:
    """The servers of `settings`; nothing is connected before it is used."""

    settings: Settings
    redis: redis.Redis
    clock: Clock

    @cached_property
    def elasticsearch(self) -> Elasticsearch:
        from services.index import client

        return client.connect(self.settings)

    @cached_property
    def index(self) -> ArticleIndex:
        from services.index.query import ElasticIndex

        return ElasticIndex(self.elasticsearch, self.settings)

    @cached_property
    def sink(self) -> Sink:
        from services.index.sink import ElasticSink

        return ElasticSink(self.elasticsearch, self.settings)

    @cached_property
    def ledger(self) -> Ledger:
        from services.ledger.redis import RedisLedger

        return RedisLedger(self.redis, self.settings, self.clock)

    @cached_property
    def gate(self) -> Gate:
        from services.store.gate import RedisGate

        return RedisGate(self.redis, self.settings)

    @cached_property
    def fingerprints(self) -> FingerprintStore:
        from services.store.fingerprints import RedisFingerprints

        return RedisFingerprints(self.redis, self.settings)

    @cached_property
    def copies(self) -> CopyStore:
        from services.store.copies import RedisCopies

        return RedisCopies(self.redis, self.settings, self.clock)

    @cached_property
    def pushes(self) -> PushMemory:
        from services.store.pushes import RedisPushes

        return RedisPushes(self.redis, self.settings)

    @cached_property
    def notices(self) -> Notices:
        from services.store.notices import RedisNotices

        return RedisNotices(self.redis, self.settings)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        from services.store.subscriptions import RedisSubscriptions

        return RedisSubscriptions(self.redis, self.settings, self.clock)

    @cached_property
    def rechecks(self) -> Rechecks:
        from services.store import rechecks

        return rechecks.in_redis(self.redis, self.settings, self.clock)

    @cached_property
    def poll_counts(self) -> Counts:
        from services.store.counts import RedisCounts

        return RedisCounts(self.redis, self.settings, "feeds:polls")

    @cached_property
    def recheck_counts(self) -> Counts:
        from services.store.counts import RedisCounts

        return RedisCounts(self.redis, self.settings, "rechecks:counts")

    @cached_property
    def feeds(self) -> FeedStore:
        from services.index.feeds import ElasticFeeds

        return ElasticFeeds(self.elasticsearch, self.settings)

    @cached_property
    def feed_states(self) -> FeedStates:
        from services.store.feed_states import RedisFeedStates

        return RedisFeedStates(self.redis, self.settings, self.clock)

    def queues(self) -> dict[str, int]:
        return server.queue_lengths(self.redis, self.settings, QUEUES)

    def workers(self) -> list[WorkerFacts]:
        from services.store.workers import RedisWorkers

        return RedisWorkers(self.redis, self.settings).heard()

    def redis_facts(self) -> RedisFacts:
        return server.facts(self.redis)

    def elasticsearch_facts(self) -> ElasticsearchFacts:
        from services.index import cluster

        return cluster.facts(self.elasticsearch, self.settings)

    def prepare_month(self) -> None:
        """Make the indices that are due by now and aren't there: of this month, and of the next when it is near."""
        from services.index import setup

        setup.make_months(self.elasticsearch, self.settings, self.clock.now())
