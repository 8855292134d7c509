"""What several enrichments look at, each part worked out once for an article, and only when one asks.

Article ─▶ Analysis ─▶ text (bounded) ─▶ tokens      words, with offsets
                                      ─▶ sentences   spans, by nupunkt (sentences.py)
"""

import re
from collections.abc import Iterator
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
_MARKED = r"[\w\u0300-\u036f\u0900-\u0dff\u200c\u200d]*"
_TOKEN = re.compile(
    rf"[^\W\d_](?:\.(?:[^\W\d_]\.)+|{_MARKED}(?:['’\-‑·&][^\W_]+)*)|\d+(?:[.,]\d+)*(?:[^\W\d_]{_MARKED})?"
)


class Span(NamedTuple):
    """Where something stands in a text, in characters (Unicode code points), the end excluded."""

    start: int
    end: int


class Token(NamedTuple):
    """A word or a figure, and where it stands."""

    text: str
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
        return tuple(Span(*each) for each in segmentation.sentences(self.text))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and figures of `text` in order."""
        return tuple(tokens(self.text))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What each token is compared by: in lower case, and without `'s`."""
        return tuple(map(key, self.tokens))


def key(token: Token) -> str:
    """Return what *token* is compared by."""
    text = token[0].lower()
    return text[:-2] if text.endswith(("'s", "’s")) else text


def tokens(text: str) -> Iterator[Token]:
    """Yield the words and figures of *text*."""
    for match in _TOKEN.finditer(text):
        yield Token(match[0], match.start(), match.end())


def bounded(text: str) -> str:
    """Return *text*, or of a longer one what is analysed of it."""
    if len(text) <= LONGEST_ANALYSED:
        return text
    for between in ("\n\n", " "):
        end = text.rfind(between, LONGEST_ANALYSED // 2, LONGEST_ANALYSED)
        if end > 0:
            return text[:end]
    return text[:LONGEST_ANALYSED]
