"""Tell which of the seventeen topics at the top of IPTC's Media Topics an article is on; none rather than a guess.

Words of an article that an own vocabulary has (topic_words.py), and the section that its publisher put it in
(topic_sections.py). Every point can be traced to a word.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import log2
from urllib.parse import urlsplit

from services.enrich.analysis import Analysis, keys, tokens
from services.enrich.findings import Findings
from services.enrich.topic_sections import SECTIONS
from services.enrich.topic_words import ENGLISH, NAMES
from services.model import Article, Topic

VERSION = 1

MOST = 3
_LOOKED_AT = 1500
"""How many words of the text count: what comes later seldom changes what it is about."""

_HEADLINE = 3
_OFTEN = 15
"""How often a word counts at most."""

_REMEMBERED = 50_000
_LENGTH = 400
"""In how many words a term's points count whole; they shrink with the root of the length."""

# Tried on half of 134 articles labelled by hand, and held on the other half (docs/decisions/2026-11-24-enrichment.md):
# fewer points bring wrong topics sooner than right ones.
_SECTION = 16.0
_LEAST = 12.0
_LEAST_WORDS = 2
_OF_BEST = 0.55
_HALF_SURE = 20.0


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return up to three topics, the surest first."""
    return {"topics": tuple(_chosen(points(article, analysis)))}


def points(article: Article, analysis: Analysis) -> dict[int, tuple[float, int]]:
    """Return the points of each topic, and how many different words gave them."""
    result: dict[int, tuple[float, int]] = {}
    if article.language.partition("-")[0] == "en":  # other languages have only their sections
        result = _by_words(_counted(article, analysis))
    for topic in set(_sections(article)):
        score, words = result.get(topic, (0.0, 0))
        result[topic] = (score + _SECTION, words + _LEAST_WORDS)
    return result


def _counted(article: Article, analysis: Analysis) -> Counter[str]:
    """Return how often each word and each pair that may be a term occurs; those of the headline count more."""
    counts: Counter[str] = Counter()
    for text, weight in ((article.headline, _HEADLINE), (article.alternative_headline, 1), (article.description, 1)):
        _count(counts, keys(tokens(text)), weight)
    _count(counts, analysis.keys[:_LOOKED_AT], 1)
    for keyword in article.keywords:
        _count(counts, keyword.lower().split(), 1)
    return counts


def _count(counts: Counter[str], words: Sequence[str], weight: int) -> None:
    firsts = _vocabulary().firsts
    pairs = [f"{word} {following}" for word, following in pairwise(words) if word in firsts]
    for _ in range(weight):
        counts.update(words)
        counts.update(pairs)


def _by_words(counts: Counter[str]) -> dict[int, tuple[float, int]]:
    """Return for each topic its points, per the square root of the text's length, and how many words gave them."""
    scores: defaultdict[int, float] = defaultdict(float)
    words: Counter[int] = Counter()
    points_of = _vocabulary().points
    for term, count in counts.items():
        found = points_of(term)
        if found:
            often = log2(1 + min(count, _OFTEN))
            for topic, each in found.items():
                scores[topic] += each * often
                words[topic] += each > 1
    length = max(1.0, sum(counts.values()) / _LENGTH)
    return {topic: (score / length**0.5, words[topic]) for topic, score in scores.items()}


def _sections(article: Article) -> Iterator[int]:
    """Yield the topics that the publisher's section and the parts of the path stand for."""
    path = urlsplit(article.url).path.split("/")[1:-1]
    sections = re.split(r"[,;|>]", article.section)
    for part in (*path, *sections):
        topic = SECTIONS.get(_plain(part))
        if topic:
            yield topic


def _plain(name: str) -> str:
    """Return *name* as SECTIONS has it: `Científica & Técnica` is `cientifica-tecnica`."""
    decomposed = unicodedata.normalize("NFKD", name.strip().lower())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    return re.sub(r"[^\w]+", "-", letters).strip("-")


def _chosen(given: Mapping[int, tuple[float, int]]) -> Iterator[Topic]:
    best = max((score for score, _ in given.values()), default=0.0)
    ranked = sorted(given.items(), key=lambda each: (-each[1][0], each[0]))
    for topic, (score, words) in ranked[:MOST]:
        if score >= max(_LEAST, _OF_BEST * best) and words >= _LEAST_WORDS:
            yield Topic(f"medtop:{topic:02}000000", NAMES[topic], round(score / (score + _HALF_SURE), 2))


class _Vocabulary:
    """Points of terms by topic; a term may be a beginning, of four letters and more."""

    def __init__(self, topics: Mapping[int, tuple[str, str, str]]) -> None:
        self._whole: dict[str, dict[int, int]] = {}
        self._beginnings: dict[str, dict[int, int]] = {}
        for topic, groups in topics.items():
            for points_, terms in zip((3, 2, 1), groups, strict=True):
                for term in filter(None, map(str.strip, terms.split(","))):
                    target = self._beginnings if term.endswith("*") else self._whole
                    target.setdefault(term.rstrip("*"), {}).setdefault(topic, points_)
        self._lengths = sorted({len(term) for term in self._beginnings}, reverse=True)
        # Words come again and again: a worker seldom looks for a beginning.
        self.points = lru_cache(_REMEMBERED)(self._points)
        self.firsts = {term.partition(" ")[0] for term in (*self._whole, *self._beginnings) if " " in term}

    def _points(self, term: str) -> Mapping[int, int] | None:
        """Return the points that *term* gives to topics: its own, else those of its longest beginning."""
        if found := self._whole.get(term):
            return found
        for length in self._lengths:
            if length <= len(term) and (found := self._beginnings.get(term[:length])):
                return found
        return None


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary(ENGLISH)
