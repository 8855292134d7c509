"""How casualties are told in a sentence, as patterns: around a figure, or from a verb that leads to one.

All of them read small letters: told not to mind which, a search looks at each place far longer.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from services.enrich.casualty_words import (
    ABOUT,
    AT_LEAST,
    COUNTED,
    MORE_THAN,
    NO_PEOPLE,
    NOUNS,
    PEOPLE,
    SCALES,
    UP_TO,
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word.lower()) for word in sorted(words, key=len, reverse=True))


_BOUNDS = _any_of((*AT_LEAST, *MORE_THAN, *UP_TO, *ABOUT))
_MORE = r"(?:another\s|a further\s|an additional\s)?"
_BOUND = rf"(?:(?P<bound>{_BOUNDS})\s)?{_MORE}"
BOUND_BEFORE = re.compile(rf"(?:{_BOUNDS})\s{_MORE}\Z")
LONGEST_BOUND = 34
"""Characters, with the blank behind it."""

_WORD = r"\s(?!(?:in|per|of|and|or)\b)[\w’'.-]+"
_WHO = rf"(?:{_WORD}){{0,3}}?\s(?:{_any_of(PEOPLE)})\b(?![’'-])"
_THERE = r"(?:\s(?:in|from|at|aboard|near|across)(?:\s[\w’'-]+){1,4}?)?"
_ENDS = (
    r"(?=\s*(?:[,.;:!?)”\n—–-]|$|(?:and|in|on|at|after|as|near|during|when|by|so|since|while|with|from|including"
    r"|inside|aboard|across|outside|could|may|might|would|will|due|because|amid|before|this|last|yesterday|today)\b))"
)
_OF = r"(?:\sof\s(?:the|its|their|his|her|those)\b(?:\s(?:\d{1,6}|[a-z]{3,9})(?=\s))?)?"
"""`one of its eight crew`: the first figure counts."""

_OF_NONE = r"(?<!one in )(?<!out of )(?<!\bno )(?<!none of the )(?<!none of )"
_BE = (
    r"(?:,\s(?:including|among them|[a-z]+\sof\s(?:them|whom))\b[^,.;\n]{1,60},)?"
    r"(?:\s(?:were|was|have|has|had|been|are|is|being|remain|remained|still|also|later|reportedly|reported|confirmed)\b)*"
)
_OTHERS = r"(?:\s(?:others|more|other people))?"

_KILLED = "killed|shot dead|slain|murdered|massacred|dead|died|lost their lives|perished|drowned"
_INJURED = "injured|wounded|hurt"
_MISSING = "missing|unaccounted for"
# What counts dead and wounded together counts neither.
_ALONE = r"(?!(?:,\s\w+)*,?\s(?:or|and/or)\s)"
_NOT_WITH = r"(?<!or )(?<!killed and )(?<!dead and )"
_KILLING = "killing|killed|kills|killing of|deaths of|death of|claimed the lives of|took the lives of|murdered"
_INJURING = "injuring|injured|injures|wounding|wounded|wounds"


def _number(language: str) -> str:
    return (
        rf"(?P<number>\d{{1,3}}(?:[,. \u00a0]\d{{3}})+|\d+|{_any_of(COUNTED[language])})"
        rf"(?:\s(?P<scale>{_any_of(SCALES)}))?(?![\w’'-]|[.,:]\d|\s?%|\spercent\b|\sper\b)"
    )


def _some(language: str) -> str:
    return rf"(?<![\w$€£#.,-]){_OF_NONE}{_BOUND}\b{_number(language)}"


_TOLL = (
    r"\b(?:(?:death toll|number of (?:dead|deaths|fatalities|people killed))\b[^.;\n]{0,90}?"
    r"\s(?:to|at|of|is|was|reached|hit)|toll\b[^.,;\n]{0,60}?\s(?:rose|rises|climbed|stood|stands) (?:to|at))"
    rf"\s{_BOUND}{_number('en')}(?!\s(?:years|days|months|weeks))"
)
_DEATHS = (
    _TOLL,
    rf"{_some('en')}(?:\s[a-z]+)?\s(?:deaths|fatalities)\b",
    rf"\b(?:claimed|cost|took|lost|loss of)\s{_BOUND}{_number('en')}\slives\b",
)


class Rule(NamedTuple):
    """What counts those of one kind; `is_of_number`: it begins at a figure, or at what bounds it."""

    kind: str
    pattern: re.Pattern[str]
    is_of_number: bool


def _english(kind: str, after: str, before: str = "", *others: str) -> Iterator[Rule]:
    patterns = [rf"{_some('en')}(?:{_OF}{_WHO}{_THERE}|{_OTHERS}){_BE}\s(?:{after}){_ALONE}{_ENDS}", *others]
    if before:
        patterns.append(
            rf"\b{_NOT_WITH}(?:{before})\s(?:all\s)?{_BOUND}{_number('en')}(?:{_OF}{_WHO}|{_OTHERS}{_ENDS})"
        )
    for pattern in patterns:
        yield Rule(kind, re.compile(pattern), pattern.startswith(_some("en")))


def _by_nouns(language: str) -> Iterator[Rule]:
    for kind, words in NOUNS[language].items():
        behind = rf"(?:\s(?!(?:{NO_PEOPLE})\b)\w+)?\s(?:{words})\b".lower()
        yield Rule(kind, re.compile(_some(language) + behind), is_of_number=True)


# Not before they are asked for: to compile all of them takes a quarter of what the command line takes to start.
@cache
def rules_of(language: str) -> tuple[Rule, ...]:
    """Return the rules of *language*."""
    if language != "en":
        return tuple(_by_nouns(language))
    return (
        *_english("killed", _KILLED, _KILLING, *_DEATHS),
        *_english("injured", _INJURED, _INJURING),
        *_english("missing", _MISSING),
    )


@cache
def numbers(language: str) -> re.Pattern[str]:
    """Return what finds each figure of *language*."""
    return re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{_any_of(COUNTED[language])})\b")
