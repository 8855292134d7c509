"""Flatten a page into blocks of text and images, in one pass, each knowing what holds it.

The pass prunes nothing that a rule of thumb could be wrong about: it doubts. `surroundings` decides, with the whole
page seen.
"""

from services.sources.html.page import Block, Holder, Image, Page
from services.sources.html.tree import Element
from services.sources.html.vocabulary import CERTAIN_SURROUNDINGS, LIKELY_SURROUNDINGS, hides, of_element

_SKIPPED_TAGS = (
    "script style noscript template nav footer svg math iframe object embed applet canvas audio video map select option"
    " datalist textarea input button head link meta base source track progress meter dialog"
)
_INLINE_TAGS = (
    "abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small"
    " strike strong sub sup tt u var wbr picture amp-link"
)
# What is none of these is a block.
_SKIP, _INLINE, _LINK, _SPAN, _TIME, _BREAK, _IMAGE = range(7)
_KINDS = dict.fromkeys(_SKIPPED_TAGS.split(), _SKIP) | dict.fromkeys(_INLINE_TAGS.split(), _INLINE)
_KINDS |= {"a": _LINK, "span": _SPAN, "time": _TIME, "br": _BREAK, "img": _IMAGE, "amp-img": _IMAGE}
_NEVER_DOUBTED = frozenset(["html", "body", "main", "h1"])

_CERTAIN, _LIKELY = CERTAIN_SURROUNDINGS, LIKELY_SURROUNDINGS
_TAGS = dict.fromkeys(["figcaption", "menu"], _CERTAIN)
_TAGS |= dict.fromkeys(["aside", "form", "figure", "fieldset", "address"], _LIKELY)
_ROLES = dict.fromkeys(
    ["navigation", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar", "tooltip"], _CERTAIN
)
_ROLES |= dict.fromkeys(["complementary", "contentinfo", "banner", "alert", "form", "button"], _LIKELY)


class _Pass:
    def __init__(self) -> None:
        self.page = Page()
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0
        self.lists = 0

    def inside(self, element: Element, holder: int) -> None:
        text = element.text
        if text:
            self.add(text)
        for child in element:
            tag = child.tag
            kind = _KINDS.get(tag)
            if kind is None:
                # An instruction or an unknown entity has a function for a tag.
                if type(tag) is str:
                    self.block(child, tag, holder)
            elif kind:
                self.inline(child, kind, holder)
            tail = child.tail
            if tail:
                self.add(tail)

    def inline(self, element: Element, kind: int, holder: int) -> None:
        if kind == _LINK:
            self.links += 1
            self.inside(element, holder)
            self.links -= 1
        elif kind == _SPAN:
            self.span(element, holder)
        elif kind == _BREAK:
            self.line_break(holder)
        elif kind == _IMAGE:
            self.page.images.append(Image(element, holder, len(self.page.blocks)))
        else:
            if kind == _TIME:
                self.page.times.append((len(self.page.blocks), element.get("datetime") or ""))
            self.inside(element, holder)

    def span(self, element: Element, holder: int) -> None:
        words = element.get("class")
        if words and hides(words):
            self.block(element, "span", holder)
        elif not (len(element) > 2 and _is_menu(element)):
            self.inside(element, holder)

    def block(self, element: Element, tag: str, holder: int) -> None:
        self.flush(holder)
        inner = self.open(element, tag, holder)
        if tag == "li":
            self.lists += 1
            self.inside(element, inner)
            self.lists -= 1
        else:
            self.inside(element, inner)
        self.flush(inner)

    def line_break(self, holder: int) -> None:
        # Two in a row end a paragraph.
        if self.pieces and self.pieces[-1] == "\n":
            self.flush(holder)
        else:
            self.pieces.append("\n")

    def add(self, text: str) -> None:
        if not text.isspace() or (self.pieces and self.pieces[-1] != "\n"):
            self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def flush(self, holder: int) -> None:
        if not self.pieces:
            return
        if text := " ".join("".join(self.pieces).split()):
            tag = self.page.holders[holder].tag
            self.page.blocks.append(Block(text, tag, holder, self.linked, self.lists > 0))
        self.pieces = []
        self.linked = 0

    def open(self, element: Element, tag: str, parent: int) -> int:
        words, doubt = of_element(f"{element.get('class') or ''} {element.get('id') or ''}")
        if tag in _NEVER_DOUBTED:
            doubt = 0
        elif doubt != _CERTAIN:
            doubt = max(doubt, _TAGS.get(tag, 0), _attributes(element))
        holders = self.page.holders
        holders.append(Holder(parent, tag, words, doubt))
        return len(holders) - 1


def flatten(root: Element) -> Page:
    """Return the blocks of the page's body."""
    walk = _Pass()
    top = walk.open(root, "html", -1)
    for element in root.iterchildren("body", "frameset"):
        walk.block(element, "body", top)
    return walk.page


def _attributes(element: Element) -> int:
    """Return how much the role of an element, or its being hidden, speaks against it."""
    get = element.get
    role, style = get("role"), get("style")
    doubt = _ROLES.get(role, 0) if role else 0
    is_hidden = get("hidden") is not None or get("aria-hidden") == "true"
    if is_hidden or (style and "none" in style and "display:none" in style.replace(" ", "")):
        return max(doubt, LIKELY_SURROUNDINGS)
    return doubt


def _is_menu(span: Element) -> bool:
    """Return whether a span in running text holds three links or more and nothing else: a menu that hovering shows."""
    bare = not (span.text or "").strip() and all(not (child.tail or "").strip() for child in span)
    return bare and sum(1 for child in span if child.tag == "a") > 2
