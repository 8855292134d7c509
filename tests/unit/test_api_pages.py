"""What people see: the list, an article, and what must never get into a page."""

from datetime import UTC, datetime

import httpx
import pytest
import served

from services.api import view
from services.api.memory import MemoryMill
from services.api.templating import moment
from services.index.memory import MemoryIndex
from services.model import (
    Amount,
    Article,
    Casualties,
    Closing,
    Filters,
    Hit,
    Named,
    Outcome,
    PublishedAt,
    Quote,
    RawDocument,
    Results,
    Topic,
)

URI = "urn:newsmill:2026.11:0123456789abcdef01234567"


def article(**values: object) -> Article:
    usual: dict[str, object] = {
        "headline": "Bridge opens",
        "paragraphs": ("The bridge opened.", "It took ten years."),
        "first_seen_at": datetime(2026, 11, 24, 9, 57, tzinfo=UTC),
        "trace_id": "a" * 32,
        "raw_sha256": "b" * 64,
        "content_fingerprint": "c" * 40,
        "origin": "articles/bridge.txt",
        "method": "text",
        "uri": URI,
    }
    return Article(**(usual | values))  # type: ignore[arg-type]


def get(mill: MemoryMill, path: str, **headers: str) -> httpx.Response:
    return served.ask(mill, "GET", path, headers=headers)


def test_the_front_page_lists_articles_with_links_to_them() -> None:
    page = get(MemoryMill.of(article(language="en")), "/").text
    assert f'href="/articles/{URI}"' in page
    assert "Bridge opens" in page
    assert "first seen " in page
    assert "24 Nov 2026, 09:57 UTC" in page
    assert "1 article," in page


def test_an_empty_index_gets_a_hint_instead_of_a_list() -> None:
    page = get(MemoryMill(), "/").text
    assert "No articles yet" in page
    assert "newsmill ingest" in page


def test_a_search_without_a_match_says_so_and_not_that_the_index_is_empty() -> None:
    page = get(MemoryMill.of(article()), "/?q=zeppelin").text
    assert "Nothing found" in page
    assert "No articles yet" not in page
    assert 'value="zeppelin"' in page


def test_empty_fields_of_the_form_mean_any() -> None:
    assert "Bridge opens" in get(MemoryMill.of(article(language="en")), "/?q=&language=&domain=&sort=relevance").text


def test_pages_are_linked_both_ways_and_keep_the_question() -> None:
    class Many(MemoryIndex):
        def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
            return Results(50, (Hit(URI, None, {"headline": f"From {offset}"}),))

    page = get(MemoryMill(index=Many()), "/?q=ice+age&page=2").text
    assert "From 20" in page
    assert 'rel="prev" href="/?q=ice+age"' in page
    assert 'rel="next" href="/?q=ice+age&amp;page=3"' in page
    assert 'rel="next"' not in get(MemoryMill(index=Many()), "/?q=ice+age&page=3").text


def test_an_article_shows_where_it_came_from() -> None:
    mill = MemoryMill.of(article(word_count=7, reading_minutes=1, language="en", http_status=200))
    mill.ledger.accept([RawDocument("a" * 32, "text", "articles/bridge.txt", b"bridge")])
    mill.ledger.claim(["a" * 32], "me")
    mill.ledger.close([Closing("a" * 32, Outcome.INDEXED, URI)])
    page = get(mill, f"/articles/{URI}").text
    for shown in ("articles/bridge.txt", "b" * 64, "c" * 40, "not stated by the publisher", "1 attempt", "Closed", URI):
        assert shown in page
    assert page.count('<p dir="auto">') == 2


def test_a_stated_time_of_publication_comes_with_its_evidence() -> None:
    published = PublishedAt(datetime(2026, 11, 23, 18, tzinfo=UTC), "json-ld", 0.9)
    page = get(MemoryMill.of(article(published=published)), f"/articles/{URI}").text
    assert "23 Nov 2026, 18:00 UTC" in page
    assert "by its json-ld, 90% sure" in page
    assert "not stated by the publisher" not in page


def test_an_article_carries_its_language_and_lets_the_browser_find_the_direction() -> None:
    page = get(MemoryMill.of(article(headline="افتتاح الجسر", language="ar")), f"/articles/{URI}").text
    assert '<article lang="ar" dir="auto">' in page


