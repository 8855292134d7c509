"""What Redis says of itself, and how long Celery's queues in it are."""

from collections.abc import Sequence
from typing import cast

import redis

from services.errors import UnsuitableServerError
from services.observe.facts import RedisFacts
from services.redis_client import errors_named, where
from services.settings import Settings

_LEAST_VERSION = (6, 2)


def facts(client: redis.Redis) -> RedisFacts:
    """Look up version, memory and persistence; by INFO, since managed services refuse CONFIG."""
    with errors_named(client):
        info = cast("dict[str, object]", client.info())
    return RedisFacts(
        version=str(info["redis_version"]),
        maxmemory_policy=str(info["maxmemory_policy"]),
        aof_enabled=bool(info["aof_enabled"]),
        used_memory=int(str(info["used_memory"])),
        maxmemory=int(str(info["maxmemory"])),
        role=str(info["role"]),
        loading=bool(info["loading"]),
    )


def require_suitable(client: redis.Redis) -> RedisFacts:
    """Return the facts of a Redis that keeps what it is given.

    Raises UnsuitableServerError with the fix otherwise: with `allkeys-lru`, 6,000 publishes were answered OK and 36
    were there.
    """
    found = facts(client)
    version = tuple(int(part) for part in found.version.split(".")[:2])
    if version < _LEAST_VERSION:
        message = f"{where(client)} is version {found.version}: Newsmill needs 6.2 or newer."
        raise UnsuitableServerError(message)
    if found.maxmemory_policy != "noeviction":
        message = f"{where(client)} evicts keys ({found.maxmemory_policy}): set `maxmemory-policy noeviction` there."
        raise UnsuitableServerError(message)
    if not found.aof_enabled:
        message = f"{where(client)} forgets all at a restart: set `appendonly yes` there."
        raise UnsuitableServerError(message)
    if found.role != "master":
        message = f"{where(client)} is a replica and read-only: point NEWSMILL_REDIS_URL to the primary."
        raise UnsuitableServerError(message)
    return found


def queue_lengths(client: redis.Redis, settings: Settings, names: Sequence[str]) -> dict[str, int]:
    """Return how many messages wait in each of the queues *names* (keys as `workers.config` sets them)."""
    with errors_named(client):
        pipe = client.pipeline(transaction=False)
        for name in names:
            pipe.llen(f"{settings.redis_prefix}:celery:{name}")
        return dict(zip(names, pipe.execute(), strict=True))
