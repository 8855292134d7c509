"""How alike two texts are, by their sketches or by all their shingles, and whether they are one (pure)."""

from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from services.dedup.sketch import Shingles
from services.sketches import FIGURES, GREATEST, LEAST, Sketch

JACCARD = 0.465
_SHORT, _LIKE_OF_SHORT = 90, 0.9
CONTAINED, _WORDS_TO_PROVE = 0.6, 50
_TELLING_FIGURES = 3
_LONGEST_TEMPLATE = 200
_JACCARD_MARGIN, _CONTAINED_MARGIN = 0.08, 0.15  # two to three deviations of the estimates


@dataclass(frozen=True, slots=True)
class Likeness:
    """From 0 to 1: shared of all shingles, shared of the shorter text's, and shared of its numbers.

    `shorter` counts the shorter text's shingles; `figures` is None where there are too few numbers to tell, or the
    texts are so long that numbers don't matter. Unless it `is_exact`, the first two are estimates.
    """

    jaccard: float
    contained: float
    shorter: int
    figures: float | None
    is_exact: bool = True

    @property
    def is_copy(self) -> bool:
        """Tell whether the texts are one, and not two of one template.

        The shorter a text, the more of it must be the same. A brief that stands in a longer report is a report of its
        own that the longer one grew from: of 125 words all must be contained, of 500 words seven in ten. Numbers are
        what differs between two days' weather or two companies' results.
        """
        if self.figures is not None and self.figures < 0.5:
            return False
        return self.jaccard >= self._jaccard_needed or self.contained >= self._contained_needed

    @property
    def is_unsure(self) -> bool:
        """Tell whether an estimate lies so near to what is needed that the texts themselves should decide."""
        jaccard, contained = self.jaccard - self._jaccard_needed, self.contained - self._contained_needed
        is_clear = jaccard >= _JACCARD_MARGIN or contained >= _CONTAINED_MARGIN
        is_near = jaccard >= -_JACCARD_MARGIN or contained >= -_CONTAINED_MARGIN
        return not self.is_exact and is_near and not is_clear

    @property
    def _jaccard_needed(self) -> float:
        return max(JACCARD, _LIKE_OF_SHORT - self.shorter / _SHORT)

    @property
    def _contained_needed(self) -> float:
        return CONTAINED + _WORDS_TO_PROVE / self.shorter


def likeness(one: Sketch, other: Sketch) -> Likeness:
    """Return how alike the texts of two sketches are.

    Hashes up to the lesser of the two greatest are a fair sample of both texts, and of one in the other.
    """
    shorter, longer = (one, other) if one.size <= other.size else (other, one)
    end = min(one.end, other.end)
    mine, others = bisect_right(shorter.hashes, end), bisect_right(longer.hashes, end)
    shared = len(one.held.intersection(other.hashes))  # what both have is up to that end
    return Likeness(
        jaccard=shared / (mine + others - shared or 1),
        contained=shared / (mine or 1),
        shorter=shorter.size,
        figures=_estimated_figures(one.figures, other.figures) if shorter.size < _LONGEST_TEMPLATE else None,
        is_exact=longer.size <= LEAST,
    )


def exactly(one: Shingles, other: Shingles) -> Likeness:
    """Return how alike two texts are by all their shingles, of which each must have some."""
    shared = len(np.intersect1d(one.hashes, other.hashes, assume_unique=True))
    shorter = min(len(one.hashes), len(other.hashes))
    return Likeness(
        jaccard=shared / (len(one.hashes) + len(other.hashes) - shared),
        contained=shared / shorter,
        shorter=shorter,
        figures=_figures(set(one.figures.tolist()), set(other.figures.tolist()))
        if shorter < _LONGEST_TEMPLATE
        else None,
    )


def _figures(mine: AbstractSet[object], others: AbstractSet[object]) -> float | None:
    fewer = min(len(mine), len(others))
    return len(mine & others) / fewer if fewer >= _TELLING_FIGURES else None


def _estimated_figures(one: Sequence[bytes], other: Sequence[bytes]) -> float | None:
    if min(len(one), len(other)) < _TELLING_FIGURES:
        return None
    end = min(each[-1] if len(each) == FIGURES else GREATEST for each in (one, other))
    return _figures(set(one[: bisect_right(one, end)]), set(other[: bisect_right(other, end)]))
