"""Whether a page is still there, and when to look again (pure).

    answer's status + what the page says + the look before ─judged─▶ Recheck ─next_at─▶ when to look again, or never

Only what speaks of this one page, and says that it is gone, withdraws an article: 410 at once, 404 when it is there
again hours later. Walls, errors and moved sites look like anything else, and a withdrawal is hard to take back.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from services.fetch import asked
from services.model import Answer, Article, Look, Recheck, Validators

MISSING_AGAIN = timedelta(hours=12)
"""When a page that is missing is looked for again."""

MISSING_FOR = timedelta(hours=6)
"""How long a page has to be missing, from one look to another, to be gone."""

_SOUGHT_FOR = timedelta(days=2)
"""How long a page that is missing is looked for past its last age, while other answers come."""

_BACK_AFTER = timedelta(days=2)
"""When a page that is gone is looked for once more, if no age is left: its host may have been in trouble."""

_LONGEST_VALIDATORS = 500


def judged(known: Recheck, answer: Answer, page: tuple[Look, str], now: datetime) -> Recheck:
    """Return what *answer* comes to, after what is *known*; *page* is what was found on a page of status 200."""
    reason = f"answered {answer.status}"
    match answer.status:
        case HTTPStatus.NOT_MODIFIED:
            return Recheck(now, Look.NOT_MODIFIED, was_there=True, validators=known.validators)
        case HTTPStatus.OK if page[0] in {Look.UNCHANGED, Look.CHANGED}:
            return Recheck(now, *page, was_there=True, validators=_bounded(answer.validators))
        case HTTPStatus.OK:
            look, reason = page
            return replace(known, looked_at=now, look=look, reason=reason, was_there=True)
        case HTTPStatus.GONE:
            return replace(known, looked_at=now, look=Look.WITHDRAWN, reason=reason, missing_since=None)
        case HTTPStatus.NOT_FOUND:
            return _missing(known, now)
        case status:
            look = Look.FAILED if asked.for_another_try(status) else Look.REFUSED
            return replace(known, looked_at=now, look=look, reason=reason)


def _missing(known: Recheck, now: datetime) -> Recheck:
    """Return what a 404 comes to. Of a page that was never there for us it says nothing: some hosts answer so to us."""
    missing = replace(known, looked_at=now, look=Look.MISSING, reason="answered 404")
    since = known.missing_since or now
    if now - since < MISSING_FOR:
        return replace(missing, missing_since=since) if known.was_there else missing
    reason = f"answered 404, and again {round((now - since) / timedelta(hours=1))} hours later"
    return replace(missing, look=Look.WITHDRAWN, reason=reason, missing_since=None)


def _bounded(validators: Validators) -> Validators:
    length = len(validators.etag) + len(validators.last_modified)
    return validators if length <= _LONGEST_VALIDATORS else Validators()


def first_at(article: Article, ages: Sequence[timedelta]) -> datetime | None:
    """Return when to look at the page of *article*, which is new, for the first time; None for never.

    Never where its address is no page of its own, nor where its publisher dates it before the time of rechecks: a
    library of old articles that is taken in is no news.
    """
    has_page = any(key.startswith("url:") for key in article.keys)
    if not ages or not has_page:
        return None
    published_at = article.published.at if article.published else article.first_seen_at
    return article.first_seen_at + ages[0] if published_at > article.first_seen_at - ages[-1] else None


def next_at(first_seen_at: datetime, ages: Sequence[timedelta], last: Recheck) -> datetime | None:
    """Return when to look again at a page whose article was first seen then; None for never."""
    now = last.looked_at
    due = next((first_seen_at + age for age in ages if first_seen_at + age > now), None)
    if last.look is Look.WITHDRAWN:
        return due or now + _BACK_AFTER
    if last.missing_since is None:
        return due
    again = now + MISSING_AGAIN
    if due is None:
        return again if again <= last.missing_since + _SOUGHT_FOR else None
    return min(due, again)
