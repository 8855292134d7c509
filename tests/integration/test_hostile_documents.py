"""Documents that mean harm are read within 5 s of CPU or refused by name; the next one is read, and all is clean."""

import re
from collections.abc import Callable, Iterator
from dataclasses import astuple

import pytest
from cleanness import UNCLEAN, texts
from hostile import FEEDS, PAGES

from services import sources
from services.confined import Confined
from services.errors import UnreadableError
from services.model import Entry, FeedEntry, FeedReading, RawDocument
from services.sources import entries, feeds
from services.sources.entries import FedEntry

# Surrogates, NUL and other controls, and what turns a line around.
GOOD = b"<rss version='2.0'><channel><item><title>Pier</title></item></channel></rss>"


@pytest.fixture(scope="module")
def confined() -> Iterator[Confined]:
    with Confined() as process:
        yield process


def _outcome(read: Callable[[], object]) -> object:
    """Return what was read, or the reason why it wasn't."""
    try:
        return read()
    except UnreadableError as error:
        return error.reason


def _assert_clean(entry: FeedEntry) -> None:
    for text in texts(astuple(entry)):
        assert not UNCLEAN.search(text)
        assert not re.search(r"<(script|iframe|object|svg|style)\b|<[^>]*\son\w+=", text, re.IGNORECASE)
    assert entry.url.startswith(("http://", "https://")) or not entry.url


def _articles(reading: FeedReading) -> Iterator[FeedEntry]:
    for entry in reading.entries[:50]:
        kept = entries.encoded(FedEntry(entry, reading.title))
        kept.decode("utf-8")
        yield entries.decoded(kept).entry


@pytest.mark.parametrize("name", FEEDS)
def test_a_hostile_feed_is_read_clean_or_refused_by_name_and_the_next_is_read(confined: Confined, name: str) -> None:
    reading = _outcome(lambda: confined.run(feeds.read, FEEDS[name], url="https://h.example/feed"))
    if isinstance(reading, FeedReading):
        for entry in _articles(reading):
            _assert_clean(entry)
            document = RawDocument("1", "entry", name, entries.encoded(FedEntry(entry)))
            article = _outcome(lambda document=document: confined.run(sources.read, document))
            assert isinstance(article, Entry) or article in {"no-text", "too-complex", "too-slow"}
    else:
        assert reading in {"not-a-feed", "too-complex", "too-slow", "too-large", "binary", "unknown-encoding"}
    assert [entry.title for entry in confined.run(feeds.read, GOOD).entries] == ["Pier"]


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_or_refused_by_name(confined: Confined, name: str) -> None:
    entry = _outcome(lambda: confined.run(sources.read, RawDocument("1", "page", name, PAGES[name])))
    refusals = {"no-text", "not-an-article", "too-complex", "too-large", "binary", "unknown-encoding"}
    assert isinstance(entry, Entry) or entry in refusals
    assert confined.run(feeds.read, GOOD).entries


def test_entities_of_a_feed_neither_explode_nor_read_files(confined: Confined) -> None:
    for name in ("billion laughs", "quadratic entities", "external entity"):
        reading = confined.run(feeds.read, FEEDS[name])
        assert sum(map(len, texts(astuple(reading)))) < 100_000
        assert "root:" not in str(reading)


def test_a_broken_reference_costs_its_character_and_not_the_feed(confined: Confined) -> None:
    for name in ("surrogate", "beyond Unicode", "NUL", "direction"):
        (entry,) = confined.run(feeds.read, FEEDS[name]).entries
        (author,) = entry.authors
        assert author.startswith("A")
        assert author[-1] in "BC"
    (entry,) = confined.run(feeds.read, FEEDS["script in a title"]).entries
    assert entry.title == "AB"
