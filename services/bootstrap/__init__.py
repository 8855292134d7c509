"""The composition root: the only package that names adapters.

    settings ─build─▶ Service ─▶ .ledger, .index, .feeds, …         stores.py
                                 .pipeline                          processing.py
                                 .linking                           judging.py
                                 .poller, .follower, .rechecker, …  asking.py
    settings ─prepare─▶ Redis and Elasticsearch ready for articles

A part is imported and made when it is first wanted, so that a command, or a worker that polls, pays for nothing else.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from services import redis_client
from services.acceptance import Acceptance
from services.bootstrap.stores import QUEUES, Stores
from services.clock import SystemClock
from services.store import server

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.confined import Confined
    from services.desk import Desk
    from services.enrich.adapters import Bounded
    from services.following import Follower
    from services.index.analysis import Capabilities
    from services.index.memory import MemoryIndex
    from services.linking import Linking
    from services.model import RawDocument
    from services.observe.facts import RedisFacts
    from services.pipeline import Pipeline
    from services.polling import Poller
    from services.ports import Archive, WebClient
    from services.rechecking import Rechecker
    from services.registry import Registry
    from services.settings import Settings
    from services.splitting import Splitting
    from services.websub import Receiver, Subscriber

__all__ = [
    "QUEUES",
    "Service",
    "archive",
    "build",
    "enrichments",
    "prepare",
    "queues",
    "rehearsal",
    "require_suitable_redis",
    "web",
]


class Service(Stores):
    """Everything wired; what nobody asks for is neither made nor imported."""

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        """Take responsibility for *documents*; raises BacklogFullError or StoreUnavailableError."""
        return self.acceptance.accept(documents)

    def withdraw(self, name: str, reason: str, *, is_gone: bool = True, at: datetime | None = None) -> str:
        """Note that an article is withdrawn (`Pipeline.withdraw`); who asks for pages seldom needs it."""
        return self.pipeline.withdraw(name, reason, is_gone=is_gone, at=at)

    def has_room(self) -> bool:
        return self.ledger.books().open < self.settings.max_open

    @cached_property
    def acceptance(self) -> Acceptance:
        # A batch is accepted whole or not at all, so it must fit.
        return Acceptance(self.ledger, self.gate, min(self.settings.batch_size, self.settings.max_open))

    @cached_property
    def confined(self) -> Confined:
        """The process that reads strangers' markup; started at the first page or feed."""
        from services.confined import Confined

        return Confined()

    @cached_property
    def archive(self) -> Archive:
        return archive(self.settings)

    @cached_property
    def web(self) -> WebClient:
        return web(self.settings)

    @cached_property
    def registry(self) -> Registry:
        from services.registry import Registry

        return Registry(self.feeds, self.feed_states, self.clock, self._end_pushes)

    def _end_pushes(self, feed_id: str) -> None:
        self.subscriber.end(feed_id)

    @cached_property
    def linking(self) -> Linking:
        from services.bootstrap import judging

        return judging.linking(self)

    @cached_property
    def pipeline(self) -> Pipeline:
        from services.bootstrap import processing

        return processing.pipeline(self)

    @cached_property
    def poller(self) -> Poller:
        from services.bootstrap import asking

        return asking.poller(self)

    @cached_property
    def follower(self) -> Follower:
        from services.bootstrap import asking

        return asking.follower(self)

    @cached_property
    def rechecker(self) -> Rechecker:
        from services.bootstrap import asking

        return asking.rechecker(self)

    @cached_property
    def subscriber(self) -> Subscriber:
        from services.bootstrap import asking

        return asking.subscriber(self)

    @cached_property
    def receiver(self) -> Receiver:
        from services.bootstrap import asking

        return asking.receiver(self)

    def desk(self) -> Desk:
        """Return what carries out a person's decisions. Raises SettingError where the archive's place is none."""
        from services.desk import Desk

        return Desk(self.index, self.sink, self.fingerprints, self.copies, self.archive, self.rechecks)

    def splitting(self) -> Splitting:
        """Return what takes articles apart."""
        from services.splitting import Splitting

        return Splitting(self.index, self.sink, self.fingerprints, self.linking)

    def conditions(self) -> dict[str, int]:
        return self.registry.conditions()

    def close(self) -> None:
        """End the connections that were made, and the process that reads."""
        for name in ("confined", "elasticsearch", "redis"):
            if made := vars(self).get(name):
                made.close()


def build(settings: Settings) -> Service:
    """Return the service for *settings*. Raises SettingError for a Redis URL that can't be read."""
    return Service(settings, redis_client.connect(settings), SystemClock())


def web(settings: Settings) -> WebClient:
    """Return the client that asks the web, within bounds."""
    from services.fetch.client import GuardedClient

    return GuardedClient(settings)


def archive(settings: Settings) -> Archive:
    """Return the archive of raw answers. Raises SettingError where its place is none."""
    from services.archive import open_archive
    from services.local.state import default_state_dir

    location = settings.archive or str((settings.state or default_state_dir()) / "archive")
    return open_archive(location, timedelta(days=settings.archive_keep_days), settings.archive_most_bytes)


def enrichments(settings: Settings) -> tuple[Bounded, ...]:
    """Return the enrichments that the operator chose, unloaded; raises SettingError for one that isn't installed."""
    from services.bootstrap import processing

    return processing.enrichments(settings)


def rehearsal() -> tuple[Linking, MemoryIndex]:
    """Return the judging of copies, and the index it writes to, all in memory: for trying it on texts."""
    from services.bootstrap import judging

    return judging.rehearsal()


def prepare(settings: Settings) -> Capabilities:
    """Check that Redis keeps what it is given, and install what articles live in; doing it again changes nothing.

    Months of an older version are brought along, which takes a minute for some hundred thousand articles.

    Raises UnsuitableServerError, or what the adapters raise when a server can't be reached.
    """
    from services.index import client, setup
    from services.index.migration import Migration
    from services.upgrading import upgraded

    require_suitable_redis(settings)
    engine = client.connect(settings)
    offered = setup.install(engine, settings, SystemClock().now())
    Migration(engine, settings, upgraded).run()
    return offered


def require_suitable_redis(settings: Settings) -> RedisFacts:
    """Return the facts of a Redis that workers may start on; raises UnsuitableServerError otherwise."""
    return server.require_suitable(redis_client.connect(settings))


def queues(settings: Settings, names: Sequence[str] = QUEUES) -> dict[str, int]:
    """Return the length of each queue, without the rest of the service."""
    return server.queue_lengths(redis_client.connect(settings), settings, names)
