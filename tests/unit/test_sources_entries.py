"""An entry of a feed travels as a document of its own, and becomes an article."""

from dataclasses import replace

import pytest

from services import sources
from services.errors import NotAnArticleError
from services.model import Enclosure, FeedEntry, RawDocument
from services.sources import entries
from services.sources.entries import FedEntry
from services.sources.feeds import times

FULL = FeedEntry(
    guid="g-1",
    url="https://gazette.example/ferry",
    title="Ferry returns",
    summary="<b>It</b> is back.",
    content="<p>The ferry &amp; its crew.</p><ul><li>Hourly</li></ul><p>More tomorrow<br>or later.</p>",
    authors=("Ines Marlow", "desk@gazette.example"),
    tags=("Transport",),
    published="Tue, 03 Mar 2026 09:15:00 +0100",
    updated="2026-03-03",
    language="en",
    image="https://gazette.example/ferry.jpg",
    enclosures=(Enclosure("https://gazette.example/a.mp3", "audio/mpeg", 9), Enclosure("https://x.example/b")),
    point=(54.1837, -7.9),
)


def _document(entry: FeedEntry, title: str = "", language: str = "") -> RawDocument:
    return RawDocument(
        "1", entries.KIND, "https://gazette.example/feed", entries.encoded(FedEntry(entry, title, language))
    )


@pytest.mark.parametrize("entry", [FULL, FeedEntry(), FeedEntry(title='\u2028 "quoted" \U0001f30a')])
def test_an_entry_comes_out_of_its_json_as_it_went_in(entry: FeedEntry) -> None:
    assert entries.decoded(entries.encoded(FedEntry(entry, "Gazette", "en"))) == FedEntry(entry, "Gazette", "en")


def test_equal_entries_are_equal_bytes() -> None:
    assert entries.encoded(FedEntry(FULL)) == entries.encoded(FedEntry(replace(FULL)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"entry": 3}',
        b'{"entry": {"title": 3}}',
        b'{"entry": {"point": "54 7"}}',
        b"[" * 50_000,
        b"\xff",
    ],
)
def test_what_is_no_entry_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(NotAnArticleError, match="broken-entry"):
        sources.read(RawDocument("1", "entry", "x", content))


def test_an_entry_becomes_an_article_in_the_publishers_words() -> None:
    article = sources.read(_document(FULL, "Gazette", "de"))
    assert (article.headline, article.description) == ("Ferry returns", "It is back.")
    assert article.paragraphs == ("The ferry & its crew.", "Hourly", "More tomorrow or later.")
    assert (article.url, article.guid, article.point) == (FULL.url, "g-1", (54.1837, -7.9))
    assert article.authors == ("Ines Marlow",)
    assert (article.publisher, article.language) == ("Gazette", "en")
    assert (article.published, article.published_source) == (FULL.published, "feed")
    assert (article.method, article.keywords, article.image) == ("feed", ("Transport",), FULL.image)


def test_a_summary_is_the_text_where_there_is_no_content() -> None:
    article = sources.read(_document(FeedEntry(title="Tide", summary="<p>High at noon.</p><p>Low at six.</p>")))
    assert article.paragraphs == ("High at noon.", "Low at six.")
    assert article.description == ""


def test_a_post_without_title_is_headed_by_its_beginning() -> None:
    words = "The harbour master has closed the eastern gate until further notice because of the swell. " * 3
    article = sources.read(_document(FeedEntry(content=words)))
    assert article.headline.endswith("…")
    assert len(article.headline) <= 120
    assert words.startswith(article.headline[:-1])


def test_what_wordpress_adds_is_not_the_articles_text() -> None:
    added = (
        '<p>The post <a href="https://g.example/1">Tide</a> appeared first on <a href="https://g.example">G</a>.</p>'
    )
    assert sources.read(_document(FeedEntry(title="Tide", content=f"<p>High.</p>{added}"))).paragraphs == ("High.",)


def test_an_entry_without_text_is_no_article() -> None:
    with pytest.raises(NotAnArticleError, match="no-text"):
        sources.read(_document(FeedEntry(title="Only a title")))


@pytest.mark.parametrize(
    ("entry", "is_teaser"),
    [
        (FeedEntry(title="Only a title"), True),
        (FeedEntry(summary="The ferry is back."), True),
        (FeedEntry(content=f"<p>{'All is said here. ' * 100}</p>"), False),
        # However long, what ends so goes on elsewhere.
        (FeedEntry(content=f"<p>{'Much is said here. ' * 100} […]</p>"), True),
        (FeedEntry(content=f"<p>{'Much is said here. ' * 100}</p><a href='https://g.example'>Read more</a>"), True),
        # A sentence of Chinese says as much as two of English.
        (FeedEntry(content="潮水在中午最高。" * 70), False),
    ],
)
def test_a_teaser_is_short_or_cut_off(entry: FeedEntry, is_teaser: bool) -> None:  # noqa: FBT001 — a column of the table
    assert entries.is_teaser(entry) is is_teaser


@pytest.mark.parametrize(
    ("written", "stated"),
    [
        ("2026-03-03T09:15:00Z", "2026-03-03T09:15:00Z"),
        ("Tue, 3 Mar 2026 09:15 GMT", "Tue, 3 Mar 2026 09:15 GMT"),
        # Habits that feedparser knows: asctime, MSSQL, a month without day, days written out.
        ("Tue Mar  3 09:15:00 2026", "2026-03-03T09:15:00Z"),
        ("Tuesday, 03 March 2026 09:15:00 +0100", "2026-03-03T08:15:00Z"),
        ("2026-03", "2026-03-01T00:00:00Z"),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", "2004-07-11T17:00:00Z"),
        ("2004-július-13T9:15-05:00", "2004-07-13T09:15-05:00"),
        ("2004년 05월 28일  01:31:15", "2004-05-28T01:31:15+09:00"),
        ("2004-05-25 오후 11:23:17", "2004-05-25T23:23:17+09:00"),
        ("March 3, 2026", "2026-03-03"),
        ("Tue, Mar. 3rd, 2026 at 9:15 PM +0100", "2026-03-03T21:15:00+0100"),
        ("March 3, 2026 12:05 am", "2026-03-03T00:05:00"),
        ("2026/3/03 9:15", "2026-03-03T09:15"),
        # Nobody said which month.
        ("2004 or so", "2004 or so"),
        ("2003-12-31 10:14:55 -0800", "2003-12-31 10:14:55 -0800"),
        ("20031231T10:14Z", "2003-12-31T10:14:00Z"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_times_are_stated_in_a_form_that_anyone_reads(written: str, stated: str) -> None:
    assert times.stated(written) == stated
