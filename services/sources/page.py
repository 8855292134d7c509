"""Read an HTML page: its text by trafilatura, its facts by `metadata`.

Trafilatura is used for text alone: its dates don't say where they come from, and tags give more right headlines
(docs/decisions/2026-11-24-html-with-trafilatura.md).
"""

import re
from dataclasses import replace

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from trafilatura import bare_extraction, load_html

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import metadata
from services.sources.decoding import decode

METHOD = "page-trafilatura-1"
LARGEST = 10_000_000

# Extraction takes 0.04 ms an element, so this bounds it to seconds.
_MOST_ELEMENTS = 100_000
# libxml2 compares each attribute of a tag with those before: 200,000 on one tag took 35 s, 20,000 a third of a second.
_MOST_ATTRIBUTE_PAIRS = 20_000**2
_TAG = re.compile(r"<[a-zA-Z](?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+")
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/=]+")

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_CHARSET_WITHIN = 4096
# lxml refuses text that declares an encoding.
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)


def read(document: RawDocument) -> Entry:
    """Return the article on an HTML page.

    Raises NotAnArticleError: `too-large`, `empty`, `binary`, `unknown-encoding`, `too-complex`, or `no-text`.
    """
    tree = _tree(_html(document))
    address = metadata.web_address(document.url) or metadata.web_address(document.origin)
    facts = metadata.of(tree, address)
    paragraphs = tuple(p for p in _paragraphs(tree) if p != facts.headline)
    if not paragraphs:
        raise NotAnArticleError("no-text", "no article text was found on the page")
    if not facts.headline:
        raise NotAnArticleError("no-text", "a text without a headline")
    return replace(facts, paragraphs=paragraphs, url=address, method=METHOD)


def _html(document: RawDocument) -> str:
    if len(document.content) > LARGEST:
        raise NotAnArticleError("too-large", f"a page over {LARGEST} bytes")
    charset = document.charset
    if not charset and (declared := _CHARSET.search(document.content[:_CHARSET_WITHIN])):
        charset = declared[1].decode("ascii")
    return _XML_DECLARATION.sub("", decode(document.content, charset))


def _tree(html: str) -> HtmlElement:
    _refuse_crowded_tags(html)
    tree = load_html(html)
    if tree is None:
        raise NotAnArticleError("no-text", "no HTML elements")
    for count, _ in enumerate(tree.iter()):
        if count >= _MOST_ELEMENTS:
            raise NotAnArticleError("too-complex", f"over {_MOST_ELEMENTS} elements")
    return tree


def _refuse_crowded_tags(html: str) -> None:
    """Raise NotAnArticleError `too-complex` where parsing alone would take longer than a second or so."""
    pairs = 0
    for tag in _TAG.finditer(html):
        if tag.end() - tag.start() > 2000:
            bare = _QUOTED.sub("", tag[0])
            pairs += sum(1 for _ in _BETWEEN_ATTRIBUTES.finditer(bare)) ** 2
            if pairs > _MOST_ATTRIBUTE_PAIRS:
                raise NotAnArticleError("too-complex", "tags with thousands of attributes")


def _paragraphs(tree: HtmlElement) -> tuple[str, ...]:
    found = bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    if found is None or isinstance(found, dict):
        return ()
    return tuple(line.strip() for line in (found.text or "").split("\n") if line.strip())
