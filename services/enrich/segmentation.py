"""Split a text into its sentences.

nupunkt (0.1 ms for an article) knows abbreviations and never changes the text; its model is in its wheel. It reads
English and its neighbours; scripts without spaces between sentences end them with marks of their own.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nupunkt

_LINE_END = re.compile(r"\n")
# Ends of sentences in CJK, Devanagari, Arabic, Armenian, Ethiopic, Burmese and Khmer, with what closes a quotation. The
# range that all are in comes first: a search passes over the rest of a text in half the time.
_OTHER = "[。！？｡।॥။៕۔؟։]"
_OTHER_END = re.compile(rf"[\u0589-\uff61](?<={_OTHER}){_OTHER}*(?:[”’」』）\"'»]|[^\S\n])*")
# What opens a line, `» The latest:`, and would be taken for the end of the line above.
_OPENING = re.compile(r"\n[\"'”’»)\]}*]+")

# `am 3. Oktober`, `3. ledna`: the period of an ordinal ends no sentence before a month.
_ORDINAL = re.compile(
    r"\.(?<=\d\.)(?<!\d\d\d\.)(?=[^\S\n]+"
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|jänner|januari|februari|mars"
    r"|maj|augusti|marts|desember|ledna|února|března|dubna|května|června|července|srpna|září|října"
    r"|listopadu|prosince|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada"
    r"|grudnia|tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta"
    r"|lokakuuta|marraskuuta|joulukuuta)\b)",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of *text*, without blanks around it; a line's end always ends one."""
    start = 0
    for end in sorted(_ends(text)):
        sentence = text[start:end]
        begins = end - len(sentence.lstrip())
        ends = start + len(sentence.rstrip())
        if begins < ends:
            yield begins, ends
        start = end


def _ends(text: str) -> set[int]:
    # All of the text at once: by paragraphs it takes half as long again, and what closes one (`”.`) would stand alone.
    ends = {end for _, end in _segmenter().span_tokenize(text)}
    for pattern in (_ORDINAL, _OPENING):
        ends.difference_update([match.end() for match in pattern.finditer(text)])
    for pattern in (_LINE_END,) if text.isascii() else (_LINE_END, _OTHER_END):
        ends.update([match.end() for match in pattern.finditer(text)])
    ends.add(len(text))
    return ends


@cache
def _segmenter() -> "nupunkt.PunktSentenceTokenizer":
    import nupunkt  # noqa: PLC0415 (most commands end no sentence, and start without it)

    return nupunkt.load_default_model()
