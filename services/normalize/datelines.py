"""Split the opening of a wire story from its text.

    WASHINGTON, United States (MNTV) – U.S. President …      place, region, agency
    MOSCOW, January 21. /TASS/. The Kremlin …                place, date, agency
    PUTRAJAYA, Nov 22 — Private companies …                  place, date
    (ANSA) - ROMA, 05 GEN - Il presidente …                  agency, place, date

`dateline_evidence` judges whether it is one.
"""

import re

from services.model import Dateline
from services.normalize.dateline_evidence import SMALL, Opening, is_capitals, is_certain, known_agency
from services.normalize.dateline_words import MONTHS, WEEKDAYS

_LONGEST_OPENING = 140
_LOOKED_AT = 200
"""Enough for the longest opening; the patterns try each of 90 places, so they shan't see a megabyte of commas."""

_DASH = r"(?:\.?\s*(?:[-–—―]{1,3}|:[-–—])|[:;])"
_AGENCY = r"(?:(?P<paren>\((?P<inner>[^()]{2,60})\))|(?<![^\s.,])/(?P<slash>[^/\s][^/]{1,30})/)"
_SIGNED = re.compile(
    rf"(?P<head>[^()]{{0,90}}?)[\s,]*(?:--?\s*|[–—]\s*)?{_AGENCY}(?P<mark>\s*{_DASH}|\.)?(?P<rest>.*)", re.DOTALL
)
_AGENCY_FIRST = re.compile(
    r"\((?P<inner>[^()]{2,40})\)\s*[-–—]\s*(?P<head>[^()–—]{2,60}?)\s+[-–—]\s+(?P<rest>.*)", re.DOTALL
)
# A hyphen must stand between blanks, a colon before one; dashes proper may touch.
_UNSIGNED = re.compile(
    r"(?P<head>[^()–—:]{2,80}?)(?P<mark>\s+-{1,2}\s+|\s*--\s*|\s*[–—]\s*|\s?:\s+)(?P<rest>.*)", re.DOTALL
)

_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|°|\.)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d\.?")


def split(paragraph: str) -> tuple[Dateline | None, str]:
    """Return the dateline that opens *paragraph* and the text after it, or None and *paragraph* as it is."""
    for opening in _readings(paragraph):
        if opening.rest and is_certain(opening):
            text = paragraph[: len(paragraph) - len(opening.rest)].rstrip(" -–—―:;")
            text = text.removesuffix(".") if text.endswith((").", "/.")) else text
            place, agency = _in_title_case(opening.place), known_agency(opening.agency) or opening.agency
            return Dateline(text, place, opening.region, opening.date, agency), opening.rest
    return None, paragraph


def _readings(paragraph: str) -> list[Opening]:
    """Return the ways to take the opening apart, the fullest first."""
    beginning, tail = paragraph[:_LOOKED_AT], paragraph[_LOOKED_AT:]
    found = (pattern.match(beginning) for pattern in (_AGENCY_FIRST, _SIGNED, _UNSIGNED))
    return [_opening(match, tail) for match in found if match and match.start("rest") <= _LONGEST_OPENING]


def _opening(match: re.Match[str], tail: str) -> Opening:
    groups = match.groupdict()
    agency = (groups.get("inner") or groups.get("slash") or "").strip()
    before, date = _cut_date(groups["head"])
    if agency and not date and _cut_date(agency)[1] == agency:
        # `GENEVA (5 January 2024) –`
        date, agency = agency, ""
    place, region = _cut_region(before)
    return Opening(place, region, date, agency, (groups.get("mark") or "").strip(), (groups["rest"] + tail).strip())


def _cut_date(head: str) -> tuple[str, str]:
    """Return *head* without the date at its end, and the date; a date has a day, and mostly a month."""
    words = list(re.finditer(r"[^\s,]+", head))
    first = len(words)
    while first and _is_date_word(words[first - 1][0]):
        first -= 1
    found = [word[0] for word in words[first:]]
    has_day = any(_DAY.fullmatch(word) for word in found)
    start = words[first].start() if found else 0
    # A number alone is a day only after a comma: `MADRID, 5 (EUROPA PRESS)`.
    if not has_day or (len(found) == 1 and not head[:start].rstrip().endswith(",")):
        return head.strip(" ,"), ""
    return head[:start].strip(" ,"), head[start:].strip(" ,.")


def _is_date_word(word: str) -> bool:
    bare = word.rstrip(".").casefold()
    return bare in MONTHS or bare in WEEKDAYS or bare == "de" or bool(_DAY.fullmatch(word) or _YEAR.fullmatch(word))


def _cut_region(before: str) -> tuple[str, str]:
    bracketed = re.fullmatch(r"(.+?)\s*\[(.+)\]", before)
    place, _, region = (bracketed[1], "", bracketed[2]) if bracketed else before.partition(",")
    place = place.strip()
    # A period ends `Bruselas.`, but belongs to a short last word (`WASHINGTON D.C.`).
    if place.endswith(".") and len(place.rpartition(" ")[2]) > 4:
        place = place[:-1]
    return place, region.strip(" ,")


def _in_title_case(place: str) -> str:
    if not is_capitals(place):
        return place
    parts = re.split(r"([\s/-])", place)
    return "".join(
        part.lower() if part.casefold() in SMALL and number and parts[number - 1] != "/" else _capitalized(part)
        for number, part in enumerate(parts)
    )


def _capitalized(word: str) -> str:
    if re.fullmatch(r"(?:\w\.){2,}", word) or len(word) < 2:
        return word
    if elided := re.fullmatch(r"([DLNO]['’])(\w{2,})", word, re.IGNORECASE):
        return elided[1].upper() + elided[2].capitalize()
    if scottish := re.fullmatch(r"(Ma?c)([A-Z]{2,})", word):
        return scottish[1] + scottish[2].capitalize()
    return word.capitalize()
