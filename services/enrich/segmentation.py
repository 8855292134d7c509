"""Split a text into its sentences.

nupunkt (0.1 ms for an article) knows abbreviations and never changes the text; its model is in its wheel. It reads
English and its neighbours; scripts without spaces between sentences end them with marks of their own.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nupunkt

_PARAGRAPH = re.compile(r"[^\n]+")
# Ends of sentences in CJK, Devanagari, Arabic, Armenian, Ethiopic, Burmese and Khmer, with what closes a quotation.
_OTHER_END = re.compile(r"(?:[。！？｡।॥።။៕۔؟։]+[”’」』）\"'»\s]*)")


# `am 3. Oktober`, `3. ledna`: the period of an ordinal ends no sentence before a month.
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.\s*\Z")
_MONTH = re.compile(
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jänner|januari|februari|mars"
    r"|maj|augusti|marts|desember|ledna|února|března|dubna|května|června|července|srpna|září|října"
    r"|listopadu|prosince|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada"
    r"|grudnia|tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta"
    r"|lokakuuta|marraskuuta|joulukuuta)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of *text*, without blanks around it, paragraph by paragraph."""
    segmenter = _segmenter()
    for paragraph in _PARAGRAPH.finditer(text):
        offset = paragraph.start()
        spans = [(offset + first, offset + last) for _, (first, last) in segmenter.tokenize_with_spans(paragraph[0])]
        for first, last in _joined(text, spans):
            yield from _parts(text, first, last)


def _joined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield *spans*, those as one between which no sentence ends."""
    begins = spans[0][0] if spans else 0
    for (_, end), (start, _) in pairwise(spans):
        if not (_MONTH.match(text, start) and _ORDINAL.search(text, max(begins, end - 5), end)):
            yield begins, end
            begins = start
    if spans:
        yield begins, spans[-1][1]


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _OTHER_END.finditer(text, start, end):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    end -= len(sentence) - len(sentence.rstrip())
    if start < end:
        yield start, end


@cache
def _segmenter() -> "nupunkt.PunktSentenceTokenizer":
    import nupunkt  # noqa: PLC0415 (most commands end no sentence, and start without it)

    return nupunkt.load_default_model()
