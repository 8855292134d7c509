"""Whether two texts that were met under one address, or one id of a feed, are one article (pure).

An address alone proves little: a section's page and a live blog serve another story tomorrow, some feeds send all their
links to one page, and ids are used again. So the texts have to bear it out, or the time of publication.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.dedup.likeness import exactly
from services.dedup.sketch import shingles_of

_TEXT_HELD = 0.3
"""Of the shorter text's runs of five words; two stories of one publisher share the line below them, 0.05 at most."""

_MOVED_TEXT_HELD = 0.8
"""Where only a feed's id is shared, and the address is another: an id that is used again, or a page that moved."""

_HEADLINE_HELD, _TEXT_TRACE = 0.6, 0.05
_ANOTHER_DAY = timedelta(hours=20)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Told:
    """What tells an article: `published_at` is None where no time of day was stated, `addresses` are keys."""

    headline: str
    body: str
    published_at: datetime | None = None
    addresses: frozenset[str] = frozenset()


def is_same(one: Told, other: Told) -> bool:
    """Tell whether *one* and *other*, met under one key, are one article in two versions."""
    held = held_in(one.body, other.body)
    if one.addresses and other.addresses and one.addresses.isdisjoint(other.addresses):
        return held >= _MOVED_TEXT_HELD
    if held >= _TEXT_HELD or (one.published_at and one.published_at == other.published_at):
        return True
    if _shared(one.headline, other.headline) < _HEADLINE_HELD:
        return False
    return held >= _TEXT_TRACE or not _is_another_day(one, other)


def held_in(one: str, other: str) -> float:
    """Return how many of the shorter text's runs of five words stand in the longer, from 0 to 1."""
    mine, others = shingles_of([one, other])
    if not len(mine.hashes) or not len(others.hashes):
        return float(one.casefold().split() == other.casefold().split())
    return exactly(mine, others).contained


def _shared(one: str, other: str) -> float:
    mine, others = (set(_WORDS.findall(each.casefold())) for each in (one, other))
    return len(mine & others) / (min(len(mine), len(others)) or 1)


def _is_another_day(one: Told, other: Told) -> bool:
    if not one.published_at or not other.published_at:
        return False
    return abs(one.published_at - other.published_at) > _ANOTHER_DAY
