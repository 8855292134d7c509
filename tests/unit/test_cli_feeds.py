"""`newsmill feeds`, over twins: what it prints, and how it ends."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from commands import Ended, ServedMill, run
from polled import item, page, rss

from services.errors import FetchFailedError
from services.websub.decide import wanted

URL = "https://news.example/feed"
HOME = "https://news.example/"
FEED = rss(item("Berlin"), item("Cairo", text="Cairo, in short…"), title="The News")
SEEDS = Path(__file__).parents[2] / "seeds" / "feeds.toml"


@pytest.fixture
def mill() -> ServedMill:
    mill = ServedMill()
    links = "".join(
        f"<link rel=alternate type='application/rss+xml' href='{path}'>" for path in ("/gone", "/feed", "/comments")
    )
    mill.web.pages |= {
        URL: FEED,
        HOME: f"<!doctype html><html><head><title>x</title>{links}</head><body><h1>Hello</h1></body></html>".encode(),
        "https://news.example/comments": rss(item("Comment")),
        "https://news.example/page": page("Berlin"),
    }
    return mill


def feeds(mill: ServedMill, *arguments: str) -> Ended:
    return run("feeds", *arguments, mill=mill)


def test_a_feed_is_added_once_and_polled(mill: ServedMill) -> None:
    first = feeds(mill, "add", URL, "--json")
    assert (first.exit_code, first.json["feeds"][0]["added"], first.json["failures"]) == (0, True, [])
    assert feeds(mill, "add", URL, "--json").json["feeds"][0]["added"] is False
    assert mill.poll() == {"news": 1}


def test_a_home_page_gives_the_best_feed_that_it_offers(mill: ServedMill) -> None:
    ended = feeds(mill, "add", "news.example")
    assert ended.exit_code == 0
    assert [each.url for each in mill.feeds.feeds()] == [URL]
    assert "also offered: https://news.example/comments" in ended.stderr


def test_what_is_no_feed_is_an_error_that_says_why_and_the_others_are_added(mill: ServedMill) -> None:
    mill.web.pages["https://down.example/feed"] = FetchFailedError("https://down.example/feed: no whole answer")
    ended = feeds(mill, "add", "https://nothing.example/feed", URL, "https://down.example/feed", "ftp://a/b")
    assert ended.exit_code == 1
    assert "https://nothing.example/feed: no feed was found (answered 404)" in ended.stderr
    assert "https://down.example/feed: no feed was found (no whole answer)" in ended.stderr
    assert "ftp://a/b: it is not an http or https address" in ended.stderr
    assert [each.url for each in mill.feeds.feeds()] == [URL]
    assert {each.url for each in mill.web.asked if "nothing" in each.url} == {"https://nothing.example/feed"}


def test_how_a_feed_is_wanted_is_kept_and_nothing_is_asked_unchecked(mill: ServedMill) -> None:
    options = ("--content", "page", "--label", "World", "--label", "Slow", "--title", "Mine", "--paused", "--unchecked")
    feeds(mill, "add", URL, *options)
    (feed,) = mill.feeds.feeds()
    assert (feed.content, feed.labels, feed.title, feed.is_enabled) == ("page", ("World", "Slow"), "Mine", False)
    assert mill.web.asked == []
    assert mill.poll() == {}


def test_the_list_tells_how_each_is_doing_and_narrows_it(mill: ServedMill) -> None:
    assert "feeds add" in feeds(mill, "list").stdout
    feeds(mill, "add", URL)
    feeds(mill, "add", "https://broken.example/feed", "--unchecked")
    mill.poll_all(timedelta(seconds=2))
    told = feeds(mill, "list", "--json").json["feeds"]
    assert {each["title"]: each["condition"] for each in told} == {"The News": "fresh", "": "broken"}
    assert [each["url"] for each in feeds(mill, "list", "--only", "broken", "--json").json["feeds"]] == [
        "https://broken.example/feed"
    ]
    assert "broken" in feeds(mill, "list").stdout
    assert feeds(mill, "list", "--only", "gone").stdout == "None.\n"


def test_one_feed_is_shown_by_its_id_its_beginning_or_its_address(mill: ServedMill) -> None:
    feeds(mill, "add", URL)
    mill.poll()
    (feed,) = mill.feeds.feeds()
    for name in (feed.id, feed.id[:5], URL, "news.example/feed"):
        assert feeds(mill, "show", name, "--json").json["id"] == feed.id
    shown = feeds(mill, "show", feed.id).stdout
    assert "The News" in shown
    assert "Its last news came" in shown
    assert "hub" not in shown
    subscription = replace(wanted(feed.id, "https://hub.example/", URL), error="the hub answered 503")
    mill.subscriptions.add(subscription, mill.clock.now())
    mill.subscriptions.count(subscription, "delivered")
    told = feeds(mill, "show", feed.id, "--json").json
    assert (told["hub"], told["hub_state"], told["hub_error"]) == (subscription.hub, "wanted", subscription.error)
    assert (told["delivered"], told["not_taken"]) == (1, 0)
    assert subscription.token not in feeds(mill, "show", feed.id).stdout
    missing = feeds(mill, "show", "nothing")
    assert (missing.exit_code, "newsmill feeds list" in missing.stderr) == (1, True)


def test_a_feed_is_paused_enabled_and_removed(mill: ServedMill) -> None:
    feeds(mill, "add", URL)
    assert feeds(mill, "pause", URL, "--json").json["feeds"][0]["condition"] == "paused"
    assert mill.poll() == {}
    assert feeds(mill, "enable", URL, "--json").json["feeds"][0]["enabled"] is True
    assert mill.poll() == {"news": 1}
    assert feeds(mill, "remove", URL).exit_code == 0
    assert mill.feeds.feeds() == []


def test_the_curated_feeds_are_imported_and_off_until_enabled(mill: ServedMill) -> None:
    ended = feeds(mill, "import", str(SEEDS))
    listed = tomllib.loads(SEEDS.read_text())["feed"]
    assert f"{len(listed)} of {len(listed)} feeds are new, 0 of them enabled." in ended.stdout
    kept = mill.feeds.feeds()
    assert {feed.title for feed in kept} == {each["publisher"] for each in listed}
    assert not any(feed.is_enabled for feed in kept)
    assert mill.poll() == {}
    again = feeds(mill, "import", str(SEEDS), "--json").json
    assert again == {"feeds": len(listed), "added": 0, "known": len(listed)}


@pytest.mark.parametrize("form", ["toml", "opml"])
def test_what_is_exported_can_be_imported(mill: ServedMill, tmp_path: Path, form: str) -> None:
    feeds(mill, "add", URL, "--title", 'A "quoted" \\ title – 🗞', "--label", "World", "--content", "page")
    feeds(mill, "add", HOME + "page", "--kind", "page", "--paused")
    file = tmp_path / "feeds"
    file.write_text(feeds(mill, "export", "--as", form).stdout, encoding="utf-8")
    before = mill.feeds.feeds()
    feeds(mill, "remove", *(feed.id for feed in before))
    assert feeds(mill, "import", str(file)).exit_code == 0
    ours = ("id", "url", "kind", "content", "title", "labels", "is_enabled")
    assert [[getattr(feed, name) for name in ours] for feed in mill.feeds.feeds()] == [
        [getattr(feed, name) for name in ours] for feed in before
    ]


@pytest.mark.parametrize("content", ["{}", "feed = 3", "[[feed]]\nurl = 3", "[[feed]]\ntitle = 'x'", "\x00"])
def test_a_file_that_is_no_list_of_feeds_is_refused_by_name(mill: ServedMill, tmp_path: Path, content: str) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(content)
    ended = feeds(mill, "import", str(file))
    assert ended.exit_code == 1
    assert "error:" in ended.stderr
    assert mill.feeds.feeds() == []


def test_a_missing_file_is_said_to_be_missing(mill: ServedMill, tmp_path: Path) -> None:
    ended = feeds(mill, "import", str(tmp_path / "none"))
    assert (ended.exit_code, "can't be read" in ended.stderr) == (1, True)


def test_a_preview_shows_what_would_come_and_keeps_nothing(mill: ServedMill) -> None:
    feeds(mill, "add", URL)
    mill.poll_all(timedelta(seconds=2))
    accepted = mill.ledger.books().accepted
    mill.web.pages[URL] = rss(item("Dublin"), item("Berlin"), item("Cairo", text="Cairo, in short…"), "<item></item>")
    told = feeds(mill, "preview", HOME, "--json").json
    outcomes = {each["headline"]: (each["outcome"], each["is_page_fetched"]) for each in told["shown"]}
    assert outcomes == {
        "News of Dublin": ("new", False),
        "News of Berlin": ("duplicate", False),
        "News of Cairo": ("duplicate", True),
        "": ("rejected", False),
    }
    assert (told["title"], told["entries"], told["cost"]["requests"]) == ("The News", 4, 4)
    assert told["cost"]["bytes"] > len(FEED)
    assert told["interval"] >= 300
    assert (mill.ledger.books().accepted, len(mill.feeds.feeds())) == (accepted, 1)
    shown = feeds(mill, "preview", URL).stdout
    assert "Asked now: 1 requests" in shown
    assert "its page would be fetched" in shown or "urn:newsmill" in shown


def test_a_page_s_feeds_are_told_the_best_first(mill: ServedMill) -> None:
    told = feeds(mill, "discover", HOME, "--json").json["feeds"]
    assert [(each["url"], each["entries"]) for each in told] == [(URL, 2), ("https://news.example/comments", 1)]
