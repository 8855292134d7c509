"""How alike two texts are, by their sketches, and whether one is a copy of the other (pure)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from services.sketches import FIGURES, LEAST, Sketch

JACCARD = 0.46
_SHORT, _LIKE_OF_SHORT = 90, 0.9
CONTAINED, _WORDS_TO_PROVE = 0.5, 60
_TELLING_FIGURES = 3
_LONGEST_TEMPLATE = 300


@dataclass(frozen=True, slots=True)
class Likeness:
    """Estimates from 0 to 1: shared of all shingles, shared of the shorter text's, and shared of its numbers.

    `shorter` counts the shorter text's shingles; `figures` is None where there are too few numbers to tell.
    """

    jaccard: float
    contained: float
    shorter: int
    figures: float | None

    @property
    def is_copy(self) -> bool:
        """Tell whether the texts are one, and not two of one template.

        The shorter a text, the more of it must be the same. A brief that stands in a longer report is a report of its
        own that the longer one grew from: below 120 words containment proves nothing, and half a word in two is enough
        for a long one. Numbers are what differs between two days' weather or two companies' results.
        """
        if self.figures is not None and self.figures < 0.5 and self.shorter < _LONGEST_TEMPLATE:
            return False
        is_alike = self.jaccard >= max(JACCARD, _LIKE_OF_SHORT - self.shorter / _SHORT)
        return is_alike or self.contained >= CONTAINED + _WORDS_TO_PROVE / self.shorter


def likeness(one: Sketch, other: Sketch) -> Likeness:
    """Return how alike the texts of two sketches are.

    Hashes up to the lesser of the two greatest are a fair sample of both texts, and of one in the other.
    """
    shorter, longer = sorted((one, other), key=lambda each: each.size)
    mine, others = _sampled(shorter.hashes, longer.hashes, LEAST)
    shared = len(mine & others)
    contained = shared / len(mine) if mine else 0.0
    return Likeness(shared / (len(mine | others) or 1), contained, shorter.size, _figures(one, other))


def _figures(one: Sketch, other: Sketch) -> float | None:
    mine, others = _sampled(one.figures, other.figures, FIGURES)
    fewer = min(len(mine), len(others))
    return len(mine & others) / fewer if fewer >= _TELLING_FIGURES else None


def _sampled(one: Sequence[bytes], other: Sequence[bytes], kept: int) -> tuple[set[bytes], set[bytes]]:
    ends = [each[-1] for each in (one, other) if len(each) == kept]
    if not ends:
        return set(one), set(other)
    end = min(ends)
    return set(one[: bisect_right(one, end)]), set(other[: bisect_right(other, end)])
