"""Split the opening of a wire story from its text.

    WASHINGTON, United States (MNTV) – U.S. President …      place, region, agency
    MOSCOW, January 21. /TASS/. The Kremlin …                place, date, agency
    PUTRAJAYA, Nov 22 — Private companies …                  place, date
    (ANSA) - ROMA, 05 GEN - Il presidente …                  agency, place, date

A place alone is weak evidence: the less surrounds it, the more it must prove (`_is_certain`).
"""

import re
from dataclasses import dataclass

from services.model import Dateline
from services.normalize.dateline_words import AGENCIES, CREDITS, LABELS, MONTHS, PLACES, REGIONS, WEEKDAYS

_LONGEST_OPENING = 140
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

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\s.,'’ʻ`/\[\]-])*")
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|°|\.)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d\.?")
_SMALL_WORDS = (
    "al am an and au aux aan bin da das de del den der des di do dos du e el en la las le les los of on os sul sur the"
    " upon y"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_INITIALS = re.compile(r"[^\W\d_]+")
_SHAPE = re.compile(r"[A-Z\d][A-Z\d&./-]{1,14}(?: [A-Z\d][A-Z\d&.-]+){0,2}")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What stands before the text, taken apart."""

    place: str
    region: str
    date: str
    agency: str
    mark: str
    rest: str


def split(paragraph: str) -> tuple[Dateline | None, str]:
    """Return the dateline that opens *paragraph* and the text after it, or None and *paragraph* as it is."""
    for opening in _readings(paragraph):
        if opening.rest and _is_certain(opening):
            text = paragraph[: len(paragraph) - len(opening.rest)].rstrip(" -–—―:;")
            text = text.removesuffix(".") if text.endswith((").", "/.")) else text
            place, agency = _in_title_case(opening.place), _known_agency(opening.agency) or opening.agency
            return Dateline(text, place, opening.region, opening.date, agency), opening.rest
    return None, paragraph


def _readings(paragraph: str) -> list[_Opening]:
    """Return the ways to take the opening apart, the fullest first."""
    limit = _LONGEST_OPENING
    found = (pattern.match(paragraph) for pattern in (_AGENCY_FIRST, _SIGNED, _UNSIGNED))
    return [_opening(match) for match in found if match and match.start("rest") <= limit]


def _opening(match: re.Match[str]) -> _Opening:
    groups = match.groupdict()
    agency = (groups.get("inner") or groups.get("slash") or "").strip()
    before, date = _cut_date(groups["head"])
    if agency and not date and _cut_date(agency)[1] == agency:
        # `GENEVA (5 January 2024) –`
        date, agency = agency, ""
    place, region = _cut_region(before)
    return _Opening(place, region, date, agency, (groups.get("mark") or "").strip(), groups["rest"].strip())


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


def _is_certain(opening: _Opening) -> bool:
    agency, place = opening.agency, opening.place
    if not _could_be_names(opening):
        return False
    if not agency:
        return _is_certain_unsigned(opening)
    known, formal = _known_agency(agency), bool(_SHAPE.fullmatch(agency)) or _has_inner_capital(agency)
    if _is_initials(agency, place) or _is_credit(agency):
        return False
    strong = _is_capitals(place) or _is_known_place(place) or bool(opening.date)
    if known:
        return bool(opening.mark) or (_starts_sentence(opening.rest) and (strong or not place))
    if formal:
        return bool(opening.mark) and strong
    # Any words in parentheses: `LAHORE (Dunya News) –`.
    return bool(opening.mark) and bool(place) and (_is_known_place(place) or bool(opening.date))


def _is_certain_unsigned(opening: _Opening) -> bool:
    place, region, mark = opening.place, opening.region, opening.mark
    if not place or not mark:
        return False
    located = _is_known_place(place) or region.replace(".", "").casefold() in REGIONS
    if not _is_capitals(place):
        return bool(opening.date) and located and mark != ":"
    if opening.date:
        return True
    if region:
        return located and region.replace(".", "").casefold() in REGIONS
    if mark == ":":
        return located
    return _is_known_place(place) or _could_be_unknown_place(place)


def _could_be_names(opening: _Opening) -> bool:
    """Return whether place and region consist of names: no sentence, no label."""
    place, region = opening.place, opening.region
    if not place:
        return not region and bool(opening.agency)
    if not _NAME.fullmatch(place) or (region and not _NAME.fullmatch(region)):
        return False
    words, regional = re.split(r"[\s/]+", place), region.split()
    if len(words) > 6 or len(regional) > 5 or any(word.strip(".").casefold() in LABELS for word in words if word):
        return _is_known_place(place)
    first = words[0].casefold()
    if first == "the" and not _is_capitals(place) and not _is_known_place(place):
        return False
    return all(word.casefold() in _SMALL or not word[:1].islower() for word in (*words, *regional))


def _could_be_unknown_place(place: str) -> bool:
    """Return whether capitals alone look like a place: not an acronym, not a slogan."""
    words = place.split()
    return len(words) <= 3 and sum(character.isalpha() for character in place) >= 5 and any(len(w) >= 4 for w in words)


def _is_known_place(place: str) -> bool:
    return any(part.strip().replace("’", "'").casefold() in PLACES for part in place.split("/"))


def _is_capitals(place: str) -> bool:
    """Return whether all is in capitals, apart from `Mc` and small words between."""
    words = re.split(r"[\s/-]+", place)
    shouted = [w for w in words if w and (re.sub(r"^(?:Ma?c|De|La|Le)(?=[A-Z]{2})", "", w).isupper())]
    return bool(shouted) and all(w in shouted or w.casefold() in _SMALL for w in words if any(map(str.isalpha, w)))


def _known_agency(agency: str) -> str:
    """Return the agency that is known by *agency*, without its desk (`CNN Business`, `dpa/tmn`), or nothing."""
    if agency.casefold() in AGENCIES:
        return agency
    return next((part for part in re.split(r"[\s/]+", agency) if part.casefold() in AGENCIES), "")


def _is_credit(agency: str) -> bool:
    return any(word in CREDITS for word in re.split(r"\W+", agency.casefold()))


def _has_inner_capital(agency: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][a-z]+(?:[A-Z][a-z]*)+", agency))


def _is_initials(agency: str, place: str) -> bool:
    """Return whether the parentheses abbreviate what stands before: `Agence France-Presse (AFP)`."""
    words = [word for word in _INITIALS.findall(place) if word.casefold() not in _SMALL]
    initials = "".join(word[0] for word in words).casefold()
    return len(initials) > 1 and initials == agency.casefold()


def _starts_sentence(rest: str) -> bool:
    return rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'“‘«„¿¡$€£[" or not rest[0].isascii()


def _in_title_case(place: str) -> str:
    if not _is_capitals(place):
        return place
    parts = re.split(r"([\s/-])", place)
    return "".join(
        part.lower() if part.casefold() in _SMALL and number and parts[number - 1] != "/" else _capitalized(part)
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
