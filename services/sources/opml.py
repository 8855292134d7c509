"""Lists of feeds in OPML 2.0 (opml.org/spec2.opml), as feed readers export and import them.

    bytes ─read─▶ Outlines ─written─▶ bytes

Folders become labels, from `category` too. What OPML has no words for is kept in attributes of a namespace of our own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml import etree  # type: ignore[import-untyped]

from services.errors import NotAnArticleError, UnreadableError
from services.sources.feeds import xml
from services.sources.html.addresses import web_address

MOST = 100_000
"""Feeds of one list."""

_NAMESPACE = "urn:newsmill:opml"
_LONGEST = 500
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list; `kind` and `content` are empty where the list doesn't say."""

    url: str
    title: str = ""
    site_url: str = ""
    labels: tuple[str, ...] = ()
    kind: str = ""
    content: str = ""
    is_enabled: bool = True


def read(content: bytes) -> list[Outline]:
    """Return the feeds that *content* lists, each URL once. Raises UnreadableError `no-opml`, or as decoding does."""
    try:
        document = xml.as_utf8(content, "")
    except NotAnArticleError as error:
        raise UnreadableError(error.reason, error.detail) from error
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(document, parser)
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise UnreadableError("no-opml", "no list of feeds in OPML")
    found: dict[str, Outline] = {}
    for element in root.iter("{*}outline"):
        url = web_address(element.get("xmlUrl") or element.get("xmlurl") or "")
        if url and url not in found and len(found) < MOST:
            found[url] = _outline(element, url)
    return list(found.values())


def _outline(element: "etree._Element", url: str) -> Outline:
    above = list(islice(element.iterancestors("{*}outline"), _DEEPEST))
    folders = [_text(each, "text") or _text(each, "title") for each in reversed(above)]
    title = _text(element, "title") or _text(element, "text")
    categories = [part.strip().strip("/") for part in _text(element, "category").split(",")]
    return Outline(
        url=url,
        title="" if title == url else title,
        site_url=web_address(element.get("htmlUrl") or ""),
        labels=tuple(dict.fromkeys(label for label in (*folders, *categories) if label)),
        kind=_text(element, f"{{{_NAMESPACE}}}kind"),
        content=_text(element, f"{{{_NAMESPACE}}}content"),
        is_enabled=_text(element, f"{{{_NAMESPACE}}}enabled") != "no",
    )


def _text(element: "etree._Element", name: str) -> str:
    return " ".join((element.get(name) or "").split())[:_LONGEST]


def written(outlines: Sequence[Outline]) -> bytes:
    """Return *outlines* as OPML 2.0: each in the folder of its first label, with all labels as its categories."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"newsmill": _NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds of Newsmill"
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {"": body}
    for outline in outlines:
        folder = outline.labels[0] if outline.labels else ""
        if folder not in folders:
            folders[folder] = etree.SubElement(body, "outline", {"text": _plain(folder)})
        etree.SubElement(folders[folder], "outline", _attributes(outline))
    return cast("bytes", etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))


def _attributes(outline: Outline) -> dict[str, str]:
    stated = {
        "type": "rss",
        "text": outline.title or outline.url,
        "title": outline.title,
        "xmlUrl": outline.url,
        "htmlUrl": outline.site_url,
        "category": ",".join(label.replace(",", " ") for label in outline.labels),
        f"{{{_NAMESPACE}}}kind": outline.kind,
        f"{{{_NAMESPACE}}}content": outline.content,
        f"{{{_NAMESPACE}}}enabled": "" if outline.is_enabled else "no",
    }
    return {name: _plain(value) for name, value in stated.items() if value}


def _plain(text: str) -> str:
    """Return *text* without what XML can't hold."""
    return "".join(each for each in text if each.isprintable())
