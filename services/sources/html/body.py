"""Find among a page's blocks the headline, the deck and the text of the article, in their order."""

from dataclasses import dataclass, field

from services.sources.html import prose, surroundings
from services.sources.html.page import Block, Page
from services.sources.html.vocabulary import DECK, HEADINGS

_SHORTEST_DECK = 30
_TEXTUAL = frozenset(["p", "span", "blockquote", "li", "ul", "ol", "td", "tr"])


@dataclass(frozen=True, slots=True)
class Found:
    """The article on the page: the number of the headline's block (or -1), the deck, the blocks of the text.

    `share` is the part of the page's weighty text that the article has.
    """

    headline: int = -1
    deck: str = ""
    blocks: list[Block] = field(default_factory=list)
    share: float = 0.0
    container: int = 0


def find(page: Page, titles: tuple[str, ...], description: str) -> Found:
    """Return the article; *titles* and *description* are what the page states of it."""
    for block in page.blocks:
        block.weight = prose.weight(block)
    total = sum(block.weight for block in page.blocks)
    headline = _headline(page, prose.words(titles[0]) if titles else set())
    if sum(block.weight for block in page.blocks[headline + 1 :]) < 0.5 * total:
        headline = -1
    _mark(page, headline, total)
    following = page.blocks[headline + 1 :]
    page.weigh([block for block in following if not page.holders[block.holder].is_out])
    container = _container(page)
    inside = _inside(page, container)
    surroundings.rule_out_boxes(page, container, inside, following)
    numbers = [
        number
        for number in range(headline + 1, len(page.blocks))
        if page.blocks[number].holder in inside and not page.holders[page.blocks[number].holder].is_out
    ]
    before = _before(page, headline, numbers, prose.words(description))
    named = set().union(*map(prose.words, titles), prose.words(page.blocks[headline].text) if headline >= 0 else ())
    text = [page.blocks[number] for number in numbers + _after(page, container, numbers)]
    text = [b for b in text if prose.reads(b) and not (b.tag in HEADINGS and prose.repeats(prose.words(b.text), named))]
    text = prose.without_stray_headings(text)
    deck, opening = _deck(page, before) if text else ("", before)
    chosen = prose.once(opening + text, deck)
    return Found(headline, deck, chosen, sum(b.weight for b in chosen) / total if total else 0.0, container)


def _headline(page: Page, title: set[str]) -> int:
    """Return the number of the headline's block: an `h1`, or a lesser heading that says what the title says."""
    best, score = -1, 0.0
    for number, block in enumerate(page.blocks):
        if block.tag not in ("h1", "h2", "h3"):
            continue
        words = prose.words(block.text)
        alike = len(words & title) / max(1, min(len(words), len(title))) if len(words) > 1 and title else 0.1
        if block.tag != "h1":
            alike = alike * 0.9 if alike > 0.8 and len(words) > 3 else 0.0
        if alike > score:
            best, score = number, alike
    return best


def _mark(page: Page, headline: int, total: float) -> None:
    page.weigh(page.blocks)
    if headline >= 0:
        for number in page.above(page.blocks[headline].holder):
            page.holders[number].has_headline = True
    surroundings.rule_out_doubted(page, total)
    surroundings.rule_out_nested(page)


def _container(page: Page) -> int:
    """Return the innermost holder that has most of the text: 70 % of what the next one around it has."""
    holders = page.holders
    children: dict[int, list[int]] = {}
    for number, holder in enumerate(holders):
        if holder.mass:
            children.setdefault(holder.parent, []).append(number)
    current = 0
    while inner := children.get(current):
        best = max(inner, key=lambda n: holders[n].mass)
        if holders[best].mass < 0.7 * holders[current].mass:
            # Among several articles it is the one with the headline.
            best = next((n for n in inner if _is_headed(page, n, current, best)), -1)
        if best < 0 or holders[best].tag in _TEXTUAL:
            break
        current = best
    return current


def _is_headed(page: Page, number: int, outer: int, best: int) -> bool:
    holder = page.holders[number]
    is_article = holder.tag == "article" or number == best
    return holder.has_headline and is_article and holder.mass > max(500, 0.3 * page.holders[outer].mass)


def _inside(page: Page, container: int) -> set[int]:
    inside = {container}
    for number in range(container + 1, len(page.holders)):
        if page.holders[number].parent in inside:
            inside.add(number)
    return inside


def _before(page: Page, headline: int, body: list[int], description: set[str]) -> list[Block]:
    """Return the deck and the paragraphs between the headline and the container."""
    if headline < 0 or not body:
        return []
    return [
        block
        for block in page.blocks[headline + 1 : body[0]]
        if _leads(page, block, description) and prose.reads(block)
    ]


def _leads(page: Page, block: Block, description: set[str]) -> bool:
    length = len(block.text)
    if block.linked > 0.3 * length:
        return False
    if prose.repeats(prose.words(block.text), description):
        return True
    around = [page.holders[number] for number in page.above(block.holder)]
    if any(holder.is_out and holder.doubt and not holder.has_headline for holder in around):
        return False
    return (length >= 60 and block.tag in ("p", "div")) or (length > _SHORTEST_DECK and _is_deck(page, block))


def _is_deck(page: Page, block: Block) -> bool:
    holder = page.holders[block.holder]
    return bool(DECK.search(f"{holder.words} {page.holders[holder.parent].words}"))


def _deck(page: Page, before: list[Block]) -> tuple[str, list[Block]]:
    """Return the deck and what else comes before the container; a first heading, or what calls itself deck, is one."""
    if before and (before[0].tag in HEADINGS or len(before) == 1 or _is_deck(page, before[0])):
        return before[0].text, before[1:]
    return "", before


def _after(page: Page, container: int, body: list[int]) -> list[int]:
    """Return the numbers of the paragraphs that go on beside the container."""
    parent = page.holders[container].parent
    if parent < 0 or not body:
        return []
    return [
        number
        for number in range(body[-1] + 1, len(page.blocks))
        if (block := page.blocks[number]).weight
        and block.tag == "p"
        and page.holders[block.holder].parent == parent
        and not page.holders[block.holder].is_out
    ]
