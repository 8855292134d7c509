"""What an element holds, as text or as markup."""

from xml.sax.saxutils import escape, quoteattr

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"])


def plain(element: Element) -> str:
    """Return the text right in *element*; of elements in it, what follows them."""
    text = element.text or ""
    if len(element):
        text += "".join(child.tail or "" for child in element)
    return mended(text.strip())


def inner(element: Element) -> str:
    """Return the elements and the text in *element* as HTML; one `div` around all, which Atom demands, is no part."""
    children = list(element)
    alone = len(children) == 1 and not (element.text or "").strip() and not (children[0].tail or "").strip()
    if alone and _local(children[0]) == "div":
        return inner(children[0])
    return mended((escape(element.text or "") + "".join(map(_markup, children))).strip())


def wrapped_text(element: Element) -> str | None:
    """Return the text of a lone `div` in *element*: some feeds put escaped HTML in one (feedparser: typepad)."""
    if len(element) != 1 or _local(element[0]) != "div" or len(element[0]):
        return None
    return mended((element[0].text or "").strip())


def mended(text: str) -> str:
    """Return *text*, read anew where it is UTF-8 that somebody took for Latin-1 (feedparser does so too)."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _markup(element: Element) -> str:
    """Return *element* and what follows it, without prefixes: `<xhtml:p>` is `<p>`."""
    tail = escape(element.tail or "")
    if type(element.tag) is not str:
        return tail
    name = _local(element)
    attributes = "".join(f" {etree.QName(key).localname}={quoteattr(value)}" for key, value in element.items())
    if name in _VOID:
        return f"<{name}{attributes}>{tail}"
    content = escape(element.text or "") + "".join(map(_markup, element))
    return f"<{name}{attributes}>{content}</{name}>{tail}"


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
