"""Subscriptions at hubs, in Redis and in memory."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import cast

import redis

from services.model import Subscription, SubscriptionState
from services.ports import Clock
from services.redis_client import errors_named, run
from services.settings import Settings

_AT_ONCE = 1000

# ARGV: prefix, feed id, token, line, due (ms)
_ADD = """
local p = ARGV[1] .. ':websub:'
if redis.call('HSETNX', p .. 'feeds', ARGV[2], ARGV[3]) == 0 then return 0 end
redis.call('HSET', p .. 'all', ARGV[3], ARGV[4])
redis.call('ZADD', p .. 'due', ARGV[5], ARGV[3])
return 1
"""

# ARGV: prefix, token, line before, line after, due (ms) or nothing
_CHANGE = """
local p = ARGV[1] .. ':websub:'
if redis.call('HGET', p .. 'all', ARGV[2]) ~= ARGV[3] then return 0 end
redis.call('HSET', p .. 'all', ARGV[2], ARGV[4])
if ARGV[5] == '' then redis.call('ZREM', p .. 'due', ARGV[2])
else redis.call('ZADD', p .. 'due', ARGV[5], ARGV[2]) end
return 1
"""

# ARGV: prefix, now (ms), limit, until (ms)
_DUE = """
local p = ARGV[1] .. ':websub:'
local lines = {}
for _, token in ipairs(redis.call('ZRANGEBYSCORE', p .. 'due', '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])) do
  local line = redis.call('HGET', p .. 'all', token)
  if line then
    redis.call('ZADD', p .. 'due', ARGV[4], token)
    lines[#lines + 1] = line
  else
    redis.call('ZREM', p .. 'due', token)
  end
end
return lines
"""

# ARGV: prefix, feed id, token
_FORGET = """
local p = ARGV[1] .. ':websub:'
if redis.call('HGET', p .. 'feeds', ARGV[2]) == ARGV[3] then redis.call('HDEL', p .. 'feeds', ARGV[2]) end
redis.call('HDEL', p .. 'all', ARGV[3])
redis.call('ZREM', p .. 'due', ARGV[3])
redis.call('DEL', p .. 'count:' .. ARGV[3])
"""


class RedisSubscriptions:
    """Implements `ports.Subscriptions` under `<redis_prefix>:websub:`."""

    def __init__(self, client: redis.Redis, settings: Settings, clock: Clock) -> None:
        self._client = client
        self._installation = settings.redis_prefix
        self._prefix = f"{settings.redis_prefix}:websub:"
        self._clock = clock

    def add(self, subscription: Subscription, due_at: datetime) -> bool:
        names = (subscription.feed_id, subscription.token, _line(subscription), _milliseconds(due_at))
        return bool(run(self._client, _ADD, self._installation, *names))

    def change(self, before: Subscription, after: Subscription, due_at: datetime | None) -> bool:
        due = "" if due_at is None else _milliseconds(due_at)
        return bool(run(self._client, _CHANGE, self._installation, before.token, _line(before), _line(after), due))

    def find(self, token: str) -> Subscription | None:
        with errors_named(self._client):
            line = cast("bytes | None", self._client.hget(f"{self._prefix}all", token))
        return _subscription(line) if line else None

    def of_feeds(self, feed_ids: Collection[str]) -> dict[str, Subscription]:
        if not feed_ids:
            return {}
        with errors_named(self._client):
            tokens = cast("list[bytes | None]", self._client.hmget(f"{self._prefix}feeds", list(feed_ids)))
            found = [token.decode() for token in tokens if token]
            lines = cast("list[bytes | None]", self._client.hmget(f"{self._prefix}all", found) if found else [])
        subscriptions = (_subscription(line) for line in lines if line)
        return {each.feed_id: each for each in subscriptions}

    def due(self, limit: int, duration: timedelta) -> list[Subscription]:
        now = self._clock.now()
        times = (_milliseconds(now), limit, _milliseconds(now + duration))
        return [_subscription(line) for line in run(self._client, _DUE, self._installation, *times)]

    def forget(self, subscription: Subscription) -> None:
        run(self._client, _FORGET, self._installation, subscription.feed_id, subscription.token)

    def count(self, subscription: Subscription, outcome: str) -> None:
        with errors_named(self._client), self._client.pipeline() as steps:
            steps.hincrby(f"{self._prefix}count:{subscription.token}", outcome, 1)
            steps.hincrby(f"{self._prefix}counts", outcome, 1)
            steps.execute()

    def counted(self, subscription: Subscription) -> dict[str, int]:
        return self._counts(f"{self._prefix}count:{subscription.token}")

    def deliveries(self) -> dict[str, int]:
        return self._counts(f"{self._prefix}counts")

    def _counts(self, key: str) -> dict[str, int]:
        with errors_named(self._client):
            found = cast("Mapping[bytes, bytes]", self._client.hgetall(key))
        return {name.decode(): int(number) for name, number in found.items()}

    def states(self) -> dict[str, int]:
        with errors_named(self._client):
            # In steps: a Redis that reads out a large hash does nothing else. What moves meanwhile may come twice.
            lines = dict(self._client.hscan_iter(f"{self._prefix}all", count=_AT_ONCE))
        return _by_state(map(_subscription, lines.values()))


class MemorySubscriptions:
    """The twin in memory, for unit tests."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._all: dict[str, Subscription] = {}
        self._due: dict[str, datetime] = {}
        self._counts: dict[str, dict[str, int]] = {}
        self._deliveries = Counter[str]()

    def add(self, subscription: Subscription, due_at: datetime) -> bool:
        if self.of_feeds([subscription.feed_id]):
            return False
        self._all[subscription.token] = subscription
        self._due[subscription.token] = due_at
        return True

    def change(self, before: Subscription, after: Subscription, due_at: datetime | None) -> bool:
        if self._all.get(before.token) != before:
            return False
        self._all[before.token] = after
        self._due.pop(before.token, None)
        if due_at is not None:
            self._due[before.token] = due_at
        return True

    def find(self, token: str) -> Subscription | None:
        return self._all.get(token)

    def of_feeds(self, feed_ids: Collection[str]) -> dict[str, Subscription]:
        return {each.feed_id: each for each in self._all.values() if each.feed_id in feed_ids}

    def due(self, limit: int, duration: timedelta) -> list[Subscription]:
        now = self._clock.now()
        due = sorted((at, token) for token, at in self._due.items() if at <= now)[:limit]
        self._due |= {token: now + duration for _, token in due}
        return [self._all[token] for _, token in due]

    def forget(self, subscription: Subscription) -> None:
        for known in (self._all, self._due, self._counts):
            known.pop(subscription.token, None)

    def count(self, subscription: Subscription, outcome: str) -> None:
        counts = self._counts.setdefault(subscription.token, {})
        counts[outcome] = counts.get(outcome, 0) + 1
        self._deliveries[outcome] += 1

    def counted(self, subscription: Subscription) -> dict[str, int]:
        return dict(self._counts.get(subscription.token, {}))

    def deliveries(self) -> dict[str, int]:
        return dict(self._deliveries)

    def states(self) -> dict[str, int]:
        return _by_state(self._all.values())


def _by_state(subscriptions: Iterable[Subscription]) -> dict[str, int]:
    found = Counter(each.state for each in subscriptions)
    return {state.value: found[state] for state in SubscriptionState}


def _line(subscription: Subscription) -> str:
    """Return equal text for equal values: it is what `change` compares."""
    values = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(subscription).items()
        if value is not None
    }
    return json.dumps(values, sort_keys=True)


def _subscription(line: bytes) -> Subscription:
    values = json.loads(line)
    times = {name: datetime.fromisoformat(values.pop(name)) for name in ("asked_at", "lease_until") if name in values}
    return Subscription(**{**values, **times, "state": SubscriptionState(values["state"])})


def _milliseconds(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp() * 1000)
