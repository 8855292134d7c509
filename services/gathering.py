"""From what a feed answered to the documents that are new in it (pure).

FeedReading + Feed + what was seen before ─gathered─▶ RawDocuments (kinds `entry`, `link`, `page`), sitemaps named
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.errors import IngestError
from services.model import LINK, Answer, ContentFrom, Feed, FeedEntry, FeedKind, FeedReading, RawDocument
from services.sources import entries
from services.sources.entries import FedEntry

MOST_NEW = 1000
"""Documents of one poll; a sitemap may name 50,000 pages, and the rest of them comes with the polls after."""

MOST_CHILDREN = 100
"""Sitemaps that are followed of those that an index names."""

_APART = "|"
_LONGEST_URL = 2048


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a poll found: `documents` are new, `digests` those of all entries that need no more attention.

    `is_cut`: there were more new entries than one poll takes. `children` are the sitemaps that an index names.
    """

    reading: FeedReading
    documents: tuple[RawDocument, ...] = ()
    digests: tuple[str, ...] = ()
    entries: int = 0
    children: tuple[str, ...] = ()
    is_cut: bool = False


def gathered(
    feed: Feed, reading: FeedReading, answer: Answer, raw_uri: str, seen: Callable[[Sequence[str]], list[bool]]
) -> Gathered:
    """Return what *reading* of *answer* brings that wasn't *seen*; of a page, the page itself."""
    if feed.kind is FeedKind.PAGE:
        name = hashlib.sha256(answer.content).hexdigest()
        page = RawDocument.of_page(answer, document_id(feed.id, name), feed_id=feed.id, raw_uri=raw_uri)
        return Gathered(reading, (page,), entries=1)
    by_digest = {digest(entry): entry for entry in reading.entries}
    known = dict(zip(by_digest, seen(list(by_digest)), strict=True))
    unseen = [each for each, is_known in known.items() if not is_known]
    taken = unseen[:MOST_NEW]
    # The last of a feed is its oldest: it comes first, so that of two copies the earlier one is the original.
    documents = (_document(feed, reading, by_digest[each], each, answer, raw_uri) for each in reversed(taken))
    left_out = set(unseen[MOST_NEW:])
    return Gathered(
        reading,
        tuple(documents),
        tuple(each for each in by_digest if each not in left_out),
        len(reading.entries),
        tuple(url for url in reading.links if _APART not in url and len(url) <= _LONGEST_URL)[:MOST_CHILDREN],
        is_cut=bool(left_out),
    )


def digest(entry: FeedEntry) -> str:
    """Return what tells whether *entry* came before exactly as it is now."""
    said = (entry.guid, entry.url, entry.title, entry.summary, entry.content, entry.updated)
    return hashlib.sha256("\0".join(said).encode(errors="surrogatepass")).hexdigest()


def is_page_wanted(feed: Feed, entry: FeedEntry) -> bool:
    """Tell whether the page that *entry* links to is to be fetched."""
    if not entry.url or feed.content is ContentFrom.FEED:
        return False
    return feed.content is ContentFrom.PAGE or feed.kind is FeedKind.SITEMAP or entries.is_teaser(entry)


def child_id(feed_id: str, url: str) -> str:
    """Return the id under which the sitemap at *url*, which the index *feed_id* names, is polled."""
    return f"{feed_id}{_APART}{url}"


def parent_of(polled_id: str) -> tuple[str, str]:
    """Return the feed that is polled under *polled_id*, and the URL if it is of a sitemap that the feed names."""
    feed_id, _, url = polled_id.partition(_APART)
    return feed_id, url


def reason_without(url: str, error: IngestError) -> str:
    """Return why *error*, without the *url* that it begins with."""
    return str(error).removeprefix(url).removeprefix(": ")


def document_id(whence: str, name: str) -> str:
    """Return the id of what comes from *whence* under *name*: the same again, so that accepting it again is once."""
    return hashlib.sha256(f"{whence}\0{name}".encode(errors="surrogatepass")).hexdigest()[:32]


def _document(
    feed: Feed, reading: FeedReading, entry: FeedEntry, name: str, answer: Answer, raw_uri: str
) -> RawDocument:
    return RawDocument(
        id=document_id(feed.id, name),
        kind=LINK if is_page_wanted(feed, entry) else entries.KIND,
        origin=answer.requested,
        content=entries.encoded(FedEntry(entry, feed.title or reading.title, reading.language)),
        media_type="application/json",
        charset="utf-8",
        url=entry.url,
        feed_id=feed.id,
        http_status=answer.status,
        raw_uri=raw_uri,
    )
