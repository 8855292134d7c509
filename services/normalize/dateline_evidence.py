"""Judge whether what stands before a text is a dateline: a place alone is weak evidence.

The less surrounds a place, the more it must prove: an agency that is known, a date, capitals, a known place.
"""

import re
from dataclasses import dataclass

from services.normalize.dateline_words import AGENCIES, CREDITS, LABELS, PLACES, REGIONS

_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\s.,'’ʻ`/\[\]-])*")
_SMALL_WORDS = (
    "al am an and au aux aan bin da das de del den der des di do dos du e el en la las le les los of on os sul sur the"
    " upon y"
)
SMALL = frozenset(_SMALL_WORDS.split())
_INITIALS = re.compile(r"[^\W\d_]+")
_SHAPE = re.compile(r"[A-Z\d][A-Z\d&./-]{1,14}(?: [A-Z\d][A-Z\d&.-]+){0,2}")


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the text, taken apart."""

    place: str
    region: str
    date: str
    agency: str
    mark: str
    rest: str


def is_certain(opening: Opening) -> bool:
    """Return whether *opening* is a dateline beyond doubt."""
    agency, place = opening.agency, opening.place
    if not _could_be_names(opening):
        return False
    if not agency:
        return _is_certain_unsigned(opening)
    known, formal = known_agency(agency), bool(_SHAPE.fullmatch(agency)) or _has_inner_capital(agency)
    if _is_initials(agency, place) or _is_credit(agency):
        return False
    strong = is_capitals(place) or _is_known_place(place) or bool(opening.date)
    if known:
        return bool(opening.mark) or (_starts_sentence(opening.rest) and (strong or not place))
    if formal:
        return bool(opening.mark) and strong
    # Any words in parentheses: `LAHORE (Dunya News) –`.
    return bool(opening.mark) and bool(place) and (_is_known_place(place) or bool(opening.date))


def _is_certain_unsigned(opening: Opening) -> bool:
    place, region, mark = opening.place, opening.region, opening.mark
    if not place or not mark:
        return False
    located = _is_known_place(place) or region.replace(".", "").casefold() in REGIONS
    if not is_capitals(place):
        return bool(opening.date) and located and mark != ":"
    if opening.date:
        return True
    if region:
        return located and region.replace(".", "").casefold() in REGIONS
    if mark == ":":
        return located
    return _is_known_place(place) or _could_be_unknown_place(place)


def _could_be_names(opening: Opening) -> bool:
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
    if first == "the" and not is_capitals(place) and not _is_known_place(place):
        return False
    return all(word.casefold() in SMALL or not word[:1].islower() for word in (*words, *regional))


def _could_be_unknown_place(place: str) -> bool:
    """Return whether capitals alone look like a place: not an acronym, not a slogan."""
    words = place.split()
    return len(words) <= 3 and sum(character.isalpha() for character in place) >= 5 and any(len(w) >= 4 for w in words)


def _is_known_place(place: str) -> bool:
    return any(part.strip().replace("’", "'").casefold() in PLACES for part in place.split("/"))


def is_capitals(place: str) -> bool:
    """Return whether all is in capitals, apart from `Mc` and small words between."""
    words = re.split(r"[\s/-]+", place)
    shouted = [w for w in words if w and (re.sub(r"^(?:Ma?c|De|La|Le)(?=[A-Z]{2})", "", w).isupper())]
    return bool(shouted) and all(w in shouted or w.casefold() in SMALL for w in words if any(map(str.isalpha, w)))


def known_agency(agency: str) -> str:
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
    words = [word for word in _INITIALS.findall(place) if word.casefold() not in SMALL]
    initials = "".join(word[0] for word in words).casefold()
    return len(initials) > 1 and initials == agency.casefold()


def _starts_sentence(rest: str) -> bool:
    return rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'“‘«„¿¡$€£[" or not rest[0].isascii()
