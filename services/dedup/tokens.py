"""Cut texts into words and hash them, all at once (pure).

A word is a run of letters, marks and digits; each character of a script that is written without spaces is one by
itself. The hash is a polynomial over its characters modulo 2^64, read off the sums of the whole text: a regular
expression and a hash for each word take five times as long.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_APART, _IN_WORD, _DIGIT, _ALONE = range(4)
_KINDS = dict.fromkeys(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nl", "No"), _IN_WORD) | {"Nd": _DIGIT}
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF),  # Thai and Lao, Burmese, Khmer
    (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)  # fmt: skip
_LOOKED_UP = 0x20000  # above there are ideographs, and nothing of use
_CODES = 0x40000
_BLOCK = 0x100
_BETWEEN = "\n"
_NO_WORD, _SEVERAL = np.uint64(0), np.uint64(0xFFFFFFFF)
_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_POWERS_KEPT = 1 << 16


@dataclass(frozen=True, slots=True)
class Words:
    """A hash for each word of some texts, and whether it begins with a digit.

    Those of the text at *n* are from `begins[n]` up to `begins[n + 1]`.
    """

    hashes: Hashes
    is_figure: NDArray[np.bool_]
    begins: NDArray[np.intp]


def words(texts: Sequence[str]) -> Words:
    """Return the words of *texts*, casefolded."""
    codes = np.frombuffer(_BETWEEN.join(texts).encode("utf-32-le", "replace"), "<u4")
    values = _folded().take(codes, mode="clip")
    if values.max(initial=0) == _SEVERAL:
        return words([each.casefold() for each in texts])
    starts = _starts(codes, values == _NO_WORD)
    powers, inverses = _powers(len(codes))
    values *= powers
    # What stands between two words adds nothing, so that a word's sum goes up to the next one's start.
    sums = np.add.reduceat(values, starts) if len(starts) else values[:0]
    return Words(
        hashes=sums * inverses[starts],
        is_figure=_kinds().take(codes[starts], mode="clip") == _DIGIT,
        begins=starts.searchsorted(np.cumsum([0, *(len(each) + len(_BETWEEN) for each in texts)])),
    )


def _starts(codes: NDArray[np.uint32], is_apart: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return where a word begins: after what is no word, at a character that stands alone, and after one."""
    begins = ~is_apart
    if codes.max(initial=0) < _UNSPACED[0][0]:
        begins[1:] &= is_apart[:-1]
    else:
        is_alone = _kinds().take(codes, mode="clip") == _ALONE
        begins[1:] &= is_apart[:-1] | is_alone[1:] | is_alone[:-1]
    return np.flatnonzero(begins)


def _powers(count: int) -> tuple[Hashes, Hashes]:
    """Return *count* powers of the base and of its inverse; those for a text of millions of characters don't stay."""
    if count > _POWERS_KEPT:
        return _powers_of(_BASE, count), _powers_of(_INVERSE, count)
    powers, inverses = _powers_kept()
    return powers[:count], inverses[:count]


@cache
def _powers_kept() -> tuple[Hashes, Hashes]:
    return _powers_of(_BASE, _POWERS_KEPT), _powers_of(_INVERSE, _POWERS_KEPT)


def _powers_of(base: np.uint64, count: int) -> Hashes:
    factors = np.full(count, base, np.uint64)
    factors[0] = 1
    return np.multiply.accumulate(factors)


@cache
def _folded() -> Hashes:
    """Return the casefolded code of each character, by its code; what is of no word has _NO_WORD, and ß _SEVERAL."""
    folded = np.arange(_CODES + 1, dtype=np.uint64)
    characters = _characters()
    for start in range(0, _LOOKED_UP, _BLOCK):
        block = characters[start : start + _BLOCK]
        if block.casefold() != block:  # in one of ten: casefolding each by itself takes longest of all
            forms = map(str.casefold, block)
            folded[start : start + _BLOCK] = [ord(each) if len(each) == 1 else _SEVERAL for each in forms]
    folded[_kinds() == _APART] = _NO_WORD
    return folded


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what each character is, by its code; the last stands for all above."""
    kinds = np.zeros(_CODES + 1, np.uint8)
    kinds[:_LOOKED_UP] = [_KINDS.get(category, _APART) for category in map(unicodedata.category, _characters())]
    for first, last in _UNSPACED:
        assigned = kinds[first : last + 1]
        assigned[(assigned == _IN_WORD) | (first >= _LOOKED_UP)] = _ALONE
    return kinds


def _characters() -> str:
    return np.arange(_LOOKED_UP, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
