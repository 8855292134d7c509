"""Choose what a text is about: the phrases it repeats, sooner rather than later, from its headline rather than below.

N-grams by frequency and position beat yake on news and take a fiftieth of its time. In languages without a list of
stop words, and where words aren't written apart, there are none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from services.enrich import stopwords
from services.enrich.analysis import Analysis, keys, pieces
from services.enrich.findings import Findings
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


class _Part(NamedTuple):
    """A text with its words; the keys of those that can't be in a phrase are empty."""

    pieces: list[str]
    keys: list[str]
    weight: float

    def written(self, first: int, after: int) -> str:
        """Return how the words from *first* up to *after* are written, without the possessive of the last."""
        written = "".join(self.pieces[2 * first + 1 : 2 * after])
        return written[:-2] if written.endswith(("'s", "’s")) else written

    def is_next(self, position: int) -> bool:
        """Tell whether only a space parts the word there from the one before, which owns nothing."""
        return self.pieces[2 * position] == " " and self.pieces[2 * position - 1][-2:] not in ("'s", "’s")


@dataclass(slots=True)
class _Phrase:
    """A candidate: how it is written, how often it occurs, and at which word first."""

    key: tuple[str, ...]
    written: str
    first: int
    count: float


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return up to ten phrases, the best first."""
    if not stopwords.of(article.language):
        return {}
    language = article.language.partition("-")[0]
    candidates = [each for each in _phrases(_parts(article, analysis)) if _may_be_one(each, language)]
    return {"keyphrases": tuple(_chosen(candidates, len(analysis.tokens)))}


def _parts(article: Article, analysis: Analysis) -> list[_Part]:
    """Return body, headline and deck, each with those of its words that may be in a phrase: none that occurs once."""
    stop = stopwords.of(article.language)
    above = [(article.headline, _HEADLINE), (article.alternative_headline, _DECK)]
    cut = [(pieces(text), weight) for text, weight in above]
    parts = [_Part(analysis.pieces, analysis.keys, _BODY)]
    parts += [_Part(text, keys(text[1::2]), weight) for text, weight in cut]
    counts = Counter(chain.from_iterable(part.keys for part in parts))
    repeated = {word for word, count in counts.items() if count > 1 and _says_something(word, stop)}
    return [part._replace(keys=[word if word in repeated else "" for word in part.keys]) for part in parts]


def _says_something(word: str, stop: frozenset[str]) -> bool:
    return len(word) > 1 and not word[0].isdigit() and word not in stop and word.replace("’", "'") not in stop


def _phrases(parts: Sequence[_Part]) -> Iterable[_Phrase]:
    """Return the phrases of the body, which is the first of *parts*, that occur often enough in all of them.

    How they are written is looked at after they are counted: most don't occur often enough.
    """
    every = [_grams(part) for part in parts]
    counts: dict[tuple[str, ...], float] = {}
    for part, grams in zip(parts, every, strict=True):
        for _, words in grams:
            counts[words] = counts.get(words, 0.0) + part.weight
    body = parts[0]
    found: dict[tuple[str, ...], _Phrase] = {}
    for at, words in every[0]:
        if counts[words] < _LEAST[len(words)]:
            continue
        phrase = found.get(words)
        if phrase is None:
            found[words] = _Phrase(words, body.written(at, at + len(words)), at, counts[words])
        elif not phrase.written.islower():
            written = body.written(at, at + len(words))
            phrase.written = written if written.islower() else phrase.written
    return found.values()


def _grams(part: _Part) -> list[tuple[int, tuple[str, ...]]]:
    """Return where each phrase of *part* begins, and its keys: words with nothing but a space between them."""
    found: list[tuple[int, tuple[str, ...]]] = []
    words = tuple(part.keys)
    last, together = -2, 0
    for at in [at for at, word in enumerate(words) if word]:
        together = together + 1 if at == last + 1 and part.is_next(at) else 1
        found.append((at, words[at : at + 1]))
        if together > 1:
            longer = range(at - 1, at - min(together, _LONGEST), -1)
            found.extend([(first, words[first : at + 1]) for first in longer])
        last = at
    return found


def _may_be_one(phrase: _Phrase, language: str) -> bool:
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
