"""Find how many were killed, injured or are missing: `killing at least 83 people` says 83 or more.

English sentences, and in six other languages the nouns (`12 Tote`, `12 muertos`); elsewhere nothing is found. A figure
counts only where it counts people: 400 killed cattle are no casualties, and `dozens` is no figure.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from services.enrich.analysis import Analysis, Span
from services.enrich.casualty_words import (
    ABOUT,
    AT_LEAST,
    COUNTED,
    MORE_THAN,
    NO_PEOPLE,
    NOUNS,
    PEOPLE,
    SCALES,
    TRIGGERS,
    UP_TO,
)
from services.enrich.findings import Findings
from services.model import Article, Casualties

VERSION = 2

MOST = 30
"""How many figures are kept of one article."""

_LARGEST = 100_000_000
_LONGEST = 12


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word.lower()) for word in sorted(words, key=len, reverse=True))


# All that follows reads small letters: told not to mind which, a search looks at each place far longer.
_BOUNDS = _any_of((*AT_LEAST, *MORE_THAN, *UP_TO, *ABOUT))
_BOUND = rf"(?:(?P<bound>{_BOUNDS})\s)?"
_BOUND_BEFORE = re.compile(rf"(?:{_BOUNDS})\s\Z")
_LONGEST_BOUND = 20
"""Characters, with the blank behind it."""

_WORD = r"\s(?!(?:in|per|of|and|or)\b)[\w’'.-]+"
_WHO = rf"(?:{_WORD}){{0,3}}?\s(?:{_any_of(PEOPLE)})\b(?![’'-])"
_ENDS = (
    r"(?=\s*(?:[,.;:!?)”\n—–-]|$|(?:and|in|on|at|after|as|near|during|when|by|so|since|while|with|from|including)\b))"
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
    r"\b(?:death toll|number of (?:dead|deaths|fatalities|people killed))\b[^.;\n]{0,60}?"
    rf"\s(?:to|at|of|is|was|reached|hit)\s{_BOUND}{_number('en')}(?!\s(?:years|days|months|weeks))"
)
_DEATHS = (
    _TOLL,
    rf"{_some('en')}(?:\s[a-z]+)?\s(?:deaths|fatalities)\b",
    rf"\b(?:claimed|cost|took|lost|loss of)\s{_BOUND}{_number('en')}\slives\b",
)


class _Rule(NamedTuple):
    """What counts those of one kind; `is_of_number`: it begins at a figure, or at what bounds it."""

    kind: str
    pattern: re.Pattern[str]
    is_of_number: bool


def _english(kind: str, after: str, before: str = "", *others: str) -> Iterator[_Rule]:
    patterns = [rf"{_some('en')}(?:{_OF}{_WHO}|{_OTHERS}){_BE}\s(?:{after}){_ALONE}{_ENDS}", *others]
    if before:
        patterns.append(
            rf"\b{_NOT_WITH}(?:{before})\s(?:all\s)?{_BOUND}{_number('en')}(?:{_OF}{_WHO}|{_OTHERS}{_ENDS})"
        )
    for pattern in patterns:
        yield _Rule(kind, re.compile(pattern), pattern.startswith(_some("en")))


def _by_nouns(language: str) -> Iterator[_Rule]:
    for kind, words in NOUNS[language].items():
        behind = rf"(?:\s(?!(?:{NO_PEOPLE})\b)\w+)?\s(?:{words})\b".lower()
        yield _Rule(kind, re.compile(_some(language) + behind), is_of_number=True)


# Not before they are asked for: to compile all of them takes a quarter of what the command line takes to start.
@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    """Return the rules of *language*."""
    if language != "en":
        return tuple(_by_nouns(language))
    return (
        *_english("killed", _KILLED, _KILLING, *_DEATHS),
        *_english("injured", _INJURED, _INJURING),
        *_english("missing", _MISSING),
    )


@cache
def _numbers(language: str) -> re.Pattern[str]:
    return re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{_any_of(COUNTED[language])})\b")


# A day or a year isn't how many: `on Oct. 7 killed 1,200`.
_DATE = re.compile(
    r"(?:\b(?:in|since|of|by|during|on|until|from)|\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?)\s\Z"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return the casualties that the text counts, each figure once."""
    known: dict[tuple[str, int | None, int | None], Casualties] = {}
    language = article.language.partition("-")[0]
    lowered = _lowered(analysis.text)
    for span in _likely(analysis, lowered, language):
        for each in _find(analysis.text, lowered, language, span):
            known.setdefault((each.kind, each.least, each.most), each)
    return {"casualties": tuple(known.values())[:MOST]}


def _lowered(text: str) -> str:
    """Return *text* in small letters, each where it was: not `İ`, which would become two."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text.replace("İ", "I").lower()


def _likely(analysis: Analysis, lowered: str, language: str) -> Iterator[Span]:
    """Yield the sentences that have a word of casualties in them: few, and none where *language* isn't read."""
    starts = [sentence.start for sentence in analysis.sentences]
    triggers = TRIGGERS.get(language, ())
    having = {bisect_right(starts, at) - 1 for trigger in triggers for at in _places(lowered, trigger)}
    yield from (analysis.sentences[number] for number in sorted(having))


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _find(text: str, lowered: str, language: str, sentence: Span) -> list[Casualties]:
    """Return what the *sentence* of *text* counts."""
    starts = list(_starts(lowered, language, sentence))
    found = []
    for rule in _rules(language) if starts else ():
        matches = _from(starts, rule.pattern, lowered, sentence.end)
        for match in matches if rule.is_of_number else rule.pattern.finditer(lowered, *sentence):
            number = _counted(match, COUNTED[language])
            if number and not _is_date(text, match):
                least, most = _bounds(number, match["bound"] or "")
                found.append(Casualties(rule.kind, least, most, *match.span()))
    return sorted(found, key=lambda each: each.start)


def _starts(lowered: str, language: str, sentence: Span) -> Iterator[int]:
    """Yield where each figure of the *sentence* begins, and what bounds it, in order."""
    for number in _numbers(language).finditer(lowered, *sentence):
        at = number.start()
        if bound := _BOUND_BEFORE.search(lowered, max(sentence.start, at - _LONGEST_BOUND), at):
            yield bound.start()
        yield at


def _from(starts: Iterable[int], pattern: re.Pattern[str], lowered: str, end: int) -> Iterator[re.Match[str]]:
    """Yield what `finditer` would, which looks at each place between the *starts*: five times as long."""
    past = 0
    for start in starts:
        if start >= past and (match := pattern.match(lowered, start, end)):
            yield match
            past = match.end()


def _counted(match: re.Match[str], words: dict[str, int]) -> int:
    word = match["number"]
    number = words.get(word) or int(re.sub(r"\D", "", word)[:_LONGEST])
    number *= SCALES[match["scale"]] if match["scale"] else 1
    return number if number <= _LARGEST else 0


def _is_date(text: str, match: re.Match[str]) -> bool:
    if match["bound"] or not match["number"].isdigit():
        return False
    start = match.start("number")
    before = _DATE.search(text[max(0, start - 12) : start])
    if not before:
        return False
    return bool(_YEAR.fullmatch(match["number"])) or before[0][0].isupper()


def _bounds(number: int, bound: str) -> tuple[int | None, int | None]:
    """Return the least and the most that *number* says; `about 100` is within a tenth."""
    if bound in AT_LEAST:
        return number, None
    if bound in MORE_THAN:
        return number + 1, None
    if bound in UP_TO:
        return None, number
    if bound in ABOUT:
        return number - number // 10, number + number // 10
    return number, number
