"""Read NITF 3.x, the IPTC's news industry text format, as a document of its own or inside another."""

import re
from collections.abc import Iterator

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import pub_status
from services.sources.html.addresses import web_address
from services.sources.wire import xml
from services.sources.wire.bylines import names
from services.sources.wire.xml import Element

METHOD, VERSION = "nitf", 1

# `20081128T193000Z`, `20080219+0100`: basic ISO 8601, of which a day may carry a zone.
_DAY_WITH_ZONE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:?\d{2})?")
_BLOCKS = frozenset(["block", "body.content", "bq", "ul", "ol", "dl", "nitf-table", "table", "tr", "custom-table"])
_OUT = frozenset(["media", "table", "nitf-table", "note", "virtloc", "fn", "custom-table"])


def read(document: RawDocument) -> Entry:
    """Return the article. Raises NotAnArticleError: `broken-xml`, `too-complex`, `empty` or `no-text`."""
    return entry(xml.parse(document.content), document)


def entry(root: Element, document: RawDocument) -> Entry:
    """Return the article of a `nitf` element."""
    head, body = xml.child(root, "head"), xml.child(root, "body")
    top, docdata = xml.child(body, "body.head"), xml.child(head, "docdata")
    headline = _headline(top) or xml.line(xml.child(head, "title"))
    text = body_of(root)
    if not headline or not text:
        raise NotAnArticleError("no-text", "NITF without a body" if headline else "NITF without a headline")
    pubdata = xml.child(head, "pubdata")
    pictures = (web_address(xml.attribute(each, "source")) for each in xml.find(body, "media-reference"))
    return Entry(
        headline=headline,
        alternative_headline=xml.line(xml.child(top, "hedline", "hl2")),
        description=xml.line(xml.child(top, "abstract")),
        paragraphs=text,
        url=web_address(xml.attribute(pubdata, "ex-ref")) or document.url,
        authors=_authors(top),
        publisher=_publisher(top, docdata, pubdata),
        language=xml.attribute(root, "xml:lang") or xml.attribute(body, "xml:lang"),
        section=xml.attribute(pubdata, "position.section"),
        keywords=_keywords(head, docdata),
        image=next(filter(None, pictures), ""),
        published=_time(docdata, "date.release", "date.issue") or _norm(xml.attribute(pubdata, "date.publication")),
        published_source="wire",
        guid=xml.attribute(xml.child(docdata, "doc-id"), "id-string"),
        pub_status=pub_status.of(xml.attribute(docdata, "management-status")),
        method=METHOD,
        method_version=VERSION,
    )


def paragraphs(content: str) -> tuple[str, ...]:
    """Return the text of NITF inside another format. Raises NotAnArticleError as `read`."""
    return body_of(xml.parse(content))


def body_of(root: Element) -> tuple[str, ...]:
    """Return the paragraphs of the first `body.content` below *root*; a dateline belongs to the first of them."""
    content = next(xml.find(root, "body.content"), None)
    if content is None:
        return ()
    found = tuple(_blocks(content))
    dateline = xml.line(next(xml.find(root, "dateline"), None))
    if dateline and found and not found[0].startswith(dateline[:20]):
        between = " " if dateline.endswith(("-", "–", "—")) else " – "
        return (f"{dateline}{between}{found[0]}", *found[1:])
    return found


def _blocks(element: Element) -> Iterator[str]:
    """Yield paragraphs; containers are opened, media and tables left out; loose text between them counts."""
    if text := " ".join((element.text or "").split()):
        yield text
    for each in element:
        kind = xml.name(each)
        if kind in _OUT:
            pass
        elif kind in _BLOCKS:
            yield from _blocks(each)
        elif found := xml.line(each):
            yield found
        if tail := " ".join((each.tail or "").split()):
            yield tail


def _headline(top: Element | None) -> str:
    hedline = xml.child(top, "hedline")
    return xml.line(xml.child(hedline, "hl1")) or (xml.line(hedline) if hedline is not None else "")


def _authors(top: Element | None) -> tuple[str, ...]:
    found: list[str] = []
    for byline in xml.children(top, "byline"):
        people = [xml.line(person) for person in xml.find(byline, "person")]
        titles = xml.line(next(xml.find(byline, "byttl"), None))
        whole = xml.line(byline)
        bare = whole.removesuffix(titles).strip(" ,") if whole != titles else ""
        found += people or list(names(bare))
    return tuple(dict.fromkeys(filter(None, found)))


def _publisher(top: Element | None, docdata: Element | None, pubdata: Element | None) -> str:
    return (
        xml.attribute(pubdata, "name")
        or xml.line(xml.child(top, "distributor"))
        or xml.attribute(xml.child(docdata, "doc.copyright"), "holder")
    )


def _keywords(head: Element | None, docdata: Element | None) -> tuple[str, ...]:
    listed = [xml.attribute(each, "key") for each in xml.find(docdata, "keyword")]
    subjects = [
        xml.attribute(each, "tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type")
        for each in xml.find(head, "tobject.subject")
    ]
    return tuple(dict.fromkeys(filter(None, [*listed, *subjects])))


def _time(docdata: Element | None, *stated: str) -> str:
    return next(filter(None, (_norm(xml.attribute(xml.child(docdata, each), "norm")) for each in stated)), "")


def _norm(stated: str) -> str:
    day = _DAY_WITH_ZONE.fullmatch(stated)
    return f"{day[1]}-{day[2]}-{day[3]}" if day else stated
