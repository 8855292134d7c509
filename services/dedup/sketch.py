"""Cut a text into shingles, runs of five words, and make a sketch of them: the least of their hashes (pure).

Broder's bottom-k sketch (1997, "On the resemblance and containment of documents"): a MinHash that needs one hash for
each shingle instead of 128, and tells containment as well as resemblance. The arithmetic is written out here, on
64 bits, so that no library's update can change it (docs/decisions/2026-11-24-copies-by-least-hashes.md).
"""

from dataclasses import dataclass

import numpy as np

from services.dedup.tokens import Hashes, words
from services.sketches import BAND_BYTES, BANDS, FIGURES, HASH_BYTES, LEAST, Sketch

SHINGLE = 5
"""Tokens in a shingle: words, or characters of scripts that are written without spaces."""

# splitmix64's finalizer (Steele, Lea, Flood 2014).
_MULTIPLY_1, _MULTIPLY_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)


@dataclass(frozen=True, slots=True)
class Shingles:
    """All shingles of a text and all its numbers, as hashes in order, each once."""

    hashes: Hashes
    figures: Hashes


def shingles(text: str) -> Shingles:
    """Return the shingles of *text*: none where it is shorter than one."""
    tokens, figures = words(text)
    return Shingles(_distinct(_runs(_mixed(tokens))), _distinct(_mixed(figures)))


def sketch(text: str) -> Sketch | None:
    """Return the sketch of *text*, or None where it is shorter than a shingle."""
    whole = shingles(text)
    if not len(whole.hashes):
        return None
    return Sketch(
        size=len(whole.hashes),
        bands=_packed(whole.hashes[:BANDS], BAND_BYTES),
        hashes=_packed(whole.hashes[:LEAST], HASH_BYTES),
        figures=_packed(whole.figures[:FIGURES], HASH_BYTES),
    )


def _distinct(hashes: Hashes) -> Hashes:
    """Return *hashes* in order, each once (np.unique takes twice as long)."""
    hashes.sort()
    is_other = np.ones(len(hashes), np.bool_)
    is_other[1:] = hashes[1:] != hashes[:-1]
    return hashes[is_other]


def _runs(tokens: Hashes) -> Hashes:
    """Return a hash for each run of SHINGLE *tokens*, dependent on their order."""
    runs = max(0, len(tokens) - SHINGLE + 1)
    hashes = np.zeros(runs, np.uint64)
    for offset in range(SHINGLE):
        hashes = _mixed(hashes + tokens[offset : offset + runs])
    return hashes


def _mixed(values: Hashes) -> Hashes:
    values = (values ^ (values >> _SHIFTS[0])) * _MULTIPLY_1
    values = (values ^ (values >> _SHIFTS[1])) * _MULTIPLY_2
    return values ^ (values >> _SHIFTS[2])


def _packed(hashes: Hashes, width: int) -> tuple[bytes, ...]:
    firsts = hashes.astype(">u8").view(np.uint8).reshape(-1, 8)[:, :width]
    return tuple(np.ascontiguousarray(firsts).view(f"V{width}").ravel().tolist())
