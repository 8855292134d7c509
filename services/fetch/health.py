"""How a feed is doing, as a person can read it (pure): quiet is not broken, and nothing is green by default."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.model import Condition, Feed, FeedState, Judged

BROKEN_FROM = 3
"""Failures in a row: one or two pass by themselves."""

_DAY = timedelta(days=1)
_LATELY = 7
_SILENCE = 5.0
"""Usual gaps between entries after which a silence is one: of random arrivals, 1 in 150 gaps is as long (e^-5)."""

_SILENCE_LEAST, _SILENCE_MOST = timedelta(days=2), timedelta(days=60)
_LATE = timedelta(hours=1)
_NEVER_LATE = frozenset({Condition.PAUSED, Condition.GONE, Condition.BROKEN})
_POOR = 1 / 3
_ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Health:
    """A judgement with its reason, one sentence.

    `lately` and `usual` are new entries a day, over the last week and over the three before; `usual` is None until
    there was a week before.
    """

    condition: Condition
    reason: str
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    due_at: datetime | None = None
    errors: int = 0
    lately: float = 0.0
    usual: float | None = None


def judge(feed: Feed, state: FeedState | None, now: datetime) -> Health:
    """Return how *feed* is doing at *now*."""
    lately, usual = _rates(state, now)
    condition, reason = _judgement(feed, state, now, lately, usual)
    if state is None:
        return Health(condition, reason)
    return Health(condition, reason, state.succeeded_at, state.changed_at, state.due_at, state.errors, lately, usual)


def standing(feed: Feed, state: FeedState, now: datetime) -> Judged:
    """Return what holds of *feed* until it is late, if nobody polls it; that is what can be counted without looking."""
    late_at = state.due_at + _patience(state)
    condition = judge(feed, state, min(now, late_at)).condition
    return Judged(condition, None if condition in _NEVER_LATE else late_at)


def _patience(state: FeedState) -> timedelta:
    """Return how long after its time a feed is late."""
    return _LATE if state.polled_at is None else max(_LATE, state.interval)


def _judgement(
    feed: Feed, state: FeedState | None, now: datetime, lately: float, usual: float | None
) -> tuple[Condition, str]:
    if not feed.is_enabled:
        return Condition.PAUSED, "It isn't polled, as somebody wants it."
    if state is not None and state.is_gone:
        return Condition.GONE, f"The server says that it is gone for good ({state.error})."
    if state is None or state.polled_at is None:
        is_late = state is not None and now - state.due_at > _patience(state)
        return (Condition.LATE, _late(state.due_at, now)) if is_late and state else (Condition.NEW, "Never polled yet.")
    if state.errors >= BROKEN_FROM or (state.errors and state.succeeded_at is None):
        return Condition.BROKEN, _broken(state, now)
    if now - state.due_at > _patience(state):
        return Condition.LATE, _late(state.due_at, now)
    return _heard(state, now, lately, usual)


def _heard(state: FeedState, now: datetime, lately: float, usual: float | None) -> tuple[Condition, str]:
    trouble = f" The last poll failed: {state.error}." if state.errors else ""
    if state.changed_at is None:
        return Condition.QUIET, f"It answers, and never had an entry.{trouble}"
    silence = now - state.changed_at
    rate = max(lately, usual or 0.0)
    expected = _DAY * min(_SILENCE / rate, _SILENCE_MOST.days) if rate else _SILENCE_MOST
    if silence > max(expected, _SILENCE_LEAST):
        return Condition.QUIET, f"It answers, but has had nothing new for {span(silence)}.{trouble}"
    if usual and usual * _LATELY >= _ENOUGH and lately < usual * _POOR:
        return Condition.QUIET, f"It has {lately:.1f} entries a day, where {usual:.1f} are usual.{trouble}"
    return Condition.FRESH, f"Its last news came {span(silence)} ago.{trouble}"


def _broken(state: FeedState, now: datetime) -> str:
    since = f"last read {span(now - state.succeeded_at)} ago" if state.succeeded_at else "never read"
    return f"{state.errors} polls in a row failed, the last with: {state.error}; {since}."


def _late(due_at: datetime, now: datetime) -> str:
    return f"It was due {span(now - due_at)} ago, and nobody has polled it: see whether workers of the queue poll run."


def _rates(state: FeedState | None, now: datetime) -> tuple[float, float | None]:
    """Return new entries a day, of the last seven days and of those before; a day without a poll had none."""
    if state is None or state.polled_at is None or not state.daily:
        return 0.0, None
    missed = max((now.date() - state.polled_at.date()).days, 0)
    days = [*state.daily, *([0] * min(missed, len(state.daily)))]
    last, before = days[-_LATELY:], days[:-_LATELY]
    return sum(last) / len(last), sum(before) / len(before) if len(before) >= _LATELY else None


def span(length: timedelta) -> str:
    """Return *length* in the largest unit that it holds two of: `90 minutes`, `36 hours`, `12 days`."""
    for name, unit in (("days", _DAY), ("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1))):
        if length >= 2 * unit:
            return f"{length // unit} {name}"
    return f"{max(int(length.total_seconds()), 0)} seconds"
