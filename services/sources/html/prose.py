"""Judge blocks of text: what is prose, what reads as text, what only repeats."""

import re

from services.sources.html.page import Block
from services.sources.html.vocabulary import HEADINGS

_SHORTEST_PARAGRAPH = 50
_SHORTEST_COPY = 60
_LONGEST_COMPARED = 20_000
_SENTENCE_ENDS = tuple(".!?…:;。！？।॥؟”»\"'’)]")
_WORD = re.compile(r"\w+")
# A character of these scripts is worth two letters.
_DENSE = "\u2e80"
_PROSE = frozenset(["p", "li", "td", "th", "blockquote", "pre", "dd", "dt"]) | HEADINGS


def words(text: str) -> set[str]:
    """Return the words of *text* in lower case; of a very long one, those at its beginning."""
    return set(_WORD.findall(text[:_LONGEST_COMPARED].lower()))


def repeats(words: set[str], stated: set[str]) -> bool:
    """Return whether *words* say what is stated already."""
    return len(words) > 2 and len(words & stated) > 0.85 * len(words) and len(words) > 0.5 * len(stated)


def weight(block: Block) -> float:
    """Return how much a block speaks for being where the article is: its characters, if it is prose."""
    length, own = len(block.text), len(block.text) - block.linked
    if block.text[0] > _DENSE:
        length, own = 2 * length, 2 * own
    if length < _SHORTEST_PARAGRAPH or own < 0.6 * length or block.tag in HEADINGS:
        return 0.0
    return own * (0.3 if block.is_listed or not block.text.endswith(_SENTENCE_ENDS) else 1.0)


def reads(block: Block) -> bool:
    """Return whether a block reads as text: no list of links, and outside of a paragraph no scrap of words."""
    length = len(block.text)
    if block.tag == "h1" or (block.linked > 0.6 * length and length - block.linked < 100):
        return False
    if block.tag in _PROSE:
        return any(map(str.isalnum, block.text))
    return length >= 40 or block.text.endswith(_SENTENCE_ENDS)


def once(blocks: list[Block], deck: str) -> list[Block]:
    """Return *blocks* without copies of longer ones: pages keep some for small screens, for print and for machines."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if block.text != deck and (len(block.text) < _SHORTEST_COPY or block.text not in seen):
            kept.append(block)
        seen.add(block.text)
    return kept


def without_stray_headings(blocks: list[Block]) -> list[Block]:
    """Return *blocks* without headings that no text follows."""
    kept: list[Block] = []
    for block in reversed(blocks):
        is_heading = block.tag in HEADINGS
        if not is_heading or (kept and not (kept[-1].tag in HEADINGS and kept[-1].tag <= block.tag)):
            kept.append(block)
    return kept[::-1]
