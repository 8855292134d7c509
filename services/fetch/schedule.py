"""What a poll teaches, and so when a feed is polled next (pure).

state ─conditional.request─▶ WebRequest ─▶ Answer ─conditional.has_news─▶ read, accept ─answered─▶ state
                                 └─ no answer, or one that can't be read ─failed─▶ state

The caller saves the state that `answered` returns only after the poll's entries are in the ledger: it holds the
validators, and with those saved too early a crash would lose what the answer held.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TypedDict

from services.errors import kept
from services.fetch import asked, conditional, moves, pacing, rhythm
from services.fetch.pacing import Limits
from services.model import Answer, FeedState, Pacing, WebRequest

_SOON, _LATER = 2, 12
"""The first wait after an error that may pass by itself, and after one that lasts, in shortest intervals."""

_WHOLE = 3
"""The same, between whole answers: of a server that gives no validators, or false ones."""

_FIRST_POLLS, _AT_FIRST = 2, timedelta(minutes=30)
"""A new feed may be a busy one: until that is known, no more may scroll out of it than comes in half an hour."""

_DAYS = 28
_NOT_MODIFIED = HTTPStatus.NOT_MODIFIED
_LASTING = frozenset({401, 402, 403, 404, 406, 407, 451})


@dataclass(frozen=True, slots=True)
class Found:
    """What a feed held when it was read: `entries`, `new` ones among them, and how it wants to be asked."""

    entries: int
    new: int
    pacing: Pacing = field(default_factory=Pacing)


def begun(now: datetime) -> FeedState:
    """Return the state of a feed that was never polled."""
    return FeedState(due_at=now, interval=timedelta(hours=1))


def answered(
    feed_id: str,
    state: FeedState,
    asked_for: WebRequest,
    answer: Answer,
    limits: Limits,
    *,
    found: Found | None = None,
    body_sha256: str = "",
) -> FeedState:
    """Return the state after *answer*, of any status, to *asked_for*.

    *found* and *body_sha256* are of a document that was read, and None and empty where `has_news` said no.
    """
    is_whole = conditional.is_whole(answer)
    if is_whole or (answer.status == _NOT_MODIFIED and asked_for.validators):
        return _succeeded(feed_id, state, asked_for, answer, limits, found, body_sha256)
    polled = _polled(state, asked_for, answer.fetched_at)
    if answer.status == HTTPStatus.GONE and all(each.status in moves.PERMANENT for each in answer.redirects):
        return replace(polled, errors=state.errors + 1, error="answered 410 Gone", is_gone=True)
    first = limits.shortest * (_LATER if answer.status in _LASTING else _SOON)
    retry_after = asked.retry_after(answer, answer.fetched_at)
    due_at = pacing.after_error(feed_id, polled, answer.fetched_at, limits, first, retry_after)
    return replace(polled, due_at=due_at, errors=state.errors + 1, error=_reason(answer.status))


def failed(
    feed_id: str,
    state: FeedState,
    asked_for: WebRequest,
    reason: str,
    now: datetime,
    limits: Limits,
    *,
    is_lasting: bool,
) -> FeedState:
    """Return the state after a poll that brought no answer, or one that can't be read, for *reason*.

    *is_lasting*: the same again would fail again (a PermanentError), so it is tried again later. Validators stay those
    of the last answer that was read.
    """
    polled = _polled(state, asked_for, now)
    first = limits.shortest * (_LATER if is_lasting else _SOON)
    due_at = pacing.after_error(feed_id, polled, now, limits, first, None)
    return replace(polled, due_at=due_at, errors=state.errors + 1, error=kept(reason))


def _polled(state: FeedState, asked_for: WebRequest, now: datetime) -> FeedState:
    return replace(state, daily=_daily(state, now, 0), **_counted(state, asked_for, now))


class _Counted(TypedDict):
    polls: int
    polled_at: datetime
    unconditional_at: datetime | None
    conditionals: int


def _counted(state: FeedState, asked_for: WebRequest, now: datetime) -> _Counted:
    is_conditional = bool(asked_for.validators)
    return {
        "polls": state.polls + 1,
        "polled_at": now,
        "unconditional_at": state.unconditional_at if is_conditional else now,
        "conditionals": state.conditionals + 1 if is_conditional else 0,
    }


def _succeeded(
    feed_id: str,
    state: FeedState,
    asked_for: WebRequest,
    answer: Answer,
    limits: Limits,
    found: Found | None,
    body_sha256: str,
) -> FeedState:
    now = answer.fetched_at
    # What a feed holds at first says nothing about how often that comes.
    new = found.new if found and state.succeeded_at else 0
    learned = _learned(state, now, new)
    validators = answer.validators if conditional.is_whole(answer) else state.validators
    window, wish = (found.entries, found.pacing) if found else (state.window, state.pacing)
    doubts = conditional.doubts(state, asked_for, answer, new, window)
    floor = limits.shortest if conditional.are_useful(validators, doubts) else limits.shortest * _WHOLE
    interval = max(_interval(learned, state, now, new, window, limits), min(floor, limits.longest))
    moved_to, times = moves.noted(state, answer)
    # All of it anew, errors forgotten: `replace` would take as long as the rest.
    return FeedState(
        due_at=pacing.after_answer(feed_id, state.polls + 1, interval, wish, answer, limits),
        interval=interval,
        validators=validators,
        body_sha256=body_sha256 or state.body_sha256,
        succeeded_at=now,
        changed_at=now if found and found.new else state.changed_at,
        moved_to=moved_to,
        moves=times,
        daily=_daily(state, now, new),
        window=window,
        pacing=wish,
        doubts=doubts,
        **_counted(state, asked_for, now),
        **learned,
    )


class _Learned(TypedDict):
    rate_new: float
    hours: tuple[float, ...]
    hours_at: datetime | None


def _learned(before: FeedState, now: datetime, new: int) -> _Learned:
    """Return what *new* entries since the last success say of the rhythm; without any, the hours only fade."""
    since = before.succeeded_at or now
    rate = rhythm.lately(before.rate_new, new, now - since)
    if before.hours and not new:
        return {"rate_new": rate, "hours": before.hours, "hours_at": before.hours_at}
    hours = rhythm.by_hour(before.hours, before.hours_at, since, now, new)
    return {"rate_new": rate, "hours": tuple(hours), "hours_at": now}


def _interval(learned: _Learned, state: FeedState, now: datetime, new: int, window: int, limits: Limits) -> timedelta:
    interval = rhythm.wait(
        learned["rate_new"], learned["hours"], learned["hours_at"], now, window=window, longest=limits.longest
    )
    if state.polls < _FIRST_POLLS:
        return min(interval, _AT_FIRST)
    if new and new * 2 >= window and state.succeeded_at:
        return min(interval, (now - state.succeeded_at) / 2)  # half is new: the next burst may be longer
    return interval


def _daily(state: FeedState, now: datetime, new: int) -> tuple[int, ...]:
    days = (now.date() - state.polled_at.date()).days if state.polled_at else 0
    if not days and not new and state.daily:
        return state.daily
    daily = [*(state.daily or (0,)), *([0] * min(max(days, 0), _DAYS))][-_DAYS:]
    daily[-1] += new
    return tuple(daily)


def _reason(status: int) -> str:
    if status == _NOT_MODIFIED:
        return "answered 304 Not Modified to a request without validators"
    try:
        return f"answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"answered {status}"
