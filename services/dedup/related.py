"""Whether two texts of two wordings tell of the same event (pure).

    Article ─gist_of─▶ Gist ─related, with those told before it─▶ Relation | None

Who and where must be the same, and what happened, and nothing may speak against it: another day of the week, another
score, another magnitude, in each headline a name that the other text hasn't. What many of those at hand have in common
says little, so rare names and words count more.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from math import log

from services.dedup.copies import story_id_for
from services.model import Article, Gist, Named, Place, Standing

WINDOW = timedelta(hours=48)
"""Most time between two texts on one event."""

LEAST_WORDS = 80
LEAST_NAMES, _LEAST_WORDS_SHARED = 2, 3
_NAMES_SHARED, _WORDS_SHARED, _SCORE = 0.5, 0.25, 0.6
_SHOWN = 6
_LONGEST_REASON = 250
_MOST_NAMES = 30

_WORD = re.compile(r"[^\W\d_]{3,}|(?!(?:19|20)\d\d\b)\d[\d.,]+\d")  # small numbers and years are everywhere
_LETTERS = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"(?<![\d.,–-])\d{1,3}[.–-]\d{1,3}(?![\d.,–-])")
_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_ENDINGS = ("ations", "ation", "ingly", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s", "e", "y")
_TELLING_NOTHING = frozenset(
    """the and for with that this from are was were has have had not but its his her their they who will would could
    after before over under into out off about than then when where which while more most some any all been being also
    say says said saying tell tells told report reports reported reporting according news new newspaper live latest
    update updates one two three four five six seven eight nine ten first last next year years month months week weeks
    day days today yesterday tomorrow time hours people man woman men women officials official government president
    minister prime spokesman spokesperson statement country world state states national international local
    january february march april may june july august september october november december how why what amid among
    against between during near there here can might must should make makes made take takes took get gets got""".split()  # noqa: SIM905 (a list of words reads best as words)
)


@dataclass(frozen=True, slots=True)
class Relation:
    """The story that a text tells of, by its original, and what the two share; `score` is from 0 to 1."""

    original: str
    story_id: str
    score: float
    shared: tuple[str, ...]

    @property
    def reason(self) -> str:
        return f"related to {self.original}: shares {', '.join(self.shared[:_SHOWN])}"[:_LONGEST_REASON]


def gist_of(article: Article) -> Gist | None:
    """Return what is compared of *article*; None if that is too little to tell."""
    if article.word_count < LEAST_WORDS or not article.headline:
        return None
    named: tuple[Named | Place, ...] = (*article.people, *article.organizations, *article.places)
    names = tuple(dict.fromkeys(each.name for each in sorted(named, key=lambda each: -each.count)))[:_MOST_NAMES]
    published = article.published
    gist = Gist(
        uri=article.uri,
        story_id=article.story_id or story_id_for(article.uri, article.first_seen_at),
        first_seen_at=article.first_seen_at,
        published_at=published.at if published else None,
        headline=article.headline,
        summary=article.summary,
        names=names,
        keyphrases=article.keyphrases,
        language=article.language,
        url=article.url,
        apart=frozenset(article.apart),
    )
    return at_the_top(gist)


def at_the_top(gist: Gist) -> Gist | None:
    """Return *gist* with the names of headline and summary alone, for no other decides; None if those are too few."""
    told = _told(gist)
    if len(told.names) < LEAST_NAMES:
        return None
    return replace(gist, names=tuple(each for each in gist.names if _term(each) in told.names))


def related_to(place: Standing) -> str:
    """Return the original of the story that an article is related to; empty if it is none's but its own's or a copy."""
    if place.original or not place.reason.startswith("related to "):
        return ""
    return place.reason.removeprefix("related to ").split(": ", 1)[0]


def rarity(gists: Iterable[Gist]) -> Mapping[str, float]:
    """Return name or word → how much it says, from 1 down: what many of *gists* have says little."""
    held = Counter[str]()
    for each in gists:
        held.update(_told(each).all)
    return {term: 1 / (1 + log(count / 2)) if count > 2 else 1.0 for term, count in held.items()}


def related(gist: Gist, others: Sequence[Gist], weights: Mapping[str, float]) -> Relation | None:
    """Return which of the originals *others* tells of the same event as *gist*, if one clearly does."""
    found = [relation for each in others if (relation := _relation(gist, each, weights))]
    return max(found, key=lambda each: (each.score, each.story_id), default=None)


def _relation(gist: Gist, other: Gist, weights: Mapping[str, float]) -> Relation | None:
    if gist.uri == other.uri or gist.language != other.language or not _is_near(gist, other):
        return None
    if gist.uri in other.apart or other.uri in gist.apart:
        return None
    mine, its = _told(gist), _told(other)
    names = mine.names & its.names
    words = mine.words & its.words
    if len(names) < LEAST_NAMES or len(words) < _LEAST_WORDS_SHARED or _contradict(mine, its):
        return None
    by_names = _share(names, mine.names, its.names, weights)
    by_words = min(
        _share(mine.headline & its.words, mine.headline, mine.headline, weights),
        _share(its.headline & mine.words, its.headline, its.headline, weights),
    )
    score = (by_names + by_words) / 2
    if by_names <= _NAMES_SHARED or by_words < _WORDS_SHARED or score < _SCORE:
        return None
    by_weight = sorted(names, key=lambda each: (-weights.get(each, 1.0), each))
    of_words = sorted(words, key=lambda each: (-weights.get(each, 1.0), each))
    shown = [*(mine.spelt[each] for each in by_weight[:3]), *(mine.spelt[each] for each in of_words)]
    return Relation(other.uri, other.story_id, score, tuple(shown))


def _is_near(gist: Gist, other: Gist) -> bool:
    if gist.published_at and other.published_at:
        return abs(gist.published_at - other.published_at) <= WINDOW
    return abs(gist.first_seen_at - other.first_seen_at) <= WINDOW


def _share(
    shared: AbstractSet[str], mine: AbstractSet[str], its: AbstractSet[str], weights: Mapping[str, float]
) -> float:
    whole = min(_weight(mine, weights), _weight(its, weights))
    return _weight(shared, weights) / whole if whole else 0.0


def _weight(terms: AbstractSet[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(each, 1.0) for each in terms)


@dataclass(frozen=True, slots=True)
class _Told:
    """What headline and lead tell: whom and where they name, stems of words, and what two events differ by."""

    names: frozenset[str]
    titled: frozenset[str]
    headline: frozenset[str]
    words: frozenset[str]
    days: frozenset[str]
    figures: frozenset[str]
    spelt: Mapping[str, str]

    @property
    def all(self) -> frozenset[str]:
        return self.names | self.words


@lru_cache(maxsize=2048)
def _told(gist: Gist) -> _Told:
    lead = f"{gist.headline}\n{gist.summary}"
    folded = lead.casefold()
    spelt: dict[str, str] = {}
    title = gist.headline.casefold()
    # Not by an expression for each name: compiling those takes longer than all the rest.
    read = frozenset(_LETTERS.findall(folded))
    names, titled = set[str](), set[str]()
    for name in gist.names:
        # Headlines have a person's last name alone.
        if name.casefold() in folded or name.split()[-1].casefold() in read:
            names.add(_term(name))
            spelt[_term(name)] = name
            if name.casefold() in title:
                titled.add(_term(name))
    of_names = {_stem(word) for name in gist.names for word in _WORD.findall(name.casefold())}
    words = _stems(lead, spelt) - of_names
    return _Told(
        names=frozenset(names),
        titled=frozenset(titled),
        headline=frozenset(_stems(gist.headline, spelt) - of_names),
        words=frozenset(words | (_stems(" ".join(gist.keyphrases), spelt) - of_names)),
        days=frozenset(_DAYS.intersection(_WORD.findall(folded))),
        figures=frozenset(each.replace("–", "-") for each in _FIGURE.findall(lead)),
        spelt=spelt,
    )


def _term(name: str) -> str:
    return f"={name.casefold()}"


def _contradict(mine: _Told, its: _Told) -> bool:
    if mine.titled - its.names and its.titled - mine.names:
        # Each is about somebody, or somewhere, that the other doesn't know.
        return True
    differing = ((mine.days, its.days), (mine.figures, its.figures))
    return any(one and other and one.isdisjoint(other) for one, other in differing)


def _stems(text: str, spelt: dict[str, str]) -> set[str]:
    found = set[str]()
    for word in _WORD.findall(text.casefold()):
        if word not in _TELLING_NOTHING and word not in _DAYS:
            stem = _stem(word)
            spelt.setdefault(stem, word)
            found.add(stem)
    return found


def _stem(word: str) -> str:
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 4), "")
    return word[: len(word) - len(ending)]
