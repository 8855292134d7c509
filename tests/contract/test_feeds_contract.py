"""What `ports.FeedStore` demands, of the index of feeds and of its twin in memory."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from support import installation

from services.errors import NotFoundError
from services.index import feeds as index_feeds
from services.index.feeds import ElasticFeeds, MemoryFeeds
from services.model import ContentFrom, Feed, FeedKind
from services.ports import FeedStore

NOON = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
FULL = Feed(
    id="f1",
    url="https://news.example/feed?key=secret&x=ü",
    added_at=NOON,
    kind=FeedKind.SITEMAP,
    title="News – „all“",
    site_url="https://news.example/",
    content=ContentFrom.PAGE,
    is_enabled=False,
    labels=("World", "Slow news"),
)


@pytest.fixture(scope="module")
def real(redis_url: str, elasticsearch_url: str) -> Iterator[ElasticFeeds]:
    with installation(redis_url, elasticsearch_url) as service:
        # A second time changes nothing.
        index_feeds.install(service.elasticsearch, service.settings)
        yield ElasticFeeds(service.elasticsearch, service.settings)


@pytest.fixture(params=["memory", pytest.param("elasticsearch", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Iterator[FeedStore]:
    store: FeedStore = MemoryFeeds() if request.param == "memory" else request.getfixturevalue("real")
    yield store
    store.remove([feed.id for feed in store.feeds()])


def feed(number: int, **values: object) -> Feed:
    made = Feed(id=f"f{number}", url=f"https://{number}.example/feed", added_at=NOON + timedelta(seconds=number))
    return replace(made, **values)  # type: ignore[arg-type]


def test_every_field_of_a_feed_comes_back(store: FeedStore) -> None:
    assert store.add([FULL]) == [True]
    assert store.feeds() == store.feeds(["f1"]) == [FULL]


def test_nothing_is_kept_of_nothing(store: FeedStore) -> None:
    assert store.add([]) == []
    assert (store.feeds(), store.feeds([]), store.feeds(["f1"])) == ([], [], [])
    assert store.remove([]) == store.remove(["f1"]) == 0


def test_a_feed_that_is_kept_already_stays_as_it_is(store: FeedStore) -> None:
    store.add([FULL])
    assert store.add([feed(2), feed(1), feed(2, title="again")]) == [True, False, False]
    assert store.feeds() == [FULL, feed(2)]


def test_the_earliest_added_comes_first_and_those_of_one_moment_by_id(store: FeedStore) -> None:
    store.add([feed(3), feed(1), feed(2, added_at=NOON + timedelta(seconds=3)), feed(10)])
    assert [each.id for each in store.feeds()] == ["f1", "f2", "f3", "f10"]
    assert [each.id for each in store.feeds(["f3", "f1", "never"])] == ["f1", "f3"]


def test_what_is_changed_is_read_at_once(store: FeedStore) -> None:
    store.add([feed(1), feed(2)])
    changed = feed(1, is_enabled=False, title="Renamed", url="https://moved.example/feed", labels=("World",))
    store.change(feed(1), changed)
    assert store.feeds(["f1"]) == [changed]
    assert store.feeds() == [changed, feed(2)]


def test_a_feed_that_is_not_kept_cannot_be_changed(store: FeedStore) -> None:
    with pytest.raises(NotFoundError, match="no feed f1"):
        store.change(FULL, replace(FULL, title="Renamed"))
    assert store.feeds() == []


def test_what_is_removed_is_gone_and_told_once(store: FeedStore) -> None:
    store.add([feed(1), feed(2), feed(3)])
    assert store.remove(["f1", "f3", "never"]) == 2
    assert store.feeds() == [feed(2)]
    assert store.feeds(["f1"]) == []


def test_more_feeds_than_one_answer_holds_are_all_told(store: FeedStore) -> None:
    many = [feed(number) for number in range(1003)]
    assert all(store.add(many))
    assert store.feeds() == many


def test_a_change_leaves_what_somebody_else_changed_meanwhile(store: FeedStore) -> None:
    store.add([feed(1)])
    store.change(feed(1), feed(1, is_enabled=False))
    store.change(feed(1), feed(1, title="Its own"))
    assert store.feeds() == [feed(1, is_enabled=False, title="Its own")]
    store.change(feed(1), feed(1))
    assert store.feeds() == [feed(1, is_enabled=False, title="Its own")]


def test_feeds_are_walked_by_their_ids_a_part_at_a_time(store: FeedStore) -> None:
    store.add([feed(3), feed(1), feed(2), feed(4)])
    assert [each.id for each in store.after("", 2)] == ["f1", "f2"]
    assert [each.id for each in store.after("f2", 2)] == ["f3", "f4"]
    assert store.after("f2", 9) == [feed(3), feed(4)]
    assert store.after("f4", 2) == []


def test_enabled_and_paused_feeds_are_counted(store: FeedStore) -> None:
    store.add([feed(1), feed(2), feed(3, is_enabled=False)])
    assert (store.count(is_enabled=True), store.count(is_enabled=False)) == (2, 1)
