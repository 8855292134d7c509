"""Find what stands between quotation marks, in the styles of the world's press.

A quotation that is never closed isn't one: its paragraph ends it only where the next goes on with an opening mark, as
long speeches are printed. Where one mark is curly and the other straight, as editors leave them, they are a pair.
"""

import re
from collections.abc import Iterator

from services.enrich.analysis import Span

LONGEST = 3000

# Opening → what may close it: English, German, Polish and Czech, French and its mirror, CJK.
_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "”": "”"}
_CLOSING = "”“»«」』"
_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile("[“„”«»「『」』\"‘']")
_CURLY = re.compile("[“„”«»「『」』]")
_STRAIGHT = re.compile('"')
# Of another form than the opening one, it stands behind what ends a clause; else it is somebody's inside.
_CLOSING_STRAIGHT = re.compile(r"(?<=[,.!?…])\"(?!\w)")
_CLOSING_CURLY = re.compile(r"(?<=[,.!?…])”(?!\w)")
# Single marks are apostrophes, too: a closing one stands behind punctuation, or answers an
# opening one of its own form with no apostrophe between.
_SINGLE = re.compile(
    # The mark first, since a search leaps to it; then what may not stand before it.
    r"[‘'](?<![\w’'][‘'])(?:(?=[\w“])(?P<said>[^\n‘]{1,600}?)(?<=[,.!?…])[’'](?!\w)"
    r"|(?<=‘)(?P<called>[^\n‘’]{1,200})’(?!\w))"
)
_OPENS = re.compile(r"(?:^|[\s(\[—–:/-])\Z")


def spans(text: str) -> Iterator[Span]:
    """Yield where each quotation of *text* stands, its marks left out, in order."""
    for paragraph in _PARAGRAPH.finditer(text):
        if not _MARK.search(text, *paragraph.span()):
            continue
        found = list(_in_paragraph(text, *paragraph.span()))
        for span in sorted(found):
            if text[span.start : span.end].strip() and span.end - span.start <= LONGEST:
                yield span


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Span]:
    double = sorted((*_paired(text, start, end), *_straight(text, start, end)))
    yield from double
    for match in _SINGLE.finditer(text, start, end):
        if not any(span.start <= match.start() < span.end for span in double):
            yield Span(*match.span(match.lastgroup or 0))


def _paired(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the outermost quotations between marks that differ, or stand as `”…”` in Swedish and Finnish."""
    opening = -1
    closing = ""
    for match in _CURLY.finditer(text, start, end):
        mark, at = match[0], match.start()
        if opening < 0:
            if mark in _PAIRS and (mark not in "”»" or _OPENS.search(text[max(start, at - 1) : at])):
                opening, closing = at + 1, _PAIRS[mark]
        elif mark in closing:
            yield Span(opening, at)
            opening = -1
    if opening >= 0 and closing == "”":
        yield from _unpaired(text, opening, end, "“", _CLOSING_STRAIGHT)


def _straight(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield quotations between straight marks: one after a blank opens, one before a blank closes."""
    opening = -1
    for match in _STRAIGHT.finditer(text, start, end):
        at = match.start()
        if opening < 0:
            if _OPENS.search(text[max(start, at - 1) : at]) and text[at + 1 : at + 2].strip():
                opening = at + 1
        elif text[at - 1 : at].strip() and (at + 1 == end or not text[at + 1].isalnum()):
            yield Span(opening, at)
            opening = -1
    if opening >= 0:
        yield from _unpaired(text, opening, end, '"', _CLOSING_CURLY)


def _unpaired(text: str, opening: int, end: int, mark: str, other: re.Pattern[str]) -> Iterator[Span]:
    """Yield what goes on in the next paragraph behind the same *mark*, or ends with an *other* one."""
    closed = other.search(text, opening, end)
    if closed:
        yield Span(opening, closed.start())
    elif text[end : end + 3] == f"\n\n{mark}":
        yield Span(opening, end)
