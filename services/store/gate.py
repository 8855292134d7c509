"""The gate, in Redis and in memory."""

from datetime import datetime, timedelta
from typing import cast

import redis

from services.errors import kept
from services.ports import Clock
from services.redis_client import ALSO_WHEN_FULL, errors_named, run
from services.settings import Settings

# ARGV: prefix, key, reason, ms
_SHUT = ALSO_WHEN_FULL + "redis.call('SET', ARGV[2], ARGV[3], 'PX', ARGV[4])"


class RedisGate:
    """Implements `ports.Gate`: a key that expires, so that a gate never stays shut for good."""

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._prefix = settings.redis_prefix
        self._key = f"{settings.redis_prefix}:gate"

    def shut(self, reason: str, pause: timedelta) -> None:
        milliseconds = int(pause.total_seconds() * 1000)
        run(self._client, _SHUT, self._prefix, self._key, kept(reason), milliseconds)

    def reason(self) -> str | None:
        with errors_named(self._client):
            found = cast("bytes | None", self._client.get(self._key))
        return found.decode() if found is not None else None


class MemoryGate:
    """The twin in memory, for unit tests."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shut: tuple[str, datetime] | None = None

    def shut(self, reason: str, pause: timedelta) -> None:
        self._shut = (kept(reason), self._clock.now() + pause)

    def reason(self) -> str | None:
        if self._shut is None or self._shut[1] <= self._clock.now():
            return None
        return self._shut[0]
