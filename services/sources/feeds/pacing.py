"""How often a feed wants to be asked: `ttl`, `skipHours`, `skipDays` (RSS 2.0), `sy:updatePeriod` (RSS 1.0 modules)."""

from collections.abc import Iterable
from datetime import timedelta

from services.model import Pacing

_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS = {name: number for number, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_LONGEST = timedelta(days=365)


def pacing(
    ttl: str = "", period: str = "", frequency: str = "", hours: Iterable[str] = (), days: Iterable[str] = ()
) -> Pacing:
    """Return what is asked for, the longer of `ttl` (minutes) and the period; nonsense asks for nothing."""
    asked = [interval for interval in (_ttl(ttl), _period(period, frequency)) if interval]
    return Pacing(
        interval=min(max(asked), _LONGEST) if asked else None,
        # RSS 0.91 counted hours from 1 to 24.
        skip_hours=frozenset(number % 24 for number in map(_number, hours) if 0 <= number <= 24),
        skip_days=frozenset(_DAYS[name] for day in days if (name := day.strip().lower()[:3]) in _DAYS),
    )


def _ttl(text: str) -> timedelta | None:
    minutes = _number(text)
    return timedelta(minutes=min(minutes, 525_600)) if minutes > 0 else None


def _period(period: str, frequency: str) -> timedelta | None:
    length = _PERIODS.get(period.strip().lower())
    return length / max(1, _number(frequency)) if length else None


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 10 else -1
