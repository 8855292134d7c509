"""Take what a page says of itself: JSON-LD first, then `meta`, then the headings.

On 124 pages of 90 publishers this finds more headlines and authors than trafilatura does, and fewer dates and images
(docs/decisions/2026-11-24-html-with-trafilatura.md). Nothing is guessed: what no tag states stays empty.
"""

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from services.model import Entry
from services.sources import jsonld

_LONGEST_ADDRESS = 4096
_MOST_NAMES = 50

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "publication_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")


@dataclass(frozen=True, slots=True)
class _Page:
    """The tags that state something: meta name → contents, and the article of the JSON-LD."""

    tree: HtmlElement
    base: str
    meta: Mapping[str, list[str]]
    article: Mapping[str, object] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        return next((value for name in names for value in self.meta.get(name, ())), "")

    def address(self, *candidates: str) -> str:
        """Return the first candidate that is a web address, made absolute."""
        return next(filter(None, (web_address(candidate, self.base) for candidate in candidates)), "")


def of(tree: HtmlElement, base: str) -> Entry:
    """Return what the page states, without its text; addresses are resolved against *base*."""
    page = _Page(tree, base, _meta(tree), jsonld.article(_scripts(tree)))
    published, source = _published(page)
    article = page.article
    return Entry(
        headline=_headline(page),
        alternative_headline=jsonld.text(article.get("alternativeHeadline")),
        description=jsonld.text(article.get("description")) or page.first("og:description", "description"),
        canonical_url=page.address(_link(tree, "canonical"), page.first("og:url")),
        authors=_authors(page),
        publisher=jsonld.name(article.get("publisher")) or page.first("og:site_name", "publisher"),
        language=_language(page),
        section=jsonld.text(article.get("articleSection")) or page.first("article:section"),
        keywords=_keywords(page),
        image=page.address(
            jsonld.address(article.get("image")), page.first("og:image", "og:image:url", "twitter:image")
        ),
        published=published,
        published_source=source,
        modified=jsonld.text(article.get("dateModified")) or page.first(*_MODIFIED),
    )


def web_address(address: str, base: str = "") -> str:
    """Return *address*, made absolute, if it is http or https with a host; else nothing."""
    try:
        absolute = urljoin(base, address.strip()) if address.strip() else ""
        parts = urlsplit(absolute)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and len(absolute) <= _LONGEST_ADDRESS
    except ValueError:
        return ""
    return absolute if is_web else ""


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        if content and name:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _scripts(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower() == "application/ld+json" and element.text:
            yield element.text


def _link(tree: HtmlElement, relation: str) -> str:
    for element in tree.iter("link"):
        if relation in (element.get("rel") or "").lower().split():
            return element.get("href") or ""
    return ""


def _headline(page: _Page) -> str:
    stated = jsonld.text(page.article.get("headline")) or page.first("og:title", "twitter:title")
    if stated:
        return html.unescape(stated)
    headings = [_text(element) for element in page.tree.iter("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    return next(filter(None, (_text(element) for element in page.tree.iter("title"))), "")


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _authors(page: _Page) -> tuple[str, ...]:
    names = jsonld.names(page.article.get("author")) or page.meta.get("author") or page.meta.get("article:author") or ()
    return _distinct(name for name in names if not name.lower().startswith(("http://", "https://")))


def _keywords(page: _Page) -> tuple[str, ...]:
    stated = (
        jsonld.names(page.article.get("keywords")) or page.meta.get("article:tag") or page.meta.get("keywords") or ()
    )
    return _distinct(word for phrase in stated for word in phrase.split(","))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    stripped = (" ".join(html.unescape(name).split()) for name in names)
    return tuple(dict.fromkeys(filter(None, stripped)))[:_MOST_NAMES]


def _language(page: _Page) -> str:
    root = page.tree.getroottree().getroot()
    stated = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    return stated.strip() or jsonld.text(page.article.get("inLanguage")) or page.first("content-language", "og:locale")


def _published(page: _Page) -> tuple[str, str]:
    """Return when the page says that it appeared, and where it says so."""
    stated = jsonld.text(page.article.get("datePublished"))
    if stated:
        return stated, "json-ld"
    stated = page.first(*_PUBLISHED) or _time_element(page.tree)
    return (stated, "meta") if stated else ("", "")


def _time_element(tree: HtmlElement) -> str:
    for element in tree.iter("time"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            return (element.get("datetime") or "").strip()
    return ""
