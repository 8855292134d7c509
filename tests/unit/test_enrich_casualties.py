"""Casualties are counted with the bounds that the text gives, and only where people are counted."""

import pytest
from twins import article

from services.enrich import casualties
from services.enrich.analysis import Analysis

Counted = tuple[str, int | None, int | None]


def counted(text: str, language: str = "en") -> list[Counted]:
    given = article(paragraphs=(text,), language=language)
    return [(each.kind, each.least, each.most) for each in casualties.enrich(given, Analysis(given))["casualties"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strikes hit boats, killing at least 83 people.", [("killed", 83, None)]),
        ("At least 12 people were killed and 30 others injured.", [("killed", 12, None), ("injured", 30, 30)]),
        ("The blast left five dead and 12 wounded.", [("killed", 5, 5), ("injured", 12, 12)]),
        ("The death toll from the quake rose to 1,234 on Monday.", [("killed", 1234, 1234)]),
        ("Two U.S. service members died when a helicopter crashed.", [("killed", 2, 2)]),
        ("More than 45,000 Palestinians have been killed.", [("killed", 45001, None)]),
        ("Up to 20 people are missing.", [("missing", None, 20)]),
        ("Nearly 100 people remain unaccounted for.", [("missing", 90, 110)]),
        ("The attack on Oct. 7 killed about 1,200 people.", [("killed", 1080, 1320)]),
        ("The storm claimed 14 lives.", [("killed", 14, 14)]),
        ("The plague killed 25 million people.", [("killed", 25_000_000, 25_000_000)]),
        # Of a whole the part counts.
        ("One of its eight sailors was killed.", [("killed", 1, 1)]),
        ("Three of the 12 passengers died.", [("killed", 3, 3)]),
        ("The crash killed all 12 people on board.", [("killed", 12, 12)]),
        ("At least six people, including three soldiers, were reported wounded.", [("injured", 6, None)]),
        ("Four people, two of them children, were killed.", [("killed", 4, 4)]),
        ("The ferry sank with the loss of 400 lives.", [("killed", 400, 400)]),
        ("More than a dozen people were injured.", [("injured", 13, None)]),
        ("It killed two people and injured five, police said.", [("killed", 2, 2), ("injured", 5, 5)]),
        ("Troops killed 384 Libyans and captured 48.", [("killed", 384, 384)]),
        ("At least 106 protesters in 21 cities have been killed.", [("killed", 106, None)]),
        ("Fifty-one people were killed, and two hundred are missing due to it.",
         [("killed", 51, 51), ("missing", 200, 200)]),
        ("The death toll rose; there were at least another 20 dead inside.", [("killed", 20, None)]),
        ("The dead are counted: the toll in Rome rose to 81.", [("killed", 81, 81)]),
        ("Estimates ranged as high as 500 dead.", [("killed", None, 500)]),
    ],
)  # fmt: skip
def test_a_figure_has_the_bounds_that_the_text_gives(text: str, expected: list[Counted]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The drought in 2019 killed 400 cattle.",
        "A 35-year-old man was killed.",
        "John Smith, 83, died on Monday.",
        "The reform killed 83 jobs.",
        "They found 40 dead whales.",
        "One in 12 people died of it.",
        "Dozens were killed.",
        "He killed 3 hours in a museum.",
        "The toll on the road to Rome rose to 5 dollars.",
        # Nobody was.
        "No one was killed and none of the 20 workers were injured.",
        # How many of them were which is left open.
        "At least 2,000 soldiers had been killed, wounded or captured.",
        "The army killed or wounded 15,000 soldiers.",
    ],
)
def test_what_counts_no_people_is_no_casualty(text: str) -> None:
    assert counted(text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Mindestens 12 Tote und 30 Verletzte.", [("killed", 12, None), ("injured", 30, 30)]),
        ("de", "Er sei getötet worden.", []),  # six in Italian
        ("de", "Kinder zwischen fünf und zehn Jahren getötet.", []),
        ("fr", "Au moins 12 morts et trois blessés.", [("killed", 12, None), ("injured", 3, 3)]),
        ("es", "Al menos 12 muertos y ocho heridos.", [("killed", 12, None), ("injured", 8, 8)]),
        ("pl", "Zginęło 12 osób, 30 jest rannych.", []),
    ],
)
def test_other_languages_are_read_by_their_nouns_or_not_at_all(
    language: str, text: str, expected: list[Counted]
) -> None:
    assert counted(text, language) == expected


def test_each_figure_stands_once() -> None:
    assert counted("It killed 12 people. The 12 people were killed at night.") == [("killed", 12, 12)]
