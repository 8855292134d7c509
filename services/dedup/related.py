"""Whether two texts of two wordings tell of the same event (pure).

    Gist ─related, with those told before it─▶ Relation | None

Who and where must be the same, and what happened, and nothing may speak against it: another day of the week, another
score, another magnitude, in each headline a name that the other text hasn't. What many of those at hand have in common
says little, so rare names and words count more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from math import log

from services.dedup.gists import LEAST_NAMES, Top, top_of
from services.model import Gist, Standing

WINDOW = timedelta(hours=48)
"""Most time between two texts on one event."""

_LEAST_WORDS_SHARED = 3
_NAMES_SHARED, _WORDS_SHARED, _SCORE = 0.5, 0.25, 0.6
_SHOWN = 6
_LONGEST_REASON = 250


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


def related_to(place: Standing) -> str:
    """Return the original of the story that an article is related to; empty if it is none's but its own's or a copy."""
    if place.original or not place.reason.startswith("related to "):
        return ""
    return place.reason.removeprefix("related to ").split(": ", 1)[0]


def rarity(gists: Iterable[Gist]) -> Mapping[str, float]:
    """Return name or word → how much it says, from 1 down: what many of *gists* have says little."""
    held = Counter[str]()
    for each in gists:
        held.update(top_of(each).all)
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
    mine, its = top_of(gist), top_of(other)
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


def _contradict(mine: Top, its: Top) -> bool:
    if mine.titled - its.names and its.titled - mine.names:
        # Each is about somebody, or somewhere, that the other doesn't know.
        return True
    if mine.objects - its.known and its.objects - mine.known:
        # So it is with names that nobody recognized. Not with numbers: tolls rise.
        return True
    differing = ((mine.days, its.days), (mine.figures, its.figures))
    return any(one and other and one.isdisjoint(other) for one, other in differing)
