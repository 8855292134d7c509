"""How polling each feed goes, and which are due, in Redis."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import redis

from services.model import FeedState
from services.ports import Clock, Leased
from services.redis_client import errors_named, run
from services.settings import Settings
from services.store import feed_states_scripts as scripts
from services.store.feed_states_codec import milliseconds, packed, unpacked

SEEN_LEAST = 1000
"""Digests that are kept of a feed at least; of one that holds more than half as many entries, twice what it holds."""

SEEN_DAYS = 30
_DIGEST_BYTES = 8
"""An entry that is taken for another would be lost: among 1,000, that happens once in 10^16."""

_AT_ONCE = 1000
"""Feeds in one step: a Redis that runs a script does nothing else."""

_NEVER = "+inf"
_T = TypeVar("_T")


class RedisFeedStates:
    """Implements `ports.FeedStates` under `<redis_prefix>:feeds:`."""

    def __init__(self, client: redis.Redis, settings: Settings, clock: Clock) -> None:
        self._client = client
        self._prefix = settings.redis_prefix
        self._clock = clock

    def schedule(self, due: Mapping[str, datetime]) -> None:
        for part in _parts([(feed_id, milliseconds(at)) for feed_id, at in due.items()]):
            self._run(scripts.SCHEDULE, *(value for pair in part for value in pair))

    def lease(self, limit: int, duration: timedelta, holder: str) -> list[Leased]:
        length = max(int(duration.total_seconds() * 1000), 1)
        found = cast("list[bytes]", self._run(scripts.LEASE, limit, length, holder))
        pairs = zip(found[::2], found[1::2], strict=True)
        return [Leased(feed_id.decode(), unpacked(line) if line else None) for feed_id, line in pairs]

    def finish(self, holder: str, states: Mapping[str, FeedState]) -> list[bool]:
        finished: list[bool] = []
        for part in _parts(list(states.items())):
            values = (value for feed_id, state in part for value in (feed_id, _due(state), packed(state)))
            finished += [bool(each) for each in self._run(scripts.FINISH, holder, *values)]
        return finished

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        for part in _parts([(feed_id, milliseconds(at)) for feed_id, at in due.items()]):
            self._run(scripts.RELEASE, holder, *(value for pair in part for value in pair))

    def hasten(self, feed_ids: Collection[str]) -> None:
        for part in _parts(list(feed_ids)):
            self._run(scripts.HASTEN, *part)

    def states(self, feed_ids: Collection[str]) -> dict[str, FeedState]:
        found: dict[str, FeedState] = {}
        for part in _parts(list(feed_ids)):
            with errors_named(self._client):
                lines = cast("list[bytes | None]", self._client.mget([self._key("state", each) for each in part]))
            found |= {feed_id: unpacked(line) for feed_id, line in zip(part, lines, strict=True) if line}
        return found

    def due(self) -> int:
        with errors_named(self._client):
            return self._client.zcount(f"{self._prefix}:feeds:due", "-inf", milliseconds(self._clock.now()))

    def forget(self, feed_ids: Collection[str]) -> None:
        for part in _parts(list(feed_ids)):
            self._run(scripts.FORGET, *part)

    def seen(self, feed_id: str, digests: Sequence[str]) -> list[bool]:
        with errors_named(self._client):
            kept = cast("bytes | None", self._client.get(self._key("seen", feed_id))) or b""
        known = {kept[at : at + _DIGEST_BYTES] for at in range(0, len(kept), _DIGEST_BYTES)}
        return [_short(each) in known for each in digests]

    def note_seen(self, feed_id: str, digests: Sequence[str]) -> None:
        if digests:
            shortened = b"".join(map(_short, digests))
            key = self._key("seen", feed_id)
            self._run(scripts.NOTE_SEEN, key, SEEN_LEAST, SEEN_DAYS * 86_400, shortened)

    def _key(self, kind: str, feed_id: str) -> str:
        return f"{self._prefix}:feeds:{kind}:{feed_id}"

    def _run(self, script: str, *arguments: bytes | str | float) -> Any:  # noqa: ANN401 (what Lua returned)
        return run(self._client, script, self._prefix, milliseconds(self._clock.now()), *arguments)


def _due(state: FeedState) -> int | str:
    return _NEVER if state.is_gone else milliseconds(state.due_at)


def _short(digest: str) -> bytes:
    return hashlib.blake2b(digest.encode(errors="surrogatepass"), digest_size=_DIGEST_BYTES).digest()


def _parts(values: Sequence[_T]) -> list[Sequence[_T]]:
    return [values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE)]
