"""Markup and text of feeds: made safe where it is kept as markup, and plain where it isn't."""

import html
import re
from contextvars import ContextVar

import nh3

from services.errors import NotAnArticleError
from services.sources.html.addresses import web_address
from services.sources.html.tree import refuse_crowded_tags

_ATTRIBUTES = {
    "a": {"href", "hreflang", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "del": {"cite", "datetime"},
    "ins": {"cite", "datetime"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "*": {"lang", "dir"},
}
_SILENT = {"script", "style", "noscript", "template", "applet"}
# Feeds end these as XML does, `<iframe … />`, or never; a parser of HTML would take all that follows for their content.
_FRAMES = re.compile(r"</?(?:iframe|object|embed)\b[^<>]*>", re.IGNORECASE)
# One that isn't closed hides the rest.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# Controls, lone surrogates and noncharacters have no place in Unicode text; bidirectional overrides and isolates let a
# line pretend to be another (CVE-2021-42574).
_WINDOWS_1252 = {
    code: character for code in range(0x80, 0xA0) if (character := bytes([code]).decode("cp1252", "ignore"))
}
_CONTROLS = bytes(code for code in range(128) if code < 32 and code not in b"\t\n\r") + b"\x7f"
_UNFIT = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"
    "\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BLANK_LINES = re.compile(r"\n\s*\n")
_BREAKING = frozenset(
    [
        "br",
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "td",
        "th",
        "blockquote",
        "pre",
        "hr",
    ]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"])
_TAG = re.compile(r"<(?:(/?[a-zA-Z][a-zA-Z0-9:-]*)(?:[\s/][^<>]*)?|![^<>]*|\?[^<>]*)>")
_ENDS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_DEEPEST = 1000
_MOST_REFERENCES = 20_000
_SHORTEST_CROWDED = 50_000
# What may be markup in a format that doesn't say: an end tag, a tag without content, or a reference.
_CLOSING = re.compile(r"</[a-zA-Z]|<(?:br|hr|img|p)\b|&#?\w+;", re.IGNORECASE)
_NAME_OF_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
_KNOWN = (
    nh3.ALLOWED_TAGS
    | _SILENT
    | {"iframe", "object", "font", "form", "input", "button", "embed", "video", "audio", "source", "big"}
)
LONGEST_LINE = 10_000


def fit(text: str) -> str:
    """Return *text* as Unicode that can be stored and shown: no controls, surrogates, or overrides of direction.

    C1 controls are what they are on the web, characters of Windows-1252: `&#146;` is an apostrophe.
    """
    if text.isascii():
        encoded = text.encode()
        bare = encoded.translate(None, _CONTROLS)
        return text if len(bare) == len(encoded) else bare.decode()
    return _UNFIT.sub("", text.translate(_WINDOWS_1252)) if _UNFIT.search(text) else text


def safe(markup: str, base: str = "") -> str:
    """Return *markup* without anything that runs, its links absolute and http(s) only.

    What would cost seconds to parse (nh3 takes quadratic time over nested elements) is kept as plain text.
    """
    markup = fit(markup)
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    if _is_costly(markup):
        return escaped(html.unescape(_stripped(_COMMENT.sub("", markup))))
    _base.set(base)
    return fit(_CLEANER.clean(_FRAMES.sub("", markup))).strip()


def escaped(text: str) -> str:
    """Return plain *text* as markup; blank lines part paragraphs."""
    paragraphs = [html.escape(part.strip(), quote=False) for part in _BLANK_LINES.split(fit(text)) if part.strip()]
    return "\n\n".join(f"<p>{part}</p>" for part in paragraphs) if len(paragraphs) > 1 else "".join(paragraphs)


def line(markup: str) -> str:
    """Return what a reader sees of *markup* on one line, without scripts; at most 10,000 characters."""
    markup = markup[: 10 * LONGEST_LINE]
    if "<" in markup:
        markup = _stripped(_COMMENT.sub("", markup))
    return text_line(html.unescape(markup) if "&" in markup else markup)


def text_line(text: str) -> str:
    """Return plain *text* on one line; at most 10,000 characters."""
    # Nearly all are fit as they are: nothing unprintable, no line break.
    if text.isprintable() and "  " not in text:
        return text.strip()[:LONGEST_LINE]
    return " ".join(fit(text[: 10 * LONGEST_LINE]).split())[:LONGEST_LINE]


def looks_marked_up(text: str) -> bool:
    """Return whether *text* of a format that doesn't say is HTML: it closes a tag or refers, and names no other tags.

    As feedparser guesses: `x < y` and `Vec<T>` are text.
    """
    if not _CLOSING.search(text):
        return False
    return all(name.lower() in _KNOWN for name in _NAME_OF_TAG.findall(text))


def _stripped(markup: str) -> str:
    """Return the text of *markup* in one pass: blanks where elements break lines, nothing of what isn't shown."""
    found: list[str] = []
    silent = ""
    for number, part in enumerate(_TAG.split(markup)):
        if number % 2 == 0:
            if not silent:
                found.append(part)
        elif part:
            is_end, name = part.startswith("/"), part.lstrip("/").lower()
            if silent:
                silent = "" if is_end and name == silent else silent
            elif name in _SILENT:
                silent = "" if is_end else name
            elif name in _BREAKING:
                found.append(" ")
    return "".join(found)


def _is_crowded(markup: str) -> bool:
    if len(markup) < _SHORTEST_CROWDED:
        return False
    try:
        refuse_crowded_tags(markup.encode())
    except NotAnArticleError:
        return True
    return False


def _is_costly(markup: str) -> bool:
    """Return whether nh3 would take long: entries are made safe in the worker itself."""
    if markup.count("&") > _MOST_REFERENCES or _is_crowded(markup):
        return True
    if markup.count("<") < _DEEPEST:
        return False
    depth = 0
    for is_end, name in _ENDS.findall(markup):
        if name.lower() not in _VOID:
            depth += -1 if is_end else 1
            if depth > _DEEPEST:
                return True
    return False


def _absolute(address: str) -> str | None:
    return web_address(address, _base.get()) or None


# Asked for relative addresses alone: a cleaner for each base would take as long as the cleaning.
_base: ContextVar[str] = ContextVar("base", default="")
_CLEANER = nh3.Cleaner(
    clean_content_tags=_SILENT,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https"},
    link_rel=None,
    url_relative=_absolute,
)
