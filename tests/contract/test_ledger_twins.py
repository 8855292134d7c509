"""The ledger in Redis and its twin in memory do the same at every step of any history."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from stores import document, place

from services.clock import ManualClock
from services.errors import BacklogFullError
from services.ledger.memory import MemoryLedger
from services.ledger.redis import RedisLedger
from services.model import LINK, Closing, Lane, Outcome, RawDocument
from services.ports import Ledger

pytestmark = pytest.mark.servers

# Ids whose order by bytes isn't that of their making.
NAMES = ("b", "a", "", "ä", "🗞", "b0", "B", "\n")
IDS = st.lists(st.sampled_from(NAMES), max_size=4)
HOLDERS = st.sampled_from(["first", "second", ""])
REASONS = st.sampled_from(["", "away", "x" * 1001])


class Twins(RuleBasedStateMachine):
    """Both are told the same, at the same time, and must answer the same."""

    redis: Callable[[ManualClock], Ledger]
    memory: Callable[[ManualClock], Ledger]

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock()
        self.twins = [type(self).redis(self.clock), type(self).memory(self.clock)]

    def both(self, ask: Callable[[Ledger], object]) -> None:
        in_redis, in_memory = (answer(ask, ledger) for ledger in self.twins)
        assert in_redis == in_memory

    @rule(ids=IDS, content=st.binary(max_size=3))
    def accept(self, ids: list[str], content: bytes) -> None:
        self.both(lambda ledger: ledger.accept([document(each, content) for each in ids]))

    @rule(ids=IDS, content=st.binary(max_size=3))
    def accept_links(self, ids: list[str], content: bytes) -> None:
        self.both(lambda ledger: ledger.accept([RawDocument(each, LINK, "https://a", content) for each in ids]))

    @rule(ids=IDS, holder=HOLDERS, kind=st.sampled_from(["page", LINK]))
    def put_in_its_place(self, ids: list[str], holder: str, kind: str) -> None:
        self.both(
            lambda ledger: ledger.replace([RawDocument(each, kind, "b", b"b", entry=b"e") for each in ids], holder)
        )

    @rule(ids=IDS, holder=HOLDERS)
    def claim(self, ids: list[str], holder: str) -> None:
        self.both(lambda ledger: ledger.claim(ids, holder))

    @rule(ids=IDS, outcome=st.sampled_from(Outcome), reason=REASONS)
    def close(self, ids: list[str], outcome: Outcome, reason: str) -> None:
        self.both(lambda ledger: ledger.close([Closing(each, outcome, f"urn:{each}", reason) for each in ids]))

    @rule(ids=IDS, holder=HOLDERS, reason=REASONS, milliseconds=st.sampled_from([0, 0, 100]))
    def fail(self, ids: list[str], holder: str, reason: str, milliseconds: int) -> None:
        self.both(lambda ledger: ledger.fail(ids, holder, reason, timedelta(milliseconds=milliseconds)))

    @rule(ids=IDS, holder=HOLDERS, reason=REASONS, milliseconds=st.integers(0, 100))
    def release(self, ids: list[str], holder: str, reason: str, milliseconds: int) -> None:
        self.both(lambda ledger: ledger.release(ids, holder, reason, timedelta(milliseconds=milliseconds)))

    @rule(limit=st.integers(0, 9), lane=st.sampled_from(Lane))
    def reconcile(self, limit: int, lane: Lane) -> None:
        self.both(lambda ledger: ledger.reconcile(limit, lane))

    @rule(seconds=st.sampled_from([0.001, 1, 30, -31]))
    def wait(self, seconds: float) -> None:
        """Let time go by, or the clock go back."""
        self.clock.advance(timedelta(seconds=seconds))

    @invariant()
    def they_know_the_same(self) -> None:
        self.both(lambda ledger: ledger.rows([*NAMES, "never accepted"]))
        self.both(lambda ledger: ledger.books())
        self.both(lambda ledger: [ledger.quarantined(limit) for limit in (0, 1, 9)])
        assert all(ledger.books().balance for ledger in self.twins)


def answer(ask: Callable[[Ledger], Any], ledger: Ledger) -> Any:  # noqa: ANN401 (whatever a method returns)
    try:
        return ask(ledger)
    except BacklogFullError:
        return BacklogFullError


def test_the_ledger_in_redis_and_its_twin_do_the_same_in_any_history(redis_url: str) -> None:
    with place(redis_url, lease_seconds=30, max_open=5, batch_size=20, max_attempts=3) as (client, settings):
        numbers = count()

        def fresh(clock: ManualClock) -> Ledger:
            own = settings.model_copy(update={"redis_prefix": f"{settings.redis_prefix}:{next(numbers)}"})
            return RedisLedger(client, own, clock)

        histories = type(
            "Histories",
            (Twins,),
            {"redis": staticmethod(fresh), "memory": staticmethod(lambda clock: MemoryLedger(settings, clock))},
        )
        how = hypothesis_settings(
            max_examples=60,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        )
        run_state_machine_as_test(histories, settings=how)
