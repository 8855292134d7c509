"""The feeds over HTTP, and their page: shown to anybody without their secrets, changed by who has a key."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
import served

from services.api.memory import MemoryMill
from services.clock import SystemClock
from services.fetch import schedule
from services.fetch.pacing import Limits
from services.model import Feed, WebRequest
from services.registry import feed_of
from services.settings import load

KEY = "a-key-of-sixteen-or-more"
URL = "https://news.example/feed"


def mill(*feeds: Feed) -> MemoryMill:
    made = MemoryMill(settings=load({}, api_keys=KEY))
    made.registry.add(feeds)
    return made


def ask(to: MemoryMill, method: str, path: str, body: object = None, key: str = KEY) -> httpx.Response:
    return served.ask(to, method, path, json=body, headers={"authorization": f"Bearer {key}"} if key else {})


def feed(url: str = URL, **values: object) -> Feed:
    return replace(feed_of(url, SystemClock()), **values)  # type: ignore[arg-type]


def broken(to: MemoryMill, which: Feed) -> None:
    """Let three polls of a feed fail."""
    states, now, state = to.registry.states, to.registry.clock.now(), schedule.begun(to.registry.clock.now())
    for _ in range(3):
        state = schedule.failed(which.id, state, WebRequest(which.url), "answered 404", now, Limits(), is_lasting=True)
    states.lease(10, timedelta(minutes=1), "test")
    assert states.finish("test", {which.id: state}) == [True]


def test_a_feed_is_told_with_its_condition_and_the_reason() -> None:
    here = mill(feed(), feed("https://b.example/feed", is_enabled=False, title="B"))
    broken(here, feed())
    told = ask(here, "GET", "/v1/feeds", key="").json()
    assert told["total"] == 2
    by_url = {each["url"]: each for each in told["feeds"]}
    assert (by_url[URL]["condition"], by_url[URL]["errors"]) == ("broken", 3)
    assert "answered 404" in by_url[URL]["reason"]
    assert by_url["https://b.example/feed"]["condition"] == "paused"
    assert ask(here, "GET", "/v1/feeds?condition=broken").json()["total"] == 1
    assert ask(here, "GET", f"/v1/feeds/{feed().id}").json() == by_url[URL]


def test_a_feed_that_is_none_is_a_404() -> None:
    for method, body in (("GET", None), ("PATCH", {}), ("DELETE", None)):
        answer = ask(mill(), method, "/v1/feeds/nothing", body)
        assert (answer.status_code, answer.json()["detail"]) == (404, "There is no feed 'nothing'.")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/f?key=abc&page=2", "https://a.example/f?key=***&page=2"),
        ("https://a.example/f?api_key=abc", "https://a.example/f?api_key=***"),
        ("https://a.example/f?x=1&access_token=a.b-c", "https://a.example/f?x=1&access_token=***"),
        ("https://a.example/f?keyword=rivers", "https://a.example/f?keyword=***"),  # rather one too many
        ("https://a.example/feed?cat=3", "https://a.example/feed?cat=3"),
    ],
)
def test_a_key_in_a_feed_s_address_is_shown_to_nobody(url: str, shown: str) -> None:
    here = mill(feed(url))
    (told,) = ask(here, "GET", "/v1/feeds").json()["feeds"]
    assert told["url"] == shown
    page = ask(here, "GET", "/feeds").text
    assert shown.replace("&", "&amp;") in page
    assert "abc" not in page
    assert "a.b-c" not in page


def test_who_has_a_key_adds_changes_and_removes_a_feed() -> None:
    here = mill()
    added = ask(here, "POST", "/v1/feeds", {"url": URL, "content": "page", "labels": ["World"]})
    assert (added.status_code, added.headers["location"]) == (201, f"/v1/feeds/{feed().id}")
    assert here.registry.states.due() == 1
    assert ask(here, "POST", "/v1/feeds", {"url": URL, "content": "feed"}).status_code == 200
    path = f"/v1/feeds/{feed().id}"
    changed = ask(here, "PATCH", path, {"title": "Mine", "enabled": False}).json()
    assert (changed["title"], changed["content"], changed["labels"]) == ("Mine", "page", ["World"])
    assert (changed["condition"], here.registry.states.due()) == ("paused", 0)
    assert ask(here, "PATCH", path, {"enabled": True}).json()["condition"] == "new"
    assert here.registry.states.due() == 1
    assert ask(here, "DELETE", path).status_code == 204
    assert (ask(here, "GET", "/v1/feeds").json()["total"], here.registry.states.due()) == (0, 0)


@pytest.mark.parametrize(("key", "status"), [("", 401), ("another", 401)])
def test_without_a_key_nothing_is_changed(key: str, status: int) -> None:
    here = mill(feed())
    path = f"/v1/feeds/{feed().id}"
    for method, where, body in (
        ("POST", "/v1/feeds", {"url": "https://c.example/"}),
        ("PATCH", path, {"enabled": False}),
        ("DELETE", path, None),
    ):
        assert ask(here, method, where, body, key=key).status_code == status
    assert [each.feed for each in here.registry.listed()] == here.registry.store.feeds()
    assert here.registry.store.feeds()[0].is_enabled


@pytest.mark.parametrize("url", ["", "ftp://a.example/feed", "javascript:alert(1)", "not an address"])
def test_what_is_no_web_address_is_no_feed(url: str) -> None:
    answer = ask(mill(), "POST", "/v1/feeds", {"url": url})
    assert answer.status_code == 422
    assert "not an http or https address" in answer.json()["detail"]


def test_the_page_shows_what_needs_a_person_first_and_escapes_what_feeds_say() -> None:
    well = feed("https://well.example/feed", title="<script>alert(1)</script>", site_url="javascript:alert(1)")
    ill = feed("https://ill.example/feed", title="Ill")
    here = mill(well, ill)
    broken(here, ill)
    page = ask(here, "GET", "/feeds").text
    assert page.index("Ill") < page.index("&lt;script&gt;")
    assert "<script>" not in page
    assert "javascript:" not in page
    assert "answered 404" in page


def test_the_page_says_how_to_add_the_first_feed() -> None:
    assert "newsmill feeds add" in ask(mill(), "GET", "/feeds").text
