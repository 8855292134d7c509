"""Read plain text: line 1 the headline, line 2 the deck, then one paragraph a line.

Also understood: paragraphs between blank lines, wrapped or not, and a Markdown heading as the headline. Where a deck
can't be told from a first paragraph, blank lines decide: right below the headline it is a deck.
"""

import itertools
import re
from dataclasses import dataclass

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources.decoding import decode

METHOD, VERSION = "text", 1

_LONGEST_DECK = 300
# Each is a value of its own until it is judged; millions of them would be a gigabyte.
_MOST_LINES = 100_000
_WRAP_WIDTH = 100
_HEADING = re.compile(r"#{1,6}\s+")
_RULE = re.compile(r"^([-=*_])(?:\s*\1){2,}$")
_SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
# A line that opens like a wire story is body: `PARIS (AFP) –`, `MOSCOW, May 2. /TASS/.`
_WIRE_OPENING = re.compile(r"^.{0,80}?(?:\([^()]{2,40}\)\s*(?:[-–—]|\.-)|/[A-Z]{3,}/\.)")
# Unicode's line and paragraph separators count as line ends; form feeds do in old wire files.
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    after_blank: bool


def read(document: RawDocument) -> Entry:
    """Return the headline, deck and paragraphs of a text file.

    Raises NotAnArticleError: `empty`, `binary`, `unknown-encoding`, `too-complex`, or `no-text` for a headline alone.
    """
    lines = _lines(decode(document.content, document.charset))
    if not lines:
        raise NotAnArticleError("empty", "only blanks")
    headline, rest = _heading(lines[0].text), lines[1:]
    if not rest:
        raise NotAnArticleError("no-text", "one line, so a headline without an article")
    deck = _heading(rest[0].text) if _begins_with_deck(rest) else ""
    paragraphs = _paragraphs(rest[1:] if deck else rest)
    return Entry(
        headline=headline,
        alternative_headline=deck,
        paragraphs=paragraphs,
        url=document.url,
        method=METHOD,
        method_version=VERSION,
    )


def _lines(text: str) -> list[_Line]:
    """Return the lines that hold something, each with whether a blank line stands before it."""
    lines: list[_Line] = []
    blank = False
    found = _LINE_END.split(text, _MOST_LINES)
    if len(found) > _MOST_LINES:
        raise NotAnArticleError("too-complex", f"over {_MOST_LINES:,} lines")
    for raw in found:
        stripped = raw.strip()
        if not stripped:
            blank = True
        elif not _RULE.match(stripped):
            lines.append(_Line(stripped, blank))
            blank = False
    return lines


def _heading(line: str) -> str:
    """Return *line* without the marks of a heading; those at its end only after a blank (`# About C#`)."""
    marked = _HEADING.match(line)
    if not marked:
        return line
    text = line[marked.end() :]
    opened = text.rstrip("#")
    return opened.rstrip() if opened != opened.rstrip() else text


def _begins_with_deck(lines: list[_Line]) -> bool:
    first, after = lines[0], lines[1:]
    if not after or len(first.text) > _LONGEST_DECK or _WIRE_OPENING.match(first.text):
        return False
    if first.after_blank:
        # Between blank lines a first paragraph looks the same, but it is made of sentences, and stands in one piece.
        return after[0].after_blank and not _SENTENCE_END.search(first.text)
    # Lines right below the headline: a deck is one of them; a block that goes on in wrapped lines is body.
    return after[0].after_blank or not _wrapped(lines)


def _paragraphs(lines: list[_Line]) -> tuple[str, ...]:
    if not _wrapped(lines):
        return tuple(_heading(line.text) for line in lines)
    paragraphs: list[str] = []
    for number, line in enumerate(lines):
        if number == 0 or line.after_blank:
            paragraphs.append(_heading(line.text))
        else:
            paragraphs[-1] += f" {line.text}"
    return tuple(paragraphs)


def _wrapped(lines: list[_Line]) -> bool:
    """Return whether lines were broken at a width: all are narrow, and most that go on end within a sentence."""
    if not any(line.after_blank for line in lines[1:]) or any(len(line.text) > _WRAP_WIDTH for line in lines):
        return False
    going_on = [line for line, following in itertools.pairwise(lines) if not following.after_blank]
    within = [line for line in going_on if not _SENTENCE_END.search(line.text)]
    return len(within) * 2 > len(going_on)
