"""The twin of the feeds' states in memory, for unit tests and simulations."""

import heapq
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from services.model import FeedState
from services.ports import Clock, Leased
from services.store.feed_states import SEEN_DAYS, SEEN_LEAST


class MemoryFeedStates:
    """Implements `ports.FeedStates`; a heap finds what is due, so that 10,000 feeds take no longer than ten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: dict[str, datetime | None] = {}
        self._heap: list[tuple[datetime, str]] = []
        self._holders: dict[str, str] = {}
        self._states: dict[str, FeedState] = {}
        self._seen: dict[str, tuple[datetime, list[str]]] = {}

    def schedule(self, due: Mapping[str, datetime]) -> None:
        for feed_id, at in due.items():
            if feed_id not in self._due:
                self._queue(feed_id, at)

    def lease(self, limit: int, duration: timedelta, holder: str) -> list[Leased]:
        now, leased = self._clock.now(), list[Leased]()
        while self._heap and self._heap[0][0] <= now and len(leased) < limit:
            at, feed_id = heapq.heappop(self._heap)
            if self._due.get(feed_id) == at:  # else it was put elsewhere since
                self._queue(feed_id, now + max(duration, timedelta(milliseconds=1)))
                self._holders[feed_id] = holder
                leased.append(Leased(feed_id, self._states.get(feed_id)))
        return leased

    def next_due(self) -> datetime | None:
        """Return when the next feed is due, for who moves the clock; None where none ever is."""
        while self._heap and self._due.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def finish(self, holder: str, states: Mapping[str, FeedState]) -> list[bool]:
        return [self._finish(holder, feed_id, state) for feed_id, state in states.items()]

    def _finish(self, holder: str, feed_id: str, state: FeedState) -> bool:
        if self._holders.get(feed_id) != holder:
            return False
        self._states[feed_id] = state
        self._give_back(feed_id, None if state.is_gone else state.due_at)
        return True

    def release(self, holder: str, due: Mapping[str, datetime]) -> None:
        for feed_id, at in due.items():
            if self._holders.get(feed_id) == holder:
                self._give_back(feed_id, at)

    def hasten(self, feed_ids: Collection[str]) -> None:
        now = self._clock.now()
        for feed_id in feed_ids:
            at = self._due.get(feed_id, now)
            if (at is None or at > now) and feed_id not in self._holders:
                self._queue(feed_id, now)

    def states(self, feed_ids: Collection[str]) -> dict[str, FeedState]:
        return {each: self._states[each] for each in feed_ids if each in self._states}

    def due(self) -> int:
        now = self._clock.now()
        return sum(at is not None and at <= now for at in self._due.values())

    def forget(self, feed_ids: Collection[str]) -> None:
        for feed_id in feed_ids:
            for known in (self._due, self._holders, self._states, self._seen):
                known.pop(feed_id, None)

    def seen(self, feed_id: str, digests: Sequence[str]) -> list[bool]:
        noted_at, kept = self._seen.get(feed_id, (self._clock.now(), []))
        known = set(kept) if self._clock.now() - noted_at < timedelta(days=SEEN_DAYS) else set()
        return [each in known for each in digests]

    def note_seen(self, feed_id: str, digests: Sequence[str]) -> None:
        if digests:
            latest = list(dict.fromkeys(digests))
            _, before = self._seen.get(feed_id, (None, []))
            kept = list(dict.fromkeys([*latest, *before]))[: max(2 * len(latest), SEEN_LEAST)]
            self._seen[feed_id] = (self._clock.now(), kept)

    def _give_back(self, feed_id: str, at: datetime | None) -> None:
        del self._holders[feed_id]
        self._queue(feed_id, at)

    def _queue(self, feed_id: str, at: datetime | None) -> None:
        self._due[feed_id] = at
        if at is not None:
            heapq.heappush(self._heap, (at, feed_id))
