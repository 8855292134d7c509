"""Tell what bytes are, so that the right reader gets them: by how they begin, then by media type, then by name."""

import re
from pathlib import PurePosixPath

# Kinds without a reader are refused by name instead of being read as plain text.
_KINDS = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "text/markdown": "markdown",
    "message/rfc822": "mail",
    "application/json": "json",
    "application/ld+json": "json",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/warc": "warc",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".eml": "mail",
    ".warc": "warc",
    ".tar": "tar",
}
_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x5d\x2a\x4d\x18", "zstd"),  # a WARC's dictionary comes first
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an empty one
    (b"WARC/1.", "warc"),
)
_TAR_MAGIC = slice(257, 262)
_SNIFFED = 1024
# Atomic: 128 comments in a row, each of which may end at any later one, otherwise take for ever.
_BEFORE_THE_ROOT = rb"(?:<\?xml[^>]*+>|(?><!--.*?-->)|<!DOCTYPE\s[^>\[]*+(?:\[[^\]]*+\]\s*+)?>|\s++)*+"
_HTML = re.compile(
    rb"(?:<\?xml[^>]*+>|(?><!--.*?-->)|\s++)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(_BEFORE_THE_ROOT + rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z]+)[\s>/]", re.IGNORECASE | re.DOTALL)
_ROOTS = {
    b"rss": "feed",
    b"feed": "feed",
    b"rdf": "feed",
    b"urlset": "feed",
    b"sitemapindex": "feed",
    b"opml": "opml",
    b"nitf": "nitf",
    b"newsitem": "newsml",
    b"newsmessage": "newsml",
    b"packageitem": "newsml",
    b"newsml": "newsml-1",
}
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_JSON_FEED = re.compile(rb"^\s*\{.*\"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/", re.DOTALL)
_JSON = re.compile(rb"\s*[\[{]\s*[\"{\[\]}]")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(name: str, content: bytes, media_type: str = "") -> str:
    """Return which reader suits *content*, of which the beginning is enough.

    The root of a page or a feed decides: feeds are served as `text/html` too. Then the media type, then the suffix.
    """
    if kind := _magic(content):
        return kind
    opening = _opening(content)
    if _HTML.match(opening):
        return "page"
    if (root := _ROOT.match(opening)) and (kind := _ROOTS.get(root[1].lower(), "")):
        return kind
    if _JSON_FEED.search(opening):
        return "feed"
    by_type = _KINDS.get(media_type.partition(";")[0].strip().lower(), "")
    other = "xml" if _XML.match(opening) else ""
    by_name = _KINDS.get(PurePosixPath(name).suffix.lower(), "")
    return _confirmed(by_type or other or by_name or "text", opening)


def _confirmed(kind: str, opening: bytes) -> str:
    """Return *kind*, but for plain text that is evidently JSON: a suffix is easily wrong, or there is none."""
    return "json" if kind == "text" and _JSON.match(opening) else kind


def _magic(content: bytes) -> str:
    if content[_TAR_MAGIC] == b"ustar":
        return "tar"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), "")


def _opening(content: bytes) -> bytes:
    """Return how *content* begins, comparable with ASCII."""
    opening = content[:_SNIFFED]
    if opening.startswith(_MARKS):
        # UTF-16's NULs stand between ASCII characters.
        opening = opening.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    return opening