@pytest.mark.parametrize("field", ["headline", "alternative_headline", "language", "origin", "publisher", "section"])
def test_markup_in_a_document_stays_text(field: str) -> None:
    hostile = '"><script>alert(1)</script>'
    mill = MemoryMill.of(article(**{field: hostile}))
    for path in ("/", f"/articles/{URI}"):
        assert "<script" not in get(mill, path).text


def test_markup_in_a_question_stays_text() -> None:
    assert "<script" not in get(MemoryMill(), '/?q="><script>alert(1)</script>').text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host/path",
        "http://",
        "https://host/\nset-cookie: x",
        " https://host/",
        "http://[broken",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert view.web_link(url) == ""


def test_an_address_with_a_script_becomes_no_link() -> None:
    hostile = "javascript:alert(1)"
    page = get(MemoryMill.of(article(url=hostile, origin=hostile, canonical_url=hostile)), f"/articles/{URI}").text
    assert hostile in page
    assert 'href="javascript' not in page


def test_a_link_outward_tells_the_publisher_nothing() -> None:
    page = get(MemoryMill.of(article(url="https://news.example.com/bridge")), f"/articles/{URI}").text
    assert '<a href="https://news.example.com/bridge" rel="noopener noreferrer nofollow"' in page


def test_a_highlight_keeps_its_marks_and_nothing_else() -> None:
    fragment = "the <em>bridge</em> &lt;b&gt; <img src=x onerror=alert(1)>"
    assert view.marked(fragment) == "the <mark>bridge</mark> &lt;b&gt; &lt;img src=x onerror=alert(1)&gt;"


def test_a_long_text_is_cut_at_a_word() -> None:
    snippet = view.card(Hit(URI, None, {"articleBody": "word " * 200})).snippet
    assert len(snippet) <= view.SNIPPET_LENGTH + 2
    assert snippet.endswith("word …")


def test_a_document_that_lacks_what_we_expect_is_shown_all_the_same() -> None:
    hit = Hit(URI, None, {"headline": None, "author": "nobody", "firstSeen": "not a time", "raw": []})
    assert view.card(hit).headline == "Without a headline"
    assert view.page(hit).authors == ""


def test_a_browser_gets_a_page_for_an_unknown_article_and_v1_never_does() -> None:
    page = get(MemoryMill(), "/articles/urn:newsmill:2026.11:ffffffffffffffffffffffff", accept="text/html")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    problem = get(MemoryMill(), "/v1/articles/nothing", accept="text/html")
    assert problem.headers["content-type"] == "application/problem+json"


def test_the_page_says_in_one_sentence_that_elasticsearch_is_away() -> None:
    mill = MemoryMill()
    mill.index.is_away = True
    page = get(mill, "/")
    assert page.status_code == 503
    assert "Elasticsearch is away" in page.text
    assert "Traceback" not in page.text


def test_times_read_the_same_whatever_the_locale() -> None:
    assert moment(datetime(2026, 3, 1, 7, 5, tzinfo=UTC)) == "1 Mar 2026, 07:05 UTC"


def test_a_copy_leads_to_its_original_and_says_why() -> None:
    original = "urn:newsmill:2026.11:" + "e" * 24
    reason = f"copy of {original}: 0.93 of 5-grams contained"
    page = get(
        MemoryMill.of(article(story_id="story", duplicate_of=original, story_reason=reason)), f"/articles/{URI}"
    ).text
    assert f'<a href="/articles/{original}">read the original</a> ({reason})' in page
    assert "A copy" not in get(MemoryMill.of(article(story_id="story")), f"/articles/{URI}").text


def test_an_article_says_what_it_is_about() -> None:
    found = article(
        topics=(Topic("medtop:16000000", "conflict, war and peace", 0.7),),
        people=(Named("Ann Lee", 3), Named("Bob Ray", 1)),
        amounts=(Amount(50_000_000, "USD", 0, 3),),
        casualties=(Casualties("killed", 83, None, 0, 3), Casualties("injured", 2, 4, 0, 3)),
        quotes=(Quote("It <b>opened.", "Ann Lee", 0, 3), Quote("closed", "", 4, 6)),
    )
    page = get(MemoryMill.of(found), f"/articles/{URI}").text
    assert "conflict, war and peace" in page
    assert "Ann Lee (3), Bob Ray<" in page
    assert "50,000,000 USD" in page
    assert "at least 83" in page
    assert "2 to 4" in page
    assert "<q>It &lt;b&gt;opened.</q>" in page
    assert "<q>closed</q>" not in page
    assert "What it is about" not in get(MemoryMill.of(article()), f"/articles/{URI}").text
