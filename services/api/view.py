"""What the pages show of an article (pure): documents of Elasticsearch in, plain values for the templates out."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from services.api import about
from services.model import Hit

SNIPPET_LENGTH = 280
_AT_MARKS = re.compile(r"(</?em>)")
_MARKS = {"<em>": Markup("<mark>"), "</em>": Markup("</mark>")}
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Card:
    """An article in a list."""

    path: str
    headline: str
    source: str
    at: datetime | None
    at_is_published: bool
    language: str
    minutes: int
    snippet: Markup


@dataclass(frozen=True, slots=True)
class Line:
    """One line of provenance: a text, a link, a moment or a code; `note` says more."""

    label: str
    text: str = ""
    link: str = ""
    at: datetime | None = None
    is_code: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """An article as it is read."""

    uri: str
    headline: str
    deck: str
    dateline: str
    authors: str
    language: str
    quotes: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    link: str
    is_withdrawn: bool
    original: str
    copy_reason: str
    note: str
    status_reason: str
    origin: tuple[Line, ...]
    times: tuple[Line, ...]
    about: tuple[Line, ...]
    content: tuple[Line, ...]
    identity: tuple[Line, ...]


def card(hit: Hit) -> Card:
    """Return what a list shows of *hit*."""
    published = _time(hit, "datePublished")
    return Card(
        path=_path(hit.uri),
        headline=_text(hit, "headline") or "Without a headline",
        source=_text(hit, "publisher.name") or _text(hit, "domain") or _text(hit, "raw.origin"),
        at=published or _time(hit, "firstSeen"),
        at_is_published=published is not None,
        language=_text(hit, "inLanguage"),
        minutes=_number(hit, "timeRequired"),
        snippet=_snippet(hit),
    )


def page(hit: Hit) -> Page:
    """Return what the article's own page shows of *hit*."""
    return Page(
        uri=hit.uri,
        headline=_text(hit, "headline") or "Without a headline",
        deck=_text(hit, "alternativeHeadline"),
        dateline=_text(hit, "dateline"),
        authors=", ".join(_names(hit)),
        language=_text(hit, "inLanguage"),
        quotes=tuple(about.quotes(hit.source)),
        paragraphs=tuple(_text(hit, "articleBody").split("\n\n")),
        link=web_link(_text(hit, "url")),
        is_withdrawn=_text(hit, "pubStatus") == "withdrawn",
        original=_path(original) if (original := _text(hit, "duplicateOf")) else "",
        copy_reason=_text(hit, "story.reason"),
        note=_text(hit, "note"),
        status_reason=_text(hit, "statusReason"),
        origin=_said(_origin(hit)),
        times=_said(_times(hit)),
        about=_said(Line(label, text) for label, text in about.about(hit.source)),
        content=_said(_content(hit)),
        identity=_said(_identity(hit)),
    )


def _path(uri: str) -> str:
    return f"/articles/{quote(uri, safe=':')}"


def web_link(url: str) -> str:
    """Return *url* if it may be a link: http or https, with a host, without control characters; else nothing."""
    if _CONTROL.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def marked(fragment: str) -> Markup:
    """Return a highlighted fragment as safe markup: its `<em>` become `<mark>`, everything else is text."""
    parts = (_MARKS.get(part) or escape(html.unescape(part)) for part in _AT_MARKS.split(fragment))
    return Markup("").join(parts)


def _snippet(hit: Hit) -> Markup:
    for field in ("articleBody", "alternativeHeadline"):
        if fragments := hit.highlight.get(field):
            return Markup(" … ").join(marked(each) for each in fragments)
    text = _text(hit, "alternativeHeadline") or _text(hit, "description") or _text(hit, "articleBody")
    return escape(text if len(text) <= SNIPPET_LENGTH else f"{text[:SNIPPET_LENGTH].rsplit(' ', 1)[0]} …")


def _origin(hit: Hit) -> Iterator[Line]:
    origin, url, canonical = _text(hit, "raw.origin"), _text(hit, "url"), _text(hit, "canonicalUrl")
    yield Line("Read from", origin, link=web_link(origin))
    yield Line("Feed", _text(hit, "feed.id") or "none: it was handed in by itself")
    if (via := _text(hit, "feed.via")) != _text(hit, "feed.id"):
        yield Line("Carried by", via)
    yield Line("Address", url or "not stated", link=web_link(url))
    if canonical != url:
        yield Line("Canonical address", canonical, link=web_link(canonical))
    yield Line("Publisher", _text(hit, "publisher.name") or _text(hit, "domain") or "not stated")
    yield Line("HTTP status", _text(hit, "http.status"))
    yield Line("Reader", _text(hit, "extraction.method"))
    yield Line("SHA-256 of the raw bytes", _text(hit, "raw.sha256"), is_code=True)


def _times(hit: Hit) -> Iterator[Line]:
    published = _time(hit, "datePublished")
    if published is None:
        yield Line("Published", "not stated by the publisher")
    else:
        yield Line("Published", at=published, note=_evidence(hit))
    yield Line("Modified", at=_time(hit, "dateModified"))
    yield Line("First seen", at=_time(hit, "firstSeen"))
    yield Line("Indexed", at=_time(hit, "indexedAt"))


def _evidence(hit: Hit) -> str:
    source, confidence = _text(hit, "datePublishedSource"), _at(hit.source, "datePublishedConfidence")
    sure = f"{confidence:.0%} sure" if isinstance(confidence, float | int) else ""
    return ", ".join(part for part in (source and f"by its {source}", sure) if part)


def _content(hit: Hit) -> Iterator[Line]:
    yield Line("Language", _text(hit, "inLanguage") or "not sure")
    yield Line("Words", f"{_number(hit, 'wordCount'):,}")
    yield Line("Reading time", f"{_number(hit, 'timeRequired')} min")
    yield Line("Dateline", _text(hit, "dateline"))
    place = (_text(hit, "locationCreated.name"), _text(hit, "locationCreated.region"))
    yield Line("Place", ", ".join(part for part in place if part))
    yield Line("Agency", _text(hit, "creditLine"))
    yield Line("Section", _text(hit, "articleSection"))
    yield Line("Keywords", _text(hit, "keywords"))


def _identity(hit: Hit) -> Iterator[Line]:
    yield Line("URI", hit.uri, is_code=True)
    yield Line("Version", _text(hit, "version"), note=_text(hit, "pubStatus"))
    yield Line("Story", _text(hit, "story.id"), is_code=True, note=_text(hit, "story.role"))
    yield Line("Fingerprint", _text(hit, "fingerprint.content"), is_code=True)
    yield Line("Trace", _text(hit, "traceId"), is_code=True)


def _said(lines: Iterator[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.text or line.at)


def _at(source: Mapping[str, object], name: str) -> object:
    value: object = source
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _text(hit: Hit, name: str) -> str:
    value = _at(hit.source, name)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _number(hit: Hit, name: str) -> int:
    value = _at(hit.source, name)
    return value if isinstance(value, int) else 0


def _names(hit: Hit) -> list[str]:
    authors = hit.source.get("author")
    return (
        [str(each.get("name", "")) for each in authors if isinstance(each, Mapping)]
        if isinstance(authors, list)
        else []
    )


def _time(hit: Hit, name: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_text(hit, name)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
