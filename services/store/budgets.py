"""How often hosts, publishers and platforms are asked, across all workers; in Redis and in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Self

import redis

from services.ports import Clock
from services.redis_client import run
from services.settings import Settings
from services.store import budgets_scripts as scripts
from services.tenancy import Tenancy, tenancy

HALF_LIFE = timedelta(hours=2)
"""How long it takes until half of what a 429 taught has worn off."""

MOST_GAP = timedelta(minutes=10)
MOST_ASKED = timedelta(minutes=5)
"""The longest Crawl-delay that is heeded; some ask for a day, and mean nobody."""

LEARNED = {True: (timedelta(milliseconds=100), 1.25), False: (timedelta(milliseconds=500), 2.0)}
"""Is it many publishers': the least gap that a 429 lengthens, and by what factor.

One publisher that is down for a day says so dozens of times. Were each of those to double its platform's gap, a
thousand others would be asked once in ten minutes.
"""

_PROMISED = timedelta(minutes=10)
_BUSY = timedelta(milliseconds=250)
_SHARED = 4
"""How many times a platform's own host may be asked at once, compared with a publisher's."""

_KEPT = timedelta(days=1)
_ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class Pace:
    """What is asked no sooner than `usual` after the last time, unless it taught us longer: a publisher, or many."""

    name: str
    usual: timedelta
    is_many_s: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request takes: a turn at its host of `most`, and a step of each pace."""

    host: str
    most: int
    paces: tuple[Pace, ...]


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual: the gaps between requests to a publisher and to a platform, and the turns at a host."""

    domain_gap: timedelta
    platform_gap: timedelta
    turns: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        domain, platform = settings.domain_gap_seconds, settings.platform_gap_seconds
        return cls(timedelta(seconds=domain), timedelta(seconds=platform), settings.host_concurrency)


@lru_cache(maxsize=100_000)
def wanted(url: str, usual: Usual) -> Wanted:
    """Return what a request for *url* takes. Its host has a pace too, which is nothing until a Crawl-delay sets it."""
    whose = tenancy(url)
    own = usual.platform_gap if whose.is_shared else usual.domain_gap
    paces = [Pace(_host_pace(whose), _ZERO), Pace(whose.tenant, own, whose.is_shared)]
    if whose.platform:
        paces.append(Pace(whose.platform, usual.platform_gap, is_many_s=True))
    return Wanted(whose.host, usual.turns * (_SHARED if whose.is_shared else 1), tuple(paces))


def _host_pace(whose: Tenancy) -> str:
    return f"host:{whose.host}"


class RedisBudgets:
    """Implements `ports.Budgets` under `<redis_prefix>:budget:`."""

    def __init__(self, client: redis.Redis, settings: Settings, clock: Clock) -> None:
        self._client = client
        self._prefix = settings.redis_prefix
        self._usual = Usual.of(settings)
        self._most_shut = timedelta(seconds=settings.poll_longest_asked_seconds)
        self._clock = clock
        self._turn = max(_ms(timedelta(seconds=settings.turn_seconds)), 1)
        self._keep = _ms(_KEPT + self._most_shut)

    def enter(self, urls: Sequence[str], holder: str) -> dict[str, timedelta]:
        urls = list(dict.fromkeys(urls))
        requests = [argument for url in urls for argument in self._arguments(url)]
        limits = (self._turn, _ms(HALF_LIFE), self._keep, _ms(_PROMISED))
        waits = self._run(scripts.ENTER, *limits, holder, *requests) if urls else []
        return {url: timedelta(milliseconds=int(wait)) for url, wait in zip(urls, waits, strict=True)}

    def leave(self, urls: Sequence[str], holder: str) -> None:
        if urls:
            self._run(scripts.LEAVE, holder, *(text for url in urls for text in (url, tenancy(url).host)))

    def slow_down(self, url: str, retry_after: timedelta | None) -> None:
        learning: list[str | float] = []
        for pace in wanted(url, self._usual).paces[1:]:
            least, factor = LEARNED[pace.is_many_s]
            learning += [pace.name, _ms(pace.usual), _ms(least), factor]
        bounds = (_ms(HALF_LIFE), self._keep, _ms(MOST_GAP))
        shut = _shut(url, retry_after, self._most_shut)
        self._run(scripts.SLOW_DOWN, *bounds, tenancy(url).tenant, _ms(shut), *learning)

    def pace(self, url: str, delay: timedelta) -> None:
        self._run(scripts.PACE, _host_pace(tenancy(url)), _ms(min(delay, MOST_ASKED)), self._keep)

    def _arguments(self, url: str) -> list[str | int]:
        needs = wanted(url, self._usual)
        paces = (value for pace in needs.paces for value in (pace.name, _ms(pace.usual)))
        return [url, needs.host, needs.most, len(needs.paces), *paces]

    def _run(self, script: str, *arguments: str | float) -> Any:  # noqa: ANN401 (what Lua returned)
        now = int(self._clock.now().timestamp() * 1000)
        return run(self._client, script, self._prefix, now, *arguments)


def _shut(url: str, retry_after: timedelta | None, most: timedelta) -> timedelta:
    """Return how long *retry_after* shuts a publisher; a host of many isn't shut for long because of one."""
    return min(retry_after or _ZERO, MOST_GAP if tenancy(url).is_shared else most)


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)


@dataclass(slots=True)
class _Known:
    """What is known of a pace."""

    next_at: datetime
    promised_at: datetime
    shut_until: datetime
    gap: timedelta = _ZERO
    slowed_at: datetime | None = None
    asked: timedelta = _ZERO


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
        turns = {who: until for who, until in self._turns.get(needs.host, {}).items() if until > now}
        paces = [(self._of(pace.name), self._gap(pace)) for pace in needs.paces]
        free_at = max(max(known.next_at, known.shut_until) for known, _ in paces)
        is_held, is_full = (holder, url) in turns, len(turns) >= needs.most
        if is_held or (free_at <= now and not is_full):
            for known, gap in () if is_held else paces:
                known.next_at = now + gap
            turns[holder, url] = now + self._turn
            self._turns[needs.host] = turns
            return _ZERO
        waits = [max(free_at - now, _BUSY if is_full else timedelta(milliseconds=1))]
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
        shut = _shut(url, retry_after, self._most_shut)
        tenant = self._of(tenancy(url).tenant)
        tenant.shut_until = max(tenant.shut_until, now + shut)

    def pace(self, url: str, delay: timedelta) -> None:
        self._of(_host_pace(tenancy(url))).asked = min(delay, MOST_ASKED)

    def _of(self, name: str) -> _Known:
        if name not in self._known:
            now = self._clock.now()
            self._known[name] = _Known(now, now, now)
        return self._known[name]

    def _gap(self, pace: Pace) -> timedelta:
        known = self._of(pace.name)
        gap = pace.usual
        if known.slowed_at and known.gap > gap:
            gap += (known.gap - gap) * 0.5 ** ((self._clock.now() - known.slowed_at) / HALF_LIFE)
        return max(gap, known.asked)


def _promise(known: _Known, gap: timedelta, now: datetime) -> timedelta:
    """Tell a time after those that others who wait were told, or all would come back at once."""
    start = max(known.next_at, known.shut_until, now)
    known.promised_at = min(max(known.promised_at, start) + gap, start + _PROMISED)
    return known.promised_at - gap - now
