"""Read a feed with feedparser: any RSS, Atom or CDF, ill-formed too, but slowly."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import feedparser  # type: ignore[import-untyped]

from services.errors import NotAFeedError, NotAnArticleError
from services.model import FeedReading, Pacing
from services.sources.feeds import markup
from services.sources.feeds.drafts import HTML, Draft, Text, language_tag
from services.sources.feeds.pacing import pacing
from services.sources.feeds.points import Point, checked
from services.sources.html.addresses import web_address
from services.sources.html.tree import refuse_crowded_tags

METHOD = "feedparser"
# References to surrogates, and beyond Unicode: feedparser raises at them.
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]+)|([0-9]+));?")
# It looks for the end of each to the end of the feed.
_COMMENT = re.compile(rb"<!--(?:(?:(?!<!--).)*?-->)?", re.DOTALL)
_MOST_COMMENTS = 1000
_HIGHEST = 0x10FFFF

# What it raises where elements stand in each other as nobody expected.
_FEEDPARSERS_OWN = (LookupError, AttributeError, TypeError, ValueError, AssertionError, OverflowError, RecursionError)

Parsed = Mapping[str, Any]


def read(document: bytes, url: str) -> FeedReading:
    """Return what the feed says; *document* is UTF-8. Raises NotAFeedError `not-a-feed`, or `too-complex`."""
    found = _parsed(_bounded(document), url)
    if not any(found.get(name) for name in ("version", "entries", "feed")):
        raise NotAFeedError("not-a-feed", "no feed of any known format")
    feed = found["feed"]
    links = [link for link in feed.get("links", ()) if isinstance(link, Mapping)]
    authors = list(_people(feed)) if str(found.get("version", "")).startswith("atom") else []
    language = language_tag(str(feed.get("language", "")))
    return FeedReading(
        entries=tuple(_draft(each).finished(url, authors, language) for each in found["entries"]),
        title=_text(feed, "title").line(),
        link=web_address(str(feed.get("link", "")), url),
        description=_text(feed, "subtitle").line() or _text(feed, "summary").line(),
        language=language,
        hub=_related(links, "hub"),
        self_url=_related(links, "self"),
        pacing=_pacing(feed),
        method=METHOD,
        problem=str(found["bozo_exception"]) if found.get("bozo") else "",
    )


def _parsed(document: bytes, url: str) -> Parsed:
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found: Parsed = feedparser.parse(
                io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
        except _FEEDPARSERS_OWN as error:
            raise NotAFeedError("not-a-feed", f"feedparser gave up: {type(error).__name__} {error}") from error
    return found


def _bounded(document: bytes) -> bytes:
    """Return *document* without what takes feedparser minutes or makes it raise."""
    try:
        refuse_crowded_tags(document)
    except NotAnArticleError as error:
        raise NotAFeedError(error.reason, error.detail) from error
    if document.count(b"<!--") > _MOST_COMMENTS:
        document = _COMMENT.sub(b"", document)
    return _REFERENCE.sub(_real, document)


def _real(reference: re.Match[bytes]) -> bytes:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_real = code <= _HIGHEST and not 0xD800 <= code <= 0xDFFF and code > 0
    return reference[0] if is_real else b"\xef\xbf\xbd"


def _draft(entry: Parsed) -> Draft:
    links = [link for link in entry.get("links", ()) if isinstance(link, Mapping)]
    enclosed = [_enclosed(link) for link in links if _is(link, "enclosure")]
    return Draft(
        guid=str(entry.get("id", "")),
        link=str(entry.get("link", "")),
        other_links=[str(link.get("href", "")) for link in links if _is(link, "alternate")],
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        contents=[_detailed(each.get("value", ""), each) for each in entry.get("content", ())],
        authors=list(_people(entry)),
        tags=[str(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags", ())],
        published=str(entry.get("published") or ""),
        created=str(entry.get("created") or ""),
        # Not by `get`, which falls back to when it was published.
        updated=str(dict(entry).get("updated") or ""),
        language=_language(entry),
        images=[*_images(entry), *(address for address, kind, _ in enclosed if kind.startswith("image/"))],
        enclosures=enclosed,
        point=_point(entry),
        latitude=str(entry.get("geo_lat", "")),
        longitude=str(entry.get("geo_long", "")),
    )


def _text(holder: Parsed, name: str) -> Text:
    return _detailed(holder.get(name, ""), holder.get(f"{name}_detail") or {})


def _detailed(value: object, detail: Parsed) -> Text:
    return Text(markup.fit(str(value or "")), str(detail.get("type", HTML)), str(detail.get("base") or ""))


def _people(holder: Parsed) -> Iterator[str]:
    for author in holder.get("authors", ()):
        if name := author.get("name") or author.get("email"):
            yield str(name)


def _language(entry: Parsed) -> str:
    details = (entry.get("title_detail"), *entry.get("content", ()), entry.get("summary_detail"))
    stated = (entry.get("language"), *(each.get("language") for each in details if each))
    return str(next(filter(None, stated), ""))


def _images(entry: Parsed) -> Iterator[str]:
    image = entry.get("image")
    if isinstance(image, Mapping):
        yield str(image.get("href", ""))
    for each in entry.get("media_content", ()):
        if str(each.get("type") or each.get("medium") or "").startswith("image"):
            yield str(each.get("url", ""))
    for each in entry.get("media_thumbnail", ()):
        yield str(each.get("url", ""))


def _point(entry: Parsed) -> Point | None:
    where = entry.get("where") or {}
    if where.get("type") != "Point":
        return None
    longitude, latitude = where["coordinates"][:2]
    return checked(latitude, longitude)


def _enclosed(link: Parsed) -> tuple[str, str, str]:
    return str(link.get("href", "")), str(link.get("type", "")), str(link.get("length", ""))


def _is(link: Parsed, rel: str) -> bool:
    return link.get("rel") == rel


def _related(links: Iterable[Parsed], rel: str) -> str:
    return next(filter(None, (web_address(str(e.get("href", ""))) for e in links if e.get("rel") == rel)), "")


def _pacing(feed: Parsed) -> Pacing:
    return pacing(*(str(feed.get(name, "")) for name in ("ttl", "sy_updateperiod", "sy_updatefrequency")))
