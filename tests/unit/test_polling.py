"""One poll after the other, over twins: what each answer leads to, and that the order of saving loses nothing."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from polled import Deaths, DiedError, PolledMill, item, page, read, rss, story

from services.errors import ArchiveUnavailableError, FetchFailedError, FetchRefusedError
from services.fetch import health
from services.model import Answer, Condition, ContentFrom, FeedKind, FeedReading, Lane, Validators
from services.store.feed_states_memory import MemoryFeedStates

URL = "https://news.example/feed"
TWO = rss(item("Berlin"), item("Amsterdam"))
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def mill() -> PolledMill:
    return PolledMill()


def test_what_a_new_feed_holds_becomes_articles_once(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    feed = mill.add(URL)
    assert mill.poll_all() == {"news": 1}
    assert mill.headlines() == ["News of Amsterdam", "News of Berlin"]
    article = next(iter(mill.index.articles.values()))
    assert (article.feed_id, article.origin, article.raw_uri) == (feed.id, URL, "archive:0")
    assert [answer.content for answer in mill.archive.answers] == [TWO]
    assert mill.ledger.books().balance


def test_the_second_poll_is_conditional_and_a_304_changes_nothing(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    feed = mill.add(URL)
    mill.poll_all()
    validators = mill.state(feed).validators
    assert validators != Validators()
    mill.web.asked.clear()
    mill.clock.advance(DAY)
    assert mill.poll_all() == {"not-modified": 1}
    assert [request.validators for request in mill.web.asked] == [validators]
    assert mill.state(feed).validators == validators
    assert mill.ledger.books().accepted == 2
    assert len(mill.archive.answers) == 1


def test_an_answer_of_the_same_bytes_is_not_read_again_whatever_its_validators(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    mill.web.headers[URL] = {"ETag": ""}
    mill.add(URL)
    mill.poll_all()
    mill.clock.advance(DAY)
    assert mill.poll_all() == {"same": 1}
    assert mill.ledger.books().accepted == 2


@pytest.mark.parametrize(
    "later",
    [
        # Re-ordered
        rss(item("Amsterdam"), item("Berlin"), item("Cairo")),
        # Every GUID is new
        rss(item("Cairo", guid="c9"), item("Berlin", guid="b9"), item("Amsterdam", guid="a9")),
        # Every link is new
        rss(
            item("Cairo"), item("Berlin", link="https://news.example/b"), item("Amsterdam", link="https://n.example/a")
        ),
        # The new one takes the GUID of an old one
        rss(item("Cairo", guid="Berlin"), item("Berlin"), item("Amsterdam")),
        # All have one GUID
        rss(item("Cairo", guid="1"), item("Berlin", guid="1"), item("Amsterdam", guid="1")),
    ],
    ids=["order", "guids", "links", "taken-guid", "one-guid"],
)
def test_a_feed_that_changes_its_names_makes_no_second_article_and_loses_none(mill: PolledMill, later: bytes) -> None:
    mill.web.pages[URL] = TWO
    mill.add(URL)
    mill.poll_all()
    mill.web.pages[URL] = later
    mill.clock.advance(DAY)
    mill.poll_all()
    assert mill.headlines() == ["News of Amsterdam", "News of Berlin", "News of Cairo"]


def test_an_old_entry_that_appears_late_is_taken_in_whatever_its_date(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    mill.add(URL)
    mill.poll_all()
    late = item("Zagreb").replace("</item>", "<pubDate>Mon, 02 Mar 2020 10:00:00 GMT</pubDate></item>")
    mill.web.pages[URL] = rss(item("Berlin"), item("Amsterdam"), late)
    mill.clock.advance(DAY)
    mill.poll_all()
    assert "News of Zagreb" in mill.headlines()


@pytest.mark.parametrize(
    ("answer", "outcome", "error"),
    [
        (404, "http-404", "answered 404 Not Found"),
        (503, "http-503", "answered 503 Service Unavailable"),
        (FetchFailedError(f"{URL}: no whole answer in 20 seconds"), "no-answer", "no whole answer in 20 seconds"),
        (FetchRefusedError(f"{URL}: 10.0.0.1 is private"), "refused", "10.0.0.1 is private"),
        (page("Berlin"), "unreadable-not-a-feed", "not-a-feed: an HTML page"),
        (b"", "unreadable-empty", "empty"),
    ],
    ids=["404", "503", "no-answer", "refused", "page", "empty"],
)
def test_each_failure_has_a_name_and_harms_no_other_feed(
    mill: PolledMill, answer: bytes | int | Exception, outcome: str, error: str
) -> None:
    other = "https://other.example/feed"
    mill.web.pages |= {URL: answer, other: TWO}  # type: ignore[dict-item] # mypy takes the union for its base
    broken, _ = mill.add(URL), mill.add(other)
    assert mill.poll_all(timedelta(seconds=2)) == {outcome: 1, "news": 1}
    state = mill.state(broken)
    assert (state.errors, state.succeeded_at) == (1, None)
    assert state.error.startswith(error)
    assert state.due_at > mill.clock.now() + timedelta(minutes=5)
    assert mill.counts.counted() == {outcome: 1, "news": 1}


def test_a_feed_that_is_gone_is_polled_no_more(mill: PolledMill) -> None:
    mill.web.pages[URL] = 410
    feed = mill.add(URL)
    assert mill.poll_all() == {"http-410": 1}
    mill.clock.advance(30 * DAY)
    mill.registry.requeue()
    assert mill.poll_all() == {}
    assert mill.state(feed).is_gone


def test_one_host_is_asked_one_after_the_other_and_waiting_is_no_error(mill: PolledMill) -> None:
    urls = [f"https://news.example/feed-{number}" for number in range(4)]
    mill.web.pages |= {url: rss(item(url.rpartition("-")[2] + "-town")) for url in urls}
    feeds = [mill.add(url) for url in urls]
    assert mill.poll() == {"news": 1, "over-budget": 3}
    assert len(mill.web.urls()) == 1
    mill.poll_all()
    assert len(mill.headlines()) == 4
    assert {mill.state(feed).errors for feed in feeds} == {0}


def test_a_429_keeps_the_host_alone_for_as_long_as_it_asks(mill: PolledMill) -> None:
    mill.web.pages[URL] = 429
    mill.web.headers[URL] = {"Retry-After": "7200"}
    other = "https://news.example/other"
    mill.web.pages[other] = TWO
    mill.add(URL)
    mill.poll()
    mill.web.urls()
    mill.add(other)
    mill.poll_all(timedelta(minutes=3))
    assert mill.web.urls() == []
    mill.web.pages[URL] = TWO
    mill.clock.advance(timedelta(hours=3))
    mill.poll_all()
    assert {*mill.web.urls()} == {URL, other}


def test_two_pollers_fetch_nothing_twice(mill: PolledMill) -> None:
    urls = [f"https://{number}.example/feed" for number in range(9)]
    mill.web.pages |= dict.fromkeys(urls, TWO)
    for url in urls:
        mill.add(url)
    first, second = (replace(mill.a_poller(), batch_size=5) for _ in range(2))
    first.poll_due("first")
    second.poll_due("second")
    assert sorted(mill.web.urls()) == urls


def test_a_paused_feed_is_not_polled_and_an_enabled_one_is_at_once(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    feed = mill.add(URL)
    mill.registry.pause([feed])
    mill.registry.requeue()
    assert mill.poll_all() == {}
    mill.registry.enable([feed])
    assert mill.poll_all() == {"news": 1}


def test_a_feed_that_was_removed_while_it_was_queued_is_forgotten(mill: PolledMill) -> None:
    feed = mill.add(URL)
    mill.feeds.remove([feed.id])
    assert mill.poll() == {"removed": 1}
    assert mill.poll_all() == {}
    assert mill.web.urls() == []


def test_after_a_lost_redis_every_enabled_feed_is_polled_again_and_no_article_is_doubled(mill: PolledMill) -> None:
    mill.web.pages |= {URL: TWO, "https://b.example/feed": rss(item("Cairo"))}
    feeds, web = mill.feeds, mill.web
    for url in web.pages:
        mill.add(url)
    mill.add("https://paused.example/feed", is_enabled=False)
    mill.poll_all()
    standing = dict(mill.index.articles)
    mill.lose_redis()
    mill.feeds, mill.web = feeds, web
    web.urls()
    assert mill.poll_all() == {}
    assert mill.registry.requeue() == 2
    assert mill.poll_all() == {"news": 2}
    assert sorted(web.urls()) == sorted([URL, "https://b.example/feed"])
    assert mill.index.articles.keys() == standing.keys()


def test_the_feeds_of_a_lost_redis_come_back_one_after_the_other(mill: PolledMill) -> None:
    for number in range(300):
        mill.feeds.add([replace(mill.registry.store.feeds()[0], id=f"f{number}")] if number else [])
        if not number:
            mill.add("https://0.example/feed", id="f0")
    mill.states.forget([feed.id for feed in mill.feeds.feeds()])
    mill.registry.requeue()
    assert mill.states.due() == 1
    mill.clock.advance(timedelta(seconds=30))
    assert mill.states.due() == 151


def test_all_feeds_are_walked_a_part_at_a_time_and_then_anew(mill: PolledMill) -> None:
    for number in range(5):
        mill.add(f"https://{number}.example/feed", is_enabled=number != 3)
    mill.states.forget([feed.id for feed in mill.feeds.feeds()])
    found = [mill.registry.requeue(most=2) for _ in range(3)]
    assert sum(found) == 4
    mill.clock.advance(timedelta(minutes=5))
    assert mill.states.due() == 4
    mill.states.forget([feed.id for feed in mill.feeds.feeds()])
    mill.registry.requeue(most=2)
    mill.clock.advance(timedelta(minutes=5))
    assert 0 < mill.states.due() <= 2


def test_the_counts_of_conditions_are_those_of_a_look_at_each_feed(mill: PolledMill) -> None:
    mill.web.pages |= {URL: TWO, "https://gone.example/feed": 410, "https://late.example/feed": TWO}
    mill.web.pages |= {f"https://broken.example/{name}": 404 for name in "ab"}
    for url in (*mill.web.pages, "https://paused.example/feed"):
        mill.add(url, is_enabled="paused" not in url)
    assert mill.registry.conditions() == looked_at(mill) == looked_at(mill) | {"new": 5, "paused": 1}
    mill.poll_all()
    mill.add("https://new.example/feed")
    assert (
        mill.registry.conditions()
        == looked_at(mill)
        == looked_at(mill) | {"fresh": 2, "gone": 1, "broken": 2, "new": 1}
    )
    mill.registry.remove(mill.registry.named([URL]))
    mill.clock.advance(DAY)
    assert mill.registry.conditions() == looked_at(mill) == looked_at(mill) | {"fresh": 0, "late": 1}


def looked_at(mill: PolledMill) -> dict[str, int]:
    now = mill.clock.now()
    found = Counter(health.judge(kept.feed, kept.state, now).condition for kept in mill.registry.listed())
    return {condition.value: found[condition] for condition in Condition}


def test_states_of_an_older_version_are_counted_once_they_were_walked_over(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    feed = mill.add(URL)
    mill.poll_all()
    state = mill.state(feed)
    mill.states = MemoryFeedStates(mill.clock)
    mill.states.schedule({feed.id: mill.clock.now()})
    mill.states.lease(1, DAY, "older")
    mill.states.finish("older", {feed.id: state})
    assert mill.registry.conditions()["new"] == 1
    mill.registry.requeue()
    assert mill.registry.conditions() == looked_at(mill)


def test_while_too_much_is_open_a_feed_is_put_off_and_keeps_its_validators(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    feed = mill.add(URL)

    def full(*_: object) -> list[bool]:
        raise ArchiveUnavailableError("the disk is full")

    poller = replace(mill.a_poller(), accept=full)
    assert poller.poll_due("holder") == {"put-off": 1}
    assert mill.states.states([feed.id]) == {}
    mill.clock.advance(timedelta(minutes=1))
    assert mill.poll_all() == {"news": 1}


def test_while_the_ledger_has_no_room_nobody_is_asked(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    mill.add(URL)
    assert replace(mill.a_poller(), has_room=lambda: False).poll_due("holder") == {}
    assert mill.web.urls() == []
    assert mill.poll() == {"news": 1}


def test_feeds_that_take_long_leave_the_others_to_the_next_poll(mill: PolledMill) -> None:
    urls = [f"https://{number}.example/feed" for number in range(4)]
    mill.web.pages |= dict.fromkeys(urls, TWO)
    for url in urls:
        mill.add(url)

    def slowly(answer: Answer) -> FeedReading:
        mill.clock.advance(timedelta(seconds=20))
        return read(answer)

    assert replace(mill.a_poller(), read=slowly).poll_due("slow") == {"news": 2, "put-off": 2}
    assert mill.poll() == {"news": 2}
    assert {mill.state(feed).errors for feed in mill.feeds.feeds()} == {0}


def test_who_pauses_a_feed_while_it_is_polled_has_it_paused(mill: PolledMill) -> None:
    mill.web.pages[URL] = TWO
    feed = mill.add(URL)

    def meanwhile(answer: Answer) -> FeedReading:
        mill.registry.pause([feed])
        return read(answer)

    assert replace(mill.a_poller(), read=meanwhile).poll_due("holder") == {"overtaken": 1}
    assert [(each.title, each.is_enabled) for each in mill.feeds.feeds()] == [("The News", False)]
    mill.registry.requeue()
    assert mill.poll() == {}


def test_a_feed_gets_its_title_and_keeps_one_that_a_person_gave(mill: PolledMill) -> None:
    mill.web.pages |= {URL: TWO, "https://b.example/feed": TWO}
    mill.add(URL)
    mill.add("https://b.example/feed", title="Mine")
    mill.poll_all()
    feeds = {feed.url: feed for feed in mill.feeds.feeds()}
    assert {url: feed.title for url, feed in feeds.items()} == {URL: "The News", "https://b.example/feed": "Mine"}
    assert feeds[URL].site_url == "https://news.example/"


# --- pages and sitemaps


def test_a_page_is_an_article_and_its_next_version_when_it_changes(mill: PolledMill) -> None:
    url = "https://news.example/statement"
    mill.web.pages[url] = page("Berlin")
    mill.add(url, kind=FeedKind.PAGE)
    assert mill.poll_all() == {"news": 1}
    mill.clock.advance(DAY)
    assert mill.poll_all() == {"not-modified": 1}
    mill.web.pages[url] = page("Cairo")
    mill.clock.advance(DAY)
    mill.poll_all()
    assert [(each.headline, each.version) for each in mill.index.articles.values()] == [("News of Cairo", 2)]


SITEMAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"
INDEX = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</sitemapindex>"


def test_a_sitemap_gives_links_to_pages(mill: PolledMill) -> None:
    url = "https://news.example/sitemap.xml"
    mill.web.pages[url] = SITEMAP.format("<url><loc>https://news.example/a</loc></url>").encode()
    mill.add(url, kind=FeedKind.SITEMAP)
    mill.poll()
    (due,) = mill.pipeline.reconcile(Lane.LINKS)
    (row,) = mill.rows(due.document_ids)
    assert (row.kind, mill.pipeline.reconcile()) == ("link", [])


def test_the_sitemaps_that_an_index_names_are_polled_each_with_validators_of_its_own(mill: PolledMill) -> None:
    url = "https://news.example/sitemap.xml"
    children = [f"https://news.example/sitemap-{number}.xml" for number in range(2)]
    named = "".join(f"<sitemap><loc>{child}</loc></sitemap>" for child in children)
    mill.web.pages[url] = INDEX.format(named).encode()
    for number, child in enumerate(children):
        mill.web.pages[child] = SITEMAP.format(f"<url><loc>https://news.example/{number}</loc></url>").encode()
    feed = mill.add(url, kind=FeedKind.SITEMAP)
    assert mill.poll_all(timedelta(seconds=10)) == {"no-news": 1, "news": 2, "over-budget": 1}
    assert mill.ledger.books().accepted == 2
    mill.web.urls()
    mill.clock.advance(DAY)
    mill.poll_all(timedelta(seconds=10))
    assert sorted(mill.web.urls()) == sorted([url, *children])
    assert mill.counts.counted()["not-modified"] == 3
    mill.registry.remove([feed])
    mill.clock.advance(2 * DAY)
    assert mill.poll_all(timedelta(seconds=10)) == {"removed": 2}


def test_a_sitemap_of_thousands_is_taken_in_parts_and_none_is_lost(mill: PolledMill) -> None:
    url = "https://news.example/sitemap.xml"
    named = "".join(f"<url><loc>https://news.example/{number}</loc></url>" for number in range(2500))
    mill.web.pages[url] = SITEMAP.format(named).encode()
    mill.add(url, kind=FeedKind.SITEMAP)
    for accepted in (1000, 2000, 2500):
        assert mill.poll() == {"news": 1}
        assert mill.ledger.books().accepted == accepted
        mill.clock.advance(DAY / 2)
    assert mill.poll() == {"not-modified": 1}


def test_whose_text_is_a_teaser_is_a_link_unless_the_feed_s_text_is_wanted(mill: PolledMill) -> None:
    teaser = rss(item("Berlin", text="A short teaser…"), item("Cairo"))
    kinds = {}
    for content in ContentFrom:
        url = f"https://{content}.example/feed"
        mill.web.pages[url] = teaser
        mill.add(url, content=content)
        mill.poll()
        due = [*mill.pipeline.reconcile(Lane.LINKS), *mill.pipeline.reconcile()]
        kinds[content] = [row.kind for row in mill.rows([each for message in due for each in message.document_ids])]
    assert kinds == {
        ContentFrom.FEED: ["entry", "entry"],
        ContentFrom.PAGE: ["link", "link"],
        ContentFrom.AUTO: ["link", "entry"],
    }


# --- dying


def prepared() -> PolledMill:
    mill = PolledMill()
    mill.web.pages |= {URL: TWO, "https://b.example/feed": rss(item("Cairo")), "https://c.example/feed": 404}
    for url in mill.web.pages:
        mill.add(url)
    return mill


def steps_of_a_poll() -> int:
    deaths, mill = Deaths(), prepared()
    mill.a_poller(deaths).poll_due("whole")
    return deaths.taken


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, steps_of_a_poll() + 1))
def test_who_dies_at_any_step_of_a_poll_loses_and_doubles_nothing(step: int, *, after: bool) -> None:
    mill = prepared()
    with pytest.raises(DiedError):
        mill.a_poller(Deaths(step, after=after)).poll_due("dying")
    mill.poll_all(timedelta(minutes=3))
    assert mill.headlines() == ["News of Amsterdam", "News of Berlin", "News of Cairo"]
    books = mill.ledger.books()
    assert (books.accepted, books.indexed, books.balance) == (3, 3, True)
    # Nothing is left behind that would hide what comes next.
    mill.web.pages[URL] = rss(item("Dublin"), item("Berlin"))
    mill.clock.advance(DAY)
    mill.poll_all()
    assert mill.headlines() == [f"News of {name}" for name in ("Amsterdam", "Berlin", "Cairo", "Dublin")]


def test_a_poll_has_so_many_steps_that_dying_was_tried_in_earnest() -> None:
    assert steps_of_a_poll() >= 15
    assert len(story("anywhere")) > 1000
