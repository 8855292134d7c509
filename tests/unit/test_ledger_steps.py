"""Whatever happens before any step of a worker, each document gets its one outcome, and each content is one article."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from steps import Mill, Worker

from services.model import RawDocument
from services.settings import Settings

SETTINGS = Settings(batch_size=20)
MONTHS_END = datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC)
CONTENTS = (b"River\nIt rose.", b"River\n\n It rose. ", b"A headline alone", b"Vote\nIt is over.")
STEPS = range(17)
"""The claim, look-ups, the reservation, three articles, close, confirm; that these are all is the first test."""


def loaded() -> tuple[Mill, Worker]:
    """Return a mill that accepted CONTENTS, and a worker that has the message of them."""
    mill = Mill(SETTINGS, MONTHS_END, poison=b"")
    documents = (RawDocument(str(i), "text", "a.txt", content) for i, content in enumerate(CONTENTS))
    assert all(mill.pipeline().accept(documents))
    (worker,) = mill.deliver()
    return mill, worker


def assert_right(mill: Mill) -> None:
    rows = mill.ledger.rows([str(i) for i in range(len(CONTENTS))])
    states = Counter(row.state for row in rows if row)
    assert states == {"indexed": 2, "duplicate": 1, "rejected": 1}
    assert sorted(article.headline for article in mill.index.articles.values()) == ["River", "Vote"]
    assert {row.uri for row in rows if row and row.state != "rejected"} == mill.index.articles.keys()
    assert mill.ledger.books().balance
    assert mill.ledger.books().accepted == len(CONTENTS)


def overtaking(mill: Mill) -> Iterator[Worker]:
    """Yield workers that get what another holds, after its lease."""
    mill.clock.advance(SETTINGS.lease)
    yield from mill.deliver()


def test_a_worker_needs_no_more_steps_than_are_looked_at_here() -> None:
    mill, worker = loaded()
    worker.go(len(STEPS))
    assert worker.is_done
    assert_right(mill)


@pytest.mark.parametrize("first", STEPS)
def test_workers_may_die_before_any_step(first: int) -> None:
    for second in STEPS[first % 2 :: 2]:
        mill, worker = loaded()
        worker.go(first)
        worker.die()
        for successor in overtaking(mill):
            successor.go(second)
            successor.die()
        mill.come_to_rest()
        assert_right(mill)


@pytest.mark.parametrize("first", STEPS)
def test_another_may_get_the_same_documents_before_any_step(first: int) -> None:
    for second in STEPS[first % 2 :: 2]:
        mill, slow = loaded()
        slow.go(first)
        others = list(overtaking(mill))
        for other in others:
            other.go(second)
        slow.finish()
        for other in others:
            other.finish()
        mill.come_to_rest()
        assert_right(mill)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("end", [Worker.finish, Worker.die])
def test_a_copy_may_come_in_another_message_and_month_before_any_step(
    steps: int, end: Callable[[Worker], None]
) -> None:
    for copys in STEPS[::2]:
        mill, worker = loaded()
        mill.clock.advance(timedelta(seconds=1))
        assert mill.pipeline().accept([RawDocument("copy", "text", "b.txt", CONTENTS[0])]) == [True]
        (other,) = mill.deliver()
        worker.go(steps)
        other.go(copys)
        end(worker)
        end(other)
        mill.come_to_rest()
        (row,) = mill.ledger.rows(["copy"])
        rows = [row, *mill.ledger.rows([str(i) for i in range(len(CONTENTS))])]
        assert Counter(row.state for row in rows if row) == {"indexed": 2, "duplicate": 2, "rejected": 1}
        assert len(mill.index.articles) == 2


@pytest.mark.parametrize("calls", [1, 2, 3])
@pytest.mark.parametrize("server", ["index_fails", "redis_fails"])
def test_a_server_may_be_away_from_any_step_on(server: str, calls: int) -> None:
    for steps in STEPS:
        mill, worker = loaded()
        worker.go(steps)
        setattr(mill, server, calls)
        worker.finish()
        mill.come_to_rest()
        assert_right(mill)


@pytest.mark.parametrize("max_attempts", [1, 2, 3, 4])
def test_a_document_that_kills_its_workers_takes_none_along_though_its_message_comes_back(max_attempts: int) -> None:
    mill = Mill(SETTINGS.model_copy(update={"max_attempts": max_attempts}), MONTHS_END, poison=b"Poison\nIt kills.")
    contents = [f"Report {number}\nSo it is.".encode() for number in range(19)]
    contents.insert(7, mill.poison)
    mill.pipeline().accept(RawDocument(f"{i:02}", "text", "a.txt", content) for i, content in enumerate(contents))
    for worker in mill.deliver():
        worker.finish()
        mill.ledger.fail(worker.document_ids, worker.holder, "the worker died over it")
        Worker(mill, worker.document_ids, worker.holder).finish()
    mill.come_to_rest()
    assert mill.ledger.books().indexed == 19
    assert [row.document_id for row in mill.ledger.quarantined(20)] == ["07"]
