"""Feeds of a local origin become articles in a real Elasticsearch, over a real Redis, as the service is wired."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Installing
from live import QUICK, LiveMill
from origin import Lie, Origin, hang, hang_up, no_http, sending
from polled import item, page, rss
from support import wait_until

from services.model import ContentFrom, FeedKind

pytestmark = pytest.mark.servers

RSS = "application/rss+xml"
BROKEN = ("hang", "hang-up", "ssh", "bomb", "404", "410", "500", "429", "html", "inside")


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin() as origin:
        yield origin


@pytest.fixture
def mill(install: Installing, origin: Origin, tmp_path: Path) -> LiveMill:
    return LiveMill(install(archive=str(tmp_path / "archive"), **QUICK), origin)


def test_a_feed_becomes_articles_and_the_second_poll_is_conditional_byte_for_byte(mill: LiveMill) -> None:
    stands = mill.origin.put("/feed", rss(item("Berlin"), item("Cairo")), RSS, encodings=("br",))
    feed = mill.add("/feed")
    assert mill.poll() == {"news": 1}
    mill.work_all()
    assert mill.headlines() == ["News of Berlin", "News of Cairo"]
    mill.poll_until("not-modified")
    first, second, *_ = mill.origin.asked_for("/feed")
    assert not first.is_conditional
    assert second.headers["if-none-match"] == stands.etag
    assert second.headers["if-modified-since"] == stands.last_modified
    assert not {"cookie", "referer"} & {*first.headers, *second.headers}
    assert mill.state(feed).errors == 0
    assert mill.service.ledger.books().accepted == 2


def test_an_article_points_to_the_answer_that_it_was_read_from(mill: LiveMill) -> None:
    content = rss(item("Berlin"))
    mill.origin.put("/feed", content, RSS)
    mill.add("/feed")
    mill.poll()
    mill.work_all()
    (hit,) = mill.service.index.search("").hits
    raw = hit.source["raw"]
    assert isinstance(raw, dict)
    kept = mill.service.archive.read(str(raw["uri"]))
    assert (kept.content, kept.status, kept.url) == (content, 200, mill.origin.url("/feed"))


def test_a_feed_that_lies_about_its_validators_is_read_when_it_changes(mill: LiveMill) -> None:
    mill.origin.put("/feed", rss(item("Berlin")), RSS, lie=Lie.NEW_ETAG_EACH_TIME)
    mill.add("/feed")
    mill.poll_until("news", "same")
    mill.origin.put("/feed", rss(item("Cairo"), item("Berlin")), RSS, lie=Lie.IGNORES_CONDITIONS)
    mill.poll_until("news")
    mill.work_all()
    assert mill.headlines() == ["News of Berlin", "News of Cairo"]


def test_changed_guids_links_and_order_make_no_second_article_and_lose_none(mill: LiveMill) -> None:
    mill.origin.put("/feed", rss(item("Berlin"), item("Cairo"), item("Dublin")), RSS)
    mill.add("/feed")
    mill.poll()
    mill.work_all()
    changed = (
        item("Dublin", guid="Berlin"),
        item("Essen"),
        item("Cairo", guid="x", link="https://elsewhere.example/c"),
        item("Berlin", guid="y"),
    )
    mill.origin.put("/feed", rss(*changed), RSS)
    mill.poll_until("news")
    mill.work_all()
    assert mill.headlines() == [f"News of {name}" for name in ("Berlin", "Cairo", "Dublin", "Essen")]
    assert mill.service.ledger.books().balance


def test_ten_broken_feeds_harm_no_other(mill: LiveMill) -> None:
    origin = mill.origin
    for path, how in {"/hang": hang, "/hang-up": hang_up, "/ssh": no_http, "/bomb": sending(b"x", "gzip")}.items():
        origin.misbehave(path, how)
    for path, status in {"/404": 404, "/410": 410, "/500": 500, "/429": 429}.items():
        origin.answer(path, status)
    origin.put("/html", page("Nowhere"))
    origin.redirect("/inside", 302, "http://10.0.0.1/feed")
    broken = [mill.add(f"/{name}") for name in BROKEN]
    for number in range(3):
        origin.put(f"/good-{number}", rss(item(f"Town{number}")), RSS)
        mill.add(f"/good-{number}")
    mill.poll_until("news")
    wait_until(lambda: bool(mill.poll()) or True, 5, "")
    mill.work_all()
    assert mill.headlines() == [f"News of Town{number}" for number in range(3)]
    states = {feed.url.rpartition("/")[2]: mill.state(feed) for feed in broken}
    assert all(state.errors and state.error for state in states.values()), states
    assert len({state.error for state in states.values()}) >= 8


def test_a_teaser_gets_the_text_of_its_page_unless_robots_txt_forbids_it(mill: LiveMill) -> None:
    origin = mill.origin
    origin.robots = "User-agent: *\nDisallow: /private\n"
    for path in ("/berlin", "/private/cairo"):
        origin.put(path, page(path.rpartition("/")[2].capitalize()))
    teasers = (
        item("Berlin", link=origin.url("/berlin"), text="Berlin, in short…"),
        item("Cairo", link=origin.url("/private/cairo"), text="Cairo, in short…"),
    )
    origin.put("/feed", rss(*teasers), RSS)
    mill.add("/feed")
    mill.poll()
    mill.work_all()
    bodies = {str(h.source["headline"]): str(h.source["articleBody"]) for h in mill.service.index.search("").hits}
    assert "The page of Berlin says more." in bodies["News of Berlin"]
    assert bodies["News of Cairo"] == "Cairo, in short…"
    assert [
        each.path for each in origin.asked if each.path not in {"/feed", "/robots.txt", "/.well-known/tdmrep.json"}
    ] == ["/berlin"]


def test_the_page_is_not_asked_for_where_the_feed_s_text_is_wanted(mill: LiveMill) -> None:
    mill.origin.put("/feed", rss(item("Berlin", link=mill.origin.url("/berlin"), text="In short…")), RSS)
    mill.add("/feed", content=ContentFrom.FEED)
    mill.poll()
    mill.work_all()
    assert mill.headlines() == ["News of Berlin"]
    assert {each.path for each in mill.origin.asked} == {"/feed"}


def test_a_sitemap_index_leads_to_pages(mill: LiveMill) -> None:
    space = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    url = mill.origin.url
    mill.origin.put("/map", f"<sitemapindex {space}><sitemap><loc>{url('/one')}</loc></sitemap></sitemapindex>", RSS)
    mill.origin.put("/one", f"<urlset {space}><url><loc>{url('/berlin')}</loc></url></urlset>", RSS)
    mill.origin.put("/berlin", page("Berlin"))
    mill.add("/map", kind=FeedKind.SITEMAP)
    mill.poll_until("news")
    mill.work_all()
    assert mill.headlines() == ["News of Berlin"]


def test_a_429_is_honoured(mill: LiveMill) -> None:
    mill.origin.answer("/feed", 429, retry_after="3600")
    feed = mill.add("/feed")
    assert mill.poll() == {"http-429": 1}
    mill.origin.put("/other", rss(item("Berlin")), RSS)
    mill.add("/other")
    for _ in range(5):
        assert mill.poll() in ({}, {"over-budget": 1})
    assert [each.path for each in mill.origin.asked] == ["/feed"]
    assert (mill.state(feed).due_at - mill.service.clock.now()).total_seconds() > 3500


def test_a_redis_that_was_emptied_costs_time_and_no_article(mill: LiveMill) -> None:
    for number in range(3):
        mill.origin.put(f"/feed-{number}", rss(item(f"Town{number}"), item(f"Village{number}")), RSS)
        mill.add(f"/feed-{number}")
    mill.poll()
    mill.work_all()
    standing = {hit.uri for hit in mill.service.index.search("", size=100).hits}
    assert len(standing) == 6
    for key in mill.service.redis.scan_iter(f"{mill.service.settings.redis_prefix}:*", count=1000):
        mill.service.redis.delete(key)
    assert mill.poll() == {}
    assert mill.service.registry.requeue() == 3
    mill.origin.put("/feed-0", rss(item("Newtown"), item("Town0")), RSS)
    polled = 0
    while polled < 3:
        polled += mill.poll().get("news", 0)
    mill.work_all()
    found = {hit.uri for hit in mill.service.index.search("", size=100).hits}
    assert len(found) == 7
    assert found > standing


def test_a_storm_of_304s_writes_nothing_and_keeps_every_validator(mill: LiveMill) -> None:
    for number in range(100):
        mill.origin.put(f"/feed-{number}", rss(item(f"Town{number}")), RSS)
        mill.add(f"/feed-{number}")
    wait_until(lambda: (mill.poll(), mill.service.ledger.books().accepted)[1] == 100, 30, "not all are polled")
    mill.work_all()
    archived = sum(1 for _ in Path(mill.service.settings.archive).rglob("*") if _.is_file())
    before = len(mill.origin.asked)
    wait_until(lambda: (mill.poll(), len(mill.origin.asked))[1] >= before + 300, 30, "no storm")
    assert all(each.is_conditional for each in mill.origin.asked[before:])
    assert mill.service.ledger.books().accepted == 100
    assert sum(1 for _ in Path(mill.service.settings.archive).rglob("*") if _.is_file()) == archived
