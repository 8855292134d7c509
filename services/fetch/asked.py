"""How long a publisher asks to be left alone: the statuses and headers of HTTP that say so (pure).

Each may be a lie or a mistake, so what is read here is a wish; `schedule` bounds it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from services.model import Answer

TOO_OFTEN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
"""What says that a host is asked too often."""

_ANOTHER_TRY = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_ZONE = r"(?:GMT|UTC|[+-]0000)"
_DATE_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"[a-z]+, ?(?P<day>\d\d?) (?P<month>[a-z]{{3}}) (?P<year>\d{{4}}) {_CLOCK} {_ZONE}",
        rf"[a-z]+, ?(?P<day>\d\d?)-(?P<month>[a-z]{{3}})-(?P<year>\d\d(?:\d\d)?) {_CLOCK} {_ZONE}",
        rf"[a-z]{{3}} (?P<month>[a-z]{{3}}) (?P<day>[ \d]\d) {_CLOCK} (?P<year>\d{{4}})",
    )
)
"""IMF-fixdate, RFC 850's and asctime's: all three have to be understood (RFC 9110, 5.6.7)."""

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_MOST_SECONDS = 10**9
_LEAP_SECOND = 59
_NOTHING = timedelta()


def for_another_try(status: int) -> bool:
    """Tell whether *status* may be another one later: 408, 425 and 429 say so, and all of 5xx."""
    return status in _ANOTHER_TRY or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def http_date(text: str, now: datetime) -> datetime | None:
    """Return the time that *text* states in one of HTTP's three forms; None for anything else.

    A year of two digits is the one that isn't more than 50 years ahead of *now* (RFC 9110, 5.6.7).
    """
    for form in _DATE_FORMS:
        if found := form.fullmatch(text.strip()):
            return _time(found.groupdict(), now)
    return None


def _time(parts: Mapping[str, str], now: datetime) -> datetime | None:
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += now.year // 100 * 100
        year -= 100 if year > now.year + 50 else 0
    try:
        return datetime(
            year,
            _MONTHS.index(parts["month"].lower()) // 4 + 1,
            int(parts["day"]),
            int(parts["hour"]),
            int(parts["minute"]),
            min(int(parts["second"]), _LEAP_SECOND),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def retry_after(answer: Answer, now: datetime) -> timedelta | None:
    """Return how long Retry-After asks to wait, as seconds or as a date (RFC 9110, 10.2.3); None where it doesn't."""
    text = answer.header("retry-after").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:12]), _MOST_SECONDS))
    at = http_date(text, now)
    return max(at - now, _NOTHING) if at else None


def fresh_for(answer: Answer, now: datetime) -> timedelta:
    """Return how long *answer* is fresh yet: max-age less Age, else Expires less Date (RFC 9111, 4.2).

    Nothing where neither says. `s-maxage` is for shared caches, and `no-cache` asks for validation: both aren't ours.
    """
    headers = {name.lower(): value for name, value in answer.headers} if answer.headers else {}
    if "cache-control" not in headers and "expires" not in headers:
        return _NOTHING
    age = headers.get("age", "").strip()
    spent = timedelta(seconds=min(int(age[:12]), _MOST_SECONDS)) if age.isascii() and age.isdigit() else _NOTHING
    if found := _MAX_AGE.search(headers.get("cache-control", "")):
        return max(timedelta(seconds=min(int(found[1]), _MOST_SECONDS)) - spent, _NOTHING)
    ends = http_date(headers["expires"], now) if "expires" in headers else None
    if ends is None:
        return _NOTHING
    made = http_date(headers.get("date", ""), now) or now
    return max(ends - made - spent, _NOTHING)
