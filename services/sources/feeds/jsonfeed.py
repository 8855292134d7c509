"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): every field may be missing or of another type, and is then left."""

import json
from collections.abc import Iterator, Mapping

from services.errors import NotAFeedError
from services.model import Enclosure, FeedEntry, FeedReading
from services.sources.feeds import markup
from services.sources.html.addresses import web_address

METHOD = "json-feed"
_DEEPEST = 100

Json = Mapping[str, object]


def read(document: bytes, url: str) -> FeedReading:
    """Return what the feed says. Raises NotAFeedError `not-a-feed`."""
    feed = _loaded(document)
    found = feed.get("items")
    if not isinstance(found, list):
        raise NotAFeedError("not-a-feed", "JSON without `items`")
    authors = tuple(_authors(feed))
    language = _text(feed, "language")
    return FeedReading(
        entries=tuple(_entry(each, authors, language, url) for each in found if isinstance(each, dict)),
        title=markup.text_line(_text(feed, "title")),
        link=web_address(_text(feed, "home_page_url"), url),
        description=markup.text_line(_text(feed, "description")),
        language=markup.text_line(language),
        hub=next(filter(None, (web_address(_text(hub, "url")) for hub in _objects(feed, "hubs"))), ""),
        self_url=web_address(_text(feed, "feed_url"), url),
        method=METHOD,
    )


def _loaded(document: bytes) -> Json:
    try:
        found = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("not-a-feed", "broken JSON") from error
    if not isinstance(found, dict):
        raise NotAFeedError("not-a-feed", "JSON, but no object")
    return found


def _entry(entry: Json, authors: tuple[str, ...], language: str, url: str) -> FeedEntry:
    address = web_address(_text(entry, "url"), url) or web_address(_text(entry, "external_url"), url)
    content = markup.fit(_text(entry, "content_html")).strip()
    return FeedEntry(
        guid=markup.text_line(_text(entry, "id")),
        url=address,
        title=markup.text_line(_text(entry, "title")),
        summary=markup.escaped(_text(entry, "summary")),
        content=content or markup.escaped(_text(entry, "content_text")),
        authors=tuple(_authors(entry)) or authors,
        tags=tuple(dict.fromkeys(_tags(entry))),
        published=markup.text_line(_text(entry, "date_published")),
        updated=markup.text_line(_text(entry, "date_modified")),
        language=markup.text_line(_text(entry, "language") or language),
        image=web_address(_text(entry, "image") or _text(entry, "banner_image"), url),
        enclosures=tuple(_enclosures(entry, url)),
        base=address or url,
    )


def _authors(holder: Json) -> Iterator[str]:
    """Yield names; 1.0 had one `author`, and an author without name is called by its address."""
    one = holder.get("author")
    for author in _objects(holder, "authors") or ([one] if isinstance(one, dict) else []):
        if name := markup.text_line(_text(author, "name") or _text(author, "url")):
            yield name


def _tags(entry: Json) -> Iterator[str]:
    tags = entry.get("tags")
    for tag in tags if isinstance(tags, list) else ():
        if isinstance(tag, str) and (plain := markup.text_line(tag)):
            yield plain


def _enclosures(entry: Json, url: str) -> Iterator[Enclosure]:
    for attachment in _objects(entry, "attachments"):
        size = attachment.get("size_in_bytes")
        if address := web_address(_text(attachment, "url"), url):
            length = int(size) if isinstance(size, int | float) and 0 <= size < 2**63 else None
            yield Enclosure(address, markup.text_line(_text(attachment, "mime_type")), length)


def _objects(holder: Json, name: str) -> list[Json]:
    found = holder.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(holder: Json, name: str) -> str:
    """Return a text; numbers count as such, because ids are written as numbers (the specification says to coerce)."""
    found = holder.get(name)
    if isinstance(found, str):
        return found
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else ""
