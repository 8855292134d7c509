"""What comes due, in Redis: each handed out to one holder at a time, with a value that says how it went so far."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar, cast

import redis

from services.ports import Clock
from services.redis_client import errors_named, run
from services.store import leases_scripts as scripts
from services.store.times import milliseconds, time_at

_AT_ONCE = 1000
"""How many in one step: a Redis that runs a script does nothing else."""

T = TypeVar("T")


class Leases(Protocol[T]):
    """What comes due; a time of None is never. All steps are atomic, and raise as the ledger."""

    def schedule(self, due: Mapping[str, datetime]) -> None:
        """Queue those that aren't queued yet."""
        ...

    def lease(self, limit: int, duration: timedelta, holder: str) -> dict[str, T | None]:
        """Hand out up to *limit* that are due, the longest due first, and return each with its value."""
        ...

    def claim(self, ids: Sequence[str], duration: timedelta, holder: str) -> dict[str, T | None]:
        """Hand out those of *ids* that nobody holds, due or not, queued or not."""
        ...

    def finish(self, holder: str, values: Mapping[str, tuple[datetime | None, T]]) -> list[bool]:
        """Keep the values of what *holder* holds, and queue it anew; False, unchanged, where it holds it no more."""
        ...

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        """Give back what *holder* holds, to be due at these times."""
        ...

    def hasten(self, ids: Collection[str]) -> None:
        """Make what is queued, and not held, due now."""
        ...

    def forget(self, ids: Collection[str]) -> None: ...

    def values(self, ids: Collection[str]) -> dict[str, T]: ...

    def due_at(self, id_: str) -> datetime | None: ...

    def due(self) -> int:
        """Return how many are due by now."""
        ...

    def queued(self) -> int: ...


class RedisLeases(Generic[T]):
    """Implements `Leases` under the keys that begin with *group*; a value is kept as a line."""

    def __init__(
        self,
        client: redis.Redis,
        group: str,
        clock: Clock,
        packed: Callable[[T], str],
        unpacked: Callable[[bytes], T],
    ) -> None:
        self._client = client
        self._group = group
        self._clock = clock
        self._packed = packed
        self._unpacked = unpacked

    def schedule(self, due: Mapping[str, datetime]) -> None:
        for part in parts(list(due.items())):
            self._run(scripts.SCHEDULE, *(value for id_, at in part for value in (id_, milliseconds(at))))

    def lease(self, limit: int, duration: timedelta, holder: str) -> dict[str, T | None]:
        return self._by_id(self._run(scripts.LEASE, limit, _length(duration), holder))

    def claim(self, ids: Sequence[str], duration: timedelta, holder: str) -> dict[str, T | None]:
        claimed: dict[str, T | None] = {}
        for part in parts(ids):
            claimed |= self._by_id(self._run(scripts.CLAIM, _length(duration), holder, *part))
        return claimed

    def _by_id(self, found: Sequence[bytes]) -> dict[str, T | None]:
        pairs = zip(found[::2], found[1::2], strict=True)
        return {id_.decode(): self._unpacked(line) if line else None for id_, line in pairs}

    def finish(self, holder: str, values: Mapping[str, tuple[datetime | None, T]]) -> list[bool]:
        finished: list[bool] = []
        for part in parts(list(values.items())):
            told = (each for id_, (at, value) in part for each in (id_, score(at), self._packed(value)))
            finished += [bool(each) for each in self._run(scripts.FINISH, holder, *told)]
        return finished

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        for part in parts(list(due.items())):
            self._run(scripts.RELEASE, holder, *(value for id_, at in part for value in (id_, milliseconds(at))))

    def hasten(self, ids: Collection[str]) -> None:
        for part in parts(list(ids)):
            self._run(scripts.HASTEN, *part)

    def forget(self, ids: Collection[str]) -> None:
        for part in parts(list(ids)):
            self._run(scripts.FORGET, *part)

    def values(self, ids: Collection[str]) -> dict[str, T]:
        found: dict[str, T] = {}
        for part in parts(list(ids)):
            with errors_named(self._client):
                lines = cast("list[bytes | None]", self._client.mget([f"{self._group}:state:{each}" for each in part]))
            found |= {id_: self._unpacked(line) for id_, line in zip(part, lines, strict=True) if line}
        return found

    def due_at(self, id_: str) -> datetime | None:
        with errors_named(self._client):
            at = self._client.zscore(f"{self._group}:due", id_)
        return None if at in (None, math.inf) else time_at(at)

    def due(self) -> int:
        with errors_named(self._client):
            return self._client.zcount(f"{self._group}:due", "-inf", milliseconds(self._clock.now()))

    def queued(self) -> int:
        with errors_named(self._client):
            return self._client.zcard(f"{self._group}:due")

    def _run(self, script: str, *arguments: bytes | str | float) -> Any:  # noqa: ANN401 (what Lua returned)
        return run(self._client, script, self._group, milliseconds(self._clock.now()), *arguments)


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield *values* as many at a time as one step takes."""
    return (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))


def score(at: datetime | None) -> int | str:
    """Return *at* as a sorted set has it."""
    return "+inf" if at is None else milliseconds(at)


def _length(duration: timedelta) -> int:
    return max(int(duration.total_seconds() * 1000), 1)
