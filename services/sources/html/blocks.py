"""Flatten a page into blocks of text and images, in one pass, each knowing what holds it.

The pass prunes nothing that a rule of thumb could be wrong about: it doubts. `surroundings` decides, with the whole
page seen.
"""

from collections.abc import Mapping

from services.errors import NotAnArticleError
from services.sources.html.page import Block, Holder, Image, Page
from services.sources.html.tree import Element
from services.sources.html.vocabulary import CERTAIN_SURROUNDINGS, LIKELY_SURROUNDINGS, doubt_of, forget, hides

_SKIPPED_TAGS = (
    "script style noframes noembed nav footer svg math iframe object embed applet canvas audio video map select option"
    " datalist textarea input button head link meta base progress meter dialog"
)
_INLINE_TAGS = (
    "abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp rt rtc ruby s samp"
    " small strike strong sub sup tt u var wbr picture source track amp-link"
)
# What is none of these is a block. To libxml2 `source` and `track` have no end: what follows in a picture is within.
_SKIP, _INLINE, _LINK, _SPAN, _TIME, _BREAK, _IMAGE, _UNSHOWN = range(8)
_KINDS = dict.fromkeys(_SKIPPED_TAGS.split(), _SKIP) | dict.fromkeys(_INLINE_TAGS.split(), _INLINE)
_KINDS |= {"a": _LINK, "span": _SPAN, "time": _TIME, "br": _BREAK, "img": _IMAGE, "amp-img": _IMAGE}
_KINDS |= {"noscript": _UNSHOWN, "template": _UNSHOWN}
_NEVER_DOUBTED = frozenset(["html", "body", "main", "h1"])

_CERTAIN, _LIKELY = CERTAIN_SURROUNDINGS, LIKELY_SURROUNDINGS
_TAGS = dict.fromkeys(["figcaption", "menu"], _CERTAIN)
_TAGS |= dict.fromkeys(["aside", "form", "figure", "fieldset", "address"], _LIKELY)
_ROLES = dict.fromkeys(
    ["navigation", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar", "tooltip"], _CERTAIN
)
_ROLES |= dict.fromkeys(["complementary", "contentinfo", "banner", "alert", "form", "button"], _LIKELY)
_SPEAKING = frozenset(["role", "style", "hidden", "aria-hidden"])
# Caches keep what was looked up; a site whose every page has other names of a megabyte shan't fill them.
_LONGEST = 1000


class _Pass:
    def __init__(self, *, is_unshown: bool) -> None:
        self.is_unshown = is_unshown
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
                    self.other(child, tag, holder)
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
        elif kind == _UNSHOWN:
            # A template with this attribute is shown, as what a component is made of.
            if self.is_unshown or element.get("shadowrootmode"):
                self.block(element, element.tag, holder)
        else:
            if kind == _TIME:
                self.page.times.append((len(self.page.blocks), element.get("datetime") or ""))
            self.inside(element, holder)

    def span(self, element: Element, holder: int) -> None:
        words = element.get("class")
        if words and hides(words[:_LONGEST]):
            self.block(element, "span", holder)
        elif not (len(element) > 2 and _is_menu(element)):
            self.inside(element, holder)

    def other(self, element: Element, tag: str, holder: int) -> None:
        # What a page defines itself is inline as long as it says nothing else, so in a paragraph it is part of it.
        if ("-" in tag or ":" in tag) and self.page.holders[holder].tag == "p":
            self.inside(element, holder)
        else:
            self.block(element, tag, holder)

    def block(self, element: Element, tag: str, holder: int) -> None:
        if self.pieces:
            self.flush(holder)
        inner = self.open(element, tag, holder)
        if tag == "li":
            self.lists += 1
            self.inside(element, inner)
            self.lists -= 1
        else:
            self.inside(element, inner)
        if self.pieces:
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
        if text := " ".join("".join(self.pieces).split()):
            tag = self.page.holders[holder].tag
            self.page.blocks.append(Block(text, tag, holder, self.linked, self.lists > 0))
        self.pieces = []
        self.linked = 0

    def open(self, element: Element, tag: str, parent: int) -> int:
        # All attributes in one look: one for each takes longer than anything else here.
        attributes = dict(element.items())
        names, doubt = "", 0
        if attributes:
            names = attributes.get("class", "")[:_LONGEST]
            if "id" in attributes:
                names = f"{names} {attributes['id'][:_LONGEST]}"
            if names:
                doubt = doubt_of(names)
        if tag in _NEVER_DOUBTED:
            doubt = 0
        elif doubt != _CERTAIN:
            if tag in _TAGS:
                doubt = max(doubt, _TAGS[tag])
            if not _SPEAKING.isdisjoint(attributes):
                doubt = max(doubt, _of_attributes(tag, attributes))
        holders = self.page.holders
        holders.append(Holder(parent, tag, names, doubt))
        return len(holders) - 1


def flatten(root: Element, *, is_unshown: bool = False) -> Page:
    """Return the blocks of the page's body, with what is for browsers without scripts where *is_unshown*.

    Raises NotAnArticleError `too-complex`.
    """
    forget()
    walk = _Pass(is_unshown=is_unshown)
    top = walk.open(root, "html", -1)
    try:
        for element in root.iterchildren("body", "frameset"):
            walk.block(element, "body", top)
    except RecursionError as error:
        raise NotAnArticleError("too-complex", "elements too deep in each other") from error
    return walk.page


def _of_attributes(tag: str, attributes: Mapping[str, str]) -> int:
    """Return how much the role of an element, or its being hidden, speaks against it."""
    doubt = _ROLES.get(attributes.get("role", ""), 0)
    style = attributes.get("style", "")
    # A paragraph that only readers aloud shan't meet is shown: paywalls mark theirs so.
    is_hidden = "hidden" in attributes or (attributes.get("aria-hidden") == "true" and tag != "p")
    if is_hidden or ("none" in style and "display:none" in style.replace(" ", "")):
        return max(doubt, _LIKELY)
    return doubt


def _is_menu(span: Element) -> bool:
    """Return whether a span in running text holds three links or more and nothing else: a menu that hovering shows."""
    bare = not (span.text or "").strip() and all(not (child.tail or "").strip() for child in span)
    return bare and sum(1 for child in span if child.tag == "a") > 2
