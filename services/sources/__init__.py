"""Read what was fetched or dropped: one module for each kind, chosen by name.

    RawDocument ─READERS[kind]─▶ Entry        text.py     headline, deck, one paragraph a line
                                              html/       an HTML page
                                            entries.py  one entry of a feed (feeds/ reads whole ones)
                                              decoding.py bytes → str, shared by both

An entry is in the publisher's words; cleaning is `services.normalize`'s.
"""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import entries, html, text

READERS: dict[str, Callable[[RawDocument], Entry]] = {
    "text": text.read,
    "page": html.read,
    "entry": entries.read,
}

# What a name or a media type says. Kinds without a reader are refused by name instead of being read as plain text.
_KINDS = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "text/markdown": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".json": "json",
}
_SNIFFED = 1024
# Atomic: 128 comments in a row, each of which may end at any later one, otherwise take for ever.
_BEFORE_THE_ROOT = rb"(?:<\?xml[^>]*+>|(?><!--.*?-->)|\s++)*+"
_HTML = re.compile(_BEFORE_THE_ROOT + rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(_BEFORE_THE_ROOT + rb"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|opml)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read(document: RawDocument) -> Entry:
    """Return the entry that *document* holds.

    Raises NotAnArticleError: `unknown-kind`, `empty`, `binary`, `unknown-encoding` or `no-text`.
    """
    reader = READERS.get(document.kind)
    if reader is None:
        raise NotAnArticleError("unknown-kind", f"no reader for {document.kind!r}, only for {', '.join(READERS)}")
    return reader(document)


def kind_of(name: str, content: bytes, media_type: str = "") -> str:
    """Return which reader suits *content*.

    The root of a page or a feed decides: feeds are served as `text/html` too. Then the media type, then the suffix.
    """
    opening = _opening(content)
    if _HTML.match(opening):
        return "page"
    if _FEED.match(opening):
        return "xml"
    by_type = _KINDS.get(media_type.partition(";")[0].strip().lower(), "")
    other = "xml" if _XML.match(opening) else ""
    return by_type or other or _KINDS.get(PurePosixPath(name).suffix.lower(), "text")


def _opening(content: bytes) -> bytes:
    """Return how *content* begins, comparable with ASCII."""
    opening = content[:_SNIFFED]
    if opening.startswith(_MARKS):
        # UTF-16's NULs stand between ASCII characters.
        opening = opening.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    return opening
