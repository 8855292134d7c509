"""A feed's rhythm: how often it has news, at which hours, and so how long to wait (pure).

new entries at each poll ─learn─▶ entries an hour: of late, and by the hour of the day ─wait─▶ interval

The interval is proportional to 1 ∕ √(entries an hour). Of all ways to spend a number of polls on feeds of different
rates that one makes the mean delay of an entry least: polling a feed of rate r at intervals t delays its entries by
r·t ∕ 2 in sum and costs 1 ∕ t (Lagrange). docs/decisions/2026-11-24-when-a-feed-is-polled.md has the measurements.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import mul

CALM = 0.5
"""Hours between polls of a feed that has one new entry an hour."""

HOURS = 24
_LATE = 6.0
"""Hours within which "of late" fades to 1 ∕ e."""

_HOUR_FADES = math.exp(-1 / _LATE)

_LITTLE = 0.01
"""Share of a day's news that may come at any hour, however the hours have been."""

_WEIGHT = (1 - _LITTLE) / 4
"""Of an hour and its neighbours, of which it counts twice: their part in what is usual."""

_LATE_HOURS = tuple(math.exp(-back / _LATE) * (1 - _HOUR_FADES) for back in range(HOURS))
_LATE_SUM = sum(_LATE_HOURS)


def _late_weight(hour: int, other: int) -> float:
    """Return what *other*'s entries count in what is usual of late at *hour*, evened out as any hour is."""
    back = hour - other
    return _LATE_HOURS[(back - 1) % HOURS] + 2 * _LATE_HOURS[back % HOURS] + _LATE_HOURS[(back + 1) % HOURS]


_LATE_WEIGHTS = tuple(tuple(_late_weight(hour, other) for other in range(HOURS)) for hour in range(HOURS))
"""By the hour it is, what each hour's entries count: one sum of products is the dearest step of a poll."""

_DAY_KEPT = 0.93
"""What a day's news by the hour count after another day: the memory is two weeks long."""

_BEFORE_ANY = (1 / HOURS,) * HOURS
"""What is assumed of a feed that nothing is known of: one entry a day, at any hour."""

_OF_WINDOW = 0.25
"""Share of a feed's window that may be expected to change between two polls, so that a burst loses nothing."""

_HOUR = timedelta(hours=1)
_DAY_SECONDS = 86_400


def lately(rate: float, new: int, elapsed: timedelta) -> float:
    """Return the entries an hour of late: *rate* as it was *elapsed* ago, and *new* ones since."""
    return rate * math.exp(-elapsed / _HOUR / _LATE) + new / _LATE


def by_hour(hours: Sequence[float], known_at: datetime | None, since: datetime, now: datetime, new: int) -> list[float]:
    """Return the entries for each hour of the day, as of *now*: *new* ones came since *since*, at what hour unknown."""
    kept = _faded(known_at, now)
    learned = [each * kept for each in hours or _BEFORE_ANY]
    span = min(max(math.ceil((now - since) / _HOUR), 1), HOURS)
    share = (1 - _DAY_KEPT) * new / span
    for back in range(span):
        learned[(now.hour - back) % HOURS] += share
    return learned


def _faded(known_at: datetime | None, now: datetime) -> float:
    if known_at is None or known_at >= now:
        return 1.0
    return float(_DAY_KEPT ** ((now - known_at).total_seconds() / _DAY_SECONDS))


def wait(
    rate: float, hours: Sequence[float], known_at: datetime | None, now: datetime, *, window: int, longest: timedelta
) -> timedelta:
    """Return how long to wait at *now*, *longest* at most: √rate is summed up over coming hours until it is one poll.

    So a feed that sleeps at night is asked before its morning, not all night. More of late than these hours usually
    bring lifts the hours to come as well, and is forgotten as `lately` forgets.
    """
    known, kept = hours or _BEFORE_ANY, _faded(known_at, now)
    weight, little = kept * _WEIGHT, kept * (sum(known) * _LITTLE / HOURS)
    hour, most, waited, left = now.hour, longest / _HOUR, 0.0, 1.0
    lift = _lift(rate, known, hour, weight, little)
    step = 1.0 - (now.minute * 60 + now.second) / 3600
    while waited < most:
        # Of each hour, evened out with its neighbours, and none without a little of the day's.
        usual = weight * (known[hour - 1] + 2 * known[hour] + known[hour + 1 - HOURS]) + little
        expected = usual * (1.0 + lift)
        intensity = math.sqrt(expected) / CALM
        if window and expected > _OF_WINDOW * window * intensity:
            intensity = expected / (_OF_WINDOW * window)
        if intensity * step >= left:
            return min(timedelta(hours=waited + left / intensity), longest)
        left -= intensity * step
        waited += step
        step, hour, lift = 1.0, (hour + 1) % HOURS, lift * _HOUR_FADES
    return longest


def _lift(rate: float, hours: Sequence[float], hour: int, weight: float, little: float) -> float:
    """Return by how much *rate*, of late, is above what these hours usually bring, as a share of that."""
    least = little * _LATE_SUM
    if rate <= least:
        return 0.0
    expected = weight * sum(map(mul, hours, _LATE_WEIGHTS[hour])) + least
    return max(rate / expected - 1.0, 0.0) if expected else 0.0
