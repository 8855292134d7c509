"""An entry as a reader collects it, before it is made safe: both readers fill these, and end the same way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from services.model import Enclosure, FeedEntry
from services.sources.feeds import markup, points
from services.sources.html.addresses import web_address

PLAIN, HTML, XHTML = "text/plain", "text/html", "application/xhtml+xml"
_MARKED_UP = frozenset([HTML, XHTML])
# WordPress states its author's portrait as an entry's first picture.
_AVATAR = "gravatar.com/avatar/"
_MOST_NAMES = 500
_MOST_ENCLOSURES = 100


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what it is written in, and where its relative links start."""

    value: str
    kind: str = HTML
    base: str = ""

    def is_markup(self) -> bool:
        return self.kind in _MARKED_UP or markup.looks_marked_up(self.value)

    def line(self) -> str:
        return markup.line(self.value) if self.is_markup() else markup.text_line(self.value)

    def html(self) -> str:
        return self.value if not self.value or self.is_markup() else markup.escaped(self.value)


NO_TEXT = Text("")


@dataclass(slots=True)
class Draft:
    """One entry; addresses are as written where nothing else is said.

    `other_links`, and then `guid_link`, may stand in for `link`; `images` are candidates, the best first.
    """

    guid: str = ""
    guid_link: str = ""
    link: str = ""
    other_links: list[str] = field(default_factory=list)
    title: Text = NO_TEXT
    summary: Text = NO_TEXT
    contents: list[Text] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    published: str = ""
    created: str = ""
    updated: str = ""
    language: str = ""
    images: list[str] = field(default_factory=list)
    enclosures: list[tuple[str, str, str]] = field(default_factory=list)
    point: points.Point | None = None
    latitude: str = ""
    longitude: str = ""

    def finished(self, url: str, authors: Sequence[str], language: str) -> FeedEntry:
        """Return the entry; *url*, *authors* and *language* are its feed's.

        The longest content counts: feeds that bring several bring the same in other clothes. An entry that states only
        when it was changed appeared then, as far as anyone knows.
        """
        address = web_address(self.link) or self._address(url)
        content = max(self.contents, key=lambda text: len(text.value)) if self.contents else NO_TEXT
        # What has no summary is summarized by its content in feedparser; once is enough.
        summary = NO_TEXT if self.summary.value in [each.value for each in self.contents] else self.summary
        updated = markup.text_line(self.updated)
        return FeedEntry(
            guid=markup.text_line(self.guid),
            url=address,
            title=self.title.line(),
            summary=summary.html(),
            content=content.html(),
            base=content.base or summary.base or address or url,
            authors=_names(self.authors) or _names(authors),
            tags=_names(self.tags),
            published=markup.text_line(self.published) or markup.text_line(self.created) or updated,
            updated=updated,
            language=language_tag(self.language or language),
            image=self._image(url) if self.images else "",
            enclosures=_enclosures(self.enclosures[:_MOST_ENCLOSURES], url) if self.enclosures else (),
            point=self.point or points.point(f"{self.latitude} {self.longitude}"),
        )

    def _image(self, url: str) -> str:
        return next(filter(None, (web_address(each, url) for each in self.images if _AVATAR not in each)), "")

    def _address(self, url: str) -> str:
        candidates = (self.link, *self.other_links, self.guid_link)
        return next(filter(None, (web_address(each.replace("&amp;", "&"), url) for each in candidates if each)), "")


def absolute(address: str, base: str) -> str:
    """Return *address* as it is seen from *base*, whatever its scheme; as written where that makes no sense."""
    try:
        return urljoin(base, address) if base and address else address
    except ValueError:
        return address


def language_tag(stated: str) -> str:
    return markup.text_line(stated).replace("_", "-")[:35]


def _names(written: Sequence[str]) -> tuple[str, ...]:
    if not written:
        return ()
    return tuple(filter(None, dict.fromkeys(map(markup.line, written))))[:_MOST_NAMES]


def _enclosures(written: Sequence[tuple[str, str, str]], url: str) -> tuple[Enclosure, ...]:
    found = {}
    for address, media_type, length in written:
        size = length.strip()
        is_size = size.isascii() and size.isdigit() and len(size) < 19
        if absolute_one := web_address(address, url):
            found[Enclosure(absolute_one, markup.text_line(media_type), int(size) if is_size else None)] = True
    return tuple(found)
