"""What `ports.Subscriptions` demands, of the ones in Redis and of their twin in memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from stores import place

from services.clock import ManualClock
from services.model import Subscription, SubscriptionState
from services.ports import Subscriptions
from services.store.subscriptions import MemorySubscriptions, RedisSubscriptions

MINUTE = timedelta(minutes=1)


@dataclass
class Bench:
    kept: Subscriptions
    clock: ManualClock


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = ManualClock()
    if request.param == "memory":
        yield Bench(MemorySubscriptions(clock), clock)
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield Bench(RedisSubscriptions(client, settings, clock), clock)


def subscription(name: str = "t", feed_id: str = "f") -> Subscription:
    return Subscription(name, feed_id, "https://hub.test/", "https://a.test/feed", "secret")


def test_what_is_kept_is_found_by_token_and_by_feed(bench: Bench) -> None:
    whole = replace(
        subscription(),
        state=SubscriptionState.ACTIVE,
        asked_at=bench.clock.now(),
        lease_until=bench.clock.now() + MINUTE,
        failures=2,
        error="é",
    )
    assert bench.kept.add(whole, bench.clock.now())
    assert bench.kept.find("t") == whole
    assert bench.kept.of_feeds(["f", "g"]) == {"f": whole}
    assert bench.kept.find("u") is None
    assert bench.kept.of_feeds([]) == bench.kept.of_feeds(["g"]) == {}


def test_a_feed_has_one_subscription(bench: Bench) -> None:
    assert bench.kept.add(subscription("t"), bench.clock.now())
    assert not bench.kept.add(subscription("u"), bench.clock.now())
    assert bench.kept.find("u") is None


def test_only_what_was_read_is_changed(bench: Bench) -> None:
    before = subscription()
    bench.kept.add(before, bench.clock.now())
    active = replace(before, state=SubscriptionState.ACTIVE, lease_until=bench.clock.now())
    assert bench.kept.change(before, active, None)
    assert not bench.kept.change(before, replace(before, error="late"), None)
    assert bench.kept.find("t") == active


def test_what_is_due_is_given_out_once_the_longest_due_first(bench: Bench) -> None:
    now = bench.clock.now()
    for number in range(3):
        bench.kept.add(subscription(f"t{number}", f"f{number}"), now - number * MINUTE)
    bench.kept.add(subscription("later", "later"), now + MINUTE)
    assert [each.token for each in bench.kept.due(2, MINUTE)] == ["t2", "t1"]
    assert [each.token for each in bench.kept.due(9, MINUTE)] == ["t0"]
    bench.clock.advance(MINUTE)
    assert {each.token for each in bench.kept.due(9, MINUTE)} == {"t0", "t1", "t2", "later"}


def test_what_is_changed_to_never_is_never_due(bench: Bench) -> None:
    bench.kept.add(subscription(), bench.clock.now())
    bench.kept.change(subscription(), replace(subscription(), error="x"), None)
    bench.clock.advance(1000 * MINUTE)
    assert bench.kept.due(9, MINUTE) == []


def test_what_is_forgotten_makes_room_and_leaves_nothing(bench: Bench) -> None:
    bench.kept.add(subscription(), bench.clock.now())
    bench.kept.count(subscription(), "delivered")
    bench.kept.forget(subscription())
    assert (bench.kept.find("t"), bench.kept.due(9, MINUTE), bench.kept.counted(subscription())) == (None, [], {})
    assert bench.kept.add(subscription("u"), bench.clock.now())


def test_forgetting_an_old_one_leaves_the_feeds_new_one(bench: Bench) -> None:
    bench.kept.add(subscription("old"), bench.clock.now())
    bench.kept.forget(subscription("old"))
    bench.kept.add(subscription("new"), bench.clock.now())
    bench.kept.forget(subscription("old"))
    assert bench.kept.of_feeds(["f"]) == {"f": subscription("new")}


def test_deliveries_are_counted_by_outcome(bench: Bench) -> None:
    bench.kept.add(subscription(), bench.clock.now())
    for outcome in ("delivered", "forged", "delivered"):
        bench.kept.count(subscription(), outcome)
    assert bench.kept.counted(subscription()) == {"delivered": 2, "forged": 1}


def test_all_deliveries_stay_counted_when_their_subscription_is_forgotten(bench: Bench) -> None:
    for number in range(2):
        bench.kept.add(subscription(f"t{number}", f"f{number}"), bench.clock.now())
        bench.kept.count(subscription(f"t{number}", f"f{number}"), "delivered")
    bench.kept.count(subscription("t1", "f1"), "forged")
    bench.kept.forget(subscription("t1", "f1"))
    assert bench.kept.deliveries() == {"delivered": 2, "forged": 1}


def test_subscriptions_are_counted_by_state(bench: Bench) -> None:
    assert bench.kept.states() == {"wanted": 0, "active": 0, "denied": 0, "ending": 0}
    for number, state in enumerate([SubscriptionState.ACTIVE, SubscriptionState.ACTIVE, SubscriptionState.DENIED]):
        bench.kept.add(replace(subscription(f"t{number}", f"f{number}"), state=state), bench.clock.now())
    assert bench.kept.states() == {"wanted": 0, "active": 2, "denied": 1, "ending": 0}
