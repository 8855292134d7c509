"""One entry of a feed, as a raw document of its own: UTF-8 JSON of what the feed said, and the article in it.

    FeedEntry + the feed's title and language ─encoded─▶ RawDocument of kind `entry` ─read─▶ Entry

`is_teaser` tells whether the article's page has more to say.
"""

import json
import re
from dataclasses import asdict, dataclass, fields, replace

from services.errors import NotAnArticleError
from services.model import Enclosure, Entry, FeedEntry, RawDocument
from services.sources.feeds import markup, points, times
from services.sources.html import fragment

METHOD, VERSION = "feed", 1
KIND = "entry"

_LONGEST_HEADLINE_FROM_TEXT = 120
_SHORTEST_WHOLE_TEXT = 1000
_OTHERS = frozenset(["authors", "tags", "enclosures", "base", "point"])
_TEXTS = tuple(each.name for each in fields(FeedEntry) if each.name not in _OTHERS)
# Where a text was cut: an ellipsis, also in brackets, or a call to read on.
_CUT = re.compile(
    r"(?:…|\.\.\.|(?:read|continue reading|lire la suite|weiterlesen|mehr|leer más|leia mais|leggi tutto|lees meer"
    r"|читать далее|more)\W{0,4})\W{0,4}$",
    re.IGNORECASE,
)
# What WordPress adds to entries, in the languages that it is most read in.
_ADDED_BY_WORDPRESS = re.compile(
    r".{1,400}(?:appeared first on|first appeared on|erschien zuerst auf|est apparu en premier sur|apareció primero en"
    r"|apareceu primeiro em|sembra essere il primo su|verscheen eerst op|dök först upp på|pojawił się najpierw"
    r"|первым появилось|сначала появилась на|se publicó primero en|se publicó primero|первым появился на).{1,200}"
)
_DENSE = "\u2e80"
_EMAIL = re.compile(r"\S+@\S+")


@dataclass(frozen=True, slots=True)
class FedEntry:
    """An entry with what its feed says of itself."""

    entry: FeedEntry
    feed_title: str = ""
    feed_language: str = ""


def made_safe(entry: FeedEntry) -> FeedEntry:
    """Return *entry* with HTML that runs nothing, and whose links are absolute and http(s) only."""
    if not entry.base and "<" not in entry.summary + entry.content:
        return entry
    return replace(
        entry,
        summary=markup.safe(entry.summary, entry.base),
        content=markup.safe(entry.content, entry.base),
        base="",
    )


def encoded(fed: FedEntry) -> bytes:
    """Return *fed*, made safe, as UTF-8 JSON: equal bytes for equal values, without what is empty."""
    entry = {name: value for name, value in asdict(made_safe(fed.entry)).items() if value}
    feed = {"title": fed.feed_title, "language": fed.feed_language}
    whole = {"entry": entry, "feed": {name: value for name, value in feed.items() if value}}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def decoded(content: bytes) -> FedEntry:
    """Return what `encoded` made *content* of. Raises NotAnArticleError `broken-entry`."""
    try:
        whole = json.loads(content)
        entry, feed = whole["entry"], whole.get("feed", {})
        return FedEntry(
            FeedEntry(
                **{name: _text(entry.get(name, "")) for name in _TEXTS},
                authors=tuple(map(_text, entry.get("authors", ()))),
                tags=tuple(map(_text, entry.get("tags", ()))),
                enclosures=tuple(Enclosure(**each) for each in entry.get("enclosures", ())),
                point=points.checked(*entry["point"]) if "point" in entry else None,
            ),
            _text(feed.get("title", "")),
            _text(feed.get("language", "")),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotAnArticleError("broken-entry", str(error)) from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{type(value).__name__} where a text was expected")
    return value


def read(document: RawDocument) -> Entry:
    """Return the article that a feed's entry holds.

    Without content the summary is the text; without a title the text's beginning is the headline.
    Raises NotAnArticleError `broken-entry`, `no-text` or `too-complex`.
    """
    fed = decoded(document.content)
    entry = fed.entry
    paragraphs = _paragraphs(entry.content) or _paragraphs(entry.summary)
    if not paragraphs:
        raise NotAnArticleError("no-text", "an entry without text")
    summary = markup.line(entry.summary)
    return Entry(
        headline=markup.text_line(entry.title) or _beginning(paragraphs[0]),
        description=summary if entry.content and summary != paragraphs[0] else "",
        paragraphs=paragraphs,
        url=entry.url or document.url,
        authors=tuple(name for name in entry.authors if not _EMAIL.fullmatch(name)),
        publisher=fed.feed_title,
        language=entry.language or fed.feed_language,
        keywords=entry.tags,
        image=entry.image,
        published=times.stated(entry.published),
        published_source="feed" if entry.published else "",
        modified=times.stated(entry.updated),
        guid=entry.guid,
        point=entry.point,
        method=METHOD,
        method_version=VERSION,
    )


def text_length(entry: FeedEntry) -> int:
    """Return how many characters of text *entry* brings; one of Chinese, Japanese or Korean is worth two."""
    text = markup.line(entry.content or entry.summary)
    return len(text) + sum(1 for character in text if character > _DENSE)


def is_teaser(entry: FeedEntry) -> bool:
    """Return whether the page behind *entry* has more to say: its text is cut off, or under 1,000 characters."""
    text = markup.line(entry.content or entry.summary)
    return bool(_CUT.search(text[-40:])) or text_length(entry) < _SHORTEST_WHOLE_TEXT


def _paragraphs(html: str) -> tuple[str, ...]:
    blocks = fragment.blocks(html)
    if len(blocks) > 1 and blocks[-1].linked and _ADDED_BY_WORDPRESS.fullmatch(blocks[-1].text):
        blocks = blocks[:-1]
    return tuple(block.text for block in blocks)


def _beginning(text: str) -> str:
    """Return the first words of *text*, as a headline."""
    if len(text) <= _LONGEST_HEADLINE_FROM_TEXT:
        return text
    cut = text[: _LONGEST_HEADLINE_FROM_TEXT - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"
