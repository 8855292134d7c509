"""What is remembered of a text to know its copies by: the least hashes of its shingles, in a form that stays.

Sketches live in Redis and in Elasticsearch longer than one version of this code: whatever changes what is in them
raises VERSION, and those of another version are never compared.
"""

import struct
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

VERSION = 1

BANDS = 18
"""How many of the least hashes are looked up. Two texts of Jaccard 0.2 share one with a probability of 0.98."""

LEAST = 104
"""How many hashes are kept: with them a sketch fits into 512 bytes, and most texts of 100 words wholly."""

FIGURES = 8
"""How many hashes of numbers are kept."""

BAND_BYTES = 6
HASH_BYTES = 3
"""What is compared: 24 of 64 bits. Two sketches share one by chance in one comparison of some thousand."""

GREATEST = b"\xff" * HASH_BYTES

_HEAD = struct.Struct(">BIBBB")


@dataclass(frozen=True)
class Sketch:
    """The least `hashes` of a text in order, of 3 bytes; `bands` are the first of them at length, to be looked up.

    `size` counts all shingles of the text, `figures` are the least hashes of its numbers.
    """

    size: int
    bands: tuple[bytes, ...]
    hashes: tuple[bytes, ...]
    figures: tuple[bytes, ...] = ()

    @cached_property
    def held(self) -> frozenset[bytes]:
        """The `hashes`, to be compared with those of many others."""
        return frozenset(self.hashes)

    @property
    def end(self) -> bytes:
        """Up to which hash the text is known: to the greatest, where all of them are kept."""
        return self.hashes[-1] if len(self.hashes) == LEAST else GREATEST

    def __bytes__(self) -> bytes:
        rest = self.hashes[len(self.bands) :]
        head = _HEAD.pack(VERSION, self.size, len(self.bands), len(rest), len(self.figures))
        return b"".join((head, *self.bands, *rest, *self.figures))

    @classmethod
    def of(cls, packed: bytes) -> Self | None:
        """Return the sketch that *packed* holds, or None where it is of another version."""
        if len(packed) < _HEAD.size or packed[0] != VERSION:
            return None
        _, size, *counts = _HEAD.unpack_from(packed)
        ends = [_HEAD.size]
        for count, width in zip(counts, (BAND_BYTES, HASH_BYTES, HASH_BYTES), strict=True):
            ends.append(ends[-1] + count * width)
        if ends[-1] != len(packed):
            return None
        bands = _cut(packed[ends[0] : ends[1]], BAND_BYTES)
        rest = _cut(packed[ends[1] : ends[2]], HASH_BYTES)
        firsts = tuple(band[:HASH_BYTES] for band in bands)
        return cls(size, bands, firsts + rest, _cut(packed[ends[2] :], HASH_BYTES))


def _cut(data: bytes, width: int) -> tuple[bytes, ...]:
    return struct.unpack(f"{width}s" * (len(data) // width), data)


@dataclass(frozen=True, slots=True)
class Sketched:
    """An article as it is remembered to know its copies by."""

    uri: str
    first_seen_at: datetime
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Meeting:
    """What was remembered before an article and shares a band with it, the earliest first.

    `later` are the uris of what came after it: they met it. `bands` are its own, and `seen_at` is when it was seen, by
    whoever brought it first. `is_whole` is False while the store doesn't know all that it should, since it was emptied.
    """

    known: tuple[Sketched, ...]
    later: frozenset[str]
    bands: tuple[bytes, ...]
    seen_at: datetime
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How much of the index a store remembers: all, or what was seen up to then."""

    is_whole: bool = False
    to: datetime | None = None
