"""The composition root: the only module that names adapters.

settings ─build─▶ Service      settings ─prepare─▶ Elasticsearch ready for articles
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import redis
from elasticsearch import Elasticsearch

from services import redis_client
from services.archive import open_archive
from services.clock import SystemClock
from services.fetch import GuardedClient
from services.index import client as elasticsearch_client
from services.index import cluster, setup
from services.index.analysis import Capabilities
from services.index.memory import MemoryIndex
from services.index.query import ElasticIndex
from services.index.sink import ElasticSink
from services.ledger.redis import RedisLedger
from services.linking import Linking
from services.local.state import default_state_dir
from services.model import RawDocument
from services.observe.facts import ElasticsearchFacts, RedisFacts, WorkerFacts
from services.pipeline import Pipeline
from services.ports import Archive, ArticleIndex, Gate, Ledger, PushMemory, WebClient
from services.recognition import Recognition
from services.settings import Settings
from services.settling import Settling
from services.sketches import Rebuilt
from services.store import server
from services.store.copies import MemoryCopies, RedisCopies
from services.store.fingerprints import RedisFingerprints
from services.store.gate import RedisGate
from services.store.pushes import RedisPushes
from services.store.workers import RedisWorkers

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

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        """Take responsibility for *documents*; raises BacklogFullError or StoreUnavailableError."""
        return self.pipeline.accept(documents)

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
    linking = Linking(RedisCopies(store, settings, SystemClock()), index, sink)
    pipeline = Pipeline(
        ledger=ledger,
        gate=gate,
        settling=Settling(recognition, linking, sink),
        # A batch is accepted whole or not at all, so it must fit.
        batch_size=min(settings.batch_size, settings.max_open),
    )
    return Service(settings, store, engine, ledger, index, gate, pipeline, RedisPushes(store, settings))


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

    Raises UnsuitableServerError, or what the adapters raise when a server can't be reached.
    """
    server.require_suitable(redis_client.connect(settings))
    return setup.install(elasticsearch_client.connect(settings), settings, SystemClock().now())


def require_suitable_redis(settings: Settings) -> RedisFacts:
    """Return the facts of a Redis that workers may start on; raises UnsuitableServerError otherwise."""
    return server.require_suitable(redis_client.connect(settings))


def queues(settings: Settings, names: Sequence[str] = QUEUES) -> dict[str, int]:
    """Return the length of each queue, without the rest of the service."""
    return server.queue_lengths(redis_client.connect(settings), settings, names)
