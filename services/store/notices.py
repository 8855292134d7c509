"""What publishers took back before it came, in Redis and in memory."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

import redis

from services.model import Notice
from services.ports import Clock
from services.redis_client import errors_named
from services.settings import Settings

KEEP = timedelta(days=7)
"""How long a notice waits for its article; about 200 bytes for each of its keys, of which it has a few."""


class RedisNotices:
    """Implements `ports.Notices` under `<redis_prefix>:notice:`."""

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._prefix = f"{settings.redis_prefix}:notice:"

    def remember(self, notice: Notice, keys: Sequence[str]) -> None:
        text = json.dumps([notice.reason, notice.at.isoformat(), notice.trace_id])
        with errors_named(self._client):
            pipe = self._client.pipeline(transaction=False)
            for key in keys:
                pipe.set(self._prefix + key, text, ex=KEEP)
            pipe.execute()

    def known(self, keys: Sequence[str]) -> dict[str, Notice]:
        if not keys:
            return {}
        with errors_named(self._client):
            values = cast("list[bytes | None]", self._client.mget([self._prefix + key for key in keys]))
        return {key: _notice(value) for key, value in zip(keys, values, strict=True) if value}

    def forget(self, keys: Sequence[str]) -> None:
        if keys:
            with errors_named(self._client):
                self._client.delete(*(self._prefix + key for key in keys))


def _notice(value: bytes) -> Notice:
    reason, at, trace_id = json.loads(value)
    return Notice(reason, datetime.fromisoformat(at), trace_id)


class MemoryNotices:
    """The twin in memory, for unit tests."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[Notice, datetime]] = {}

    def remember(self, notice: Notice, keys: Sequence[str]) -> None:
        self._known |= dict.fromkeys(keys, (notice, self._clock.now() + KEEP))

    def known(self, keys: Sequence[str]) -> dict[str, Notice]:
        now = self._clock.now()
        found = {key: self._known[key] for key in keys if key in self._known}
        return {key: notice for key, (notice, until) in found.items() if until > now}

    def forget(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._known.pop(key, None)
