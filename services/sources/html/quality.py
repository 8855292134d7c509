"""How sure it is that the text is the article, from 0 to 1.

A product of doubts rather than a probability: each is 1 where nothing speaks against the text.
"""

import math
import re

from services.sources.html.body import Found
from services.sources.html.statements import Statements

_ENOUGH = 800
_WORD = re.compile(r"\w+")


def of(stated: Statements, found: Found, paragraphs: tuple[str, ...]) -> float:
    """Return the quality of *paragraphs* as the article that the page states and shows."""
    length = sum(map(len, paragraphs))
    size = min(1.0, math.sqrt(length / _ENOUGH))
    share = min(1.0, 0.4 + found.share)
    headline = 1.0 if found.headline >= 0 else 0.8
    evidence = 1.0 if stated.nodes or stated.first("article:published_time") else 0.9
    return round(size * share * headline * evidence * _agreement(stated.body, paragraphs), 3)


def _agreement(stated: tuple[str, ...], paragraphs: tuple[str, ...]) -> float:
    """Return how far the text agrees with the `articleBody` that the page states; 1 where there is none to compare."""
    if not stated:
        return 1.0
    claimed, shown = set(_WORD.findall(" ".join(stated).lower())), set(_WORD.findall(" ".join(paragraphs).lower()))
    if len(claimed) < 50 or not shown:
        return 1.0
    return 0.5 + 0.5 * len(claimed & shown) / min(len(claimed), len(shown))
