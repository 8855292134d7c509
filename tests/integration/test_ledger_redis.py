"""The ledger and the stores on a Redis that is full, restarted, tampered with or given a great deal at once."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import redis
from stores import document, place
from support import reachable_directory

from services.clock import ManualClock, SystemClock
from services.errors import StoreUnavailableError, UnsuitableServerError
from services.ledger.redis import RedisLedger
from services.local import servers
from services.local.servers import Server
from services.model import Books, Closing, Outcome, RawDocument
from services.settings import Settings
from services.store.fingerprints import KEEP_SECONDS, RedisFingerprints
from services.store.gate import RedisGate

pytestmark = pytest.mark.servers

NOTHING = Books(accepted=0, indexed=0, revised=0, duplicates=0, rejected=0, quarantined=0, open=0)
KILOBYTE = b"x" * 1024


@dataclass
class Kept:
    """A ledger at a place of its own in a real Redis."""

    client: redis.Redis
    settings: Settings
    clock: ManualClock
    ledger: RedisLedger

    def key(self, name: str) -> str:
        return f"{self.settings.redis_prefix}:{name}"


@pytest.fixture(scope="module")
def private() -> Iterator[Server]:
    """Yield a Redis that these tests may fill up and kill."""
    with reachable_directory() as directory, servers.start_redis(directory) as server:
        yield server


@pytest.fixture
def kept(private: Server) -> Iterator[Kept]:
    with ExitStack() as stack:
        client, settings = stack.enter_context(place(private.url, max_attempts=2))
        stack.callback(client.config_set, "maxmemory", 0)
        clock = ManualClock()
        yield Kept(client, settings, clock, RedisLedger(client, settings, clock))


def fill(client: redis.Redis, *, share: float) -> None:
    """Set the memory of *client*'s Redis so that *share* of it is used."""
    client.config_set("maxmemory", int(client.info("memory")["used_memory"] / share))


def accepted_until_full(ledger: RedisLedger) -> Iterator[str]:
    for number in range(3000):
        try:
            ledger.accept([document(f"{number}", KILOBYTE)])
        except StoreUnavailableError:
            return
        yield f"{number}"


# --- full


def test_a_full_redis_accepts_nothing_of_a_batch_and_says_so(kept: Kept) -> None:
    kept.ledger.accept([document("before")])
    fill(kept.client, share=1.1)
    with pytest.raises(StoreUnavailableError, match="is full: raise its maxmemory"):
        kept.ledger.accept([document("a"), document("b")])
    kept.client.config_set("maxmemory", 0)
    assert kept.ledger.books() == replace(NOTHING, accepted=1, open=1)
    assert kept.ledger.rows(["a", "b"]) == [None, None]


def test_a_batch_that_would_fill_redis_is_not_taken_in_part(kept: Kept) -> None:
    kept.client.config_set("maxmemory", int(kept.client.info("memory")["used_memory"]) + 2_000_000)
    with pytest.raises(StoreUnavailableError, match="is full"):
        kept.ledger.accept([document(f"{number}", KILOBYTE) for number in range(2000)])
    assert kept.ledger.books() == NOTHING
    assert kept.client.exists(kept.key("row:0")) == 0


def test_accepting_what_is_known_already_needs_no_memory(kept: Kept) -> None:
    kept.ledger.accept([document("a")])
    fill(kept.client, share=1.1)
    assert kept.ledger.accept([document("a")]) == [False]


def test_a_full_redis_brings_what_it_accepted_to_its_end(kept: Kept) -> None:
    names = ["released", "failed", "quarantined", "closed"]
    kept.ledger.accept([document(name) for name in names])
    fill(kept.client, share=1.1)
    assert [each for message in kept.ledger.reconcile(9) for each in message.document_ids] == sorted(names)
    assert len(kept.ledger.claim(names, "holder")) == 4
    kept.ledger.release(["released"], "holder", "away", timedelta(0))
    kept.ledger.fail(["failed", "quarantined"], "holder", "why")
    assert len(kept.ledger.claim(["quarantined"], "holder")) == 1
    kept.ledger.fail(["quarantined"], "holder", "why")
    assert kept.ledger.close([Closing("closed", Outcome.INDEXED, "urn:a")]) == [True]
    assert kept.ledger.books() == replace(NOTHING, accepted=4, indexed=1, quarantined=1, open=2)


def test_a_full_redis_still_keeps_fingerprints_and_shuts_the_gate(kept: Kept) -> None:
    fill(kept.client, share=1.1)
    fingerprints, gate = RedisFingerprints(kept.client, kept.settings), RedisGate(kept.client, kept.settings)
    assert fingerprints.reserve({"a": "urn:a"}) == {"a": "urn:a"}
    fingerprints.confirm({"a": "urn:a"})
    assert fingerprints.confirmed(["a"]) == {"a": "urn:a"}
    gate.shut("full", timedelta(minutes=1))
    assert gate.reason() == "full"


