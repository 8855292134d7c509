"""Which workers were heard of, in Redis."""

from datetime import UTC, datetime
from typing import cast

import redis

from services.observe.facts import WorkerFacts
from services.redis_client import errors_named
from services.settings import Settings

FORGET_AFTER_SECONDS = 60


class RedisWorkers:
    """Worker → when it was last heard of, in the sorted set `<redis_prefix>:workers`."""

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._key = f"{settings.redis_prefix}:workers"

    def beat(self, name: str) -> None:
        """Note that the worker *name* lives, and forget those that were silent for long."""
        now = datetime.now(UTC).timestamp()
        with errors_named(self._client):
            pipe = self._client.pipeline(transaction=False)
            pipe.zadd(self._key, {name: now})
            pipe.zremrangebyscore(self._key, "-inf", now - FORGET_AFTER_SECONDS)
            pipe.execute()

    def heard(self) -> list[WorkerFacts]:
        """Return the workers of the last minute, by name."""
        least = datetime.now(UTC).timestamp() - FORGET_AFTER_SECONDS
        with errors_named(self._client):
            found = cast(
                "list[tuple[bytes, float]]", self._client.zrangebyscore(self._key, least, "+inf", withscores=True)
            )
        return sorted(
            (WorkerFacts(name.decode(), datetime.fromtimestamp(at, UTC)) for name, at in found),
            key=lambda worker: worker.name,
        )
