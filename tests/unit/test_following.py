"""Links, over twins: which page is asked for and when, and what becomes of a row whose page can't be had."""

from dataclasses import replace
from datetime import timedelta

import pytest
from polled import Deaths, DiedError, PolledMill, item, page, rss, story

from services import sources
from services.errors import FetchFailedError, FetchRefusedError, IngestError
from services.model import ContentFrom, Feed, FeedKind, Lane, RawDocument

URL = "https://news.example/feed"
BERLIN, CAIRO = "https://news.example/Berlin", "https://news.example/Cairo"
ROBOTS = "https://news.example/robots.txt"
MINUTE = timedelta(minutes=1)
TEASER = "Something happened, and here is how it begins…"


@pytest.fixture
def mill() -> PolledMill:
    return PolledMill()


def teasing(mill: PolledMill, *names: str, content: ContentFrom = ContentFrom.AUTO, text: str = TEASER) -> Feed:
    """Let a feed with teasers of *names* be polled, whose pages stand."""
    mill.web.pages[URL] = rss(*(item(name, text=f"{name}. {text}") for name in names))
    mill.web.pages |= {f"https://news.example/{name}": page(name) for name in names}
    feed = mill.add(URL, content=content)
    mill.poll()
    mill.web.urls()
    mill.clock.advance(MINUTE)
    return feed


def texts(mill: PolledMill) -> dict[str, str]:
    return {article.headline: article.body for article in mill.index.articles.values()}


def test_the_page_behind_a_teaser_is_the_article(mill: PolledMill) -> None:
    feed = teasing(mill, "Berlin")
    mill.run()
    assert mill.web.urls() == [ROBOTS, BERLIN]
    (article,) = mill.index.articles.values()
    assert story("Berlin").strip() in article.body
    assert (article.feed_id, article.guid, article.url, article.http_status) == (feed.id, "Berlin", BERLIN, 200)
    assert article.raw_uri == f"archive:{len(mill.archive.answers) - 1}"
    assert mill.archive.answers[-1].requested == BERLIN


def test_a_message_that_comes_again_leaves_alone_what_is_a_page_by_now(mill: PolledMill) -> None:
    teasing(mill, "Berlin")
    (message,) = mill.pipeline.reconcile(Lane.LINKS)
    assert mill.a_follower().follow(message.document_ids, "killed before it told the broker") == {"page": 1}
    mill.web.urls()
    assert mill.a_follower().follow(message.document_ids, "the next") == {}
    mill.run()
    assert mill.web.urls() == []
    assert "The page of Berlin says more." in texts(mill)["News of Berlin"]


def test_robots_txt_is_asked_for_once_and_heeded(mill: PolledMill) -> None:
    teasing(mill, "Berlin", "Cairo")
    mill.web.pages[ROBOTS] = b"User-agent: *\nDisallow: /Berlin\n"
    mill.run()
    assert sorted(mill.web.urls()) == sorted([ROBOTS, CAIRO])
    # What mustn't be fetched has the feed's own text.
    assert texts(mill)["News of Berlin"] == f"Berlin. {TEASER}"
    assert "The page of Cairo says more." in texts(mill)["News of Cairo"]


def test_with_content_page_a_forbidden_page_is_rejected_by_name(mill: PolledMill) -> None:
    teasing(mill, "Berlin", content=ContentFrom.PAGE)
    mill.web.pages[ROBOTS] = b"User-agent: *\nDisallow: /\n"
    mill.run()
    assert mill.index.articles == {}
    books = mill.ledger.books()
    assert (books.accepted, books.rejected, books.balance) == (1, 1, True)


def test_while_robots_txt_cannot_be_had_the_page_waits_and_after_two_days_the_entry_has_to_do(mill: PolledMill) -> None:
    teasing(mill, "Berlin", "Cairo")
    mill.web.pages[ROBOTS] = 503
    mill.run(within=timedelta(minutes=20))
    assert (mill.web.urls(), mill.ledger.books().open) == ([ROBOTS], 2)
    mill.clock.advance(timedelta(days=2))
    mill.run(within=timedelta(minutes=20))
    assert texts(mill) == {f"News of {name}": f"{name}. {TEASER}" for name in ("Berlin", "Cairo")}
    assert {*mill.web.urls()} == {ROBOTS}


def test_what_a_publisher_reserves_is_recorded(mill: PolledMill) -> None:
    teasing(mill, "Berlin")
    mill.web.pages[ROBOTS] = b"User-agent: GPTBot\nDisallow: /\n"
    mill.web.headers[BERLIN] = {"X-Robots-Tag": "noarchive", "tdm-reservation": "1"}
    mill.run()
    (article,) = mill.index.articles.values()
    rights = article.rights
    assert (rights.robots, rights.tdm_reserved, rights.ai_training) == ("noarchive", True, False)


