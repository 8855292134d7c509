"""What `ports.Notices` demands, of the store in Redis and of its twin in memory."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from stores import place

from services.clock import ManualClock
from services.model import Notice
from services.ports import Notices
from services.store.notices import KEEP, MemoryNotices, RedisNotices

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST, SECOND = Notice("by its publisher: canceled", NOON, "1"), Notice("by its publisher: withheld", NOON, "2")


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Iterator[Notices]:
    if request.param == "memory":
        yield MemoryNotices(ManualClock(NOON))
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield RedisNotices(client, settings)


def test_a_notice_is_known_by_each_of_its_keys(store: Notices) -> None:
    store.remember(FIRST, ["url:1", "guid:1"])
    store.remember(SECOND, ["url:2"])
    assert store.known(["url:1", "url:2", "url:3", "guid:1"]) == {"url:1": FIRST, "url:2": SECOND, "guid:1": FIRST}


def test_of_two_notices_for_one_key_the_latter_holds(store: Notices) -> None:
    store.remember(FIRST, ["url:1"])
    store.remember(SECOND, ["url:1"])
    assert store.known(["url:1"]) == {"url:1": SECOND}


def test_what_has_come_is_forgotten_once_or_twice(store: Notices) -> None:
    store.remember(FIRST, ["url:1", "guid:1"])
    store.forget(["url:1", "url:9"])
    store.forget(["url:1", "url:9"])
    assert store.known(["url:1", "guid:1"]) == {"guid:1": FIRST}


def test_nothing_is_known_of_nothing(store: Notices) -> None:
    store.remember(FIRST, [])
    store.forget([])
    assert store.known([]) == store.known(["url:1"]) == {}


def test_a_notice_is_forgotten_after_a_week() -> None:
    clock = ManualClock(NOON)
    store = MemoryNotices(clock)
    store.remember(FIRST, ["url:1"])
    clock.advance(KEEP)
    assert store.known(["url:1"]) == {}


@pytest.mark.servers
def test_redis_forgets_a_notice_after_a_week(redis_url: str) -> None:
    with place(redis_url) as (client, settings):
        RedisNotices(client, settings).remember(FIRST, ["url:1"])
        assert KEEP.total_seconds() - 60 < client.ttl(f"{settings.redis_prefix}:notice:url:1") <= KEEP.total_seconds()
