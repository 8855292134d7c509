"""The twin of the leases in memory, for unit tests and simulations."""

import heapq
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Generic

from services.ports import Clock
from services.store.leases import T


class MemoryLeases(Generic[T]):
    """Implements `Leases`; a heap finds what is due, so that 10,000 cost as ten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[str, datetime | None] = {}
        self._heap: list[tuple[datetime, str]] = []
        self._holders: dict[str, str] = {}
        self._values: dict[str, T] = {}

    def schedule(self, due: Mapping[str, datetime]) -> None:
        for id_, at in due.items():
            if id_ not in self._due:
                self._queue(id_, at)

    def lease(self, limit: int, duration: timedelta, holder: str) -> dict[str, T | None]:
        now, leased = self._clock.now(), dict[str, T | None]()
        while self._heap and self._heap[0][0] <= now and len(leased) < limit:
            at, id_ = heapq.heappop(self._heap)
            if self._due.get(id_) == at:  # else it was put elsewhere since
                leased[id_] = self._hand_out(id_, duration, holder)
        return leased

    def claim(self, ids: Sequence[str], duration: timedelta, holder: str) -> dict[str, T | None]:
        now = self._clock.now()
        free = [id_ for id_ in ids if id_ not in self._holders or _is_by(self._due.get(id_), now)]
        return {id_: self._hand_out(id_, duration, holder) for id_ in free}

    def _hand_out(self, id_: str, duration: timedelta, holder: str) -> T | None:
        self._queue(id_, self._clock.now() + max(duration, timedelta(milliseconds=1)))
        self._holders[id_] = holder
        return self._values.get(id_)

    def next_due(self) -> datetime | None:
        """Return when the next is due, for who moves the clock; None where none ever is."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def finish(self, holder: str, values: Mapping[str, tuple[datetime | None, T]]) -> list[bool]:
        return [self._finish(holder, id_, at, value) for id_, (at, value) in values.items()]

    def _finish(self, holder: str, id_: str, at: datetime | None, value: T) -> bool:
        if self._holders.get(id_) != holder:
            return False
        self._values[id_] = value
        self._give_back(id_, at)
        return True

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        for id_, at in due.items():
            if self._holders.get(id_) == holder:
                self._give_back(id_, at)

    def hasten(self, ids: Collection[str]) -> None:
        now = self._clock.now()
        for id_ in ids:
            at = self._due.get(id_, now)
            if (at is None or at > now) and id_ not in self._holders:
                self._queue(id_, now)

    def forget(self, ids: Collection[str]) -> None:
        for id_ in ids:
            self._due.pop(id_, None)
            self._holders.pop(id_, None)
            self._values.pop(id_, None)

    def values(self, ids: Collection[str]) -> dict[str, T]:
        return {each: self._values[each] for each in ids if each in self._values}

    def due_at(self, id_: str) -> datetime | None:
        return self._due.get(id_)

    def due(self) -> int:
        now = self._clock.now()
        return sum(_is_by(at, now) for at in self._due.values())

    def is_queued(self, id_: str) -> bool:
        return id_ in self._due

    def queued(self) -> int:
        return len(self._due)

    def _give_back(self, id_: str, at: datetime | None) -> None:
        del self._holders[id_]
        self._queue(id_, at)

    def _queue(self, id_: str, at: datetime | None) -> None:
        self._due[id_] = at
        if at is not None:
            heapq.heappush(self._heap, (at, id_))


def _is_by(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
