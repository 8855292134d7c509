"""Whoever waits is told what for, and once."""

from datetime import timedelta

import pytest
from commands import AWAY, ServedMill

from services.cli.waiting import Display, obstacle
from services.errors import StoreUnavailableError


def test_a_missing_worker_is_what_is_waited_for_first() -> None:
    mill = ServedMill(names=["process@host"])
    mill.gate.shut("429", timedelta(seconds=5))
    assert obstacle(mill).startswith("No worker for the queue `poll`")


def test_work_that_rests_says_why() -> None:
    mill = ServedMill()
    mill.gate.shut("Elasticsearch is full", timedelta(seconds=5))
    assert "Elasticsearch is full" in obstacle(mill)


def test_with_nothing_in_the_way_it_says_so() -> None:
    assert obstacle(ServedMill()) == "the workers, which are up"


def test_on_no_terminal_each_reason_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    mill = ServedMill(names=[])
    with Display(mill, silence_seconds=0) as display:
        display.processing(2)
        for _ in range(3):
            display.waits(None)
        for _ in range(3):
            display.waits(StoreUnavailableError(AWAY))
        display.closed("[green]indexed[/]")
    captured = capsys.readouterr()
    assert captured.out == "indexed\n"
    assert [line[:40] for line in captured.err.splitlines()] == [
        "waiting: No worker for the queue `poll` ",
        f"waiting: {AWAY}"[:40],
    ]


def test_nothing_is_said_while_outcomes_come_in(capsys: pytest.CaptureFixture[str]) -> None:
    with Display(ServedMill(names=[]), silence_seconds=3600) as display:
        display.accepted(2)
        display.processing(2)
        display.waits(None)
        display.closed()
        display.waits(None)
    assert capsys.readouterr() == ("", "")
