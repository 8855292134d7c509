"""What to ask a feed's server for: what changed, or the whole (pure).

Validators go back byte for byte, as the last whole answer that was read gave them. Some lie, so that news hides behind
304: one request in a hundred asks for the whole, and so does one after a silence that is none of the feed's. What that
brings may raise doubts. For doubts alone the whole is asked for at most once in 24 hours, and never within an hour of
the request before (https://rachelbythebay.com/fs/help.html).
"""

from datetime import datetime, timedelta
from http import HTTPStatus

from services.model import Answer, Feed, FeedState, Validators, WebRequest

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)

_WHOLE = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
_WHOLE_AFTER = 100
"""Conditional requests in a row, before one asks for the whole."""

_WHOLE_EVERY, _WHOLE_ALONE = timedelta(hours=24), timedelta(hours=1)

_CHANCES = 3
"""Conditional requests in a row, before a doubted server is asked for the whole again."""

_SILENCE = 5.0
"""Entries that would have come in the meantime, from which a silence is strange."""

_NO_TRUST = 6
"""Doubts from which a feed's validators aren't sent, but for one request in a hundred: they may be right by now."""


def request(feed: Feed, state: FeedState, now: datetime) -> WebRequest:
    """Return what to ask *feed*'s server at *now*."""
    is_tried_again = state.polls % _WHOLE_AFTER == _WHOLE_AFTER - 1
    is_conditional = is_tried_again if state.doubts >= _NO_TRUST else not _is_whole_due(state, now)
    return WebRequest(feed.url, state.validators if is_conditional else Validators(), ACCEPT)


def _is_whole_due(state: FeedState, now: datetime) -> bool:
    if not state.unconditional_at or not state.polled_at:
        return False  # then no validators are known either
    if now - state.unconditional_at < _WHOLE_EVERY or now - state.polled_at < _WHOLE_ALONE:
        return False
    # Doubts need chances to be cleared: of a feed polled once a day each poll would ask for the whole, and add to them.
    is_doubted = state.doubts > 0 and state.conditionals >= _CHANCES
    return state.conditionals >= _WHOLE_AFTER or is_doubted or _is_strangely_silent(state, now)


def _is_strangely_silent(state: FeedState, now: datetime) -> bool:
    """Tell whether five entries would have come since the last one, and the whole wasn't asked for since then.

    A feed whose server says 304 for ever would be polled ever more rarely, and a hundredth time never.
    """
    a_day = sum(state.hours)
    if not a_day or not state.changed_at or not state.unconditional_at:
        return False
    strange_at = state.changed_at + max(_SILENCE / a_day, 1.0) * _WHOLE_EVERY
    return state.unconditional_at < strange_at <= now


def has_news(state: FeedState, answer: Answer, body_sha256: str) -> bool:
    """Tell whether *answer* is to be read: a whole one that isn't last time's bytes, whatever its validators."""
    return is_whole(answer) and body_sha256 != state.body_sha256


def is_whole(answer: Answer) -> bool:
    return answer.status in _WHOLE


def are_useful(validators: Validators, doubts: int) -> bool:
    """Tell whether *validators* spare the server a whole answer."""
    return bool(validators) and doubts < _NO_TRUST


def doubts(state: FeedState, asked_for: WebRequest, answer: Answer, new: int, window: int) -> int:
    """Return how far *state*'s validators are to be doubted after *answer* with *new* entries of *window*.

    News with the validators of before proves that they lie. News that came unasked may be chance: the feed changed just
    before the one request in a hundred. Less so where it is much, and the feed was asked several times in its silence.
    """
    if not new or not state.validators:
        return state.doubts
    if asked_for.validators:
        return 0
    is_proof = answer.validators == state.validators
    is_much = new * 2 >= window and _was_asked_in_its_silence(state, answer.fetched_at)
    return min(state.doubts + (_NO_TRUST if is_proof else 2 if is_much else 1), _NO_TRUST)


def _was_asked_in_its_silence(state: FeedState, now: datetime) -> bool:
    if not state.changed_at or not state.succeeded_at:
        return False
    return (now - state.succeeded_at) * 4 < now - state.changed_at
