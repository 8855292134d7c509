"""The twin of the budgets in memory, for unit tests and simulations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.ports import Clock
from services.settings import Settings
from services.store.paces import (
    BUSY,
    HALF_LIFE,
    LEARNED,
    MOST_ASKED,
    MOST_GAP,
    PROMISED,
    ZERO,
    Pace,
    Usual,
    host_pace,
    shut_for,
    wanted,
)
from services.tenancy import tenancy


@dataclass(slots=True)
class _Known:
    """What is known of a pace."""

    next_at: datetime
    promised_at: datetime
    shut_until: datetime
    gap: timedelta = ZERO
    slowed_at: datetime | None = None
    asked: timedelta = ZERO


class MemoryBudgets:
    """The twin in memory, for unit tests and simulations."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._usual = Usual.of(settings)
        self._turn = timedelta(seconds=settings.turn_seconds)
        self._most_shut = timedelta(seconds=settings.poll_longest_asked_seconds)
        self._clock = clock
        self._turns: dict[str, dict[tuple[str, str], datetime]] = {}
        self._known: dict[str, _Known] = {}

    def enter(self, urls: Sequence[str], holder: str) -> dict[str, timedelta]:
        return {url: self._enter(url, holder) for url in dict.fromkeys(urls)}

    def _enter(self, url: str, holder: str) -> timedelta:
        now, needs = self._clock.now(), wanted(url, self._usual)
        turns = self._turns.get(needs.host)
        turns = {who: until for who, until in turns.items() if until > now} if turns else {}
        paces = [(known := self._of(pace.name), self._gap_of(known, pace)) for pace in needs.paces]
        free_at = max([max(known.next_at, known.shut_until) for known, _ in paces])
        is_held, is_full = (holder, url) in turns, len(turns) >= needs.most
        if is_held or (free_at <= now and not is_full):
            for known, gap in () if is_held else paces:
                known.next_at = now + gap
            turns[holder, url] = now + self._turn
            self._turns[needs.host] = turns
            return ZERO
        waits = [max(free_at - now, BUSY if is_full else timedelta(milliseconds=1))]
        waits += [_promise(known, gap, now) for known, gap in paces if gap]
        return max(waits)

    def leave(self, urls: Sequence[str], holder: str) -> None:
        for url in urls:
            self._turns.get(tenancy(url).host, {}).pop((holder, url), None)

    def slow_down(self, url: str, retry_after: timedelta | None) -> None:
        now = self._clock.now()
        for pace in wanted(url, self._usual).paces[1:]:
            known = self._of(pace.name)
            least, factor = LEARNED[pace.is_many_s]
            known.gap = min(max(self._gap(pace), least) * factor, MOST_GAP)
            known.slowed_at = now
        shut = shut_for(url, retry_after, self._most_shut)
        tenant = self._of(tenancy(url).tenant)
        tenant.shut_until = max(tenant.shut_until, now + shut)

    def pace(self, url: str, delay: timedelta) -> None:
        self._of(host_pace(tenancy(url))).asked = min(delay, MOST_ASKED)

    def _of(self, name: str) -> _Known:
        if known := self._known.get(name):
            return known
        now = self._clock.now()
        self._known[name] = _Known(now, now, now)
        return self._known[name]

    def _gap(self, pace: Pace) -> timedelta:
        return self._gap_of(self._of(pace.name), pace)

    def _gap_of(self, known: _Known, pace: Pace) -> timedelta:
        gap = pace.usual
        if known.slowed_at and known.gap > gap:
            gap += (known.gap - gap) * 0.5 ** ((self._clock.now() - known.slowed_at) / HALF_LIFE)
        return max(gap, known.asked)


def _promise(known: _Known, gap: timedelta, now: datetime) -> timedelta:
    """Tell a time after those that others who wait were told, or all would come back at once."""
    start = max(known.next_at, known.shut_until, now)
    known.promised_at = min(max(known.promised_at, start) + gap, start + PROMISED)
    return known.promised_at - gap - now
