"""What differs between two versions of an article: by field, and in the text by paragraph and word (pure).

Time is bounded: what is the same at both ends is set aside, and of two texts that share little no word is compared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

# What its publisher says; the rest follows from the text, or from how it came.
_TOLD = (
    "headline", "alternativeHeadline", "description", "dateline", "articleSection", "keywords", "author", "publisher",
    "image", "url", "canonicalUrl", "datePublished", "dateModified", "inLanguage", "isAccessibleForFree", "pubStatus",
    "statusReason",
)  # fmt: skip
_MOST_PARAGRAPHS = 1000
_MOST_WORDS = 2000
_LITTLE = 0.2
"""Shared words below which two paragraphs are two."""


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph."""

    kind: Kind
    text: str


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Field → what it was and what it is (None where it is absent), and the paragraphs that aren't the same."""

    fields: Mapping[str, tuple[object, object]]
    text: tuple[Paragraph, ...]


def difference(before: Mapping[str, object], after: Mapping[str, object]) -> Difference:
    """Return what differs between two documents of the index."""
    told = {name: (before.get(name), after.get(name)) for name in _TOLD}
    fields = {name: both for name, both in told.items() if both[0] != both[1]}
    return Difference(fields, tuple(_text(str(before.get("articleBody", "")), str(after.get("articleBody", "")))))


def _text(before: str, after: str) -> Iterator[Paragraph]:
    olds, news = before.split("\n\n"), after.split("\n\n")
    for mine, others in _replaced(olds, news, _MOST_PARAGRAPHS):
        for old, new in zip_longest(mine, others, fillvalue=""):
            yield tuple(_words(old.split(), new.split()))


def _words(olds: Sequence[str], news: Sequence[str]) -> Iterator[Piece]:
    if len(olds) > _MOST_WORDS or len(news) > _MOST_WORDS:
        yield from _pieces(olds, news)
        return
    matcher = SequenceMatcher(None, olds, news)
    if olds and news and matcher.quick_ratio() < _LITTLE:
        yield from _pieces(olds, news)
        return
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(Kind.SAME, " ".join(olds[start:end]))
        else:
            yield from _pieces(olds[start:end], news[new_start:new_end])


def _pieces(olds: Sequence[str], news: Sequence[str]) -> Iterator[Piece]:
    if olds:
        yield Piece(Kind.REMOVED, " ".join(olds))
    if news:
        yield Piece(Kind.ADDED, " ".join(news))


def _replaced(olds: Sequence[str], news: Sequence[str], most: int) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield the runs of *olds* that others stand in the place of in *news*."""
    first = _common(olds, news)
    last = _common(olds[first:][::-1], news[first:][::-1])
    olds, news = olds[first : len(olds) - last], news[first : len(news) - last]
    if len(olds) > most or len(news) > most:
        yield olds, news
        return
    for kind, start, end, new_start, new_end in SequenceMatcher(None, olds, news).get_opcodes():
        if kind != "equal":
            yield olds[start:end], news[new_start:new_end]


def _common(olds: Sequence[str], news: Sequence[str]) -> int:
    """Return how many paragraphs are the same at the beginning."""
    return next(
        (at for at, (old, new) in enumerate(zip(olds, news, strict=False)) if old != new), min(len(olds), len(news))
    )
