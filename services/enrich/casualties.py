"""Find how many were killed, injured or are missing: `killing at least 83 people` says 83 or more.

English sentences, and in six other languages the nouns (`12 Tote`, `12 muertos`); elsewhere nothing is found. A figure
counts only where it counts people: 400 killed cattle are no casualties, and `dozens` is no figure.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from services.enrich.analysis import Analysis, Span
from services.enrich.casualty_rules import BOUND_BEFORE, LONGEST_BOUND, numbers, rules_of
from services.enrich.casualty_words import ABOUT, AT_LEAST, COUNTED, MORE_THAN, SCALES, TRIGGERS, UP_TO
from services.enrich.findings import Findings
from services.model import Article, Casualties

VERSION = 3

MOST = 30
"""How many figures are kept of one article."""

_LARGEST = 100_000_000
_LONGEST = 12

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
    for rule in rules_of(language) if starts else ():
        matches = _from(starts, rule.pattern, lowered, sentence.end)
        for match in matches if rule.is_of_number else rule.pattern.finditer(lowered, *sentence):
            number = _counted(match, COUNTED[language])
            if number and not _is_date(text, match):
                least, most = _bounds(number, match["bound"] or "")
                found.append(Casualties(rule.kind, least, most, *match.span()))
    return sorted(found, key=lambda each: each.start)


def _starts(lowered: str, language: str, sentence: Span) -> Iterator[int]:
    """Yield where each figure of the *sentence* begins, and what bounds it, in order."""
    for number in numbers(language).finditer(lowered, *sentence):
        at = number.start()
        if bound := BOUND_BEFORE.search(lowered, max(sentence.start, at - LONGEST_BOUND), at):
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
