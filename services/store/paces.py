"""What a request takes of whose patience, and what a complaint teaches (pure)."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Self

from services.settings import Settings
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

PROMISED = timedelta(minutes=10)
BUSY = timedelta(milliseconds=250)
_SHARED = 4
"""How many times a platform's own host may be asked at once, compared with a publisher's."""

ZERO = timedelta()


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
    paces = [Pace(host_pace(whose), ZERO), Pace(whose.tenant, own, whose.is_shared)]
    if whose.platform:
        paces.append(Pace(whose.platform, usual.platform_gap, is_many_s=True))
    return Wanted(whose.host, usual.turns * (_SHARED if whose.is_shared else 1), tuple(paces))


def host_pace(whose: Tenancy) -> str:
    return f"host:{whose.host}"


def shut_for(url: str, retry_after: timedelta | None, most: timedelta) -> timedelta:
    """Return how long *retry_after* shuts a publisher; a host of many isn't shut for long because of one."""
    return min(retry_after or ZERO, MOST_GAP if tenancy(url).is_shared else most)
