"""When articles' pages are asked for again, in Redis and in memory."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import redis

from services.model import Look, Recheck, Validators
from services.ports import Clock
from services.settings import Settings
from services.store.leases import Leases, RedisLeases
from services.store.leases_memory import MemoryLeases
from services.store.times import milliseconds, time_at


class StoredRechecks:
    """Implements `ports.Rechecks` over *leases*, for as many articles as *most* says."""

    def __init__(self, leases: Leases[Recheck], most: int) -> None:
        self._leases = leases
        self._most = most

    def schedule(self, due: Mapping[str, datetime]) -> None:
        # Some more get in where several workers look at once: it is memory that this bounds.
        if due and self._leases.queued() < self._most:
            self._leases.schedule(due)

    def lease(self, limit: int, duration: timedelta, holder: str) -> dict[str, Recheck | None]:
        return self._leases.lease(limit, duration, holder)

    def claim(self, uris: Sequence[str], duration: timedelta, holder: str) -> dict[str, Recheck | None]:
        return self._leases.claim(uris, duration, holder)

    def finish(self, holder: str, uri: str, recheck: Recheck, due_at: datetime | None) -> None:
        if due_at:
            self._leases.finish(holder, {uri: (due_at, recheck)})
        else:
            self._leases.forget([uri])

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        self._leases.release(holder, due)

    def forget(self, uris: Collection[str]) -> None:
        self._leases.forget(uris)

    def last(self, uri: str) -> Recheck | None:
        return self._leases.values([uri]).get(uri)

    def due_at(self, uri: str) -> datetime | None:
        return self._leases.due_at(uri)

    def due(self) -> int:
        return self._leases.due()

    def scheduled(self) -> int:
        return self._leases.queued()


def in_redis(client: redis.Redis, settings: Settings, clock: Clock) -> StoredRechecks:
    """Return those under `<redis_prefix>:rechecks:`."""
    leases = RedisLeases(client, f"{settings.redis_prefix}:rechecks", clock, _packed, _unpacked)
    return StoredRechecks(leases, settings.recheck_most)


def in_memory(settings: Settings, clock: Clock) -> StoredRechecks:
    """Return the twin in memory, for unit tests."""
    return StoredRechecks(MemoryLeases[Recheck](clock), settings.recheck_most)


def _packed(recheck: Recheck) -> str:
    """Return *recheck* as JSON with short names: there may be some hundred thousand."""
    since, validators = recheck.missing_since, recheck.validators
    told = {
        "a": milliseconds(recheck.looked_at),
        "l": recheck.look,
        "r": recheck.reason,
        "t": int(recheck.was_there),
        "m": since and milliseconds(since),
        "v": [validators.etag, validators.last_modified] if validators else None,
    }
    return json.dumps({name: value for name, value in told.items() if value}, separators=(",", ":"))


def _unpacked(line: bytes) -> Recheck:
    told = json.loads(line)
    return Recheck(
        time_at(told["a"]),
        Look(told["l"]),
        told.get("r", ""),
        bool(told.get("t")),
        time_at(told["m"]) if "m" in told else None,
        Validators(*told.get("v", ())),
    )
