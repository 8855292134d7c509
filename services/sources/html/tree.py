"""Bytes to a tree of elements, within bounds that keep a hostile page from costing more than seconds.

lxml, because libxml2 stops at 256 levels and tokenizes as HTML5 says (since 2.14): lexbor takes quadratic time over
50,000 levels or options (docs/decisions/2026-11-24-own-extraction.md).
"""

import re

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from services.errors import NotAnArticleError
from services.model import RawDocument
from services.sources.decoding import as_utf8

__all__ = ["Element", "parse"]

LARGEST = 10_000_000

# The pass takes 0.01 ms an element, so this bounds it to a second or two.
_MOST_ELEMENTS = 100_000
_SHORTEST_ELEMENT = len("<b>")
# libxml2 compares each attribute of a tag with those before: 50,000 on one tag took 20 s, so 10,000 take less than one.
_MOST_ATTRIBUTE_PAIRS = 10_000**2
_TAG = re.compile(rb"<[a-zA-Z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+")
# A tag that could have thousands: 500 characters without quotes, or forty runs with and without. Looking at these alone
# costs a third.
_LONG_TAG = re.compile(rb"<[a-zA-Z](?:[^\"'>]{500}|[^\"'>]*+(?:\"[^\"]*+\"[^\"'>]*+|'[^']*+'[^\"'>]*+){40})")
_QUOTED = re.compile(rb"\"[^\"]*+\"|'[^']*+'")
_BETWEEN_ATTRIBUTES = bytes.maketrans(b"/=", b"  ")

_COUNT = etree.XPath("count(//*)")

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096


def parse(document: RawDocument) -> Element:
    """Return the root element of the page.

    Raises NotAnArticleError: `too-large`, `empty`, `binary`, `unknown-encoding`, `too-complex`, or `no-text`.
    """
    html = _html(document)
    refuse_crowded_tags(html)
    # A parser of its own: one that was used keeps the errors of the page before. Nothing is looked up by its id.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        root = etree.fromstring(html, parser)
    except etree.XMLSyntaxError as error:
        raise NotAnArticleError("no-text", "no HTML elements") from error
    if root is None:
        raise NotAnArticleError("no-text", "no HTML elements")
    if len(html) > _SHORTEST_ELEMENT * _MOST_ELEMENTS and _COUNT(root) > _MOST_ELEMENTS:
        raise NotAnArticleError("too-complex", f"over {_MOST_ELEMENTS} elements")
    return root


def _html(document: RawDocument) -> bytes:
    if len(document.content) > LARGEST:
        raise NotAnArticleError("too-large", f"a page over {LARGEST} bytes")
    found = _CHARSET.search(document.content[:_CHARSET_WITHIN])
    declared = found[1].decode("ascii") if found else ""
    try:
        return as_utf8(document.content, document.charset or declared)
    except NotAnArticleError as error:
        # Servers send one charset with all that they have; where that can't be, the page knows better.
        if error.reason != "unknown-encoding" or not document.charset or not declared:
            raise
        return as_utf8(document.content, declared)


def refuse_crowded_tags(html: bytes) -> None:
    """Raise NotAnArticleError `too-complex` where parsing alone would take longer than a second or so."""
    pairs = 0
    at = 0
    while long := _LONG_TAG.search(html, at):
        tag = _TAG.match(html, long.start())
        at = tag.end() if tag else long.end()
        bare = _QUOTED.sub(b" ", html[long.start() : at])
        pairs += len(bare.translate(_BETWEEN_ATTRIBUTES).split()) ** 2
        if pairs > _MOST_ATTRIBUTE_PAIRS:
            raise NotAnArticleError("too-complex", "tags with thousands of attributes")
