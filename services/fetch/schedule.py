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

_DAYS = 28
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
    polled = _polled(state, asked_for, answer.fetched_at)
    is_conditional = asked_for.validators != conditional.NONE
    if conditional.is_whole(answer) or (answer.status == HTTPStatus.NOT_MODIFIED and is_conditional):
        seen = _seen(polled, state, asked_for, answer, found, body_sha256)
        paced = replace(seen, interval=_interval(seen, state, _fresh(state, found), limits))
        return replace(paced, due_at=pacing.after_answer(feed_id, paced, answer, limits))
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
    is_conditional = asked_for.validators != conditional.NONE
    return replace(
        state,
        polls=state.polls + 1,
        polled_at=now,
        unconditional_at=state.unconditional_at if is_conditional else now,
        conditionals=state.conditionals + 1 if is_conditional else 0,
        daily=_daily(state, now, 0),
    )


def _seen(
    polled: FeedState,
    before: FeedState,
    asked_for: WebRequest,
    answer: Answer,
    found: Found | None,
    body_sha256: str,
) -> FeedState:
    now = answer.fetched_at
    new = _fresh(before, found)
    moved_to, times = moves.noted(before, answer)
    return replace(
        polled,
        validators=answer.validators if conditional.is_whole(answer) else before.validators,
        body_sha256=body_sha256 or before.body_sha256,
        succeeded_at=now,
        changed_at=now if found and found.new else before.changed_at,
        errors=0,
        error="",
        moved_to=moved_to,
        moves=times,
        daily=_daily(before, now, new),
        is_gone=False,
        window=found.entries if found else before.window,
        pacing=found.pacing if found else before.pacing,
        doubts=conditional.doubts(before, asked_for, answer, new),
        **_learned(before, now, new),
    )


def _fresh(before: FeedState, found: Found | None) -> int:
    """Return how many entries count as new: what a feed holds at first says nothing about how often that comes."""
    return found.new if found and before.succeeded_at else 0


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


def _interval(seen: FeedState, before: FeedState, new: int, limits: Limits) -> timedelta:
    now = seen.succeeded_at or seen.due_at
    interval = rhythm.wait(seen.rate_new, seen.hours, seen.hours_at, now, window=seen.window, longest=limits.longest)
    if new and new * 2 >= seen.window and before.succeeded_at:
        interval = min(interval, (now - before.succeeded_at) / 2)  # half is new: the next burst may be longer
    floor = limits.shortest if conditional.are_useful(seen) else limits.shortest * _WHOLE
    return min(max(interval, floor), limits.longest)


def _daily(state: FeedState, now: datetime, new: int) -> tuple[int, ...]:
    days = (now.date() - state.polled_at.date()).days if state.polled_at else 0
    if not days and not new and state.daily:
        return state.daily
    daily = [*(state.daily or (0,)), *([0] * min(max(days, 0), _DAYS))][-_DAYS:]
    daily[-1] += new
    return tuple(daily)


def _reason(status: int) -> str:
    if status == HTTPStatus.NOT_MODIFIED:
        return "answered 304 Not Modified to a request without validators"
    try:
        return f"answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"answered {status}"
