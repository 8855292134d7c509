"""What several enrichments look at, each part worked out once for an article, and only when one asks.

Article ─▶ Analysis ─▶ text (bounded) ─▶ tokens      words and figures, and what stands between them
                                      ─▶ sentences   spans, by nupunkt (sentences.py)
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from services.enrich import segmentation
from services.model import Article

LONGEST_ANALYSED = 100_000
"""How many characters of a text are looked at for more than its language and length: sixteen thousand words.

Cut between paragraphs, or between words where one paragraph is longer. What is found stands at offsets in the text.
"""

# Words with what is inside them: an apostrophe, a hyphen, an ampersand, the marks of Indic scripts, the periods of
# `U.S.`; figures with their separators and endings.
_MARKED = r"[\w\u0300-\u036f\u0900-\u0dff\u200c\u200d]*+"
_TOKEN = re.compile(
    rf"([^\W\d_](?:\.(?:[^\W\d_]\.)++|{_MARKED}(?:['’\-‑·&][^\W_]++)*+)|\d++(?:[.,]\d++)*+(?:[^\W\d_]{_MARKED})?+)"
)


class Span(NamedTuple):
    """Where something stands in a text, in characters (Unicode code points), the end excluded."""

    start: int
    end: int


class Analysis:
    """One article under the hands of its enrichments."""

    def __init__(self, article: Article) -> None:
        self.body = article.body
        self.text = bounded(self.body)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of `text` in order, blanks around them left out; a paragraph's end always ends one."""
        return tuple(map(Span._make, segmentation.sentences(self.text)))

    @cached_property
    def pieces(self) -> list[str]:
        """`text` cut at its words and figures (pieces)."""
        return pieces(self.text)

    @cached_property
    def tokens(self) -> list[str]:
        """The words and figures of `text` in order."""
        return self.pieces[1::2]

    @cached_property
    def keys(self) -> list[str]:
        """What each token is compared by: in lower case, and without `'s`."""
        return keys(self.tokens)


def keys(tokens: Iterable[str]) -> list[str]:
    """Return what each of *tokens* is compared by; each word's is worked out once: half of them come again."""
    known: dict[str, str] = {}
    return [known.get(token) or known.setdefault(token, _key(token)) for token in tokens]


def _key(token: str) -> str:
    lowered = token.lower()
    return lowered[:-2] if lowered.endswith(("'s", "’s")) else lowered


def tokens(text: str) -> list[str]:
    """Return the words and figures of *text*."""
    return _TOKEN.findall(text)


def pieces(text: str) -> list[str]:
    """Return *text* cut at its words and figures: what stands before the first, it, what follows it, and so on.

    Without offsets: an object for each word and where it stands takes four times as long.
    """
    return _TOKEN.split(text)


def bounded(text: str) -> str:
    """Return *text*, or of a longer one what is analysed of it."""
    if len(text) <= LONGEST_ANALYSED:
        return text
    for between in ("\n\n", " "):
        end = text.rfind(between, LONGEST_ANALYSED // 2, LONGEST_ANALYSED)
        if end > 0:
            return text[:end]
    return text[:LONGEST_ANALYSED]
