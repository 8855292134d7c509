"""Parse JSON within bounds, and take loosely typed values out of it."""

import json
from collections.abc import Iterable, Iterator, Mapping

from services.errors import NotAnArticleError
from services.model import RawDocument
from services.sources.decoding import decode
from services.sources.html import fragment

Fields = Mapping[str, object]

_MOST_VALUES = 1000
_MARKUP = ("</", "<p", "<br", "<div", "&lt;", "&amp;", "&nbsp;", "&#")


def loaded(text: str) -> object:
    """Return what JSON says. Raises NotAnArticleError `broken-json`, or `too-complex` for thousands of levels."""
    try:
        # Control characters inside strings are common and harmless, so not strict. An integer of a million digits is
        # refused by Python, with a ValueError.
        return json.loads(text, strict=False)
    except RecursionError as error:
        raise NotAnArticleError("too-complex", "JSON in thousands of levels") from error
    except ValueError as error:
        raise NotAnArticleError("broken-json", str(error)[:200]) from error


def loaded_object(document: RawDocument) -> Fields:
    """Return the object that *document* is. Raises NotAnArticleError, also `not-an-article` for a list or a value."""
    value = loaded(decode(document.content, document.charset))
    if not isinstance(value, dict):
        raise NotAnArticleError("not-an-article", f"JSON that is a {type(value).__name__}, no object")
    return value


def text(value: object) -> str:
    """Return a string, a number as one, the first that a list has, or what an object names itself; else nothing."""
    if isinstance(value, list):
        value = next(iter(value), "")
    if isinstance(value, dict):
        value = next((value[key] for key in ("@value", "value", "name", "text") if value.get(key)), "")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def first(fields: Fields, *names: str) -> str:
    """Return the text of the first of *names* that has one."""
    return next(filter(None, (text(fields.get(name)) for name in names)), "")


def texts(value: object) -> tuple[str, ...]:
    """Return the strings or names in a list, or in one value."""
    each = value if isinstance(value, list) else [value]
    return tuple(found for one in each[:_MOST_VALUES] if (found := text(one)))


def objects(value: object) -> Iterator[Fields]:
    """Return the objects in a list, in an object by name (ninjs 1 keys them), or the one that it is."""
    each: Iterable[object] = value[:_MOST_VALUES] if isinstance(value, list) else [value]
    return (one for one in each if isinstance(one, dict))


def paragraphs(body: str) -> tuple[str, ...]:
    """Return the paragraphs of a text that may be HTML; without markup each line, or each block between blank ones."""
    if any(mark in body for mark in _MARKUP):
        return fragment.paragraphs(body)
    normal = body.replace("\r\n", "\n").replace("\r", "\n")
    parts = normal.split("\n\n") if "\n\n" in normal.strip() else normal.split("\n")
    return tuple(found for part in parts if (found := " ".join(part.split())))
