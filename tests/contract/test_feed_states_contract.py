"""What `ports.FeedStates` demands, of the store in Redis and of its twin in memory."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from stores import place
from twins import NOON

from services.clock import ManualClock
from services.model import Condition, FeedState, Judged, Pacing, Validators
from services.ports import FeedStates
from services.store.feed_states import RedisFeedStates
from services.store.feed_states_memory import MemoryFeedStates

MINUTE = timedelta(minutes=1)
FULL = FeedState(
    due_at=NOON + 90 * MINUTE,
    interval=90 * MINUTE,
    validators=Validators('W/"ä,1"', "Tue, 24 Nov 2026 10:00:00 GMT"),
    body_sha256="ab" * 32,
    polls=7,
    polled_at=NOON,
    succeeded_at=NOON - MINUTE,
    changed_at=NOON - 2 * MINUTE,
    unconditional_at=NOON - 3 * MINUTE,
    errors=2,
    error="answered 503 Service Unavailable",
    moved_to="https://b.test/feed",
    moves=(NOON - 5 * MINUTE, NOON),
    rate_new=0.25,
    daily=(3, 0, 4),
    hours=tuple(each / 8 for each in range(24)),
    hours_at=NOON,
    window=20,
    pacing=Pacing(60 * MINUTE, frozenset({0, 1}), frozenset({6})),
    conditionals=6,
    doubts=1,
)


@dataclass
class Bench:
    states: FeedStates
    clock: ManualClock

    def lease(self, limit: int = 10, holder: str = "one") -> list[str]:
        return [each.feed_id for each in self.states.lease(limit, MINUTE, holder)]

    def queue(self, *feed_ids: str) -> None:
        self.states.schedule(dict.fromkeys(feed_ids, self.clock.now()))


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = ManualClock(NOON)
    if request.param == "memory":
        yield Bench(MemoryFeedStates(clock), clock)
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield Bench(RedisFeedStates(client, settings, clock), clock)


def later(bench: Bench, minutes: int = 60, **values: object) -> FeedState:
    return replace(FULL, due_at=bench.clock.now() + minutes * MINUTE, **values)  # type: ignore[arg-type]


def test_what_is_due_is_leased_once(bench: Bench) -> None:
    bench.queue("a")
    assert bench.lease(holder="one") == ["a"]
    assert bench.lease(holder="two") == []


def test_of_pollers_at_the_same_moment_each_gets_feeds_of_its_own(bench: Bench) -> None:
    bench.queue(*(f"feed-{number}" for number in range(60)))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: bench.lease(20, f"holder-{number}"), range(4)))
    assert sorted(feed_id for feed_ids in found for feed_id in feed_ids) == sorted(f"feed-{n}" for n in range(60))


def test_the_longest_due_come_first(bench: Bench) -> None:
    now = bench.clock.now()
    bench.states.schedule({"b": now - MINUTE, "c": now, "a": now - 2 * MINUTE, "d": now + MINUTE})
    assert bench.lease(limit=2) == ["a", "b"]
    assert bench.lease() == ["c"]


def test_a_feed_that_is_queued_keeps_its_time(bench: Bench) -> None:
    bench.states.schedule({"a": bench.clock.now() + MINUTE})
    bench.queue("a")
    assert bench.lease() == []


def test_scheduling_what_is_leased_changes_nothing(bench: Bench) -> None:
    bench.queue("a")
    bench.lease(holder="one")
    bench.queue("a")
    assert bench.lease(holder="two") == []


def test_a_dead_poller_s_feeds_come_back_when_its_lease_ends(bench: Bench) -> None:
    bench.queue("a")
    bench.lease(holder="dead")
    bench.clock.advance(MINUTE)
    assert bench.lease(holder="two") == ["a"]


def test_a_finished_poll_is_known_in_full_at_the_next(bench: Bench) -> None:
    bench.queue("a")
    assert bench.states.lease(1, MINUTE, "one")[0].state is None
    assert bench.states.finish("one", {"a": FULL}) == [True]
    bench.clock.advance(90 * MINUTE)
    assert bench.states.lease(1, MINUTE, "one")[0].state == FULL


def test_a_state_with_nothing_in_it_is_kept_as_well(bench: Bench) -> None:
    bench.queue("a")
    bench.lease()
    empty = FeedState(bench.clock.now(), timedelta())
    bench.states.finish("one", {"a": empty})
    assert bench.states.states(["a"]) == {"a": empty}


def test_a_finished_feed_is_due_when_its_state_says(bench: Bench) -> None:
    bench.queue("a")
    bench.lease()
    bench.states.finish("one", {"a": later(bench, 30)})
    bench.clock.advance(30 * MINUTE - timedelta(seconds=1))
    assert bench.lease() == []
    bench.clock.advance(timedelta(seconds=1))
    assert bench.lease() == ["a"]


def test_who_lost_the_lease_can_not_finish(bench: Bench) -> None:
    bench.queue("a")
    bench.lease(holder="slow")
    bench.clock.advance(2 * MINUTE)
    bench.lease(holder="two")
    assert bench.states.finish("slow", {"a": FULL}) == [False]
    assert bench.states.states(["a"]) == {}
    assert bench.states.finish("two", {"a": later(bench)}) == [True]
    assert bench.states.finish("two", {"a": FULL}) == [False]


def test_who_was_slow_but_alone_can_finish(bench: Bench) -> None:
    bench.queue("a")
    bench.lease(holder="slow")
    bench.clock.advance(2 * MINUTE)
    assert bench.states.finish("slow", {"a": later(bench)}) == [True]
    assert bench.lease() == []


def test_a_feed_that_is_gone_is_known_and_never_due(bench: Bench) -> None:
    bench.queue("a")
    bench.lease()
    bench.states.finish("one", {"a": later(bench, is_gone=True)})
    bench.queue("a")
    bench.clock.advance(timedelta(days=365))
    assert bench.lease() == []
    assert bench.states.states(["a"])["a"].is_gone


def test_a_released_feed_is_due_as_told_with_the_state_of_before(bench: Bench) -> None:
    bench.queue("a", "b")
    bench.lease(limit=2)
    bench.states.finish("one", {"b": later(bench)})
    bench.states.release("one", {"a": bench.clock.now() + MINUTE, "b": bench.clock.now()})
    assert bench.lease() == []
    bench.clock.advance(MINUTE)
    assert bench.lease() == ["a"]
    assert "a" not in bench.states.states(["a", "b"])


def test_a_feed_can_be_hastened_but_not_while_it_is_polled(bench: Bench) -> None:
    bench.states.schedule({"a": bench.clock.now() + MINUTE, "b": bench.clock.now()})
    bench.lease(holder="one")
    bench.states.hasten(["a", "b", "never-queued"])
    assert bench.lease(holder="two") == ["a"]


def test_a_feed_that_is_gone_can_be_hastened(bench: Bench) -> None:
    bench.queue("a")
    bench.lease()
    bench.states.finish("one", {"a": later(bench, is_gone=True)})
    bench.states.hasten(["a"])
    assert bench.lease() == ["a"]


def test_how_many_are_due_is_told(bench: Bench) -> None:
    bench.states.schedule({"a": bench.clock.now(), "b": bench.clock.now(), "c": bench.clock.now() + MINUTE})
    assert bench.states.due() == 2
    bench.lease(limit=1)
    assert bench.states.due() == 1


def test_of_what_is_forgotten_nothing_stays(bench: Bench) -> None:
    bench.queue("a")
    bench.lease()
    bench.states.note_seen("a", ["x"])
    bench.states.finish("one", {"a": later(bench, 0)})
    bench.lease()
    bench.states.forget(["a", "never-queued"])
    assert bench.states.states(["a"]) == {}
    assert bench.states.seen("a", ["x"]) == [False]
    assert bench.states.finish("one", {"a": FULL}) == [False]
    bench.clock.advance(timedelta(days=1))
    assert bench.lease() == []


def test_entries_are_seen_once_noted_each_feed_for_itself(bench: Bench) -> None:
    assert bench.states.seen("a", ["x", "y"]) == [False, False]
    bench.states.note_seen("a", ["x"])
    assert bench.states.seen("a", ["y", "x"]) == [False, True]
    assert bench.states.seen("b", ["x"]) == [False]
    assert bench.states.seen("a", []) == []


def test_noting_nothing_forgets_nothing(bench: Bench) -> None:
    bench.states.note_seen("a", ["x"])
    bench.states.note_seen("a", [])
    assert bench.states.seen("a", ["x"]) == [True]


def test_what_is_seen_of_a_feed_is_bounded_by_twice_what_it_holds(bench: Bench) -> None:
    holds = [[f"{turn}-{number}" for number in range(800)] for turn in range(3)]
    for digests in holds:
        bench.states.note_seen("a", digests)
    assert bench.states.seen("a", holds[2]) == [True] * 800
    assert bench.states.seen("a", holds[1]) == [True] * 800
    assert not any(bench.states.seen("a", holds[0]))


def test_what_a_feed_still_holds_is_not_forgotten_whatever_came_since(bench: Bench) -> None:
    for number in range(1200):
        bench.states.note_seen("a", [f"new-{number}", "pinned"])
    assert bench.states.seen("a", ["pinned", "new-1199", "new-201", "new-100"]) == [True, True, True, False]


def test_leasing_none_leases_none(bench: Bench) -> None:
    bench.queue("a")
    assert bench.lease(limit=0) == []


def test_feeds_are_counted_by_what_they_were_judged_to_be_and_are_late_by_the_clock(bench: Bench) -> None:
    bench.queue("a", "b", "c")
    soon, later = bench.clock.now() + MINUTE, bench.clock.now() + 3 * MINUTE
    bench.states.judge({"a": Judged(Condition.FRESH, soon), "b": Judged(Condition.FRESH, later)})
    bench.states.judge({"c": Judged(Condition.GONE)})
    assert counted(bench) == {Condition.FRESH: 2, Condition.GONE: 1}
    bench.clock.advance(MINUTE)
    assert counted(bench) == {Condition.FRESH: 2, Condition.GONE: 1}
    bench.clock.advance(MINUTE)
    assert counted(bench) == {Condition.FRESH: 1, Condition.LATE: 1, Condition.GONE: 1}
    bench.states.judge({"a": Judged(Condition.BROKEN), "b": Judged(Condition.QUIET, later)})
    assert counted(bench) == {Condition.BROKEN: 1, Condition.QUIET: 1, Condition.GONE: 1}


def test_what_is_forgotten_or_was_never_queued_is_not_counted(bench: Bench) -> None:
    bench.queue("a", "b")
    bench.states.judge({each: Judged(Condition.BROKEN) for each in ("a", "b", "never-queued")})
    bench.states.forget(["a"])
    assert counted(bench) == {Condition.BROKEN: 1}
    # A poll that ends after its feed was removed brings it back nowhere.
    bench.states.judge({"a": Judged(Condition.FRESH)})
    assert counted(bench) == {Condition.BROKEN: 1}


def counted(bench: Bench) -> dict[Condition, int]:
    return {condition: count for condition, count in bench.states.conditions().items() if count}


def test_how_far_a_walk_came_is_remembered(bench: Bench) -> None:
    assert bench.states.walked() == ""
    bench.states.note_walked("f7")
    assert bench.states.walked() == "f7"
    bench.states.note_walked("")
    assert bench.states.walked() == ""
