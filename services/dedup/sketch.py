"""Cut a text into shingles, runs of five words, and make a sketch of them: the least of their hashes (pure).

Broder's bottom-k sketch (1997, "On the resemblance and containment of documents"): a MinHash that needs one hash for
each shingle instead of 128, and tells containment as well as resemblance. The arithmetic is written out here, on
64 bits, so that no library's update can change it (docs/decisions/2026-11-24-copies-by-least-hashes.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from struct import Struct

import numpy as np

from services.dedup.tokens import Hashes, words
from services.sketches import BAND_BYTES, BANDS, FIGURES, HASH_BYTES, LEAST, Sketch

SHINGLE = 5
"""Tokens in a shingle: words, or characters of scripts that are written without spaces."""

_CHARACTERS_AT_ONCE = 1 << 15

# splitmix64's finalizer (Steele, Lea, Flood 2014).
_MULTIPLY_1, _MULTIPLY_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)


@dataclass(frozen=True, slots=True)
class Shingles:
    """All shingles of a text and all its numbers, as hashes in order, each once."""

    hashes: Hashes
    figures: Hashes


def shingles_of(texts: Sequence[str]) -> list[Shingles]:
    """Return the shingles of each of *texts*: none where it is shorter than one."""
    return [each for some in _at_once(texts) for each in _shingles(some)]


def sketch(text: str) -> Sketch | None:
    """Return the sketch of *text*, or None where it is shorter than a shingle."""
    return sketches([text])[0]


def sketches(texts: Sequence[str]) -> list[Sketch | None]:
    """Return the sketches of *texts*; many at once take half the time that each by itself would."""
    return [_sketch(each) for some in _at_once(texts) for each in _shingles(some)]


def _at_once(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut *texts* into runs of so many characters that a processor has all that is made of them at hand."""
    start, size = 0, 0
    for end, text in enumerate(texts):
        if size + len(text) > _CHARACTERS_AT_ONCE and size:
            yield texts[start:end]
            start, size = end, 0
        size += len(text)
    yield texts[start:]


def _shingles(texts: Sequence[str]) -> list[Shingles]:
    found = words(texts)
    tokens = _mixed(found.hashes)
    # Runs that reach into the next text are left out.
    runs = _distinct(
        _runs(tokens), [(begin, max(begin, end - SHINGLE + 1)) for begin, end in pairwise(found.begins.tolist())]
    )
    before = np.concatenate(([0], np.cumsum(found.is_figure)))
    figures = _distinct(tokens[found.is_figure], list(pairwise(before[found.begins].tolist())))
    return [Shingles(*both) for both in zip(runs, figures, strict=True)]


def _sketch(whole: Shingles) -> Sketch | None:
    if not len(whole.hashes):
        return None
    return Sketch(
        size=len(whole.hashes),
        bands=_packed(whole.hashes[:BANDS], BAND_BYTES),
        hashes=_packed(whole.hashes[:LEAST], HASH_BYTES),
        figures=_packed(whole.figures[:FIGURES], HASH_BYTES),
    )


def _distinct(hashes: Hashes, parts: Sequence[tuple[int, int]]) -> list[Hashes]:
    """Return those of each part, from and up to, in order, each once; *hashes* are put in order as well."""
    for begin, end in parts:
        hashes[begin:end].sort()
    is_other = np.ones(len(hashes), np.bool_)
    np.not_equal(hashes[1:], hashes[:-1], out=is_other[1:])
    is_other[[begin for begin, end in parts if begin < end]] = True
    return [hashes[begin:end][is_other[begin:end]] for begin, end in parts]


def _runs(tokens: Hashes) -> Hashes:
    """Return a hash for each run of SHINGLE *tokens*, dependent on their order."""
    runs = max(0, len(tokens) - SHINGLE + 1)
    hashes = np.zeros(runs, np.uint64)
    for offset in range(SHINGLE):
        hashes = _mixed(hashes + tokens[offset : offset + runs])
    return hashes


def _mixed(values: Hashes) -> Hashes:
    values = values ^ (values >> _SHIFTS[0])
    values *= _MULTIPLY_1
    values ^= values >> _SHIFTS[1]
    values *= _MULTIPLY_2
    values ^= values >> _SHIFTS[2]
    return values


def _packed(hashes: Hashes, width: int) -> tuple[bytes, ...]:
    return _firsts(len(hashes), width).unpack(hashes.astype(">u8").tobytes())


@cache
def _firsts(count: int, width: int) -> Struct:
    return Struct(f"{width}s{8 - width}x" * count)
