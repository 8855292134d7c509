"""What else lives in Redis: the workers that were heard of, and Celery's queues."""

import time
from collections.abc import Iterator

import pytest
import redis
from stores import place

from services.settings import Settings
from services.store import server
from services.store.workers import FORGET_AFTER_SECONDS, RedisWorkers

pytestmark = pytest.mark.servers


@pytest.fixture
def at(redis_url: str) -> Iterator[tuple[redis.Redis, Settings]]:
    with place(redis_url) as found:
        yield found


def test_workers_are_heard_by_name_with_the_time(at: tuple[redis.Redis, Settings]) -> None:
    workers = RedisWorkers(*at)
    before = time.time()
    for name in ("process@b", "poll@a", "process@b"):
        workers.beat(name)
    heard = workers.heard()
    assert [worker.name for worker in heard] == ["poll@a", "process@b"]
    assert all(before <= worker.heard_at.timestamp() <= time.time() for worker in heard)


def test_a_worker_that_is_silent_is_forgotten_even_when_no_other_is_left(at: tuple[redis.Redis, Settings]) -> None:
    client, settings = at
    key = f"{settings.redis_prefix}:workers"
    client.zadd(key, {"process@gone": time.time() - FORGET_AFTER_SECONDS - 1})
    assert RedisWorkers(client, settings).heard() == []
    RedisWorkers(client, settings).beat("process@here")
    assert client.zrange(key, 0, -1) == [b"process@here"]


def test_queues_are_as_long_as_celery_made_them(at: tuple[redis.Redis, Settings]) -> None:
    client, settings = at
    client.lpush(f"{settings.redis_prefix}:celery:process", "a", "b")
    assert server.queue_lengths(client, settings, ("poll", "process")) == {"poll": 0, "process": 2}
