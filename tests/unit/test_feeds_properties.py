"""What holds of any feed: it is read or refused by name, what is said is clean, and both readers say the same."""

import json
import re
from dataclasses import astuple, replace
from xml.sax.saxutils import escape

import pytest
from cleanness import UNCLEAN, texts
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.errors import NotAFeedError
from services.model import FeedEntry, FeedReading
from services.sources import entries, feeds
from services.sources.entries import FedEntry, made_safe
from services.sources.feeds import fast, markup, tolerant

FEW = settings(max_examples=40, deadline=None, derandomize=True)
REASONS = {"empty", "binary", "unknown-encoding", "too-large", "too-complex", "broken-gzip", "not-a-feed"}
BEGINNINGS = [
    b"",
    b"<rss>",
    b"<rss><channel><item><title>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
    b"<urlset>",
]


@FEW
@given(beginning=st.sampled_from(BEGINNINGS), rest=st.binary(max_size=400), charset=st.text(max_size=8))
@example(b"<rss><channel><item>", b"<author>&#xD800;</author></item>", "")
@example(b"<rss><channel><item>", b"<link>http://[</link><pubDate>-1</pubDate></item>", "utf-7")
def test_any_bytes_are_a_feed_or_a_reason(beginning: bytes, rest: bytes, charset: str) -> None:
    try:
        found: FeedReading | str = feeds.read(beginning + rest, charset=charset)
    except NotAFeedError as error:
        found = error.reason
    if isinstance(found, str):
        assert found in REASONS
    else:
        for entry in found.entries:
            kept = entries.decoded(entries.encoded(FedEntry(entry, found.title, found.language)))
            assert not any(map(UNCLEAN.search, texts(astuple(kept))))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=6,
)
NAMES = st.sampled_from(["id", "url", "title", "content_html", "authors", "author", "tags", "attachments", "image"])


@FEW
@given(items=st.lists(st.dictionaries(NAMES, JSON, max_size=5), max_size=3), language=JSON)
def test_any_json_is_a_feed_or_a_reason(items: list[dict[str, object]], language: object) -> None:
    reading = feeds.read(json.dumps({"items": items, "language": language}).encode())
    assert len(reading.entries) == len(items)
    for entry in reading.entries:
        entries.encoded(FedEntry(entry))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Cf", "Co")), max_size=30)
TIMES = st.sampled_from(["2026-03-03T09:15:00Z", "Tue, 3 Mar 2026 09:15:00 GMT", "soon"])
MARKUP = st.sampled_from(["<p>One.</p>", "Two &amp; three", "a < b", "<b>Four</b>", "<script>x()</script>five"])
ELEMENTS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["title", "dc:title", "author", "dc:creator", "category", "guid", "comments"]), WORDS
        ),
        st.tuples(st.sampled_from(["description", "content:encoded", "itunes:summary"]), MARKUP),
        st.tuples(st.sampled_from(["pubDate", "dc:date", "updated", "dcterms:created"]), TIMES),
        st.tuples(st.just("georss:point"), st.sampled_from(["54.1837 7.9", "54,-7.5", "54 7 12", "95 7", "here"])),
        st.tuples(st.just("link"), st.sampled_from(["https://a.example/1", "/2", "?q=3&amp;r=4"])),
    ),
    max_size=8,
)
OPENING = (
    "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'"
    " xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    " xmlns:georss='http://www.georss.org/georss'"
    " xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><title>T</title><item>"
)


@FEW
@given(elements=ELEMENTS)
def test_the_quick_walk_says_what_feedparser_says(elements: list[tuple[str, str]]) -> None:
    # An empty element empties what was said before it in feedparser alone.
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in elements if value.strip())
    document = f"{OPENING}{inside}</item></channel></rss>".encode()
    quick = fast.read(document, "https://base.example/feed")
    slow = tolerant.read(document, "https://base.example/feed")
    assert quick is not None
    assert replace(quick, method=slow.method) == slow


PIECES = [
    *(
        "<p>",
        "</p>",
        "<a href='/x'>",
        "<a href=javascript:x>",
        "<script>",
        "</script>",
        "<svg>",
        "<style>",
        "<!--",
        "-->",
    ),
    *("<img src=x onerror=y>", "&lt;", "&#x202e;", "text", "<iframe src=z />", "<b", ">"),
]


@FEW
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_what_is_made_safe_runs_nothing_and_stays_as_it_is(pieces: list[str]) -> None:
    once = made_safe(FeedEntry(content="".join(pieces), base="https://h.example/"))
    assert not re.search(r"<(?:script|style|svg|iframe)|<[^>]*(?:onerror|javascript:)", once.content)
    assert not UNCLEAN.search(once.content)
    assert made_safe(once) == once


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("A <b>bold</b> claim", "A bold claim"),
        ("One<br/>two", "One two"),
        ("x<script>y</script>z", "xz"),
        ("safe<!-- hidden", "safe"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("Fish &amp; chips", "Fish & chips"),
        ("it&#146;s", "it’s"),
    ],
)
def test_a_line_of_markup_is_what_a_reader_sees(written: str, line: str) -> None:
    assert markup.line(written) == line
