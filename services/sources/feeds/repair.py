"""Bytes to a tree, where they are XML or one of the usual slips away from it.

A bare `&`, `&nbsp;`, a prefix that was never declared, a control character, words around the root. What is broken
otherwise is left to feedparser.
"""

import re
from html import entities

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from services.sources.feeds.names import PREFIXES

_DOCTYPE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<!DOCTYPE[^>\[]*(\[)?", re.DOTALL | re.IGNORECASE)
_END = re.compile(rb".*</(?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE | re.DOTALL)
_OPEN_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]*:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_CDATA_OR_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:([A-Za-z]\w{1,31});|#(x[0-9A-Fa-f]{1,8}|[0-9]{1,8});)?",
    re.DOTALL,
)
_TAG = re.compile(rb"<[A-Za-z][^<>]*>")
_UNQUOTED = re.compile(rb"(\s[A-Za-z][\w:.-]*=)([^\s\"'<>]+)(?=[\s>])")
_PREDEFINED = frozenset([b"lt", b"gt", b"amp", b"quot", b"apos"])
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
# U+FFFE and U+FFFF are no characters of XML.
_NONCHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")
_USED = re.compile(rb"(?:</?|\s)([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_DECLARED = re.compile(rb"\sxmlns:([A-Za-z_][\w.-]*)\s*=")


def parsed(document: bytes, url: str) -> tuple[Element, str] | None:
    """Return the root and what had to be repaired, or None: broken otherwise, or with entities of its own."""
    doctype = _DOCTYPE.match(document)
    if doctype:
        end = document.find(b">", doctype.end())
        if doctype[1] or end < 0:
            return None
        document = document[end + 1 :]
    try:
        return _tree(document, url), ""
    except etree.XMLSyntaxError as error:
        # Old RSS names a DTD that has such entities; nobody fetches it.
        is_of_the_dtd = doctype and error.code == etree.ErrorTypes.ERR_UNDECLARED_ENTITY
        problem = "" if is_of_the_dtd else str(error)
    try:
        return _tree(repaired(document), url), problem
    except etree.XMLSyntaxError:
        return None


def _tree(document: bytes, url: str) -> Element:
    # A parser of its own: one that was used keeps the errors of the feed before.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    root = etree.fromstring(document, parser, base_url=url or None)
    if root is None:
        raise etree.XMLSyntaxError("no root", 0, 0, 0)
    return root


def repaired(document: bytes) -> bytes:
    """Return *document* without the usual slips."""
    root, end = _OPEN_ROOT.search(document), _END.match(document)
    document = document[root.start() if root else 0 : end.end() if end else None]
    document = _NONCHARACTERS.sub(b"", document.translate(None, _CONTROLS))
    document = _CDATA_OR_AMPERSAND.sub(_ampersand, document)
    document = _TAG.sub(lambda tag: _UNQUOTED.sub(rb'\1"\2"', tag[0]) if b"=" in tag[0] else tag[0], document)
    root = _OPEN_ROOT.search(document)
    return document[: root.end()] + _declarations(document) + document[root.end() :] if root else document


def _ampersand(found: re.Match[bytes]) -> bytes:
    whole: bytes = found[0]
    if not whole.startswith(b"&") or found[1] in _PREDEFINED:
        return whole
    if found[1]:
        code = entities.name2codepoint.get(found[1].decode(errors="replace"))
        return chr(code).encode() if code else b"&amp;" + whole[1:]
    if found[2]:
        code = int(b"0" + found[2] if found[2].startswith(b"x") else found[2], 16 if found[2].startswith(b"x") else 10)
        return whole if _is_character(code) else b"\xef\xbf\xbd"
    return b"&amp;"


def _is_character(code: int) -> bool:
    """Return whether XML 1.0 (2.2, Char) has the character."""
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF


def _declarations(document: bytes) -> bytes:
    missing = set(_USED.findall(document)) - set(_DECLARED.findall(document)) - {b"xml", b"xmlns"}
    return b"".join(
        b' xmlns:%s="%s"' % (prefix, PREFIXES.get(prefix.decode(), "urn:undeclared").encode())
        for prefix in sorted(missing)[:100]
    )
