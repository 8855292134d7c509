"""How many documents travel together, by what happened to them before."""

import pytest

from services.ledger.batches import MESSAGE_BYTES, Overdue, in_messages, sizes
from services.model import Due


@pytest.mark.parametrize(
    ("batch_size", "max_attempts", "expected"),
    [
        (100, 3, [100, 10, 1]),
        # The last attempt is always made alone, so that a poisonous document takes none along.
        (100, 2, [100, 1]),
        (100, 1, [1]),
        (100, 5, [100, 10, 1, 1, 1]),
        (5, 3, [5, 1, 1]),
        (1, 3, [1, 1, 1]),
    ],
)
def test_a_batch_gets_smaller_with_each_attempt_and_the_last_is_made_alone(
    batch_size: int, max_attempts: int, expected: list[int]
) -> None:
    assert sizes(batch_size, max_attempts) == expected


def test_nothing_due_is_no_message() -> None:
    assert in_messages([], [2, 1]) == []


def test_rows_of_different_attempts_travel_apart_in_their_order() -> None:
    due = [Overdue("a", 0, 1), Overdue("b", 1, 1), Overdue("c", 0, 1), Overdue("d", 0, 1), Overdue("e", 1, 1)]
    assert in_messages(due, [2, 1]) == [Due(("a", "c"), 0), Due(("d",), 0), Due(("b",), 1), Due(("e",), 1)]


def test_more_attempts_than_are_allowed_now_travel_as_the_last() -> None:
    due = [Overdue("a", 7, 1), Overdue("b", 7, 1)]
    assert in_messages(due, [100, 1]) == [Due(("a",), 7), Due(("b",), 7)]


def test_a_message_is_bounded_in_bytes_unless_it_is_one_document() -> None:
    half = MESSAGE_BYTES // 2
    due = [Overdue("a", 0, half), Overdue("b", 0, half), Overdue("c", 0, 1), Overdue("d", 0, 2 * MESSAGE_BYTES)]
    assert [message.document_ids for message in in_messages(due, [100])] == [("a", "b"), ("c",), ("d",)]
