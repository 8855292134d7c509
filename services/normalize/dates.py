"""Times that publishers state: parsed, made UTC, weighed, and never invented."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from services.model import Entry, PublishedAt, StatedTime

# How far each origin can be trusted when it states a full time with its zone.
_TRUST = {"json-ld": 0.95, "wire": 0.95, "meta": 0.9, "feed": 0.9, "json": 0.9, "mail": 0.8, "page": 0.7, "url": 0.6}
_UNKNOWN_ORIGIN = 0.5
_WITHOUT_ZONE = 0.8
_WITHOUT_TIME = 0.7

_EARLIEST = datetime(1800, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
_SAME_DAY = timedelta(days=1)
_LONGEST = 64
_DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}")
# What `fromisoformat` doesn't take: a space before the zone, `UTC` or `GMT` as the zone, more than six decimals.
_SPACED_ZONE = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)|\s*(?:UTC|GMT)$")
_DECIMALS = re.compile(r"(\.\d{6})\d+")


def published(times: Sequence[PublishedAt]) -> PublishedAt | None:
    """Return when the publisher says that it appeared, of what can be believed; None where that is nothing.

    The first statement counts, or one of the same day that gives the hour as well. What another origin confirms is
    worth more.
    """
    if not times:
        return None
    first, *others = times
    alike = [other for other in others if abs(other.at - first.at) <= _SAME_DAY]
    best = next((each for each in (first, *alike) if not each.is_day), first)
    if any(other.source != best.source for other in (first, *alike)):
        return replace(best, confidence=round(1 - (1 - best.confidence) / 2, 3))
    return best


def candidates(entry: Entry, first_seen_at: datetime) -> tuple[PublishedAt, ...]:
    """Return all that can be believed of what *entry* states, in its order.

    Not: what is unreadable, before 1800 or in the future. A time without zone is taken as UTC with less confidence; a
    day without time is its midnight, with less still.
    """
    stated = (StatedTime(entry.published, entry.published_source), *entry.published_otherwise)
    found = (_candidate(each.text.strip(), each.source) for each in stated)
    return tuple(each for each in found if each and _EARLIEST <= each.at <= first_seen_at + _AHEAD)


def _candidate(stated: str, source: str) -> PublishedAt | None:
    read = _read(stated)
    if read is None:
        return None
    at, is_zone_stated = read
    is_day = bool(_DAY.fullmatch(stated))
    worth = _WITHOUT_TIME if is_day else 1.0 if is_zone_stated else _WITHOUT_ZONE
    confidence = round(_TRUST.get(source, _UNKNOWN_ORIGIN) * worth, 3)
    return PublishedAt(at, source, confidence, is_zone_stated=is_zone_stated, is_day=is_day)


def modified(entry: Entry, first_seen_at: datetime) -> datetime | None:
    """Return when the publisher says that it was changed, under the same rules."""
    at = parse(entry.modified)
    return at if at is not None and _EARLIEST <= at <= first_seen_at + _AHEAD else None


def parse(stated: str) -> datetime | None:
    """Return an ISO 8601 or RFC 822 time in UTC, or None; a missing zone means UTC."""
    read = _read(stated.strip())
    return read[0] if read else None


def _read(stated: str) -> tuple[datetime, bool] | None:
    """Return the time in UTC, and whether its zone is stated."""
    if not stated or len(stated) > _LONGEST or not stated.isascii():
        return None
    at = _iso(stated) or _rfc822(stated)
    if at is None:
        return None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC), at.tzinfo is not None
    except OverflowError:
        return None


def _iso(stated: str) -> datetime | None:
    zone = "+00:00" if stated.endswith(("UTC", "GMT")) else ""
    try:
        return datetime.fromisoformat(_DECIMALS.sub(r"\1", _SPACED_ZONE.sub("", stated) + zone))
    except ValueError:
        return None


def _rfc822(stated: str) -> datetime | None:
    try:
        return parsedate_to_datetime(stated)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
