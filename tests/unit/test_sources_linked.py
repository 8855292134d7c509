"""A page that an entry linked to, and the entry: which of them the article is made of, and what each adds."""

from dataclasses import replace

import pytest
from polled import page, story

from services import sources
from services.errors import NotAnArticleError
from services.model import FeedEntry, RawDocument
from services.sources import linked
from services.sources.entries import FedEntry, encoded

ENTRY = FeedEntry(
    guid="g-1",
    url="https://news.example/berlin",
    title="Berlin, says the feed",
    summary="<p>A teaser of what happened in Berlin…</p>",
    authors=("Ada Feed",),
    tags=("Rivers",),
    published="2026-11-24T10:00:00Z",
    point=(52.5, 13.4),
)
FED = FedEntry(ENTRY, "The News", "en")
PAGE = RawDocument("d", "page", ENTRY.url, page("Berlin"), url=ENTRY.url, entry=encoded(FED), feed_id="f")
NO_ARTICLE = b"<!doctype html><html><body><p>Accept our cookies</p></body></html>"


def test_the_page_gives_the_text_and_the_entry_what_the_page_does_not_say() -> None:
    entry = sources.read(PAGE)
    assert (entry.headline, entry.method) == ("News of Berlin", "html")
    assert entry.paragraphs[-1].startswith("The page of Berlin says more.")
    assert (entry.guid, entry.authors, entry.publisher, entry.keywords) == (
        "g-1",
        ("Ada Feed",),
        "The News",
        ("Rivers",),
    )
    assert (entry.published, entry.published_source) == ("2026-11-24T10:00:00Z", "feed")
    assert entry.point == (52.5, 13.4)


def test_a_page_that_is_no_article_leaves_it_to_the_entry() -> None:
    entry = sources.read(replace(PAGE, content=NO_ARTICLE))
    assert (entry.headline, entry.method) == ("Berlin, says the feed", "feed")
    assert entry.paragraphs == ("A teaser of what happened in Berlin…",)


def test_an_entry_that_may_not_stand_in_leaves_the_page_s_own_reason() -> None:
    alone = linked.without_text(PAGE.entry)
    with pytest.raises(NotAnArticleError) as raised:
        sources.read(replace(PAGE, content=NO_ARTICLE, entry=alone))
    with pytest.raises(NotAnArticleError) as without:
        sources.read(replace(PAGE, content=NO_ARTICLE, entry=b""))
    assert raised.value.reason == without.value.reason
    assert sources.read(replace(PAGE, entry=alone)).guid == "g-1"


def test_an_entry_that_holds_far_more_than_its_page_is_the_article() -> None:
    long = encoded(replace(FED, entry=replace(ENTRY, content=f"<p>{story('Berlin', times=60)}</p>")))
    assert sources.read(replace(PAGE, entry=long)).method == "feed"
