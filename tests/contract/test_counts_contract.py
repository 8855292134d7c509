"""What `ports.Counts` demands, of the store in Redis and of its twin in memory."""

from collections.abc import Iterator

import pytest
from stores import place

from services.ports import Counts
from services.store.counts import MemoryCounts, RedisCounts


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def counts(request: pytest.FixtureRequest) -> Iterator[Counts]:
    if request.param == "memory":
        yield MemoryCounts()
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield RedisCounts(client, settings, "some")


def test_what_is_added_is_counted_by_name_in_order(counts: Counts) -> None:
    assert counts.counted() == {}
    counts.add({"gone": 1, "fresh": 2})
    counts.add({"gone": 3})
    counts.add({})
    assert list(counts.counted().items()) == [("fresh", 2), ("gone", 4)]
