"""Read a feed with feedparser: any RSS, Atom or CDF, ill-formed too, but slowly."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import feedparser  # type: ignore[import-untyped]

from services.errors import NotAFeedError
from services.model import Enclosure, FeedEntry, FeedReading, Pacing
from services.sources.feeds import markup
from services.sources.feeds.pacing import pacing
from services.sources.html.addresses import web_address

METHOD = "feedparser"
# References to surrogates, and beyond Unicode: feedparser raises at them.
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]+)|([0-9]+));?")
_HIGHEST = 0x10FFFF
_HTML_TYPES = frozenset(["text/html", "application/xhtml+xml", ""])

Parsed = Mapping[str, Any]


def read(document: bytes, url: str) -> FeedReading:
    """Return what the feed says; *document* is UTF-8. Raises NotAFeedError `not-a-feed`."""
    found = _parsed(_REFERENCE.sub(_real, document), url)
    if not found.get("version") and not found["entries"]:
        raise NotAFeedError("not-a-feed", "no feed of any known format")
    feed = found["feed"]
    links = [link for link in feed.get("links", ()) if isinstance(link, Mapping)]
    return FeedReading(
        entries=tuple(_entry(each, feed) for each in found["entries"]),
        title=_line(feed, "title"),
        link=web_address(str(feed.get("link", "")), url),
        description=_line(feed, "subtitle") or _line(feed, "summary"),
        language=markup.text_line(str(feed.get("language", ""))),
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
        found: Parsed = feedparser.parse(
            io.BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    return found


def _real(reference: re.Match[bytes]) -> bytes:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_real = code <= _HIGHEST and not 0xD800 <= code <= 0xDFFF and code > 0
    return reference[0] if is_real else b"\xef\xbf\xbd"


def _entry(entry: Parsed, feed: Parsed) -> FeedEntry:
    address = web_address(str(entry.get("link", "")))
    dates = {name: markup.text_line(str(entry.get(name) or "")) for name in ("published", "created")}
    updated = markup.text_line(str(dict(entry).get("updated") or ""))
    return FeedEntry(
        guid=markup.text_line(str(entry.get("id", ""))),
        url=address,
        title=_line(entry, "title"),
        summary=_markup(entry.get("summary", ""), entry.get("summary_detail", {}), address),
        content=_content(entry, address),
        authors=tuple(dict.fromkeys(_authors(entry))) or tuple(dict.fromkeys(_authors(feed))),
        tags=tuple(dict.fromkeys(_tags(entry))),
        published=dates["published"] or dates["created"] or updated,
        updated=updated,
        language=_language(entry) or markup.text_line(str(feed.get("language", ""))),
        image=_image(entry),
        enclosures=tuple(dict.fromkeys(_enclosures(entry))),
    )


def _line(holder: Parsed, name: str) -> str:
    text = str(holder.get(name, ""))
    kind = str(holder.get(f"{name}_detail", {}).get("type", "text/html"))
    is_markup = kind in _HTML_TYPES or markup.looks_marked_up(text)
    return markup.line(text) if is_markup else markup.text_line(text)


def _content(entry: Parsed, base: str) -> str:
    contents = [each for each in entry.get("content", ()) if isinstance(each, Mapping)]
    return next(filter(None, (_markup(each.get("value", ""), each, base) for each in contents)), "")


def _markup(text: object, detail: Parsed, base: str) -> str:
    kind = str(detail.get("type", "text/html"))
    if kind in _HTML_TYPES or not kind.startswith("text/"):
        return markup.safe(str(text), str(detail.get("base") or "") or base)
    return markup.escaped(str(text))


def _authors(holder: Parsed) -> Iterator[str]:
    for author in holder.get("authors", ()):
        if name := markup.line(str(author.get("name") or author.get("email") or "")):
            yield name


def _tags(entry: Parsed) -> Iterator[str]:
    for tag in entry.get("tags", ()):
        if term := markup.line(str(tag.get("label") or tag.get("term") or "")):
            yield term


def _language(entry: Parsed) -> str:
    details = (entry.get("title_detail"), *entry.get("content", ()), entry.get("summary_detail"))
    stated = (str(each.get("language") or "") for each in details if each)
    return markup.text_line(next(filter(None, stated), ""))


def _image(entry: Parsed) -> str:
    candidates = (
        entry.get("image", {}).get("href", "") if isinstance(entry.get("image"), Mapping) else "",
        *(each.get("url", "") for each in entry.get("media_content", ()) if _is_image(each)),
        *(each.get("url", "") for each in entry.get("media_thumbnail", ())),
        *(
            each.get("href", "")
            for each in entry.get("links", ())
            if each.get("rel") == "enclosure" and _is_image(each)
        ),
    )
    return next(filter(None, (web_address(str(each)) for each in candidates)), "")


def _is_image(media: Parsed) -> bool:
    return str(media.get("medium", "")) == "image" or str(media.get("type", "")).startswith("image/")


def _enclosures(entry: Parsed) -> Iterator[Enclosure]:
    for link in _enclosed(entry):
        if address := web_address(str(link.get("href", ""))):
            length = str(link.get("length", "")).strip()
            is_length = length.isascii() and length.isdigit() and len(length) < 19
            yield Enclosure(address, str(link.get("type", "")), int(length) if is_length else None)


def _enclosed(entry: Parsed) -> list[Parsed]:
    return [link for link in entry.get("links", ()) if link.get("rel") == "enclosure"]


def _related(links: Iterable[Parsed], rel: str) -> str:
    return next(filter(None, (web_address(str(e.get("href", ""))) for e in links if e.get("rel") == rel)), "")


def _pacing(feed: Parsed) -> Pacing:
    return pacing(*(str(feed.get(name, "")) for name in ("ttl", "sy_updateperiod", "sy_updatefrequency")))
