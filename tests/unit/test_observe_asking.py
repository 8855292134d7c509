"""Several questions at once; none of them is waited for for long."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Event

import pytest

from services.errors import StoreUnavailableError, TransientError
from services.observe.asking import ask


def test_a_question_that_hangs_keeps_nobody_waiting() -> None:
    released = Event()
    questions: dict[str, Callable[[], bool]] = {"quick": lambda: True, "hung": released.wait}
    answers = ask(questions, patience=timedelta(milliseconds=50))
    released.set()
    assert answers["quick"] is True
    assert isinstance(answers["hung"], TransientError)
    assert "hung gave no answer within 0.05 s" in str(answers["hung"])


def test_questions_are_asked_at_the_same_time() -> None:
    meeting = Barrier(2)
    answers = ask({"one": meeting.wait, "other": meeting.wait})
    assert sorted(map(str, answers.values())) == ["0", "1"]


def test_an_error_that_has_a_name_is_an_answer_and_a_fault_of_ours_is_not() -> None:
    def away() -> None:
        message = "Redis is away"
        raise StoreUnavailableError(message)

    def broken() -> None:
        raise ZeroDivisionError

    assert isinstance(ask({"redis": away})["redis"], StoreUnavailableError)
    with pytest.raises(ZeroDivisionError):
        ask({"redis": broken})
