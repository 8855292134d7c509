"""Rule out what surrounds the article: doubted holders, articles within it, boxes of related ones, rows of teasers."""

from services.sources.html.page import Block, Page
from services.sources.html.vocabulary import CERTAIN_SURROUNDINGS, HEADINGS, LIKELY_SURROUNDINGS, calls_elsewhere

# A holder with this share of the page's text is what the page is about, whatever it calls itself.
_LIMITS = {LIKELY_SURROUNDINGS: 0.4, CERTAIN_SURROUNDINGS: 0.75}
_LIMIT_WITH_HEADLINE = 0.25
# So many articles in one are the posts of a live blog.
_LIVE_BLOG = 30
_LONGEST_HEADING = 60
_LONGEST_CARD = 700
_SHORTEST_LINK = 15
_SHORTEST_ROW = 3
_NO_CARD = frozenset(["p", "span", "td", "tr"])


def rule_out_doubted(page: Page, total: float) -> None:
    """Mark holders that look like surroundings, unless they hold much of the *total* weight."""
    for holder in page.holders:
        if holder.parent >= 0 and page.holders[holder.parent].is_out:
            holder.is_out = True
        elif holder.doubt:
            limit = _LIMIT_WITH_HEADLINE if holder.has_headline else _LIMITS[holder.doubt]
            holder.is_out = holder.mass < limit * total if total else True


def rule_out_nested(page: Page) -> None:
    """Mark articles within the article: related ones and comments, but not its only text, nor posts of a live blog."""
    holders = page.holders
    nested: dict[int, list[int]] = {}
    for number, holder in enumerate(holders):
        if holder.tag == "article" and not holder.has_headline and not holder.is_out:
            outer = next((n for n in page.above(holder.parent) if holders[n].tag == "article"), -1)
            if outer >= 0 and holders[outer].has_headline:
                nested.setdefault(outer, []).append(number)
    for outer, inner in nested.items():
        whole, first = holders[outer].mass, holders[inner[0]].mass
        own = whole - sum(holders[n].mass for n in inner)
        if own < first and len(inner) < _LIVE_BLOG:
            _rule_out(page, outer, set(inner[1:]) if first > 0.1 * whole else set())
        elif own >= 0.3 * whole:
            _rule_out(page, outer, set(inner))


def rule_out_boxes(page: Page, container: int, inside: set[int], blocks: list[Block]) -> None:
    """Mark in the container what a heading calls related, and rows of teasers."""
    kept = [block for block in blocks if block.holder in inside and not page.holders[block.holder].is_out]
    _rule_out(page, container, _related(page, container, inside, kept) | _cards(page, container, kept))


def _related(page: Page, container: int, inside: set[int], blocks: list[Block]) -> set[int]:
    """Return the boxes that open with such a heading, or what follows one that stands in the container itself."""
    holders = page.holders
    out: set[int] = set()
    is_under = False
    for block in blocks:
        parent = holders[block.holder].parent
        if block.tag in HEADINGS or (block.tag == "p" and parent == container):
            is_under = False
        if is_under:
            out.add(_child_of(page, container, block.holder))
        if len(block.text) <= _LONGEST_HEADING and block.tag not in ("p", "li") and calls_elsewhere(block.text):
            box = parent
            while box != container and holders[box].parent != container and not holders[box].mass:
                box = holders[box].parent
            if box == container or box not in inside:
                is_under = True
            elif holders[box].mass < 0.3 * holders[container].mass:
                out.add(box)
    return out


def _child_of(page: Page, container: int, number: int) -> int:
    """Return which child of *container* the holder *number* is, or is in."""
    return next((n for n in page.above(number) if page.holders[n].parent == container), number)


def _cards(page: Page, container: int, blocks: list[Block]) -> set[int]:
    """Return holders that come three or more beside each other, each short and with a line that is a link alone."""
    length: dict[int, int] = {}
    linked: dict[int, int] = {}
    headed: set[int] = set()
    for block in blocks:
        is_link = block.linked > max(_SHORTEST_LINK, 0.8 * len(block.text))
        for number in page.above(block.holder):
            if number == container:
                break
            length[number] = length.get(number, 0) + len(block.text)
            linked[number] = linked.get(number, 0) + block.linked
            if is_link:
                headed.add(number)
    rows: dict[tuple[int, str, str], list[int]] = {}
    for number in sorted(headed):
        holder, whole = page.holders[number], length[number]
        if holder.tag not in _NO_CARD and whole < _LONGEST_CARD and linked[number] > 0.2 * whole:
            rows.setdefault((holder.parent, holder.tag, holder.words.partition(" ")[0]), []).append(number)
    return {number for row in rows.values() if len(row) >= _SHORTEST_ROW for number in row}


def _rule_out(page: Page, top: int, out: set[int]) -> None:
    """Mark *out* and all in them; they are below *top*."""
    if not out:
        return
    for number in range(top + 1, len(page.holders)):
        if number in out or page.holders[number].parent in out:
            out.add(number)
            page.holders[number].is_out = True
