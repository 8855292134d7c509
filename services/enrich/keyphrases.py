"""Choose what a text is about: the phrases it repeats, sooner rather than later, from its headline rather than below.

N-grams by frequency and position beat yake on news and take a fiftieth of its time. In languages without a list of
stop words, and where words aren't written apart, there are none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from services.enrich import stopwords
from services.enrich.analysis import Analysis, Token, tokens
from services.model import Article

VERSION = 1

MOST = 10
_LONGEST = 3
_OF_LENGTH = {1: 0.35, 2: 1.0, 3: 1.15}
"""How much a phrase of so many words says."""

_LEAST = {1: 3.0, 2: 2.0, 3: 2.0}
"""How often one of so many words has to occur; in the headline it counts half as much again, and not alone."""

_BODY = 1.0
_HEADLINE = 1.5
_DECK = 0.9
_MORE_THAN_INSIDE = 2.0
"""How much more often than a chosen phrase a part of it has to occur, to be chosen too."""


class _Word(NamedTuple):
    """A word of a phrase: as it is compared, and where it stands."""

    key: str
    position: int
    start: int
    end: int


@dataclass(slots=True)
class _Phrase:
    """A candidate: how it is written, how often it occurs, and at which word first."""

    key: tuple[str, ...]
    written: str
    first: int
    count: float = 0.0
    in_body: bool = False


def enrich(article: Article, analysis: Analysis) -> Article:
    """Return *article* with up to ten phrases, the best first."""
    stop = stopwords.of(article.language)
    if not stop:
        return article
    found: dict[tuple[str, ...], _Phrase] = {}
    _count(found, analysis.text, analysis.tokens, stop, _BODY)
    for text, weight in ((article.headline, _HEADLINE), (article.alternative_headline, _DECK)):
        _count(found, text, tuple(tokens(text)), stop, weight)
    language = article.language.partition("-")[0]
    candidates = [each for each in found.values() if _may_be_one(each, language)]
    return replace(article, keyphrases=tuple(_chosen(candidates, len(analysis.tokens))))


def _count(
    found: dict[tuple[str, ...], _Phrase], text: str, words: Sequence[Token], stop: frozenset[str], weight: float
) -> None:
    """Add to *found* the phrases of *words*, which stand in *text*."""
    for run in _runs(text, words, stop):
        for at in range(len(run)):
            for size in range(1, min(_LONGEST, len(run) - at) + 1):
                part = run[at : at + size]
                key = tuple(word.key for word in part)
                written = text[part[0].start : part[-1].end]
                phrase = found.setdefault(key, _Phrase(key, written, part[0].position))
                phrase.count += weight
                phrase.in_body |= weight == _BODY
                if written.islower():
                    phrase.written = written


def _runs(text: str, words: Sequence[Token], stop: frozenset[str]) -> Iterator[list[_Word]]:
    """Yield words that follow each other with only a space between them, none of them a stop word or a figure."""
    run: list[_Word] = []
    for position, token in enumerate(words):
        key = token.text.lower()
        end = token.end
        if run and (token.start != run[-1].end + 1 or text[run[-1].end] != " "):
            yield run
            run = []
        if key.endswith(("'s", "’s")):
            key, end = key[:-2], end - 2
        if key in stop or key.replace("’", "'") in stop or len(key) == 1 or key[0].isdigit():
            if run:
                yield run
            run = []
        else:
            run.append(_Word(key, position, token.start, end))
    if run:
        yield run


def _may_be_one(phrase: _Phrase, language: str) -> bool:
    if not phrase.in_body or phrase.count < _LEAST[len(phrase.key)]:
        return False
    last = phrase.written.rpartition(" ")[2]
    if language == "de":
        return last[0].isupper()  # else it is no noun
    if language == "en":
        # Without a tagger: what ends so is a verb or an adverb far more often than a noun.
        return not (phrase.key[0].endswith("ly") or (last.endswith(("ly", "ed")) and last.islower()))
    return True


def _chosen(candidates: Iterable[_Phrase], length: int) -> Iterator[str]:
    """Yield the best of *candidates*, none of which says again what a better one says."""
    chosen: list[_Phrase] = []
    for phrase in sorted(candidates, key=lambda each: (-_score(each, length), each.first, each.key)):
        if len(chosen) == MOST:
            break
        if not any(_says_again(phrase, other) for other in chosen):
            chosen.append(phrase)
            yield phrase.written


def _score(phrase: _Phrase, length: int) -> float:
    return phrase.count * _OF_LENGTH[len(phrase.key)] * (1.5 - 0.5 * min(1.0, phrase.first / max(1, length)))


def _says_again(phrase: _Phrase, other: _Phrase) -> bool:
    if len(phrase.key) >= len(other.key):
        return _is_inside(other.key, phrase.key)
    return _is_inside(phrase.key, other.key) and phrase.count < _MORE_THAN_INSIDE * other.count


def _is_inside(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))
