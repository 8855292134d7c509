"""Cut a text into words and hash them, all at once (pure).

A word is a run of letters, marks and digits; each character of a script that is written without spaces is one by
itself. The hash is a polynomial over its characters modulo 2^64, read off the sums of the whole text: a regular
expression and a hash for each word take five times as long.
"""

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_APART, _IN_WORD, _DIGIT, _ALONE = range(4)
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF),  # Thai and Lao, Burmese, Khmer
    (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)  # fmt: skip
_LOOKED_UP = 0x20000  # above there are ideographs, and nothing of use
_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_FIRST_POWERS = 1 << 14


def words(text: str) -> tuple[Hashes, Hashes]:
    """Return a hash for each word of *text*, casefolded, and those of the words that begin with a digit."""
    codes = np.frombuffer(text.casefold().encode("utf-32-le", "replace"), "<u4")
    kinds = _kinds()[codes]
    is_apart, is_alone = kinds == _APART, kinds == _ALONE
    # A word begins after what is no word, at a character that stands alone, and after one.
    begins = ~is_apart
    begins[1:] &= is_apart[:-1] | is_alone[1:] | is_alone[:-1]
    starts = np.flatnonzero(begins)
    powers, inverses = _powers(len(codes))
    values = np.where(is_apart, 0, codes).astype(np.uint64) * powers[: len(codes)]
    # What stands between two words adds nothing, so that a word's sum goes up to the next one's start.
    sums = np.add.reduceat(values, starts) if len(starts) else values[:0]
    hashes = sums * inverses[starts]
    return hashes, hashes[kinds[starts] == _DIGIT]


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return at least *count* powers of the base and of its inverse; the tables double, and stay."""
    size = max(_FIRST_POWERS, 1 << (count - 1).bit_length()) if count else _FIRST_POWERS
    return _powers_of(_BASE, size), _powers_of(_INVERSE, size)


@cache
def _powers_of(base: np.uint64, count: int) -> Hashes:
    factors = np.full(count, base, np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors)


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what each character is, by its code."""
    kinds = np.zeros(0x110000, np.uint8)
    kinds[:_LOOKED_UP] = np.fromiter(map(_kind, map(chr, range(_LOOKED_UP))), np.uint8, _LOOKED_UP)
    for first, last in _UNSPACED:
        assigned = kinds[first : last + 1]
        assigned[(assigned == _IN_WORD) | (first >= _LOOKED_UP)] = _ALONE
    return kinds


def _kind(character: str) -> int:
    category = unicodedata.category(character)
    return _DIGIT if category == "Nd" else _IN_WORD if category[0] in "LMN" else _APART
