"""Parse XML with entities off and within bounds; names without their namespaces."""

from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from services.errors import NotAnArticleError

__all__ = ["Element", "attribute", "child", "children", "find", "line", "name", "parse"]

_MOST_ELEMENTS = 200_000
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(content: bytes | str) -> Element:
    """Return the root; an entity of the document's own stays unresolved, nothing is loaded from anywhere.

    Raises NotAnArticleError: `empty`, `broken-xml` or `too-complex`.
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content if isinstance(content, bytes) else content.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if not content:
            raise NotAnArticleError("empty", "no bytes") from error
        raise NotAnArticleError("broken-xml", str(error)[:200]) from error
    if root is None:
        raise NotAnArticleError("broken-xml", "no root")
    if int(root.xpath("count(//*)")) > _MOST_ELEMENTS:
        raise NotAnArticleError("too-complex", f"over {_MOST_ELEMENTS:,} elements")
    return root


def name(element: Element) -> str:
    """Return the local name; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children called one of *names* (any without)."""
    if element is not None:
        yield from (each for each in element if not names or name(each) in names)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along *path*, one level each."""
    for step in path:
        element = next(children(element, step), None)
    return element


def find(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the descendants called one of *names*, in order."""
    if element is not None:
        yield from (each for each in element.iter() if name(each) in names)


def line(element: Element | None) -> str:
    """Return the text below *element* in one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def attribute(element: Element | None, *names: str) -> str:
    """Return the first of *names* that is stated; `xml:lang` too."""
    if element is None:
        return ""
    stated = (element.get(_LANGUAGE if each == "xml:lang" else each) for each in names)
    return next((found.strip() for found in stated if found and found.strip()), "")
