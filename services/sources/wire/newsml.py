"""Read NewsML-G2 (IPTC): a newsItem with NITF, XHTML or plain text in it; a newsMessage is taken apart first.

https://iptc.org/std/NewsML-G2/guidelines/
"""

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import pub_status
from services.sources.html import fragment
from services.sources.html.addresses import web_address
from services.sources.json.values import paragraphs
from services.sources.wire import nitf, xml
from services.sources.wire.bylines import names
from services.sources.wire.xml import Element

METHOD, VERSION = "newsml-g2", 1

_OTHERS = frozenset(["packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"])


def read(document: RawDocument) -> Entry:
    """Return the article of a newsItem, or of a message with only one.

    Raises NotAnArticleError: `broken-xml`, `too-complex`, `not-an-article` for a package, picture, concept and so on,
    `no-text`, or what its body raises.
    """
    root = xml.parse(document.content)
    item = root if xml.name(root) == "newsItem" else next(xml.find(root, "newsItem"), None)
    if item is None:
        raise NotAnArticleError("not-an-article", f"NewsML-G2 that is a {xml.name(root)[:40]}")
    return _entry(item, document)


def items(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield (guid, XML) of each item of a newsMessage, packages and concepts too, so that each has an outcome.

    Nothing for what is one newsItem itself. Raises NotAnArticleError `broken-xml` or `too-complex`.
    """
    root = xml.parse(content)
    if xml.name(root) != "newsMessage":
        return
    for each in xml.children(xml.child(root, "itemSet")):
        if xml.name(each) == "newsItem" or xml.name(each) in _OTHERS:
            yield xml.attribute(each, "guid"), etree.tostring(each, encoding="utf-8", with_tail=False)


def _entry(item: Element, document: RawDocument) -> Entry:
    about, meta = xml.child(item, "itemMeta"), xml.child(item, "contentMeta")
    status = pub_status.of(xml.attribute(xml.child(about, "pubStatus"), "qcode", "uri"))
    body = _body(item)
    headline = _headline(meta) or (body and _of_nitf(item))
    item_class = xml.attribute(xml.child(about, "itemClass"), "qcode", "uri").rpartition(":")[2].rpartition("/")[2]
    if not body and item_class not in ("", "text", "composite") and not status:
        raise NotAnArticleError("not-an-article", f"NewsML-G2 of class {item_class}")
    if not headline or not body:
        raise NotAnArticleError("no-text", "NewsML-G2 without a body" if headline else "NewsML-G2 without a headline")
    return Entry(
        headline=headline,
        alternative_headline=_by_role(meta, "headline", "sub"),
        description=xml.line(xml.child(meta, "description")),
        paragraphs=body,
        url=_url(item) or document.url,
        authors=_authors(meta) or _byline(item),
        publisher=_publisher(item, about, meta),
        language=xml.attribute(xml.child(meta, "language"), "tag") or xml.attribute(item, "xml:lang"),
        section=xml.line(xml.child(meta, "genre", "name")),
        keywords=_keywords(meta),
        image=_image(item),
        published=xml.line(xml.child(about, "firstCreated"))
        or xml.line(xml.child(meta, "contentCreated"))
        or xml.line(xml.child(about, "versionCreated")),
        published_source="wire",
        modified=xml.line(xml.child(meta, "contentModified")) or xml.line(xml.child(about, "versionCreated")),
        guid=xml.attribute(item, "guid"),
        pub_status=status,
        method=METHOD,
        method_version=VERSION,
    )


def _body(item: Element) -> tuple[str, ...]:
    """Return the text of the first content that has one: NITF, XHTML, or plain."""
    for content in xml.children(xml.child(item, "contentSet"), "inlineXML", "inlineData"):
        if next(xml.find(content, "body.content"), None) is not None:
            found = nitf.body_of(content)
        elif xml.name(content) == "inlineXML" or "html" in xml.attribute(content, "contenttype"):
            inner = next(xml.find(content, "html", "body", "div", "section", "article"), None)
            markup = etree.tostring(inner, encoding="unicode", with_tail=False) if inner is not None else content.text
            found = fragment.paragraphs(markup or "")
        else:
            found = paragraphs("".join(content.itertext()))
        if found:
            return found
    return ()


def _headline(meta: Element | None) -> str:
    listed = list(xml.children(meta, "headline"))
    main = [each for each in listed if xml.attribute(each, "role").rpartition(":")[2] in ("", "main", "hld")]
    return xml.line(next(iter(main or listed), None))


def _of_nitf(item: Element) -> str:
    return xml.line(next(xml.find(item, "hl1", "title"), None))


def _by_role(meta: Element | None, name: str, role: str) -> str:
    listed = ((each, xml.attribute(each, "role").rpartition(":")[2].lower()) for each in xml.children(meta, name))
    return xml.line(next((each for each, stated in listed if role in stated), None))


def _authors(meta: Element | None) -> tuple[str, ...]:
    named = (name for by in xml.children(meta, "by") for name in names(xml.line(by)))
    created = (xml.line(xml.child(each, "name")) for each in xml.children(meta, "creator"))
    return tuple(dict.fromkeys(filter(None, named))) or tuple(dict.fromkeys(filter(None, created)))


def _byline(item: Element) -> tuple[str, ...]:
    return names(xml.line(next(xml.find(item, "byline"), None)))


def _publisher(item: Element, about: Element | None, meta: Element | None) -> str:
    provider = xml.child(about, "provider")
    return (
        xml.line(xml.child(provider, "name"))
        or xml.line(xml.child(meta, "infoSource", "name"))
        or xml.line(xml.child(item, "rightsInfo", "copyrightHolder", "name"))
        or xml.attribute(provider, "literal")
        or xml.attribute(provider, "qcode").rpartition(":")[2]
    )


def _keywords(meta: Element | None) -> tuple[str, ...]:
    words = [xml.line(each) for each in xml.children(meta, "keyword")]
    subjects = [xml.line(xml.child(each, "name")) for each in xml.children(meta, "subject")]
    return tuple(dict.fromkeys(filter(None, [*words, *subjects])))


def _url(item: Element) -> str:
    links = (each for each in xml.find(item, "link") if "irel:seeAlso" not in xml.attribute(each, "rel"))
    stated = [xml.attribute(each, "href") for each in links] + [xml.attribute(item, "guid")]
    return next(filter(None, map(web_address, stated)), "")


def _image(item: Element) -> str:
    pictures = (
        xml.attribute(each, "href")
        for each in xml.find(item, "remoteContent", "icon")
        if xml.attribute(each, "contenttype").startswith("image/") or xml.name(each) == "icon"
    )
    return next(filter(None, map(web_address, pictures)), "")
