"""What to ask a feed's server for: what changed, or the whole (pure).

Validators go back byte for byte, as the last whole answer that was read gave them. Some lie, so that news hides behind
304: one request in a hundred asks for the whole, and what it brings may raise doubts. Nothing but our doubts asks for
the whole, and that no more than once in 24 hours (the Feed Reader Score's rule).
"""

from datetime import datetime, timedelta
from http import HTTPStatus

from services.model import Answer, Feed, FeedState, Validators, WebRequest

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)

_WHOLE_AFTER = 100
"""Conditional requests in a row, before one asks for the whole."""

_WHOLE_EVERY = timedelta(hours=24)

_NO_TRUST = 2
"""Doubts from which a feed's validators aren't sent, but for one request in a hundred: they may be right by now."""

NONE = Validators()


def request(feed: Feed, state: FeedState, now: datetime) -> WebRequest:
    """Return what to ask *feed*'s server at *now*."""
    is_tried_again = state.polls % _WHOLE_AFTER == _WHOLE_AFTER - 1
    is_conditional = is_tried_again if state.doubts >= _NO_TRUST else not _is_whole_due(state, now)
    return WebRequest(feed.url, state.validators if is_conditional else NONE, ACCEPT)


def _is_whole_due(state: FeedState, now: datetime) -> bool:
    if state.unconditional_at and now - state.unconditional_at < _WHOLE_EVERY:
        return False
    return state.conditionals >= _WHOLE_AFTER or state.doubts > 0


def has_news(state: FeedState, answer: Answer, body_sha256: str) -> bool:
    """Tell whether *answer* is to be read: a whole one that isn't last time's bytes, whatever its validators."""
    return is_whole(answer) and body_sha256 != state.body_sha256


def is_whole(answer: Answer) -> bool:
    return answer.status in (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION)


def are_useful(state: FeedState) -> bool:
    """Tell whether *state*'s validators spare the server a whole answer."""
    return state.validators != NONE and state.doubts < _NO_TRUST


def doubts(state: FeedState, asked_for: WebRequest, answer: Answer, new: int) -> int:
    """Return how far *state*'s validators are to be doubted after *answer* with *new* entries.

    News with the validators of before proves that they lie. News that came unasked may be chance: the feed changed
    just before the one request in a hundred.
    """
    if not new or state.validators == NONE:
        return state.doubts
    if asked_for.validators != NONE:
        return 0
    return _NO_TRUST if answer.validators == state.validators else min(state.doubts + 1, _NO_TRUST)
