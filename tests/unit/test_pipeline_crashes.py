"""A worker that is killed anywhere on the way leaves nothing lost and nothing twice."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from twins import SETTINGS, Killed, Killing, Mill, text

from services import sources
from services.index.memory import MemoryIndex
from services.model import Article, Entry, RawDocument
from services.ports import WriteResult

STEPS = [
    ("ledger", "claim"),
    ("fingerprints", "confirmed"),
    ("fingerprints", "forget"),
    ("index", "holders"),
    ("index", "versions"),
    ("sink", "revise"),
    ("sink", "amend"),
    ("fingerprints", "reserve"),
    ("sink", "create"),
    ("rechecks", "schedule"),
    ("ledger", "close"),
    ("fingerprints", "confirm"),
]
LEASE_ENDED = SETTINGS.lease + timedelta(seconds=1)


@pytest.fixture
def mill() -> Mill:
    return Mill()


def killed_at(mill: Mill, port: str, method: str, when: str, document_ids: Sequence[str]) -> None:
    twin = mill.index if port == "sink" else getattr(mill, port)
    mill.process(document_ids, "holder", mill.wired(**{port: Killing(twin, method, when)}))


def assert_each_has_its_outcome(mill: Mill, ids: Sequence[str]) -> None:
    books = mill.ledger.books()
    assert sorted(mill.states(ids)) == ["duplicate", "indexed", "indexed", "rejected"]
    assert (books.balance, books.open, mill.index.count()) == (True, 0, 2)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("port", "method"), STEPS)
def test_killed_at_a_step_the_work_is_done_once_the_lease_ends(mill: Mill, port: str, method: str, when: str) -> None:
    ids = mill.accept(text(1), text(1), text(2), text(content=" \n "))
    killed_at(mill, port, method, when, ids)
    assert mill.ledger.books().balance
    mill.clock.advance(LEASE_ENDED)
    mill.run()
    assert_each_has_its_outcome(mill, ids)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("port", "method"), STEPS)
def test_killed_at_a_step_a_redelivery_does_it_at_once(mill: Mill, port: str, method: str, when: str) -> None:
    ids = mill.accept(text(1), text(1), text(2), text(content=" \n "))
    killed_at(mill, port, method, when, ids)
    # The message comes back under the same id, before the lease ends: `workers.base.HoldingTask.before_start`.
    mill.ledger.fail(ids, "holder", "the worker died over it")
    mill.process(ids, "holder")
    mill.run(within=timedelta(seconds=5))
    assert_each_has_its_outcome(mill, ids)


@pytest.mark.parametrize(("port", "method"), STEPS)
def test_killed_at_a_step_another_with_the_same_content_is_no_second_article(
    mill: Mill, port: str, method: str
) -> None:
    killed, other = mill.accept(text(1), text(1))
    killed_at(mill, port, method, "after", [killed])
    mill.process([other], "other")
    mill.clock.advance(LEASE_ENDED)
    mill.run()
    assert sorted(mill.states([killed, other])) == ["duplicate", "indexed"]
    assert mill.index.count() == 1


class DyingHalfway:
    """A sink that is killed after the first half of a batch was written."""

    def __init__(self, index: MemoryIndex) -> None:
        self._index = index

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        self._index.create(articles[: len(articles) // 2])
        raise Killed


def test_what_was_written_before_the_kill_is_still_new_when_it_comes_again(mill: Mill) -> None:
    ids = mill.accept(*map(text, range(10)))
    mill.process(ids, "holder", mill.wired(sink=DyingHalfway(mill.index)))
    assert mill.index.count() == 5
    mill.clock.advance(LEASE_ENDED)
    mill.run()
    assert mill.states(ids) == ["indexed"] * 10


def test_a_message_that_comes_twice_has_one_effect(mill: Mill) -> None:
    ids = mill.accept(text(1))
    mill.process(ids, "first")
    mill.process(ids, "second")
    assert (mill.states(ids), mill.ledger.books().indexed, mill.rows(ids)[0].attempts) == (["indexed"], 1, 1)


def test_rows_that_another_holds_are_left_to_it(mill: Mill) -> None:
    ids = mill.accept(text(1))
    mill.ledger.claim(ids, "first")
    assert mill.pipeline.process(ids, "second") == {}
    assert mill.index.count() == 0


@pytest.fixture
def _poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let documents of two kinds do harm: one raises what nobody expects, one kills the process."""

    def fail(document: RawDocument) -> Entry:
        message = f"no such thing in {document.origin}"
        raise ZeroDivisionError(message)

    def kill(_: RawDocument) -> Entry:
        raise Killed

    monkeypatch.setitem(sources.READERS, "failing", fail)
    monkeypatch.setitem(sources.READERS, "killing", kill)


@pytest.mark.usefixtures("_poison")
@pytest.mark.parametrize(
    ("kind", "reason"), [("failing", "ZeroDivisionError: no such thing in bad.bin"), ("killing", "the worker died")]
)
def test_one_poisonous_document_goes_to_quarantine_and_its_99_neighbours_dont(
    mill: Mill, kind: str, reason: str
) -> None:
    documents = [text(number) for number in range(99)]
    poison = RawDocument("poison", kind, "bad.bin", b"bytes to look at")
    ids = mill.accept(*documents[:50], poison, *documents[50:])
    mill.run()
    (row,) = mill.ledger.quarantined(10)
    assert row.document_id == "poison"
    assert reason in row.reason
    assert mill.ledger.quarantined_bytes == {"poison": b"bytes to look at"}
    assert mill.states([each for each in ids if each != "poison"]) == ["indexed"] * 99
