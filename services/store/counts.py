"""How many of something ended how, in Redis and in memory."""

from collections import Counter
from collections.abc import Mapping
from typing import cast

import redis

from services.redis_client import errors_named
from services.settings import Settings


class RedisCounts:
    """Implements `ports.Counts`: outcome → count in the hash `<redis_prefix>:<name>`."""

    def __init__(self, client: redis.Redis, settings: Settings, name: str) -> None:
        self._client = client
        self._key = f"{settings.redis_prefix}:{name}"

    def add(self, outcomes: Mapping[str, int]) -> None:
        with errors_named(self._client):
            pipe = self._client.pipeline(transaction=False)
            for outcome, count in outcomes.items():
                pipe.hincrby(self._key, outcome, count)
            pipe.execute()

    def counted(self) -> dict[str, int]:
        with errors_named(self._client):
            found = cast("dict[bytes, bytes]", self._client.hgetall(self._key))
        return {outcome.decode(): int(count) for outcome, count in sorted(found.items())}


class MemoryCounts:
    """The twin in memory, for unit tests."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, outcomes: Mapping[str, int]) -> None:
        self._counts.update(outcomes)

    def counted(self) -> dict[str, int]:
        return dict(sorted(self._counts.items()))
