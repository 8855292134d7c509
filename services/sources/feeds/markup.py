"""Markup and text of feeds: made safe where it is kept as markup, and plain where it isn't."""

import html
import re
from functools import lru_cache

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
_UNFIT = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f"
    "\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_BLANK_LINES = re.compile(r"\n\s*\n")
_BREAKING = re.compile(r"(?i)<(?:br|p|div|li|h[1-6]|tr|td)\b[^<>]*>")
# What may be markup in a format that doesn't say: an end tag, a tag without content, or a reference.
_CLOSING = re.compile(r"</[a-zA-Z]|<(?:br|hr|img|p)\b|&#?\w+;", re.IGNORECASE)
_NAME_OF_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
_KNOWN = nh3.ALLOWED_TAGS | _SILENT | {"font", "form", "input", "button", "embed", "video", "audio", "source", "big"}
LONGEST_LINE = 10_000


def fit(text: str) -> str:
    """Return *text* as Unicode that can be stored and shown: no controls, surrogates, or overrides of direction."""
    return _UNFIT.sub("", text) if _UNFIT.search(text) else text


def safe(markup: str, base: str = "") -> str:
    """Return *markup* without anything that runs, its links absolute and http(s) only."""
    markup = fit(markup).strip()
    if "<" not in markup and "&" not in markup:
        return markup
    return fit(_cleaner(web_address(base)).clean(markup)).strip()


def escaped(text: str) -> str:
    """Return plain *text* as markup; blank lines part paragraphs."""
    paragraphs = [html.escape(part.strip(), quote=False) for part in _BLANK_LINES.split(fit(text)) if part.strip()]
    return "\n\n".join(f"<p>{part}</p>" for part in paragraphs) if len(paragraphs) > 1 else "".join(paragraphs)


def line(markup: str) -> str:
    """Return what a reader sees of *markup* on one line, without scripts; at most 10,000 characters."""
    if "<" in markup:
        markup = _TAG.sub("", _plain_cleaner().clean(_BREAKING.sub(r" \g<0>", markup[: 10 * LONGEST_LINE])))
    return text_line(html.unescape(markup[: 10 * LONGEST_LINE]))


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


@lru_cache(256)
def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        clean_content_tags=_SILENT,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel=None,
        url_relative=("rewrite_with_base", base) if base else "deny",
    )


@lru_cache(1)
def _plain_cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(), clean_content_tags=_SILENT, attributes={}, link_rel=None)
