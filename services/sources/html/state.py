"""The article in the data that scripts draw a page from, where it shows none itself: Next.js, Nuxt and their like.

Such data holds other articles too, and menus, and texts of the page. So what counts is what stands beside the title
that the page states: in the same object, or at most two levels below.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from services.errors import NotAnArticleError
from services.sources.html import fragment, prose

_LONGEST_SCRIPT = 2_000_000
_MOST_SCRIPTS = 50
_MOST_STARTS = 5
_MOST_VALUES = 50_000
_MOST_FIELDS = 200
_MOST_ARTICLES = 100
_LONGEST_TITLE = 300
_LEVELS_BELOW = 2
_SHORTEST_TEXT = 400
# `window.__STATE__ = {`, `push([`, or the script is all JSON.
_START = re.compile(r"(?:^|[=(,])\s*(?=[{\[])")
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|h[1-6]|section|article)\b", re.IGNORECASE)
_TEXT_KEYS = ("text", "html", "content", "value", "body", "data")
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An article that scripts would draw."""

    title: str = ""
    paragraphs: tuple[str, ...] = ()


def find(scripts: Iterable[str], titles: tuple[str, ...]) -> Drawn:
    """Return the longest text beside one of *titles*; nothing where there is none."""
    known = _Titles(titles)
    drawn = (
        each
        for script in islice(scripts, _MOST_SCRIPTS)
        if len(script) <= _LONGEST_SCRIPT
        for value in _values(script)
        for each in _articles(value, known)
    )
    return max(islice(drawn, _MOST_ARTICLES), key=lambda each: sum(map(len, each.paragraphs)), default=Drawn())


class _Titles:
    def __init__(self, titles: tuple[str, ...]) -> None:
        self._titles = [(" ".join(title.split()), prose.words(title)) for title in titles]

    def says(self, text: str) -> bool:
        """Return whether *text* is a title of the page, perhaps without the site's name."""
        if not text or len(text) > _LONGEST_TITLE:
            return False
        plain, words = " ".join(text.split()), prose.words(text)
        return any(plain == title or prose.repeats(words, stated) for title, stated in self._titles)


def _values(script: str) -> Iterator[object]:
    end = 0
    for start in islice(_START.finditer(script), _MOST_STARTS):
        if start.end() >= end:
            try:
                value, end = _DECODER.raw_decode(script, start.end())
            except (ValueError, RecursionError):
                continue
            yield value


def _articles(root: object, titles: _Titles) -> Iterator[Drawn]:
    waiting: list[tuple[object, str, int]] = [(root, "", 0)]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value, title, below = waiting.pop()
        if isinstance(value, dict):
            inner = list(islice(value.values(), _MOST_FIELDS))
            own = next((text for text in inner if isinstance(text, str) and titles.says(text)), "")
            title, below = (own, 0) if own else (title if below < _LEVELS_BELOW else "", below + 1)
            if title:
                yield from (Drawn(title, text) for each in inner if (text := _paragraphs(each)))
        else:
            inner = value[:_MOST_VALUES] if isinstance(value, list) else []
        waiting += [(each, title, below) for each in inner if isinstance(each, dict | list)]


def _paragraphs(value: object) -> tuple[str, ...]:
    """Return the paragraphs of a text, of HTML, or of a list of blocks; nothing where they are short."""
    pieces = [_piece(each) for each in value] if isinstance(value, list) else [value if isinstance(value, str) else ""]
    if sum(map(len, pieces)) < _SHORTEST_TEXT:
        return ()
    whole = "\n".join(pieces)
    try:
        lines = (
            fragment.paragraphs(whole) if _BLOCK_TAG.search(whole) else tuple(fragment.line(line) for line in pieces)
        )
    except NotAnArticleError:
        return ()
    text = tuple(filter(None, lines))
    return (
        text if sum(map(len, text)) >= _SHORTEST_TEXT and any(" " in line or line > "\u2e80" for line in text) else ()
    )


def _piece(block: object) -> str:
    """Return the text of one block of a list, under whichever name it goes."""
    if isinstance(block, dict):
        block = next((found for key in _TEXT_KEYS if isinstance(found := block.get(key), str)), "")
    return block if isinstance(block, str) else ""
