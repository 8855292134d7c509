"""What Redis says of itself, and how long Celery's queues in it are."""

from collections.abc import Mapping, Sequence
from typing import cast

import redis

from services.errors import UnsuitableServerError
from services.observe.facts import RedisFacts
from services.observe.health import judge_redis
from services.redis_client import errors_named, where
from services.settings import Settings

_PASSING = frozenset({"redis-loaded", "redis-memory"})
"""Checks whose trouble ends by itself, or by work going on."""


def facts(client: redis.Redis) -> RedisFacts:
    """Look up version, memory and persistence; by INFO, since managed services refuse CONFIG."""
    with errors_named(client):
        return facts_of(cast("dict[str, object]", client.info()))


def facts_of(info: Mapping[str, object]) -> RedisFacts:
    """Return the facts in an answer to INFO (pure); what it doesn't say is taken for the worse."""
    return RedisFacts(
        version=str(info.get("redis_version", "")),
        maxmemory_policy=str(info.get("maxmemory_policy", "unknown")),
        aof_enabled=bool(info.get("aof_enabled")),
        used_memory=int(str(info.get("used_memory", 0))),
        maxmemory=int(str(info.get("maxmemory", 0))),
        role=str(info.get("role", "unknown")),
        loading=bool(info.get("loading")),
    )


def require_suitable(client: redis.Redis) -> RedisFacts:
    """Return the facts of a Redis that keeps what it is given; one that is full or still loads its data will do.

    Raises UnsuitableServerError with the fix otherwise: with `allkeys-lru`, 6,000 publishes were answered OK and 36
    were there.
    """
    found = facts(client)
    for check in judge_redis(found):
        if not check.ok and check.name not in _PASSING:
            message = f"{where(client)} {check.fix.removeprefix('Redis ')}"
            raise UnsuitableServerError(message)
    return found


def queue_lengths(client: redis.Redis, settings: Settings, names: Sequence[str]) -> dict[str, int]:
    """Return how many messages wait in each of the queues *names* (keys as `workers.config` sets them)."""
    with errors_named(client):
        pipe = client.pipeline(transaction=False)
        for name in names:
            pipe.llen(f"{settings.redis_prefix}:celery:{name}")
        return dict(zip(names, pipe.execute(), strict=True))
