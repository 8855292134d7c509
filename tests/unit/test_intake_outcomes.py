"""What is accepted is waited for, through full and absent servers, and nothing is forgotten."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from twins import SETTINGS, Mill, text

from services.acceptance import ACCEPT_BYTES
from services.errors import BacklogFullError, StoreUnavailableError, TransientError
from services.intake import Ending, Offer, accept, await_outcomes
from services.intake.outcomes import Pace
from services.ledger.memory import MemoryLedger
from services.model import Closing, Outcome, RawDocument, Row

AWAY = StoreUnavailableError("Redis is away")
FULL = BacklogFullError("too many are open")


@dataclass
class Clockwork:
    """Time that passes where something sleeps, and nowhere else."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)

    @property
    def pace(self) -> Pace:
        return Pace(lambda: self.at, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


class Troubled(MemoryLedger):
    """A ledger that raises `troubles`, one at each step, before it does anything."""

    def __init__(self, mill: Mill, troubles: Sequence[TransientError | None]) -> None:
        super().__init__(SETTINGS, mill.clock)
        self._troubles = iter(troubles)
        self.sizes: list[int] = []

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        self._step()
        self.sizes.append(len(documents))
        return super().accept(documents)

    def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
        self._step()
        return super().rows(document_ids)

    def _step(self) -> None:
        if trouble := next(self._troubles, None):
            raise trouble


def mill_with(*troubles: TransientError | None, batch_size: int = 2) -> Mill:
    mill = Mill()
    mill.ledger = Troubled(mill, troubles)
    mill.pipeline = mill.wired(batch_size=batch_size)
    return mill


def texts(count: int) -> list[Offer]:
    return [Offer(f"{number}.txt", text(number)) for number in range(count)]


def test_each_offer_has_an_ending_in_order_and_documents_are_open() -> None:
    mill = mill_with()
    offered = [*texts(1), Offer("b", refusal="missing"), *texts(2), Offer("c", skipped="hidden")]
    endings = list(accept(mill.pipeline, offered))
    assert [(each.name, each.outcome, each.reason) for each in endings] == [
        ("0.txt", "open", ""),
        ("b", "refused", "missing"),
        ("0.txt", "open", ""),
        ("1.txt", "open", ""),
        ("c", "skipped", "hidden"),
    ]
    assert mill.ledger.books().accepted == 3
    assert [each.document_id for each in endings if each.document_id] == [o.document.id for o in offered if o.document]


def test_documents_are_accepted_in_batches_bounded_by_count_and_bytes() -> None:
    mill = mill_with(batch_size=3)
    list(accept(mill.pipeline, texts(7)))
    large = [Offer("large", RawDocument(f"{number:032}", "text", "o", bytes(ACCEPT_BYTES // 2))) for number in range(4)]
    list(accept(mill.pipeline, large))
    assert mill.ledger.sizes == [3, 3, 1, 2, 2]


def test_what_comes_slowly_is_accepted_without_waiting_for_a_batch() -> None:
    clockwork, mill = Clockwork(), mill_with(batch_size=100)

    def slowly() -> Iterator[Offer]:
        for offer in texts(4):
            clockwork.at += 0.7
            yield offer

    list(accept(mill.pipeline, slowly(), pace=clockwork.pace))
    assert mill.ledger.sizes == [3, 1]


def test_no_more_is_read_than_is_being_accepted() -> None:
    mill, read = mill_with(batch_size=2), []

    def reading() -> Iterator[Offer]:
        for offer in texts(10):
            read.append(offer)
            yield offer

    next(accept(mill.pipeline, reading()))
    assert len(read) == 2


def test_a_full_backlog_is_waited_for() -> None:
    mill, clockwork, said = mill_with(FULL, FULL), Clockwork(), []
    endings = list(accept(mill.pipeline, texts(1), said.append, patience_seconds=60, pace=clockwork.pace))
    assert [each.outcome for each in endings] == ["open"]
    assert said == [FULL, FULL]


def test_a_backlog_that_stays_full_ends_the_patience() -> None:
    mill, clockwork = mill_with(*[FULL] * 100), Clockwork()
    with pytest.raises(BacklogFullError):
        list(accept(mill.pipeline, texts(1), patience_seconds=10, pace=clockwork.pace))
    assert 10 <= clockwork.at <= 11


def test_redis_away_at_the_first_document_is_told_at_once() -> None:
    mill, clockwork = mill_with(AWAY), Clockwork()
    with pytest.raises(StoreUnavailableError):
        list(accept(mill.pipeline, texts(1), patience_seconds=60, pace=clockwork.pace))
    assert clockwork.at == 0


def test_redis_away_in_the_middle_is_waited_for() -> None:
    mill, clockwork, said = mill_with(None, AWAY, AWAY), Clockwork(), []
    endings = list(accept(mill.pipeline, texts(4), said.append, patience_seconds=60, pace=clockwork.pace))
    assert [each.outcome for each in endings] == ["open"] * 4
    assert said == [AWAY, AWAY]
    assert mill.ledger.books().accepted == 4


def test_redis_away_for_good_is_told_and_what_was_yielded_is_accepted() -> None:
    mill, clockwork = mill_with(None, *[AWAY] * 100), Clockwork()
    taken: list[Ending] = []
    with pytest.raises(StoreUnavailableError):
        taken.extend(accept(mill.pipeline, texts(4), patience_seconds=10, pace=clockwork.pace))
    assert len(taken) == mill.ledger.books().accepted == 2


def accepted(mill: Mill, *documents: RawDocument) -> list[Ending]:
    return list(accept(mill.pipeline, [Offer(each.origin, each) for each in documents]))


def test_outcomes_come_in_order_with_their_article_or_their_reason() -> None:
    mill = Mill()
    endings = accepted(mill, text(1), text(1), text(content=" "))
    mill.run()
    told: list[Ending] = []
    found = await_outcomes(mill.ledger, [*endings, Ending("x", "refused")], 10, told.append)
    assert [each.outcome for each in found] == ["indexed", "duplicate", "rejected", "refused"]
    assert found[0].uri == found[1].uri != ""
    assert found[2].reason.startswith("empty")
    assert [each.is_ok for each in found] == [True, True, False, False]
    assert sorted(told, key=str) == sorted(found, key=str)


def test_waiting_ends_when_nothing_closes_for_the_time_given() -> None:
    mill, clockwork = Mill(), Clockwork()
    endings = accepted(mill, text(1))
    waits: list[TransientError | None] = []
    (found,) = await_outcomes(mill.ledger, endings, 5, lambda _: None, waits.append, clockwork.pace)
    assert found.outcome == "open"
    assert 5 <= clockwork.at < 6
    assert set(waits) == {None}


def test_every_closing_renews_the_patience() -> None:
    mill, clockwork = Mill(), Clockwork()
    endings = accepted(mill, *map(text, range(4)))

    class Slow(MemoryLedger):
        def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
            closed = self.books().indexed
            if closed < 4 and clockwork.at > 4 * (closed + 1):
                self.close([Closing(endings[closed].document_id, Outcome.INDEXED, "urn:x")])
            return super().rows(document_ids)

    mill.ledger.__class__ = Slow
    found = await_outcomes(mill.ledger, endings, 5, lambda _: None, pace=clockwork.pace)
    assert [each.outcome for each in found] == ["indexed"] * 4
    assert clockwork.at > 16


def test_redis_away_while_waiting_is_told_and_waited_for() -> None:
    mill = mill_with(None, AWAY, AWAY)
    endings = accepted(mill, text(1))
    mill.tick()
    clockwork, waits = Clockwork(), []
    (found,) = await_outcomes(mill.ledger, endings, 5, lambda _: None, waits.append, clockwork.pace)
    assert found.outcome == "indexed"
    assert waits == [AWAY, AWAY]


def test_redis_away_for_good_leaves_them_open() -> None:
    mill = mill_with(None, *[AWAY] * 100)
    endings = accepted(mill, text(1))
    clockwork = Clockwork()
    assert await_outcomes(mill.ledger, endings, 5, lambda _: None, pace=clockwork.pace) == endings


def test_an_open_row_says_what_went_wrong_so_far() -> None:
    mill = Mill()
    endings = accepted(mill, text(1))
    mill.index.is_away = True
    mill.tick()
    (found,) = await_outcomes(mill.ledger, endings, 1, lambda _: None, pace=Clockwork().pace)
    assert (found.outcome, found.reason) == ("open", "Elasticsearch is away")


def test_a_row_that_the_ledger_does_not_have_is_lost_at_once() -> None:
    mill, clockwork = Mill(), Clockwork()
    endings = accepted(mill, text(1))
    mill.lose_redis()
    (found,) = await_outcomes(mill.ledger, endings, 100, lambda _: None, pace=clockwork.pace)
    assert (found.outcome, found.is_ok, clockwork.at) == ("lost", False, 0)


def test_thousands_of_rows_are_looked_up_in_parts_and_less_often() -> None:
    class Counting(MemoryLedger):
        asked: list[int] = []  # noqa: RUF012 (one instance)

        def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
            self.asked.append(len(document_ids))
            return super().rows(document_ids)

    mill, clockwork = Mill(), Clockwork()
    mill.ledger.__class__ = Counting
    endings = accepted(mill, *map(text, range(2500)))
    await_outcomes(mill.ledger, endings, 0.1, lambda _: None, pace=clockwork.pace)
    assert Counting.asked == [1000, 1000, 500]
    assert clockwork.slept == [0.25]


def test_without_patience_nothing_is_looked_up() -> None:
    mill = Mill()
    endings = accepted(mill, text(1))
    mill.run()
    assert await_outcomes(mill.ledger, endings, 0, lambda _: None) == endings
