"""What `ports.Gate` demands, of the gate in Redis and of its twin in memory."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from stores import place

from services.clock import ManualClock
from services.ports import Gate
from services.store.gate import MemoryGate, RedisGate

LONG, SHORT = timedelta(minutes=1), timedelta(milliseconds=20)


@dataclass
class Bench:
    """A gate, and how to let time go by for it: Redis has a clock of its own, which it reads every few milliseconds."""

    gate: Gate
    wait: Callable[[timedelta], None]


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "memory":
        clock = ManualClock()
        yield Bench(MemoryGate(clock), clock.advance)
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield Bench(RedisGate(client, settings), lambda span: time.sleep(2 * span.total_seconds()))


def test_it_is_open_at_first(bench: Bench) -> None:
    assert bench.gate.reason() is None


def test_shut_it_tells_why(bench: Bench) -> None:
    bench.gate.shut("Elasticsearch is away: start it.", LONG)
    assert bench.gate.reason() == "Elasticsearch is away: start it."


def test_it_opens_by_itself_when_the_pause_is_over(bench: Bench) -> None:
    bench.gate.shut("away", SHORT)
    bench.wait(SHORT)
    assert bench.gate.reason() is None


def test_the_last_word_holds(bench: Bench) -> None:
    bench.gate.shut("away", SHORT)
    bench.gate.shut("full", LONG)
    bench.wait(SHORT)
    assert bench.gate.reason() == "full"
    bench.gate.shut("away", SHORT)
    bench.wait(SHORT)
    assert bench.gate.reason() is None


def test_a_reason_that_is_empty_shuts_it_too(bench: Bench) -> None:
    bench.gate.shut("", LONG)
    assert bench.gate.reason() == ""


def test_a_reason_is_bounded_and_storable_whatever_an_exception_said(bench: Bench) -> None:
    bench.gate.shut("\ud83d" + "x" * 10_000, LONG)
    assert bench.gate.reason() == "?" + "x" * 998 + "…"
