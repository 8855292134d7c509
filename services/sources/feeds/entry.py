"""What the elements of an entry mean, beyond what it shares with its feed."""

from collections.abc import Mapping

from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from services.sources.feeds import points
from services.sources.feeds.collect import COMMON, Collector, DoubtfulError, Place
from services.sources.feeds.drafts import HTML, NO_TEXT, PLAIN, Draft, Text, absolute
from services.sources.feeds.names import ABOUT, LANG, name_of
from services.sources.feeds.written import plain

_HANDLERS: Mapping[str, str] = {
    **COMMON,
    "content": "content",
    "content:encoded": "encoded",
    "fullitem": "encoded",
    "body": "body",
    "xhtml:body": "body",
    "guid": "guid",
    "id": "guid",
    "published": "published",
    "issued": "published",
    "pubdate": "published",
    "dcterms:issued": "published",
    "created": "created",
    "dcterms:created": "created",
    "updated": "updated",
    "modified": "updated",
    "lastbuilddate": "updated",
    "dc:date": "updated",
    "dcterms:modified": "updated",
    "category": "category",
    "keywords": "category",
    "dc:subject": "category",
    "media:category": "category",
    "itunes:category": "itunes_category",
    "itunes:keywords": "keywords",
    "media:keywords": "keywords",
    "enclosure": "enclosure",
    "image": "image",
    "itunes:image": "image",
    "media:content": "media_content",
    "media:thumbnail": "media_thumbnail",
    "media:title": "media_title",
    "media:description": "media_description",
    "georss:point": "point",
    "georss:where": "where",
    "geo:point": "where",
    "gml:pos": "point",
    "geo:lat": "latitude",
    "geo:long": "longitude",
    "source": "ignore",
    "contributor": "ignore",
    "dc:contributor": "ignore",
}
_COORDINATES = frozenset(["gml:pos", "geo:lat", "geo:long"])


class EntryCollector(Collector):
    """One entry."""

    handlers = _HANDLERS

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._media_title: Text = NO_TEXT
        self._media_description: Text = NO_TEXT
        self._thumbnails: list[str] = []

    def collected(self, element: Element) -> Draft:
        """Return what the entry says. Raises DoubtfulError."""
        draft = self.draft
        draft.guid = element.get(ABOUT) or ""
        if self._place.has_languages:
            draft.language = element.get(LANG) or next((lang for e in element if (lang := e.get(LANG))), "")
        for child in element:
            self.take(child)
        # Captions of pictures speak for the entry only where nothing else does.
        if not draft.title.value:
            draft.title = self._media_title
        if not draft.summary.value and not draft.contents:
            draft.summary = self._media_description
        draft.images += self._thumbnails
        draft.images += (address for address, kind, _ in draft.enclosures if kind.startswith("image/"))
        return draft

    def look_into(self, element: Element) -> None:
        """Take what media elements hold, at any depth; a stranger that holds what is known is doubtful."""
        if name_of(element.tag).startswith("media:"):
            for child in element:
                self.take(child)
        elif any(type(each.tag) is str and name_of(each.tag) in self.handlers for each in element.iterdescendants()):
            raise DoubtfulError

    def guid(self, element: Element) -> None:
        is_link = (element.get("isPermaLink") or element.get("ispermalink") or "true").lower() == "true"
        self.draft.guid = absolute(plain(element), self.base(element)) if is_link else plain(element)
        if is_link:
            self.draft.guid_link = self.draft.guid_link or self.draft.guid

    def published(self, element: Element) -> None:
        self.draft.published = plain(element)

    def created(self, element: Element) -> None:
        self.draft.created = plain(element)

    def updated(self, element: Element) -> None:
        self.draft.updated = plain(element)

    def category(self, element: Element) -> None:
        term = element.get("label") or element.get("term") or ""
        self.draft.tags += filter(None, (term.strip(), plain(element)))

    def itunes_category(self, element: Element) -> None:
        self.draft.tags += filter(None, ((element.get("text") or "").strip(), plain(element)))
        for child in element:
            self.take(child)

    def keywords(self, element: Element) -> None:
        self.draft.tags += filter(None, (term.strip() for term in plain(element).split(",")))

    def enclosure(self, element: Element) -> None:
        get = element.get
        if href := get("url") or get("uri") or get("href"):
            address = absolute(href.strip(), self.base(element))
            self.draft.enclosures.append((address, (get("type") or "").strip().lower(), get("length") or ""))

    def image(self, element: Element) -> None:
        written = next((plain(child) for child in element if name_of(child.tag) == "url"), "")
        if address := element.get("href") or element.get("url") or written or plain(element):
            self.draft.images.append(absolute(address, self.base(element)))

    def media_content(self, element: Element) -> None:
        kind = element.get("type") or element.get("medium") or ""
        if (url := element.get("url")) and kind.startswith("image"):
            self.draft.images.append(absolute(url, self.base(element)))
        for child in element:
            self.take(child)

    def media_thumbnail(self, element: Element) -> None:
        if url := element.get("url") or plain(element):
            self._thumbnails.append(absolute(url, self.base(element)))

    def media_title(self, element: Element) -> None:
        self._media_title = self.text(element, PLAIN)

    def media_description(self, element: Element) -> None:
        self._media_description = self.text(element, HTML)

    def point(self, element: Element) -> None:
        self.draft.point = points.point(plain(element))

    def where(self, element: Element) -> None:
        """Take the point that GML, or W3C's `geo:Point`, puts into an element of its own."""
        for each in element.iterdescendants():
            if type(each.tag) is str and name_of(each.tag) in _COORDINATES:
                self.take(each)

    def latitude(self, element: Element) -> None:
        self.draft.latitude = plain(element)

    def longitude(self, element: Element) -> None:
        self.draft.longitude = plain(element)
