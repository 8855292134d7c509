"""What enrichment reaches on texts that were read before it ran on them, as floors: lowering one is to be seen.

Half A was looked at for what goes wrong, half B after it had been measured; nobody looked at C (blind_gold.md).
"""

from collections.abc import Callable

import pytest
from blind_scoring import (
    GOLD,
    HAS_TEXTS,
    Counts,
    casualties,
    digest,
    entities,
    places,
    quotes,
    speakers,
    sums,
    text,
    topics,
)
from entity_scoring import rates

pytestmark = pytest.mark.skipif(not HAS_TEXTS, reason="the collections aren't here")


def test_the_answers_are_to_these_very_texts() -> None:
    known = {place: gold["sha256"] for part in ("articles", "places") for place, gold in GOLD[part].items()}
    assert known == {place: digest(text(place)) for place in known}


@pytest.mark.parametrize(
    ("half", "of", "precision", "recall"),
    [
        ("A", quotes, 0.98, 0.97),
        ("A", speakers, 0.97, 0.90),
        ("A", sums, 0.97, 0.97),
        ("A", casualties, 0.95, 0.90),
        ("B", quotes, 0.98, 0.97),
        ("B", speakers, 0.94, 0.85),
        ("B", sums, 0.97, 0.95),
        ("B", casualties, 0.95, 0.95),
        ("C", casualties, 0.95, 0.88),
    ],
)
def test_quotes_and_figures_are_as_a_reader_finds_them(
    half: str, of: Callable[[str], Counts], precision: float, recall: float
) -> None:
    found, wanted = rates([of(half)])
    assert (found >= precision, wanted >= recall) == (True, True), f"{found:.3f}, {wanted:.3f}"


@pytest.mark.parametrize(("half", "precision", "recall"), [("A", 0.95, 0.89), ("B", 0.94, 0.86)])
def test_names_are_those_that_a_reader_finds(half: str, precision: float, recall: float) -> None:
    found, wanted = rates(entities(half).values())
    assert (found >= precision, wanted >= recall) == (True, True), f"{found:.3f}, {wanted:.3f}"


@pytest.mark.parametrize(("half", "precision", "recall"), [("A", 0.95, 0.90), ("B", 0.90, 0.92)])
def test_topics_are_those_that_a_reader_gives(half: str, precision: float, recall: float) -> None:
    counts = topics(half)
    assert counts["right"] >= precision * counts["found"]
    assert counts["hits"] >= recall * counts["articles"]


def test_places_are_told_in_six_other_languages() -> None:
    found, wanted = rates([places()])
    assert (found >= 0.95, wanted >= 0.75) == (True, True), f"{found:.3f}, {wanted:.3f}"