def test_pages_of_one_host_are_asked_one_after_the_other_and_no_attempt_is_counted(mill: PolledMill) -> None:
    names = [f"Town{number}" for number in range(8)]
    teasing(mill, *names)
    began_at = mill.clock.now()
    mill.run()
    assert len(mill.index.articles) == 8
    assert mill.clock.now() - began_at >= timedelta(seconds=7)
    assert sorted(mill.web.urls()) == sorted([ROBOTS, *(f"https://news.example/{name}" for name in names)])
    assert mill.ledger.books().quarantined == 0


@pytest.mark.parametrize(
    "trouble",
    [404, 410, 403, b"<!doctype html><title>x</title><p>Please accept our cookies.</p>", FetchRefusedError("private")],
    ids=["404", "410", "403", "no-article", "refused"],
)
def test_a_page_that_is_none_falls_back_to_the_entry_s_own_text(
    mill: PolledMill, trouble: bytes | int | IngestError
) -> None:
    teasing(mill, "Berlin")
    mill.web.pages[BERLIN] = trouble
    mill.run()
    assert texts(mill) == {"News of Berlin": f"Berlin. {TEASER}"}
    assert mill.web.urls() == [ROBOTS, BERLIN]


@pytest.mark.parametrize("trouble", [500, FetchFailedError("no whole answer in 20 seconds")], ids=["500", "no-answer"])
def test_a_page_that_fails_is_tried_three_times_and_then_left_to_the_entry(
    mill: PolledMill, trouble: int | IngestError
) -> None:
    teasing(mill, "Berlin")
    mill.web.pages[BERLIN] = trouble
    mill.run(within=timedelta(hours=1))
    assert mill.web.urls() == [ROBOTS, *[BERLIN] * 3]
    assert texts(mill) == {"News of Berlin": f"Berlin. {TEASER}"}


def test_a_page_that_fails_for_a_while_is_had_in_the_end(mill: PolledMill) -> None:
    teasing(mill, "Berlin")
    mill.web.pages[BERLIN] = 502
    mill.run(within=MINUTE / 2)
    mill.web.pages[BERLIN] = page("Berlin")
    mill.run(within=timedelta(hours=1))
    assert "The page of Berlin says more." in texts(mill)["News of Berlin"]


def test_a_429_is_heeded_and_no_attempt_is_counted(mill: PolledMill) -> None:
    teasing(mill, "Berlin")
    mill.web.pages[BERLIN] = 429
    mill.web.headers[BERLIN] = {"Retry-After": "600"}
    mill.run(within=9 * MINUTE)
    assert mill.web.urls() == [ROBOTS, BERLIN]
    mill.web.pages[BERLIN] = page("Berlin")
    mill.run(within=timedelta(hours=1))
    assert mill.web.urls() == [BERLIN]
    assert "The page of Berlin says more." in texts(mill)["News of Berlin"]


def test_a_sitemap_s_page_that_is_gone_is_rejected_with_its_reason(mill: PolledMill) -> None:
    url = "https://news.example/sitemap.xml"
    mill.web.pages[url] = (
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{BERLIN}</loc></url></urlset>".encode()
    )
    mill.add(url, kind=FeedKind.SITEMAP)
    mill.poll()
    mill.clock.advance(MINUTE)
    mill.run()
    (row,) = (row for row in mill.ledger._closed.values())
    assert (row.state, row.reason) == ("rejected", "page-unavailable: answered 404")


def test_the_pages_that_a_dropped_sitemap_names_are_fetched(mill: PolledMill) -> None:
    sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{BERLIN}</loc></url></urlset>"
    mill.web.pages[BERLIN] = page("Berlin")
    dropped = sources.expand(RawDocument("1", "", "sitemap.xml", sitemap.encode()))
    mill.pipeline.accept(each for each in dropped if isinstance(each, RawDocument))
    mill.run(within=MINUTE)
    (article,) = mill.index.articles.values()
    assert (article.headline, article.url, article.feed_id) == ("News of Berlin", BERLIN, "")


def prepared() -> PolledMill:
    mill = PolledMill()
    teasing(mill, "Berlin", "Cairo")
    # The second of the host would be over budget: this way both are had at once.
    mill.web.pages["https://other.example/Cairo"] = page("Cairo")
    return mill


def steps_of_a_round() -> int:
    deaths, mill = Deaths(), prepared()
    mill.follow(deaths)
    return deaths.taken


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, steps_of_a_round() + 1))
def test_who_dies_at_any_step_of_following_loses_and_doubles_nothing(step: int, *, after: bool) -> None:
    mill = prepared()
    with pytest.raises(DiedError):
        mill.follow(Deaths(step, after=after))
    mill.clock.advance(timedelta(minutes=2))
    mill.run(within=timedelta(minutes=5))
    assert mill.headlines() == ["News of Berlin", "News of Cairo"]
    assert all("says more" in body for body in texts(mill).values())
    books = mill.ledger.books()
    assert (books.accepted, books.indexed, books.balance) == (2, 2, True)


def test_a_round_has_so_many_steps_that_dying_was_tried_in_earnest() -> None:
    assert steps_of_a_round() >= 8
    assert replace(prepared().feeds.feeds()[0]).url == URL
