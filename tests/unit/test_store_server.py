"""What a Redis says of itself, read with mistrust."""

from services.observe.facts import RedisFacts
from services.observe.health import judge_redis
from services.store.server import facts_of

INFO = {
    "redis_version": "7.2.4",
    "maxmemory_policy": "noeviction",
    "aof_enabled": 1,
    "used_memory": 900,
    "maxmemory": 1000,
    "role": "master",
    "loading": 0,
}


def test_the_facts_are_those_of_info() -> None:
    assert facts_of(INFO) == RedisFacts(
        "7.2.4", "noeviction", aof_enabled=True, used_memory=900, maxmemory=1000, role="master", loading=False
    )


def test_what_a_managed_redis_leaves_out_is_taken_for_the_worse() -> None:
    failed = {check.name for check in judge_redis(facts_of({})) if not check.ok}
    assert failed == {"redis-version", "redis-keeps-keys", "redis-keeps-data", "redis-writable"}


def test_a_redis_is_full_before_nothing_fits_any_more() -> None:
    assert not facts_of(INFO).is_full
    assert facts_of(INFO | {"used_memory": 901}).is_full
    assert not facts_of(INFO | {"used_memory": 10**12, "maxmemory": 0}).is_full
