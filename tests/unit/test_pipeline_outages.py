"""What can't be done now stays open, costs no attempt, and goes on by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from twins import Mill, text

from services.errors import NotPermittedError
from services.index.memory import MemoryIndex
from services.model import Article
from services.pipeline import PAUSE, RETRY_AFTER
from services.ports import WriteResult


@pytest.fixture
def mill() -> Mill:
    return Mill()


def test_while_elasticsearch_is_away_rows_stay_open_and_their_attempts_uncounted(mill: Mill) -> None:
    mill.index.is_away = True
    ids = mill.accept(*map(text, range(250)))
    assert mill.tick() == [100, 100, 50]
    assert {(row.state, row.attempts, row.last_error) for row in mill.rows(ids)} == {
        ("open", 0, "Elasticsearch is away")
    }
    assert mill.gate.reason() == "Elasticsearch is away"


def test_however_long_it_is_away_nothing_goes_to_quarantine(mill: Mill) -> None:
    mill.index.is_away = True
    ids = mill.accept(*map(text, range(10)))
    mill.run(within=timedelta(minutes=20))
    assert mill.states(ids) == ["open"] * 10
    mill.index.is_away = False
    mill.run()
    assert mill.states(ids) == ["indexed"] * 10


def test_meanwhile_one_probe_is_sent_and_after_it_got_through_all(mill: Mill) -> None:
    mill.index.is_away = True
    mill.accept(*map(text, range(250)))
    mill.tick()
    mill.clock.advance(RETRY_AFTER)
    assert mill.tick() == [1]
    mill.index.is_away = False
    mill.clock.advance(timedelta(seconds=1))
    assert mill.tick() == [1]
    assert mill.ledger.books().indexed == 1
    mill.clock.advance(PAUSE)
    assert mill.tick() == [100, 100, 49]
    assert mill.ledger.books().indexed == 250


def test_a_probe_that_fails_keeps_the_rest_waiting(mill: Mill) -> None:
    mill.index.is_away = True
    mill.accept(*map(text, range(250)))
    mill.tick()
    for _ in range(30):
        mill.clock.advance(timedelta(seconds=1))
        assert sum(mill.tick()) <= 1


def test_what_arrives_meanwhile_waits_too(mill: Mill) -> None:
    mill.index.is_away = True
    mill.accept(text(1))
    mill.tick()
    mill.accept(*map(text, range(2, 50)))
    assert mill.tick() == [1]


@dataclass
class Unpermitted:
    """A sink whose credentials allow nothing."""

    index: MemoryIndex

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        message = "the credentials don't allow it: correct them"
        raise NotPermittedError(message)


def test_when_a_person_has_to_act_rows_wait_for_that_too(mill: Mill) -> None:
    ids = mill.accept(text(1))
    mill.process(ids, "holder", mill.wired(sink=Unpermitted(mill.index)))
    assert [(row.state, row.attempts) for row in mill.rows(ids)] == [("open", 0)]
    assert mill.gate.reason() == "the credentials don't allow it: correct them"
    mill.clock.advance(PAUSE)
    mill.run()
    assert mill.states(ids) == ["indexed"]


def test_one_article_that_is_pushed_back_holds_up_no_other(mill: Mill) -> None:
    mill.index.pushes_back = lambda article: article.headline == "Report 7"
    ids = mill.accept(*map(text, range(100)))
    mill.tick()
    assert [row.document_id for row in mill.rows(ids) if row.is_open] == [ids[7]]
    assert mill.rows(ids)[7].attempts == 0
    assert mill.gate.reason() is None
    mill.index.pushes_back = lambda _: False
    mill.run()
    assert mill.states(ids) == ["indexed"] * 100


def test_when_all_are_pushed_back_intake_slows_down(mill: Mill) -> None:
    mill.index.pushes_back = lambda _: True
    ids = mill.accept(*map(text, range(250)))
    mill.tick()
    assert mill.states(ids) == ["open"] * 250
    mill.clock.advance(RETRY_AFTER)
    assert mill.tick() == [1]


def test_what_elasticsearch_refuses_goes_to_quarantine_with_its_reason_and_its_bytes(mill: Mill) -> None:
    mill.index.refuses = lambda article: article.headline == "Report 1"
    good, bad = mill.accept(text(0), text(1))
    mill.run()
    row = mill.rows([bad])[0]
    assert (row.state, row.reason) == ("quarantined", "400")
    assert mill.ledger.quarantined_bytes == {bad: text(1).content}
    assert mill.states([good]) == ["indexed"]


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b" \n\n ", "empty"), (b"\x00\x01\x02\x03" * 100, "binary")]
)
def test_what_is_no_article_is_rejected_by_name_and_holds_up_no_other(mill: Mill, content: bytes, reason: str) -> None:
    good, bad = mill.accept(text(1), replace(text(2), content=content))
    mill.run()
    row = mill.rows([bad])[0]
    assert (row.state, row.reason.partition(":")[0]) == ("rejected", reason)
    assert mill.states([good]) == ["indexed"]
    assert mill.ledger.books().balance


def test_an_unknown_kind_is_rejected_by_name(mill: Mill) -> None:
    (bad,) = mill.accept(replace(text(1), kind="opera"))
    mill.run()
    assert mill.rows([bad])[0].reason.startswith("unknown-kind:")
