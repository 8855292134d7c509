"""What `ports.RobotsStore` demands, of the store in Redis and of its twin in memory."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from stores import place
from twins import NOON

from services.model import RobotsFile
from services.ports import RobotsStore
from services.store.robots import MemoryRobots, RedisRobots

FILE = RobotsFile(
    NOON,
    NOON + timedelta(days=1),
    "user-agent: *\ndisallow: /ä",
    NOON - timedelta(days=1),
    NOON - timedelta(hours=1),
    (("/a*$", True), ("/", False)),
    NOON - timedelta(days=3),
)


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Iterator[RobotsStore]:
    if request.param == "memory":
        yield MemoryRobots()
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield RedisRobots(client, settings)


def test_what_was_kept_is_known_as_it_was(store: RobotsStore) -> None:
    files = {"https://a.test": FILE, "http://b.test:8080": RobotsFile(NOON, NOON)}
    store.keep(files)
    assert store.known([*files, "https://c.test"]) == files


def test_the_last_word_holds(store: RobotsStore) -> None:
    store.keep({"https://a.test": FILE})
    later = replace(FILE, text="", unreachable_since=None)
    store.keep({"https://a.test": later})
    assert store.known(["https://a.test"]) == {"https://a.test": later}


def test_nothing_is_known_of_nothing(store: RobotsStore) -> None:
    store.keep({})
    assert store.known([]) == {}
