"""What `ports.PushMemory` demands, of the one in Redis and of its twin in memory."""

from collections.abc import Iterator

import pytest
from stores import place

from services.clock import ManualClock
from services.ports import KnownPush, PushMemory
from services.store.pushes import KEEP, MemoryPushes, RedisPushes


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def pushes(request: pytest.FixtureRequest) -> Iterator[PushMemory]:
    if request.param == "memory":
        yield MemoryPushes(ManualClock())
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield RedisPushes(client, settings)


def test_the_first_push_under_a_key_is_what_it_stands_for(pushes: PushMemory) -> None:
    assert pushes.claim("key", "first") == KnownPush("first", is_accepted=False)
    assert pushes.claim("key", "second") == KnownPush("first", is_accepted=False)
    assert pushes.claim("other", "second") == KnownPush("second", is_accepted=False)


def test_once_accepted_it_stays_accepted(pushes: PushMemory) -> None:
    pushes.claim("key", "first")
    pushes.note_accepted("key", "first")
    assert pushes.claim("key", "first") == KnownPush("first", is_accepted=True)


def test_a_key_is_forgotten_after_a_day() -> None:
    clock = ManualClock()
    pushes = MemoryPushes(clock)
    pushes.claim("key", "first")
    clock.advance(KEEP)
    assert pushes.claim("key", "second").fingerprint == "second"


@pytest.mark.servers
def test_redis_forgets_a_key_after_a_day_too(redis_url: str) -> None:
    with place(redis_url) as (client, settings):
        pushes = RedisPushes(client, settings)
        pushes.claim("key", "first")
        key = f"{settings.redis_prefix}:push:key"
        assert 0 < client.ttl(key) <= KEEP.total_seconds()
        pushes.note_accepted("key", "first")
        assert 0 < client.ttl(key) <= KEEP.total_seconds()
