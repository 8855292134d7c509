"""When to poll next: at the feed's rhythm, no sooner than its publisher asks, later after errors (pure)."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from services.fetch import asked
from services.model import Answer, FeedState, Pacing
from services.settings import Settings

_JITTER = 0.05
_MOST_DOUBLINGS = 20
_HOUR, _NOTHING = timedelta(hours=1), timedelta()
_SKIPPED_HOURS = 8 * 24


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of all intervals.

    `shortest` and `longest` bound the rhythm and the waits after errors, `longest_asked` what a publisher may ask for.
    """

    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=24)
    longest_asked: timedelta = timedelta(days=7)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(
            timedelta(seconds=settings.poll_shortest_seconds),
            timedelta(seconds=settings.poll_longest_seconds),
            timedelta(seconds=settings.poll_longest_asked_seconds),
        )


def after_answer(
    feed_id: str, polls: int, interval: timedelta, pacing: Pacing, answer: Answer, limits: Limits
) -> datetime:
    """Return when the feed is due: *interval* after *answer*, give or take 5 %, or as its publisher asks."""
    now = answer.fetched_at
    spread = interval * (1 + _JITTER * (2 * _chance(feed_id, polls) - 1))
    rhythmic = min(max(spread, limits.shortest), limits.longest)
    due = now + rhythmic
    for wish in (asked.fresh_for(answer, now), pacing.interval, asked.retry_after(answer, now)):
        # Nobody means a year: that is a rule for images which caught the feed, and to heed it would lose the feed.
        if wish:
            due = max(due, now + (wish if wish <= limits.longest_asked else limits.longest))
    return _allowed(due, pacing)


def after_error(
    feed_id: str, state: FeedState, now: datetime, limits: Limits, first: timedelta, retry_after: timedelta | None
) -> datetime:
    """Return when to try again: *first* doubled for each error before, `limits.longest` at most; never not at all.

    A little sooner, by a part that differs from feed to feed: those of a host that was down shan't come back at once.
    """
    wait = min(first * 2 ** min(state.errors, _MOST_DOUBLINGS), limits.longest)
    wait = max(wait * (1 - 2 * _JITTER * _chance(feed_id, state.polls)), limits.shortest)
    return _allowed(now + max(wait, min(retry_after or _NOTHING, limits.longest_asked)), state.pacing)


def _allowed(due: datetime, pacing: Pacing) -> datetime:
    """Return the first time from *due* on in an hour and on a day (UTC) that the feed doesn't ask to skip.

    One that asks to skip all of them is a mistake.
    """
    if not pacing.skip_hours and not pacing.skip_days:
        return due
    start = due.replace(minute=0, second=0, microsecond=0)
    for hours in range(_SKIPPED_HOURS):
        at = max(due, start + hours * _HOUR)
        if at.hour not in pacing.skip_hours and at.weekday() not in pacing.skip_days:
            return at
    return due


def _chance(feed_id: str, polls: int) -> float:
    """Return a number from 0 to 1 that is the same for the same poll of the same feed everywhere."""
    return zlib.crc32(f"{feed_id}.{polls}".encode()) / 2**32
