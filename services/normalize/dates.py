"""Times that publishers state: parsed, made UTC, weighed, and never invented."""

import re
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


def published(entry: Entry, first_seen_at: datetime) -> PublishedAt | None:
    """Return when the publisher says that it appeared, or None: unstated, unreadable, before 1800 or in the future.

    The first statement that can be believed counts, or one of the same day that gives the hour as well. A time without
    zone is taken as UTC with less confidence; a day without time is its midnight, with less still. What another
    origin confirms is worth more.
    """
    times = candidates(entry, first_seen_at)
    if not times:
        return None
    first, *others = times
    alike = [other for other in others if abs(other.at - first.at) <= _SAME_DAY]
    best = next((each for each in (first, *alike) if not each.is_day), first)
    if any(other.source != best.source for other in (first, *alike)):
        return replace(best, confidence=round(1 - (1 - best.confidence) / 2, 3))
    return best


def candidates(entry: Entry, first_seen_at: datetime) -> tuple[PublishedAt, ...]:
    """Return all that can be believed of what *entry* states, in its order."""
    stated = (StatedTime(entry.published, entry.published_source), *entry.published_otherwise)
    read = ((each, parse(each.text)) for each in stated)
    return tuple(
        PublishedAt(
            at=at,
            source=each.source,
            confidence=_confidence(each.text.strip(), _TRUST.get(each.source, _UNKNOWN_ORIGIN)),
            is_zone_stated=_has_zone(each.text.strip()),
            is_day=bool(_DAY.fullmatch(each.text.strip())),
        )
        for each, at in read
        if at is not None and _EARLIEST <= at <= first_seen_at + _AHEAD
    )


def modified(entry: Entry, first_seen_at: datetime) -> datetime | None:
    """Return when the publisher says that it was changed, under the same rules."""
    at = parse(entry.modified)
    return at if at is not None and _EARLIEST <= at <= first_seen_at + _AHEAD else None


def parse(stated: str) -> datetime | None:
    """Return an ISO 8601 or RFC 822 time in UTC, or None; a missing zone means UTC."""
    stated = stated.strip()
    if not stated or len(stated) > _LONGEST or not stated.isascii():
        return None
    at = _iso(stated) or _rfc822(stated)
    if at is None:
        return None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _confidence(stated: str, trust: float) -> float:
    if _DAY.fullmatch(stated):
        return round(trust * _WITHOUT_TIME, 3)
    return trust if _has_zone(stated) else round(trust * _WITHOUT_ZONE, 3)


def _has_zone(stated: str) -> bool:
    at = _iso(stated) or _rfc822(stated)
    return at is not None and at.tzinfo is not None


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
