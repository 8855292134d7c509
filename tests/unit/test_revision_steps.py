"""Two workers have two versions of one article at the same moment: whatever step each is at, none is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from steps import Mill, Worker

from services.model import RawDocument
from services.settings import Settings

SETTINGS = Settings(batch_size=20)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WIND = " ".join(f"Roofs of the village of {name} were blown away in the night." for name in "ghijkl")
VERSIONS = [f"{WIND} District {name} is cut off." for name in "xyz"]
STEPS = range(14)
"""Claim, look-ups, copies, the revision, close, confirm; that these are all is the first test."""


def standing() -> Mill:
    """Return a mill in whose index the first version stands."""
    mill = Mill(SETTINGS, NOON, poison=b"")
    accept(mill, 0)
    mill.come_to_rest()
    return mill


def accept(mill: Mill, number: int) -> None:
    content = f"Storm\n{VERSIONS[number]}".encode()
    assert mill.pipeline().accept([RawDocument(str(number), "text", "a.txt", content, url="https://p.example/s")])
    mill.clock.advance(timedelta(seconds=1))


def workers(mill: Mill, *numbers: int) -> list[Worker]:
    found: list[Worker] = []
    for number in numbers:
        accept(mill, number)
        found += mill.deliver()
    return found


def assert_none_is_lost(mill: Mill, *numbers: int) -> None:
    mill.come_to_rest()
    (article,) = mill.index.articles.values()
    texts = [kept["document"]["articleBody"] for kept in mill.index.kept.values()]  # type: ignore[index]
    assert sorted({*texts, article.body}) == sorted(VERSIONS[number] for number in numbers)
    assert article.body == VERSIONS[max(numbers)]
    assert mill.ledger.books().balance
    states = [row.state for row in mill.ledger.rows([str(number) for number in numbers]) if row]
    assert sorted(states) == ["indexed"] + ["revised"] * (len(numbers) - 1)


def test_a_worker_needs_no_more_steps_than_are_looked_at_here() -> None:
    mill = standing()
    (worker,) = workers(mill, 1)
    worker.go(len(STEPS))
    assert worker.is_done
    assert_none_is_lost(mill, 0, 1)


@pytest.mark.parametrize("first", STEPS)
def test_another_may_overtake_at_any_step(first: int) -> None:
    for numbers in ((1, 2), (2, 1)):
        mill = standing()
        slow, quick = workers(mill, *numbers)
        slow.go(first)
        quick.finish()
        slow.finish()
        mill.come_to_rest()
        texts = {kept["document"]["articleBody"] for kept in mill.index.kept.values()}  # type: ignore[index]
        (article,) = mill.index.articles.values()
        assert texts | {article.body} == set(VERSIONS)
        assert article.body == VERSIONS[numbers[1]]


@pytest.mark.parametrize("first", STEPS)
def test_two_versions_of_what_is_new_are_one_article_at_any_step(first: int) -> None:
    mill = Mill(SETTINGS, NOON, poison=b"")
    slow, quick = workers(mill, 1, 2)
    slow.go(first)
    quick.finish()
    slow.finish()
    assert_none_is_lost(mill, 1, 2)


@pytest.mark.parametrize("first", STEPS)
def test_a_worker_may_die_at_any_step(first: int) -> None:
    mill = standing()
    one, other = workers(mill, 1, 2)
    one.go(first)
    one.die()
    other.go(len(STEPS) - first)
    other.die()
    assert_none_is_lost(mill, 0, 1, 2)
