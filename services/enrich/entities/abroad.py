"""Tell places in German, Spanish, French, Italian, Dutch and Portuguese: countries and large towns by their own names.

    text ─▶ words in capitals ─▶ the longest name that the table has (tools/build_abroad.py)
         ─▶ unless it is part of another name: `Real Madrid`, `Paris Saint-Germain` ─▶ gazetteer ─▶ Found

Only what is hardly ever anything else. Whether a word is a person's or a body's name, capitals, titles and word order
tell otherwise in each of these languages: that is left open.
"""

import re
from functools import cache
from typing import NamedTuple

from services.enrich.entities import abroad_words as w
from services.enrich.entities import gazetteer, tables
from services.enrich.entities.gazetteer import Spot
from services.enrich.entities.lexicon import PLACE
from services.enrich.entities.naming import Found
from services.enrich.entities.placing import word_before

LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")

# The letter before what may not stand before it, since a search leaps to it.
_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞİŁŁŚŠŽ](?<![\w@#/‑-].)\w*")
_NEXT = re.compile(r" (\w+)")
_GOES_ON = re.compile(r"[\w@‑-]|\.\w")
_BODY = 25


class _Name(NamedTuple):
    """A name in one language. `is_doubtful`: somebody's, too, so that a word for `in` has to stand before it."""

    text: str
    target: str
    is_doubtful: bool


def find(text: str, language: str) -> list[Found]:
    """Return the countries and large towns that *text* names in *language*, in the order of first mention."""
    names = _names(language)
    found: dict[str, Found] = {}
    last = 0
    for match in _WORD.finditer(text):
        start, word = match.start(), match[0]
        if start < last or not (word in names or word[:-1] in names):
            continue  # nearly every German noun
        name, end = _at(text, match, names, language)
        if name and not _is_part(text, start, end, name, language):
            last = end
            spot = _spot(name.target)
            found.setdefault(spot.number or spot.name, Found(PLACE, spot.name, spot=spot)).spans.append((start, end))
    return list(found.values())


def _at(
    text: str, match: re.Match[str], names: dict[str, tuple[_Name, ...]], language: str
) -> tuple[_Name | None, int]:
    """Return the longest name that begins where *match* does, and its end."""
    word = match[0]
    for name in names.get(word, ()):
        end = match.start() + len(name.text)
        if text.startswith(name.text, match.start()) and not _GOES_ON.match(text, end):
            return name, end
    if language == "de" and word.endswith("s"):  # `Deutschlands`
        for name in names.get(word[:-1], ()):
            if name.text == word[:-1] and not _GOES_ON.match(text, match.end()):
                return name, match.end()
    return None, 0


def _is_part(text: str, start: int, end: int, name: _Name, language: str) -> bool:
    """Tell whether what stands there is, or may be, part of another name."""
    before = word_before(text, start)
    lowered = before.lower()
    if name.is_doubtful and lowered not in w.IN[language]:
        return True
    following = _NEXT.match(text, end)
    after = following[1] if following else ""
    if before in w.BODIES or after in w.ENDS or w.BODY_OF.search(text[max(0, start - _BODY) : start]):
        return True
    if lowered in w.ARTICLES.get(language, ()) and ", " in name.target:
        return True
    peoples, articles = w.PEOPLES.get(language, ((), ()))
    if name.text in peoples and lowered in articles:
        return True
    if language == "de":  # every noun has a capital
        return False
    return (before[:1].isupper() and lowered not in w.FUNCTION[language]) or after[:1].isupper()


@cache
def _names(language: str) -> dict[str, tuple[_Name, ...]]:
    """Return first word → names in *language* that begin with it, the longest first."""
    found: dict[str, list[_Name]] = {}
    for line in tables.lines("abroad.tsv.gz"):
        languages, text, target, doubt = line.split("\t")
        first = _WORD.match(text)
        if first and language in languages.split(","):
            found.setdefault(first[0], []).append(_Name(text, target, bool(doubt)))
    return {first: tuple(sorted(names, key=lambda each: -len(each.text))) for first, names in found.items()}


@cache
def _spot(target: str) -> Spot:
    """Return the place that *target* means, `Roma, IT` or `Italy`."""
    name, _, country = target.partition(", ")
    spots = [each for each in gazetteer.candidates(name) if country in {"", each.country}]
    return gazetteer.choose(spots, (), ())
