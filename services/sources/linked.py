"""The page that a feed's entry linked to: an article with the page's text, completed by what the entry says of it.

    RawDocument of a page, with the entry as `entry` ─read─▶ Entry

An entry with text of its own stands in for a page that is no article, or that holds less than the entry itself.
"""

from collections.abc import Callable
from dataclasses import replace

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument, StatedTime
from services.sources import entries
from services.sources.entries import FedEntry
from services.sources.feeds import times

_MORE_THAN_THE_PAGE = 1.5


def read(document: RawDocument, read_page: Callable[[RawDocument], Entry]) -> Entry:
    """Return the article. Raises NotAnArticleError as *read_page*, where the entry has no text of its own."""
    own = _own(document)
    try:
        page = read_page(document)
    except NotAnArticleError:
        if own is None:
            raise
        return own
    if own and _length(own) > _MORE_THAN_THE_PAGE * _length(page):
        return own
    return _completed(page, entries.decoded(document.entry))


def without_text(content: bytes) -> bytes:
    """Return the encoded entry *content* without its text, so that it can't stand in for a page."""
    fed = entries.decoded(content)
    return entries.encoded(replace(fed, entry=replace(fed.entry, content="", summary="")))


def _own(document: RawDocument) -> Entry | None:
    try:
        return entries.read(replace(document, kind=entries.KIND, content=document.entry, entry=b""))
    except NotAnArticleError:
        return None


def _length(entry: Entry) -> int:
    return sum(map(len, entry.paragraphs))


def _completed(page: Entry, fed: FedEntry) -> Entry:
    entry, stated = fed.entry, times.stated(fed.entry.published)
    otherwise = page.published_otherwise
    if stated and page.published:
        otherwise = (*otherwise, StatedTime(stated, "feed"))
    return replace(
        page,
        guid=entry.guid,
        point=entry.point,
        authors=page.authors or entry.authors,
        publisher=page.publisher or fed.feed_title,
        keywords=page.keywords or entry.tags,
        image=page.image or entry.image,
        language=page.language or entry.language or fed.feed_language,
        published=page.published or stated,
        published_source=page.published_source if page.published else "feed" if stated else "",
        published_otherwise=otherwise,
        modified=page.modified or times.stated(entry.updated),
    )
