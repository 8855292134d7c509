"""Which push an idempotency key stands for, in Redis and in memory."""

from datetime import datetime, timedelta

import redis

from services.ports import Clock, KnownPush
from services.redis_client import errors_named, run
from services.settings import Settings

KEEP = timedelta(days=1)
"""How long a key is remembered after it was last used for the first time."""

_ACCEPTED = "+"

# ARGV: prefix, key, fingerprint, seconds to keep
_CLAIM = """
redis.call('SET', ARGV[2], ARGV[3], 'NX', 'EX', ARGV[4])
return redis.call('GET', ARGV[2])
"""


class RedisPushes:
    """Implements `ports.PushMemory` under `<redis_prefix>:push:`."""

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._prefix = settings.redis_prefix

    def claim(self, key: str, fingerprint: str) -> KnownPush:
        seconds = int(KEEP.total_seconds())
        found = run(self._client, _CLAIM, self._prefix, self._key(key), fingerprint, seconds).decode()
        return KnownPush(found.removesuffix(_ACCEPTED), is_accepted=found.endswith(_ACCEPTED))

    def note_accepted(self, key: str, fingerprint: str) -> None:
        with errors_named(self._client):
            self._client.set(self._key(key), f"{fingerprint}{_ACCEPTED}", ex=KEEP)

    def _key(self, key: str) -> str:
        return f"{self._prefix}:push:{key}"


class MemoryPushes:
    """The twin in memory, for unit tests."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[KnownPush, datetime]] = {}

    def claim(self, key: str, fingerprint: str) -> KnownPush:
        now = self._clock.now()
        known, until = self._known.get(key, (None, now))
        if known is None or until <= now:
            known = KnownPush(fingerprint, is_accepted=False)
            self._known[key] = (known, now + KEEP)
        return known

    def note_accepted(self, key: str, fingerprint: str) -> None:
        self._known[key] = (KnownPush(fingerprint, is_accepted=True), self._clock.now() + KEEP)
