"""Read a feed or a sitemap, whatever it is written in: what it says of itself, and its entries in its own words.

    bytes ─xml.py─▶ UTF-8 ─┬─ JSON ───────▶ jsonfeed.py ─┐
                           ├─ urlset, … ──▶ sitemap.py ──┼─▶ FeedReading
                           └─ other XML ──▶ fast.py ─────┘   where it is in doubt, tolerant.py (feedparser)

markup.py makes titles plain and markup safe; pacing.py is how often a feed wants to be asked.
"""

from dataclasses import replace

from services.errors import NotAFeedError, NotAnArticleError
from services.model import FeedReading
from services.sources.feeds import fast, jsonfeed, sitemap, tolerant, xml
from services.sources.packed import unpacked

LARGEST = 10_000_000
MOST_ENTRIES = 50_000
"""The bound of the sitemap protocol; no feed comes near it."""


def read(content: bytes, *, media_type: str = "", charset: str = "", url: str = "") -> FeedReading:
    """Return what the feed says; *charset* and *media_type* are the answer's, *url* is where relative links start.

    Titles, authors and tags are plain text; summary and content are HTML as written, which `entries.made_safe` makes
    safe where it is kept. Addresses are http(s) only. Raises NotAFeedError: `empty`, `binary`, `unknown-encoding`,
    `too-large`, `too-complex`, `broken-gzip` or `not-a-feed`.
    """
    try:
        document = xml.as_utf8(unpacked(content), charset)
    except NotAnArticleError as error:
        raise NotAFeedError(error.reason, str(error)) from error
    if len(document) > LARGEST:
        raise NotAFeedError("too-large", f"a feed over {LARGEST:,} bytes")
    reading = _reading(document, media_type, url)
    return replace(reading, entries=reading.entries[:MOST_ENTRIES])


def _reading(document: bytes, media_type: str, url: str) -> FeedReading:
    if document.startswith((b"{", b"[")) or (b"json" in media_type.lower().encode() and b"<" not in document[:1]):
        return jsonfeed.read(document, url)
    root = xml.root_name(document)
    if root in sitemap.ROOTS:
        return sitemap.read(document, url)
    if root == "html":
        raise NotAFeedError("not-a-feed", "an HTML page")
    return fast.read(document, url) or tolerant.read(document, url)
