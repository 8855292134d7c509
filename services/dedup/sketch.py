"""Make a sketch of a text (pure): the least hashes of all its runs of five words, by one hash function.

Broder's bottom-k sketch (1997, "On the resemblance and containment of documents"): a MinHash that needs one hash for
each shingle instead of 128, and tells containment as well as resemblance. The arithmetic is written out here, on
64 bits, so that no library's update can change it (docs/decisions/2026-11-24-copies-by-least-hashes.md).
"""

import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.sketches import BAND_BYTES, BANDS, FIGURES, HASH_BYTES, LEAST, Sketch

SHINGLE = 5
"""Tokens in a shingle: words, or characters of scripts that are written without spaces."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORDS = re.compile(r"\w+")
_TOKENS = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_HAS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_AFTER_DIGITS = ":"  # the first character that is no digit
_KEPT_WORDS = 200_000

_Hashes = NDArray[np.uint64]
# splitmix64's finalizer (Steele, Lea, Flood 2014).
_MULTIPLY_1, _MULTIPLY_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = np.uint64(30), np.uint64(27), np.uint64(31)


def sketch(text: str) -> Sketch | None:
    """Return the sketch of *text*, or None where it is shorter than a shingle."""
    folded = text.casefold()
    is_spaced = folded.isascii() or not _HAS_UNSPACED.search(folded)
    tokens = (_WORDS if is_spaced else _TOKENS).findall(folded)  # the second takes twice as long
    if len(tokens) < SHINGLE:
        return None
    shingles = _distinct(_shingles(np.fromiter(map(_hashes.__getitem__, tokens), np.uint64, len(tokens))))
    bands = _packed(shingles[:BANDS], BAND_BYTES)
    figures = sorted({_hashes[token] for token in tokens if token < _AFTER_DIGITS})
    hashes = _packed(shingles[:LEAST], HASH_BYTES)
    return Sketch(len(shingles), bands, hashes, _packed(figures[:FIGURES], HASH_BYTES))


class _Remembered(dict[str, int]):
    """Token → its hash; a text consists of words that were hashed for another text already."""

    def __missing__(self, token: str) -> int:
        if len(self) >= _KEPT_WORDS:
            self.clear()
        self[token] = found = int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest())
        return found


_hashes = _Remembered()


def _distinct(hashes: _Hashes) -> _Hashes:
    """Return *hashes* in order, each once (np.unique takes twice as long)."""
    hashes.sort()
    return hashes[np.concatenate(([True], hashes[1:] != hashes[:-1]))]


def _shingles(tokens: _Hashes) -> _Hashes:
    """Return a hash for each run of SHINGLE *tokens*, dependent on their order."""
    runs = len(tokens) - SHINGLE + 1
    hashes = np.zeros(runs, np.uint64)
    for offset in range(SHINGLE):
        hashes = _mixed(hashes + tokens[offset : offset + runs])
    return hashes


def _mixed(values: _Hashes) -> _Hashes:
    values = (values ^ (values >> _SHIFTS[0])) * _MULTIPLY_1
    values = (values ^ (values >> _SHIFTS[1])) * _MULTIPLY_2
    return values ^ (values >> _SHIFTS[2])


def _packed(hashes: Sequence[int] | _Hashes, width: int) -> tuple[bytes, ...]:
    data = np.asarray(hashes, ">u8").tobytes()
    return tuple(data[at : at + width] for at in range(0, len(data), 8))
