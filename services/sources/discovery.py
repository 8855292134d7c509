"""The feeds that a home page offers, the best first (pure).

page ─▶ link elements, then links in its text ─▶ Offers, ranked       else GUESSES, to be tried one by one
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from services.model import FeedKind, RawDocument
from services.sources.html.addresses import web_address
from services.sources.html.tree import Element, parse

GUESSES = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/feeds/posts/default",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
)
"""Where feeds stand that no page names, by how often; for a page that offers none."""

_MOST = 50
_LONGEST_TITLE = 300
_TYPES = {
    "application/atom+xml": 3,
    "application/rss+xml": 3,
    "application/feed+json": 2,
    "application/rdf+xml": 1,
    "text/xml": 1,
    "application/xml": 1,
    "application/json": 0,
}
_FEED_LIKE = re.compile(
    r"(?:/(?:feeds?|rss\d?|atom)(?:[./?]|$)|[./](?:rss|atom|rdf)(?:$|\?)|/(?:feed|rss|atom|index)\.(?:xml|json|rss)(?:$|\?)|feedburner\.com/)",
    re.IGNORECASE,
)
_ANOTHER_S = re.compile(r"comment|kommentar|commentaire|comentario", re.IGNORECASE)
_PART = re.compile(
    r"/(?:tags?|category|categories|authors?|search|topics?)/|[?&](?:tag|cat|author|s|q)=", re.IGNORECASE
)
_NOT_FEEDS = re.compile(r"oembed|wp-json|manifest|opensearch|\.(?:png|jpe?g|svg|css|js)(?:$|\?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that a page names: `is_declared` in a link element, else by a link that looks like it."""

    url: str
    title: str = ""
    kind: FeedKind = FeedKind.FEED
    is_declared: bool = True


def offers(page: RawDocument) -> list[Offer]:
    """Return the feeds that *page* offers, those of the whole site before those of its parts, comments last.

    Raises NotAnArticleError where it isn't a page, as `tree.parse` does.
    """
    root = parse(page)
    base = _base(root, page.url or page.origin)
    found: dict[str, tuple[int, Offer]] = {}
    for score, offer in (*_declared(root, base), *_linked(root, base)):
        if offer.url not in found and len(found) < _MOST:
            found[offer.url] = (score + _rank(offer, base), offer)
    # sorted is stable: of equals, the page's order holds.
    return [offer for _, offer in sorted(found.values(), key=lambda pair: -pair[0])]


def guesses(url: str) -> list[str]:
    """Return where *url*'s site may have feeds that its page doesn't name."""
    return [address for path in GUESSES if (address := web_address(urljoin(url, path)))]


def _base(root: Element, url: str) -> str:
    for element in root.iter("base"):
        return web_address(element.get("href") or "", url) or url
    return url


def _declared(root: Element, base: str) -> Iterator[tuple[int, Offer]]:
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        media_type = (element.get("type") or "").split(";")[0].strip().lower()
        is_feed = ("alternate" in relations and media_type in _TYPES) or "feed" in relations
        url = web_address(element.get("href") or "", base)
        if (
            is_feed
            and url
            and not _NOT_FEEDS.search(url)
            and (media_type != "application/json" or _FEED_LIKE.search(url))
        ):
            yield 20 + _TYPES.get(media_type, 1), Offer(url, _title(element.get("title")))


def _linked(root: Element, base: str) -> Iterator[tuple[int, Offer]]:
    for element in root.iter("a"):
        href = element.get("href") or ""
        if _FEED_LIKE.search(href) and not _NOT_FEEDS.search(href) and (url := web_address(href, base)):
            title = element.get("title") or "".join(element.itertext())
            yield 0, Offer(url, _title(title), is_declared=False)


def _rank(offer: Offer, base: str) -> int:
    parts, home = urlsplit(offer.url), urlsplit(base)
    rank = 2 if parts.hostname == home.hostname else 0
    rank -= 15 if _ANOTHER_S.search(offer.url) or _ANOTHER_S.search(offer.title) else 0
    rank -= 6 if _PART.search(offer.url) else 0
    return rank - min(parts.path.count("/"), 6)


def _title(text: str | None) -> str:
    return " ".join((text or "").split())[:_LONGEST_TITLE]