def test_accepting_stops_while_messages_can_still_be_sent_and_goes_on_when_rows_were_closed(kept: Kept) -> None:
    kept.client.config_set("maxmemory", int(kept.client.info("memory")["used_memory"]) + 2_000_000)
    names = list(accepted_until_full(kept.ledger))
    assert 100 < len(names) < 3000
    kept.client.lpush(kept.key("celery:process"), KILOBYTE * 50)
    assert all(kept.ledger.close([Closing(name, Outcome.INDEXED) for name in names[: len(names) // 2]]))
    assert kept.ledger.accept([document("later", KILOBYTE)]) == [True]
    assert kept.ledger.books().balance


# --- restarted


def test_nothing_accepted_is_lost_when_redis_is_killed(private: Server, kept: Kept) -> None:
    kept.ledger.accept([document("a", KILOBYTE), document("b"), document("c")])
    kept.ledger.claim(["a"], "holder")
    kept.ledger.close([Closing("b", Outcome.DUPLICATE, "urn:b")])
    before = kept.ledger.rows(["a", "b", "c"])
    private.kill()
    with pytest.raises(StoreUnavailableError, match="can't be reached: start it"):
        kept.ledger.books()
    private.start_again()
    assert kept.ledger.rows(["a", "b", "c"]) == before
    assert kept.ledger.books() == replace(NOTHING, accepted=3, duplicates=1, open=2)
    kept.clock.advance(kept.settings.lease)
    assert [claim.document.content for claim in kept.ledger.claim(["a"], "second")] == [KILOBYTE]


def test_a_redis_that_forgot_the_scripts_is_told_them_again(kept: Kept) -> None:
    kept.ledger.accept([document("a")])
    kept.client.script_flush()
    assert kept.ledger.accept([document("b")]) == [True]
    kept.client.script_flush()
    assert len(kept.ledger.claim(["a", "b"], "holder")) == 2


# --- tampered with


@pytest.mark.parametrize("key", ["books", "due", "quarantine"])
def test_a_key_of_another_type_stops_a_step_before_it_changes_anything(kept: Kept, key: str) -> None:
    kept.ledger.accept([document("a")])
    kept.ledger.claim(["a"], "holder")
    before = kept.client.hgetall(kept.key("row:a"))
    kept.client.delete(kept.key(key))
    kept.client.set(kept.key(key), "another program's")
    for step in (
        lambda: kept.ledger.accept([document("b")]),
        lambda: kept.ledger.claim(["a"], "holder"),
        lambda: kept.ledger.close([Closing("a", Outcome.QUARANTINED)]),
        lambda: kept.ledger.fail(["a"], "holder", "why"),
        lambda: kept.ledger.release(["a"], "holder", "why", timedelta(0)),
        lambda: kept.ledger.reconcile(9),
    ):
        with pytest.raises(UnsuitableServerError, match="choose another NEWSMILL_REDIS_PREFIX"):
            step()
    assert kept.client.hgetall(kept.key("row:a")) == before
    assert kept.ledger.rows(["b"]) == [None]


def test_a_row_that_somebody_removed_gets_an_outcome_and_is_not_sent_for_ever(kept: Kept) -> None:
    kept.ledger.accept([document("a"), document("b")])
    kept.client.delete(kept.key("row:a"))
    assert kept.ledger.claim(["a"], "holder") == []
    assert kept.ledger.close([Closing("a", Outcome.INDEXED)]) == [False]
    assert [message.document_ids for message in kept.ledger.reconcile(9)] == [("b",)]
    (row,) = kept.ledger.quarantined(9)
    assert (row.document_id, row.reason, row.accepted_at) == ("a", "its row is gone from Redis", kept.clock.now())
    assert kept.ledger.books() == replace(NOTHING, accepted=2, quarantined=1, open=1)


# --- kept for how long


def test_only_a_closed_row_is_forgotten_and_not_one_in_quarantine(kept: Kept) -> None:
    kept.ledger.accept([document(name) for name in ("open", "closed", "quarantined")])
    kept.ledger.close([Closing("closed", Outcome.INDEXED), Closing("quarantined", Outcome.QUARANTINED)])
    left = {name: kept.client.ttl(kept.key(f"row:{name}")) for name in ("open", "closed", "quarantined")}
    assert left["open"] == left["quarantined"] == -1
    assert kept.settings.keep_closed_seconds - 60 < left["closed"] <= kept.settings.keep_closed_seconds


def test_a_closed_row_that_is_forgotten_stays_counted(kept: Kept) -> None:
    kept.ledger.accept([document("a")])
    kept.ledger.close([Closing("a", Outcome.INDEXED)])
    kept.client.delete(kept.key("row:a"))
    assert kept.ledger.rows(["a"]) == [None]
    assert kept.ledger.reconcile(9) == []
    assert kept.ledger.books() == replace(NOTHING, accepted=1, indexed=1)


def test_a_reservation_lasts_as_if_it_were_new_for_whoever_comes_last(kept: Kept) -> None:
    fingerprints = RedisFingerprints(kept.client, kept.settings)
    fingerprints.reserve({"a": "urn:a"})
    kept.client.expire(kept.key("fp:a"), 1)
    assert fingerprints.reserve({"a": "urn:b"}) == {"a": "urn:a"}
    assert kept.client.ttl(kept.key("fp:a")) > KEEP_SECONDS - 60


# --- a great deal


def test_ten_thousand_documents_go_through_each_step_at_once(kept: Kept) -> None:
    ledger = RedisLedger(kept.client, kept.settings, SystemClock())
    documents = [RawDocument(f"{number:05}", "text", "a.txt", b"a\nb", url="https://e.org") for number in range(10_000)]
    names = [each.id for each in documents]
    assert all(ledger.accept(documents))
    assert [each for message in ledger.reconcile(10_000) for each in message.document_ids] == names
    assert [claim.document for claim in ledger.claim(names, "holder")] == documents
    ledger.release(names, "holder", "away", timedelta(0))
    assert [row.last_error for row in ledger.rows(names) if row] == ["away"] * 10_000
    assert all(ledger.close([Closing(name, Outcome.INDEXED) for name in names]))
    assert ledger.books() == replace(NOTHING, accepted=10_000, indexed=10_000)
