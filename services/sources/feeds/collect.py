"""What the elements of an entry, and of a feed itself, mean: one method an element, found by its name (names.py)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from xml.sax.saxutils import escape

from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from services.sources.feeds.drafts import HTML, NO_TEXT, PLAIN, XHTML, Draft, Text, absolute
from services.sources.feeds.names import name_of
from services.sources.feeds.people import person
from services.sources.feeds.written import inner, mended, plain, wrapped_text

_TYPES = {"text": PLAIN, "plain": PLAIN, "html": HTML, "xhtml": XHTML}
_HTML_LINKS = frozenset([HTML, XHTML, "html", "xhtml"])
_TEXTS = ("text/", XHTML)
_MALFORMED_QUERY = re.compile(r"&([A-Za-z0-9_]+);")


class DoubtfulError(Exception):
    """Another reader has to say what this means."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is from, and whether it says of parts of it that they are from elsewhere, or in other languages."""

    url: str
    has_bases: bool
    has_languages: bool


class Collector:
    """What both entries and feeds can say. `related` has the first link of each relation."""

    handlers: ClassVar[Mapping[str, str]] = {}
    """Name of an element → name of the method that takes it."""

    def __init__(self, place: Place) -> None:
        self.draft = Draft()
        self.related: dict[str, str] = {}
        self._place = place
        self._has_content = False
        self._has_summary = False

    def take(self, element: Element) -> None:
        """Take what *element* says; one that isn't known says nothing, unless it holds some that are."""
        handler = self.handlers.get(name_of(element.tag))
        if handler:
            getattr(self, handler)(element)
        elif len(element):
            self.look_into(element)

    def look_into(self, element: Element) -> None:
        """Leave it, or raise DoubtfulError."""

    def ignore(self, element: Element) -> None:
        """Leave what speaks of something else: an entry's source, a contributor, the feed's picture."""

    def title(self, element: Element) -> None:
        if not self.draft.title.value:
            self.draft.title = self.text(element, PLAIN)

    def description(self, element: Element) -> None:
        self._summarize(element, HTML)

    def summary(self, element: Element) -> None:
        self._summarize(element, PLAIN)

    def abstract(self, element: Element) -> None:
        self.draft.summary, self._has_summary = self.text(element, PLAIN), True

    def _summarize(self, element: Element, kind: str) -> None:
        # A second summary is the content, as feedparser has it.
        if self._has_summary and not self._has_content:
            self.content(element)
        else:
            self.draft.summary, self._has_summary = self.text(element, kind), True

    def content(self, element: Element) -> None:
        self._has_content = True
        self._add_content(self.text(element, PLAIN))

    def encoded(self, element: Element) -> None:
        self._has_content = True
        self._add_content(self.text(element, HTML))

    def body(self, element: Element) -> None:
        self._add_content(Text(inner(element), XHTML, self.base(element)))

    def _add_content(self, text: Text) -> None:
        self.draft.contents.append(text)
        self._has_summary = True

    def link(self, element: Element) -> None:
        get = element.get
        href = get("url") or get("uri") or get("href")
        if href is None:
            if written := plain(element):
                written = absolute(written, self.base(element)).replace("&amp;", "&")
                self._lead_to(_MALFORMED_QUERY.sub(r"&\g<1>", written))
            return
        rel, kind = (get("rel") or "alternate").strip().lower(), (get("type") or HTML).strip().lower()
        address = absolute(href.strip(), self.base(element))
        if rel == "enclosure":
            self.draft.enclosures.append((address, kind if get("type") else "", get("length") or ""))
        elif rel == "alternate" and kind in _HTML_LINKS:
            self._lead_to(address)
        elif rel == "alternate":
            self.draft.other_links.append(address)
        self.related.setdefault(rel, address)

    def _lead_to(self, address: str) -> None:
        """Take *address* for the link; the last one counts, if it is one of the web."""
        self.draft.link = address
        self.draft.other_links.append(address)

    def author(self, element: Element) -> None:
        found = {name_of(child.tag).removeprefix("itunes:"): plain(child) for child in element}
        self.draft.authors.append(found.get("name") or found.get("email") or person(plain(element)))

    def language(self, element: Element) -> None:
        self.draft.language = plain(element)

    def base(self, element: Element) -> str:
        """Return where the relative addresses of *element* start (XML Base)."""
        return str(element.base or "") if self._place.has_bases else self._place.url

    def text(self, element: Element, default: str) -> Text:
        """Return what *element* holds; elements in it are markup. Raises DoubtfulError at base64 and other media."""
        written = (element.get("type") or default).strip().lower()
        kind = _TYPES.get(written, written)
        if len(element):
            wrapped = wrapped_text(element) if kind == HTML else None
            return Text(inner(element) if wrapped is None else wrapped, XHTML, self.base(element))
        if element.get("mode") == "base64" or not kind.startswith(_TEXTS):
            raise DoubtfulError
        text = element.text
        if not text:
            return NO_TEXT
        text = mended(text.strip())
        return Text(escape(text) if kind == XHTML else text, kind, self.base(element))


COMMON: Mapping[str, str] = {
    "title": "title",
    "dc:title": "title",
    "description": "description",
    "dc:description": "description",
    "abstract": "abstract",
    "dcterms:abstract": "abstract",
    "summary": "summary",
    "itunes:summary": "summary",
    "link": "link",
    "author": "author",
    "managingeditor": "author",
    "dc:creator": "author",
    "dc:author": "author",
    "itunes:author": "author",
    "language": "language",
    "dc:language": "language",
}
