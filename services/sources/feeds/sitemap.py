"""Sitemaps (sitemaps.org 0.9), with Google's news and image extensions, and sitemap indexes."""

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from services.errors import NotAFeedError
from services.model import FeedEntry, FeedReading
from services.sources.feeds import markup
from services.sources.html.addresses import web_address

METHOD = "sitemap"
ROOTS = frozenset(["urlset", "sitemapindex"])


def read(document: bytes, url: str) -> FeedReading:
    """Return a sitemap's pages, or the sitemaps that an index names, newest first where that is stated.

    An ill-formed one is read as far as it goes. Raises NotAFeedError `not-a-feed`.
    """
    root, problem = _parsed(document)
    links = dict.fromkeys(address for each in _named(root, "sitemap") if (address := _address(each, url)))
    return FeedReading(
        entries=tuple(entry for each in _named(root, "url") if (entry := _entry(each, url))),
        links=tuple(links),
        method=METHOD,
        problem=problem,
    )


def _parsed(document: bytes) -> tuple[Element, str]:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise NotAFeedError("not-a-feed", str(error)) from error
    if root is None or _local(root) not in ROOTS:
        raise NotAFeedError("not-a-feed", "no sitemap")
    return root, parser.error_log.last_error.message if parser.error_log else ""


def _entry(page: Element, url: str) -> FeedEntry | None:
    address = _address(page, url)
    if not address:
        return None
    news = next(_named(page, "news"), None)
    language = next(_within(news, "language"), "")
    keywords = ",".join(_within(news, "keywords")).split(",")
    return FeedEntry(
        url=address,
        guid=address,
        title=markup.text_line(next(_within(news, "title"), "")),
        tags=tuple(dict.fromkeys(filter(None, map(markup.text_line, keywords)))),
        published=markup.text_line(next(_within(news, "publication_date"), "")),
        updated=markup.text_line(next(_within(page, "lastmod"), "")),
        language=markup.text_line(language),
        image=next(filter(None, (_address(image, url) for image in _named(page, "image"))), ""),
    )


def _address(holder: Element, url: str) -> str:
    return web_address(next((each.text for each in _named(holder, "loc") if each.text), ""), url)


def _within(holder: Element | None, name: str) -> Iterator[str]:
    """Yield the texts of elements *name* anywhere in *holder*."""
    if holder is not None:
        yield from (each.text for each in holder.iter("{*}" + name) if each.text)


def _named(holder: Element, name: str) -> Iterator[Element]:
    yield from holder.iterchildren("{*}" + name)


def _local(element: Element) -> str:
    return str(etree.QName(element).localname).lower()
