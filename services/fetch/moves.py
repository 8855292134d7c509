"""Whether a feed has moved for good (pure): three answers over a day have to agree, as many redirects are mistakes."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from services.model import Answer, Feed, FeedState

PERMANENT = frozenset({301, 308})
_ANSWERS, _WITHIN = 3, timedelta(hours=24)


def moved(feed: Feed, state: FeedState) -> str:
    """Return where *feed* lives now; empty where it hasn't moved."""
    is_sure = len(state.moves) >= _ANSWERS and state.moves[-1] - state.moves[0] >= _WITHIN
    return state.moved_to if is_sure and state.moved_to != feed.url else ""


def noted(state: FeedState, answer: Answer) -> tuple[str, tuple[datetime, ...]]:
    """Return where the permanent redirects before any other kind lead, and the first and the latest times of that.

    Nowhere, where https leads to http.
    """
    target = ""
    for redirect in answer.redirects:
        if redirect.status not in PERMANENT:
            break
        target = redirect.url
    if not target or (urlsplit(answer.requested).scheme == "https" and urlsplit(target).scheme != "https"):
        return "", ()
    if target != state.moved_to:
        return target, (answer.fetched_at,)
    return target, (*state.moves[: _ANSWERS - 1], answer.fetched_at)
