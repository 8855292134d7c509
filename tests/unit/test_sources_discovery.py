"""The feeds that a home page offers."""

import pytest

from services.errors import NotAnArticleError
from services.model import RawDocument
from services.sources import discovery
from services.sources.discovery import Offer


def offers(head: str = "", body: str = "<p>text</p>", url: str = "https://a.test/home/") -> list[Offer]:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return discovery.offers(RawDocument("1", "page", url, page.encode(), url=url))


def link(href: str, media_type: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{media_type}" title="{title}" href="{href}">'


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (link("/feed.xml"), "https://a.test/feed.xml"),
        (link("news.atom", "Application/Atom+XML; charset=utf-8"), "https://a.test/home/news.atom"),
        (link("//b.test/feed.json", "application/feed+json"), "https://b.test/feed.json"),
        (link("/index.rdf", "application/rdf+xml"), "https://a.test/index.rdf"),
        (link("/feed.json", "application/json"), "https://a.test/feed.json"),
        ('<link rel="feed" href="/x">', "https://a.test/x"),
        ('<link rel="ALTERNATE home" type="application/rss+xml" href="/x">', "https://a.test/x"),
        (f'<base href="https://c.test/d/">{link("e")}', "https://c.test/d/e"),
    ],
)
def test_declared_feeds_are_found(head: str, url: str) -> None:
    assert offers(head) == [Offer(url, "")]


@pytest.mark.parametrize(
    "head",
    [
        link("/wp-json/oembed/1.0/embed?url=x", "application/json+oembed"),
        link("/wp-json/wp/v2/posts/1", "application/json"),
        link("/de/", "text/html"),
        link("javascript:alert(1)"),
        link(""),
        '<link rel="stylesheet" type="text/xml" href="/style.xml">',
    ],
)
def test_what_is_no_feed_is_not_offered(head: str) -> None:
    assert offers(head) == []


def test_the_whole_site_s_feed_comes_first_and_comments_last() -> None:
    head = (
        link("/comments/feed/", title="Comments")
        + link("/category/sport/feed/", title="Sport")
        + link("/feed/", title="All  news")
    )
    found = offers(head)
    assert [offer.url for offer in found] == [
        "https://a.test/feed/",
        "https://a.test/category/sport/feed/",
        "https://a.test/comments/feed/",
    ]
    assert found[0].title == "All news"


def test_links_that_look_like_feeds_come_after_declared_ones() -> None:
    body = """<a href="/rss">RSS</a> <a href="/about">About</a> <a href="https://feeds.feedburner.com/a">Feed</a>
    <a href="/news.rss">News</a> <a href="/feedback">Say</a> <a href="/img/rss.png">i</a> <a href="/feed/">again</a>"""
    found = offers(link("/feed/"), body)
    assert [(offer.url, offer.is_declared) for offer in found] == [
        ("https://a.test/feed/", True),
        ("https://a.test/rss", False),
        ("https://a.test/news.rss", False),
        ("https://feeds.feedburner.com/a", False),
    ]


def test_no_page_offers_more_than_fifty() -> None:
    assert len(offers("".join(link(f"/feed/{number}") for number in range(300)))) == 50


def test_what_is_no_page_says_so() -> None:
    with pytest.raises(NotAnArticleError):
        discovery.offers(RawDocument("1", "page", "https://a.test/", b"\x00\x01\x02\x03" * 50))


def test_of_a_page_that_names_none_feeds_are_guessed() -> None:
    guesses = discovery.guesses("https://a.test/home/index.html")
    assert guesses[:2] == ["https://a.test/feed", "https://a.test/rss"]
    assert len(guesses) == len(set(guesses)) == len(discovery.GUESSES)
    assert discovery.guesses("mailto:a@b.test") == []
