"""What `ports.Rechecks` demands, of the store in Redis and of its twin in memory."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from stores import place
from twins import NOON

from services import settings
from services.clock import ManualClock
from services.model import Look, Recheck, Validators
from services.ports import Rechecks
from services.store import rechecks

MINUTE = timedelta(minutes=1)
FULL = Recheck(
    NOON,
    Look.MISSING,
    "answered 404: ä",
    was_there=True,
    missing_since=NOON - MINUTE,
    validators=Validators('"ä"', "T"),
)
PLAIN = Recheck(NOON, Look.UNCHANGED)


@dataclass
class Bench:
    store: Rechecks
    clock: ManualClock

    def queue(self, *uris: str) -> None:
        self.store.schedule(dict.fromkeys(uris, self.clock.now()))

    def lease(self, limit: int = 10, holder: str = "one") -> list[str]:
        return list(self.store.lease(limit, MINUTE, holder))


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = ManualClock(NOON)
    if request.param == "memory":
        yield Bench(rechecks.in_memory(settings.load({}, recheck_most=5), clock), clock)
        return
    with place(request.getfixturevalue("redis_url"), recheck_most=5) as (client, current):
        yield Bench(rechecks.in_redis(client, current, clock), clock)


def test_what_is_due_is_handed_out_once_the_longest_due_first(bench: Bench) -> None:
    bench.store.schedule({"b": NOON, "a": NOON - MINUTE, "c": NOON + MINUTE})
    assert (bench.store.scheduled(), bench.store.due()) == (3, 2)
    assert bench.lease(limit=1) == ["a"]
    assert bench.lease() == ["b"]
    assert bench.lease() == []


def test_what_was_scheduled_stays_where_it_is(bench: Bench) -> None:
    bench.store.schedule({"a": NOON + MINUTE})
    bench.queue("a")
    assert bench.store.due_at("a") == NOON + MINUTE
    assert bench.store.due_at("b") is None


def test_a_look_is_kept_as_it_was(bench: Bench) -> None:
    bench.queue("a", "b", "c")
    assert bench.store.lease(10, MINUTE, "one") == {"a": None, "b": None, "c": None}
    bench.store.finish("one", "a", FULL, NOON + MINUTE)
    bench.store.finish("one", "b", PLAIN, NOON + MINUTE)
    bench.store.finish("one", "c", PLAIN, None)
    assert [bench.store.last(uri) for uri in "abc"] == [FULL, PLAIN, None]
    bench.clock.advance(MINUTE)
    assert bench.store.lease(10, MINUTE, "two") == {"a": FULL, "b": PLAIN}
    assert bench.store.scheduled() == 2


def test_who_lost_its_lease_changes_nothing(bench: Bench) -> None:
    bench.queue("a")
    bench.lease(holder="dead")
    bench.clock.advance(MINUTE)
    assert bench.lease(holder="alive") == ["a"]
    bench.store.finish("dead", "a", FULL, NOON)
    bench.store.release("dead", {"a": NOON})
    assert bench.store.last("a") is None
    bench.store.finish("alive", "a", PLAIN, NOON + MINUTE * 9)
    assert (bench.store.last("a"), bench.store.due_at("a")) == (PLAIN, NOON + MINUTE * 9)


def test_what_is_given_back_unasked_keeps_what_was_known(bench: Bench) -> None:
    bench.queue("a")
    bench.lease()
    bench.store.finish("one", "a", FULL, NOON)
    assert bench.lease() == ["a"]
    bench.store.release("one", {"a": NOON + MINUTE})
    assert (bench.store.last("a"), bench.store.due_at("a")) == (FULL, NOON + MINUTE)


def test_who_asks_by_name_gets_what_nobody_holds_due_or_not(bench: Bench) -> None:
    bench.store.schedule({"later": NOON + MINUTE, "held": NOON, "left": NOON - MINUTE})
    bench.lease(holder="dead", limit=1)
    bench.clock.advance(MINUTE / 2)
    assert bench.lease(holder="other") == ["held"]
    bench.clock.advance(MINUTE * 3 / 4)
    assert bench.store.claim(["later", "unknown", "held", "left"], MINUTE, "me") == dict.fromkeys(
        ["later", "unknown", "left"]
    )
    assert bench.lease() == []
    bench.store.finish("me", "unknown", FULL, None)
    assert bench.store.scheduled() == 3


def test_what_is_forgotten_is_due_no_more(bench: Bench) -> None:
    bench.queue("a", "b")
    bench.lease(limit=1)
    bench.store.forget(["a", "b", "never-there"])
    bench.clock.advance(2 * MINUTE)
    assert (bench.store.scheduled(), bench.lease()) == (0, [])


def test_there_is_room_for_so_many(bench: Bench) -> None:
    bench.queue(*"abcde")
    bench.queue("f")
    assert bench.store.scheduled() == 5
    bench.store.forget(["a"])
    bench.queue("f")
    assert bench.store.due_at("f") == NOON
    bench.store.schedule({})


def test_two_at_once_share_what_is_due(bench: Bench) -> None:
    bench.queue(*"abcde")
    with ThreadPoolExecutor(2) as two:
        shares = list(two.map(lambda holder: bench.lease(limit=3, holder=holder), ["one", "two"]))
    assert sorted(shares[0] + shares[1]) == list("abcde")
