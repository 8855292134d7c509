"""Put an entry together from what the page states and shows."""

import html
from collections.abc import Iterable
from dataclasses import replace

from services.model import Entry
from services.sources.html import authors, dates, headline, images, jsonld, refusals
from services.sources.html.reading import Reading
from services.sources.html.statements import Statements

_MOST_WORDS = 50
_LONGEST_HEADING = 10_000


def entry(stated: Statements, reading: Reading) -> Entry:
    """Return what the page says of its article, without the text."""
    page, found = reading.page, reading.found
    times = dates.published(stated, page, found.headline)
    first = times[0] if times else None
    headings = ("".join(h1.itertext())[:_LONGEST_HEADING] for h1 in stated.tags["h1"])
    shown = [text for heading in (reading.title, *headings) if (text := " ".join(heading.split()))]
    return Entry(
        headline=headline.choose(stated, shown),
        alternative_headline=found.deck or html.unescape(stated.stated("alternativeHeadline")),
        description=stated.description,
        url=stated.base,
        canonical_url=stated.address(_link(stated, "canonical"), stated.first("og:url")),
        authors=authors.choose(stated, page, found),
        publisher=_publisher(stated),
        language=_language(stated),
        section=html.unescape(stated.stated("articleSection") or stated.first("article:section")),
        keywords=_keywords(stated),
        image=images.choose(stated, page, found),
        published=first.text if first else "",
        published_source=first.source if first else "",
        published_otherwise=times[1:],
        modified=dates.modified(stated),
        is_free=refusals.is_free(stated),
    )


def with_text(entry: Entry, reading: Reading, version: int, quality: float) -> Entry:
    """Return *entry* with its text, and how that came about; a paragraph that repeats the headline is none."""
    text = tuple(paragraph for paragraph in reading.paragraphs if paragraph != entry.headline)
    return replace(entry, paragraphs=text, method=reading.method, method_version=version, quality=quality)


def _link(stated: Statements, relation: str) -> str:
    for element in stated.tags["link"]:
        if relation in (element.get("rel") or "").lower().split():
            return element.get("href") or ""
    return ""


def _publisher(stated: Statements) -> str:
    named = (jsonld.name(value) for value in stated.values("publisher"))
    return html.unescape(next(filter(None, named), "") or stated.first("og:site_name", "publisher"))


def _language(stated: Statements) -> str:
    root = stated.root
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    return declared.strip() or stated.stated("inLanguage") or stated.first("content-language", "og:locale")


def _keywords(stated: Statements) -> tuple[str, ...]:
    named = [name for value in stated.values("keywords")[:1] for name in jsonld.names(value)]
    each = (
        named or stated.meta.get("article:tag") or stated.meta.get("keywords") or stated.meta.get("news_keywords") or ()
    )
    return _distinct(word for phrase in each for word in phrase.split(","))


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    stripped = (" ".join(html.unescape(word).split()) for word in words)
    return tuple(dict.fromkeys(filter(None, stripped)))[:_MOST_WORDS]
