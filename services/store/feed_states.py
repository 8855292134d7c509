"""How polling each feed goes, and which are due, in Redis."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast

import redis

from services.model import Condition, FeedState, Judged
from services.ports import Clock, Leased
from services.redis_client import ALSO_WHEN_FULL, errors_named, run
from services.settings import Settings
from services.store.feed_states_codec import packed, unpacked
from services.store.leases import RedisLeases, parts, score
from services.store.times import milliseconds

SEEN_LEAST = 1000
"""Digests that are kept of a feed at least; of one that holds more than half as many entries, twice what it holds."""

SEEN_DAYS = 30
_DIGEST_BYTES = 8
"""An entry that is taken for another would be lost: among 1,000, that happens once in 10^16."""

# The latest digests, 8 bytes each. ARGV: prefix, key, most digests at least, seconds to keep, digests
_NOTE_SEEN = """
local SIZE = 8
local key, latest, kept = ARGV[2], {}, {}
local function take(digests, most)
  for i = 1, #digests, SIZE do
    if #latest >= most then return end
    local digest = string.sub(digests, i, i + SIZE - 1)
    if not kept[digest] then
      kept[digest] = true
      latest[#latest + 1] = digest
    end
  end
end
take(ARGV[5], #ARGV[5])
take(redis.call('GET', key) or '', math.max(2 * #latest, tonumber(ARGV[3])))
redis.call('SET', key, table.concat(latest), 'EX', ARGV[4])
"""


_JUDGED = (Condition.GONE, Condition.NEW, Condition.BROKEN, Condition.QUIET, Condition.FRESH)
"""What a feed is judged to be; it is late by the clock alone, and paused it isn't in Redis."""

# One sorted set a condition, id → when it is late. ARGV: group, conditions, then for each: id, condition, late
_JUDGE = (
    ALSO_WHEN_FULL
    + """
local group, conditions = ARGV[1], tonumber(ARGV[2])
for i = 3 + conditions, #ARGV, 3 do
  local id = ARGV[i]
  for c = 3, redis.call('ZSCORE', group .. ':due', id) and 2 + conditions or 0 do
    local key = group .. ':condition:' .. ARGV[c]
    if ARGV[c] == ARGV[i + 1] then redis.call('ZADD', key, ARGV[i + 2], id) else redis.call('ZREM', key, id) end
  end
end
"""
)


class RedisFeedStates:
    """Implements `ports.FeedStates` under `<redis_prefix>:feeds:`."""

    def __init__(self, client: redis.Redis, settings: Settings, clock: Clock) -> None:
        self._client = client
        self._prefix = settings.redis_prefix
        self._clock = clock
        self._group = f"{self._prefix}:feeds"
        self._leases = RedisLeases(client, self._group, clock, packed, unpacked)

    def schedule(self, due: Mapping[str, datetime]) -> None:
        self._leases.schedule(due)

    def lease(self, limit: int, duration: timedelta, holder: str) -> list[Leased]:
        return [Leased(feed_id, state) for feed_id, state in self._leases.lease(limit, duration, holder).items()]

    def finish(self, holder: str, states: Mapping[str, FeedState]) -> list[bool]:
        due = {feed_id: None if state.is_gone else state.due_at for feed_id, state in states.items()}
        return self._leases.finish(holder, {feed_id: (due[feed_id], state) for feed_id, state in states.items()})

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        self._leases.release(holder, due)

    def hasten(self, feed_ids: Collection[str]) -> None:
        self._leases.hasten(feed_ids)

    def states(self, feed_ids: Collection[str]) -> dict[str, FeedState]:
        return self._leases.values(feed_ids)

    def due(self) -> int:
        return self._leases.due()

    def forget(self, feed_ids: Collection[str]) -> None:
        for part in parts(list(feed_ids)):
            with errors_named(self._client):
                self._client.delete(*map(self._seen_key, part))
        self._leases.forget(feed_ids)
        # Afterwards: what isn't in the queue is judged no more.
        for part in parts(list(feed_ids)):
            with errors_named(self._client), self._client.pipeline(transaction=False) as steps:
                for condition in _JUDGED:
                    steps.zrem(self._condition_key(condition), *part)
                steps.execute()

    def judge(self, judged: Mapping[str, Judged]) -> None:
        for part in parts(list(judged.items())):
            told = (value for id_, each in part for value in (id_, each.condition.value, score(each.late_at)))
            run(self._client, _JUDGE, self._group, len(_JUDGED), *(each.value for each in _JUDGED), *told)

    def conditions(self) -> dict[Condition, int]:
        by_now = f"({milliseconds(self._clock.now())}"
        with errors_named(self._client), self._client.pipeline(transaction=False) as steps:
            for condition in _JUDGED:
                steps.zcard(self._condition_key(condition))
                steps.zcount(self._condition_key(condition), "-inf", by_now)
            counted = steps.execute()
        late = counted[1::2]
        found = {each: known - its for each, known, its in zip(_JUDGED, counted[::2], late, strict=True)}
        return found | {Condition.LATE: sum(late)}

    def walked(self) -> str:
        with errors_named(self._client):
            return (cast("bytes | None", self._client.get(f"{self._group}:walked")) or b"").decode()

    def note_walked(self, feed_id: str) -> None:
        with errors_named(self._client):
            self._client.set(f"{self._group}:walked", feed_id)

    def _condition_key(self, condition: Condition) -> str:
        return f"{self._group}:condition:{condition.value}"

    def seen(self, feed_id: str, digests: Sequence[str]) -> list[bool]:
        with errors_named(self._client):
            kept = cast("bytes | None", self._client.get(self._seen_key(feed_id))) or b""
        known = {kept[at : at + _DIGEST_BYTES] for at in range(0, len(kept), _DIGEST_BYTES)}
        return [_short(each) in known for each in digests]

    def note_seen(self, feed_id: str, digests: Sequence[str]) -> None:
        if digests:
            key, seconds = self._seen_key(feed_id), SEEN_DAYS * 86_400
            run(self._client, _NOTE_SEEN, self._prefix, key, SEEN_LEAST, seconds, b"".join(map(_short, digests)))

    def _seen_key(self, feed_id: str) -> str:
        return f"{self._prefix}:feeds:seen:{feed_id}"


def _short(digest: str) -> bytes:
    return hashlib.blake2b(digest.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES).digest()
