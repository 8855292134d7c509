"""Markup and text of feeds: made safe where it is kept as markup, and plain where it isn't."""

import html
import re
from contextvars import ContextVar

import nh3

from services.sources.html.addresses import web_address

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
_SILENT = {"script", "style", "noscript", "template", "applet", "object", "iframe"}
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
_BREAKING = re.compile(r"(?i)<(?:br|p|div|li|h[1-6]|tr|td)\b[^<>]*>")
# What may be markup in a format that doesn't say: an end tag, a tag without content, or a reference.
_CLOSING = re.compile(r"</[a-zA-Z]|<(?:br|hr|img|p)\b|&#?\w+;", re.IGNORECASE)
_NAME_OF_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
_KNOWN = nh3.ALLOWED_TAGS | _SILENT | {"font", "form", "input", "button", "embed", "video", "audio", "source", "big"}
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
    """Return *markup* without anything that runs, its links absolute and http(s) only."""
    if "<" in markup or "&" in markup:
        _base.set(base)
        try:
            markup = _CLEANER.clean(markup)
        except UnicodeEncodeError:
            markup = _CLEANER.clean(fit(markup))
    return fit(markup).strip()


def escaped(text: str) -> str:
    """Return plain *text* as markup; blank lines part paragraphs."""
    paragraphs = [html.escape(part.strip(), quote=False) for part in _BLANK_LINES.split(fit(text)) if part.strip()]
    return "\n\n".join(f"<p>{part}</p>" for part in paragraphs) if len(paragraphs) > 1 else "".join(paragraphs)


def line(markup: str) -> str:
    """Return what a reader sees of *markup* on one line, without scripts; at most 10,000 characters."""
    if "<" in markup:
        markup = _PLAIN.clean(_BREAKING.sub(r" \g<0>", fit(markup[: 10 * LONGEST_LINE])))
    return text_line(html.unescape(markup[: 10 * LONGEST_LINE]) if "&" in markup else markup)


def text_line(text: str) -> str:
    """Return plain *text* on one line; at most 10,000 characters."""
    return " ".join(fit(text[: 10 * LONGEST_LINE]).split())[:LONGEST_LINE]


def looks_marked_up(text: str) -> bool:
    """Return whether *text* of a format that doesn't say is HTML: it closes a tag or refers, and names no other tags.

    As feedparser guesses: `x < y` and `Vec<T>` are text.
    """
    if not _CLOSING.search(text):
        return False
    return all(name.lower() in _KNOWN for name in _NAME_OF_TAG.findall(text))


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
_PLAIN = nh3.Cleaner(tags=set(), clean_content_tags=_SILENT, attributes={}, link_rel=None)
