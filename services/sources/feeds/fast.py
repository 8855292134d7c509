"""Read a well-formed RSS or Atom feed in one walk over libxml2's tree; what is doubtful is left to feedparser.

    UTF-8 ─repair.py─▶ tree ─collect.py: channel.py + entry.py─▶ drafts.py ─▶ FeedReading

The meaning of elements is feedparser's (docs/decisions/2026-11-24-feeds.md says where it isn't).
"""

from dataclasses import replace

from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from services.model import FeedEntry, FeedReading
from services.sources.feeds import markup, repair
from services.sources.feeds.channel import ChannelCollector
from services.sources.feeds.collect import DoubtfulError, Place
from services.sources.feeds.drafts import language_tag
from services.sources.feeds.entry import EntryCollector
from services.sources.feeds.names import LANG, is_known, name_of
from services.sources.html.addresses import web_address

METHOD = "feed"
_ENTRIES = frozenset(["item", "entry"])
_ROOTS = frozenset(["rss", "rdf:rdf", "feed"])


def read(document: bytes, url: str) -> FeedReading | None:
    """Return what the feed says, or None where another reader has to say it.

    That is: no root that is known, more ill-formed than repair.py mends, entities of its own, entries in odd places.
    """
    parsed = repair.parsed(document, url)
    if parsed is None:
        return None
    root, problem = parsed
    name = name_of(root.tag)
    if name not in _ROOTS or not is_known(root.nsmap.get(None, "")):
        return None
    try:
        place = Place(url, has_bases=b"xml:base" in document, has_languages=b"xml:lang" in document)
        reading = _reading(root, place, is_atom=name == "feed")
    except DoubtfulError:
        return None
    return replace(reading, problem=markup.text_line(problem)) if problem else reading


def _reading(root: Element, place: Place, *, is_atom: bool) -> FeedReading:
    channel = ChannelCollector(place)
    channel.draft.language = root.get(LANG) or root.get("lang") or ""
    entries = []
    for holder in _holders(root, is_atom=is_atom):
        for element in holder:
            if name_of(element.tag) in _ENTRIES:
                entries.append(element)
            elif holder is not root or is_atom:
                channel.take(element)
    if len(entries) != sum(1 for each in root.iter("{*}item", "{*}entry") if name_of(each.tag) in _ENTRIES):
        raise DoubtfulError
    language = channel.draft.language
    # RFC 4287, 4.2.1: an entry that names no authors has its feed's.
    authors = channel.draft.authors if is_atom else ()
    drafts = (EntryCollector(place).collected(each) for each in entries)
    return _said(channel, tuple(draft.finished(place.url, authors, language) for draft in drafts), place.url)


def _holders(root: Element, *, is_atom: bool) -> list[Element]:
    """Return what holds entries: the feed, or each channel and then the root (RSS 1.0 has items beside the channel)."""
    if is_atom:
        return [root]
    return [*(child for child in root if name_of(child.tag) == "channel"), root]


def _said(channel: ChannelCollector, entries: tuple[FeedEntry, ...], url: str) -> FeedReading:
    draft = channel.draft
    links = (draft.link, *draft.other_links)
    return FeedReading(
        entries=entries,
        title=draft.title.line(),
        link=next(filter(None, (web_address(link, url) for link in links if link)), ""),
        description=channel.summed_up.line() or draft.summary.line(),
        language=language_tag(draft.language),
        hub=web_address(channel.related.get("hub", "")),
        self_url=web_address(channel.related.get("self", "")),
        pacing=channel.pacing(),
        method=METHOD,
    )
