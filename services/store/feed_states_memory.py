"""The twin of the feeds' states in memory, for unit tests and simulations."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from services.model import Condition, FeedState, Judged
from services.ports import Clock, Leased
from services.store.feed_states import SEEN_DAYS, SEEN_LEAST
from services.store.leases_memory import MemoryLeases


class MemoryFeedStates:
    """Implements `ports.FeedStates`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._leases = MemoryLeases[FeedState](clock)
        self._seen: dict[str, tuple[datetime, list[str]]] = {}
        self._judged: dict[str, Judged] = {}
        self._walked = ""

    def schedule(self, due: Mapping[str, datetime]) -> None:
        self._leases.schedule(due)

    def lease(self, limit: int, duration: timedelta, holder: str) -> list[Leased]:
        return [Leased(feed_id, state) for feed_id, state in self._leases.lease(limit, duration, holder).items()]

    def next_due(self) -> datetime | None:
        """Return when the next feed is due, for who moves the clock; None where none ever is."""
        return self._leases.next_due()

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
        self._leases.forget(feed_ids)
        for feed_id in feed_ids:
            self._seen.pop(feed_id, None)
            self._judged.pop(feed_id, None)

    def judge(self, judged: Mapping[str, Judged]) -> None:
        self._judged |= {id_: each for id_, each in judged.items() if self._leases.is_queued(id_)}

    def conditions(self) -> dict[Condition, int]:
        now = self._clock.now()
        is_late = [each.late_at is not None and each.late_at < now for each in self._judged.values()]
        standing = zip(self._judged.values(), is_late, strict=True)
        found = Counter(Condition.LATE if late else each.condition for each, late in standing)
        return {each: found[each] for each in Condition if each is not Condition.PAUSED}

    def walked(self) -> str:
        return self._walked

    def note_walked(self, feed_id: str) -> None:
        self._walked = feed_id

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
