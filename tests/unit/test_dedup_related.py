"""Two texts tell of one event if they say of the same people and places that the same happened, and nothing differs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from twins import NOON, article

from services import enrich
from services.dedup.gists import gist_of
from services.dedup.related import rarity, related, related_to
from services.model import Article, Gist, PublishedAt, Standing

QUAKE_HERALD = (
    "Earthquake in Morocco kills hundreds near Marrakech",
    (
        "A powerful earthquake struck the High Atlas mountains of Morocco late on Friday and killed at least 820, "
        "many of them in villages south of Marrakech, the interior ministry said."
    ),
)
QUAKE_POST = (
    "Morocco earthquake: Hundreds dead as buildings collapse in Marrakech",
    (
        "Rescuers in Morocco were digging through rubble after a strong earthquake killed hundreds and damaged the old "
        "city of Marrakech on Friday night."
    ),
)
QUAKE_ELSEWHERE = (
    "Earthquake in Afghanistan kills hundreds near Herat",
    (
        "A powerful earthquake struck the west of Afghanistan on Friday and killed at least 320, many of them in "
        "villages near Herat, the authorities said."
    ),
)
QUAKE_IN_THE_SAME_COUNTRY = (
    "Earthquake in Morocco damages houses near Agadir",
    "A light earthquake struck the coast of Morocco on Friday and damaged houses in Agadir, an interior ministry said.",
)
MATCH = (
    "Arsenal beat Chelsea 2-1 in London",
    "Arsenal beat Chelsea 2-1 on Saturday as Bukayo Saka scored the winning goal at a full stadium in London.",
)
MATCH_BY_ANOTHER = (
    "Saka's winning goal gives Arsenal victory over Chelsea",
    "Bukayo Saka scored the winning goal as Arsenal beat Chelsea 2-1 in a tense London derby on Saturday.",
)
MATCH_NEXT_DAY = (
    "Arsenal beat Chelsea 3-0 in London",
    "Arsenal beat Chelsea 3-0 on Monday as Bukayo Saka scored the winning goal at a full stadium in London.",
)
MATCH_WITH_ANOTHER_TEAM = (
    "Arsenal beat Everton in Liverpool",
    "Arsenal beat Everton as Bukayo Saka scored the winning goal at a full stadium in Liverpool.",
)
TARIFFS = (
    "Donald Trump threatens tariffs on cars from Germany",
    "President Donald Trump threatened tariffs of a quarter on cars from Germany, in a speech in Washington.",
)
PARDON = (
    "Donald Trump pardons former governor in Washington",
    (
        "President Donald Trump pardoned a former governor who had been convicted of bribery, in Washington, before he "
        "left for Germany."
    ),
)
RATING = "Moody's Investors Service said in New York that it lowered the rating of long-term debt of {} because of {}."
RATING_OF_ONE = (
    "MOODY'S LOWERS KELVORA DEBT RATING IN NEW YORK",
    RATING.format("Kelvora", "losses on loans to farmers"),
)
RATING_OF_ANOTHER = (
    "MOODY'S LOWERS ZENDIK DEBT RATING IN NEW YORK",
    RATING.format("Zendik", "falling sales of its cars"),
)
RATING_BY_ANOTHER_PAPER = (
    "KELVORA DEBT LOWERED BY MOODY'S IN NEW YORK",
    (
        "The rating of long-term debt of Kelvora was lowered by Moody's Investors Service in New York because of "
        "losses on loans."
    ),
)
FILLER = " ".join(f"Neighbours spoke about it for {number} hours at the market." for number in range(10))


def told(story: tuple[str, str], number: int, *, hours: float = 0, published: datetime | None = None) -> Article:
    headline, lead = story
    seen = NOON + timedelta(hours=hours)
    made = article(number, headline=headline, paragraphs=(lead, FILLER), first_seen_at=seen, language="en")
    stated = {"published": PublishedAt(published, "meta", 0.9)} if published else {}
    return enrich.enrich(_replaced(made, **stated))


def _replaced(made: Article, **values: object) -> Article:
    return article(**{name: getattr(made, name) for name in made.__slots__} | values)  # type: ignore[arg-type]


def gist(story: tuple[str, str], number: int = 0, **times: object) -> Gist:
    found = gist_of(told(story, number, **times))  # type: ignore[arg-type]
    assert found
    return found


def is_related(one: Gist, others: Sequence[Gist]) -> bool:
    return related(one, others, rarity([one, *others])) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (QUAKE_HERALD, QUAKE_POST),
        (QUAKE_POST, QUAKE_HERALD),
        (MATCH, MATCH_BY_ANOTHER),
        (MATCH_BY_ANOTHER, MATCH),
        (RATING_OF_ONE, RATING_BY_ANOTHER_PAPER),
    ],
)
def test_one_event_told_by_two_papers_is_related(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert is_related(gist(one, 1), [gist(other, 2)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (QUAKE_HERALD, QUAKE_ELSEWHERE),
        (QUAKE_HERALD, QUAKE_IN_THE_SAME_COUNTRY),
        (MATCH, MATCH_NEXT_DAY),
        (MATCH, MATCH_WITH_ANOTHER_TEAM),
        (TARIFFS, PARDON),
        (RATING_OF_ONE, RATING_OF_ANOTHER),
    ],
)
def test_what_only_sounds_alike_is_not(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not is_related(gist(one, 1), [gist(other, 2)])
    assert not is_related(gist(other, 1), [gist(one, 2)])


def test_of_several_events_the_likeliest_is_meant_and_the_reason_says_what_is_shared() -> None:
    own = gist(QUAKE_HERALD, 2)
    one, others = gist(QUAKE_POST, 1), [gist(QUAKE_ELSEWHERE, 3), gist(QUAKE_POST, 1)]
    found = related(own, others, rarity([own, *others]))
    assert found
    assert (found.original, found.story_id) == (one.uri, one.story_id)
    assert found.reason.startswith(f"related to {one.uri}: shares ")
    assert {"Morocco", "Marrakech", "earthquake"} <= set(found.shared)


def test_the_same_words_days_later_tell_of_another_event() -> None:
    first = gist(QUAKE_HERALD, 1)
    assert not is_related(gist(QUAKE_POST, 2, hours=49), [first])
    # Accepted together, from an archive: what the publishers say counts.
    old, new = (gist(story, n, published=NOON - timedelta(days=n)) for n, story in ((9, QUAKE_HERALD), (1, QUAKE_POST)))
    assert not is_related(new, [old])


def test_a_person_s_decision_wins() -> None:
    one, other = told(QUAKE_HERALD, 1), told(QUAKE_POST, 2)
    apart = gist_of(_replaced(other, apart=(one.uri,)))
    assert apart
    assert not is_related(gist(QUAKE_HERALD, 1), [apart])
    assert not is_related(apart, [gist(QUAKE_HERALD, 1)])


def test_two_languages_are_not_compared() -> None:
    other = replace(gist(QUAKE_POST, 2), language="fr")
    assert not is_related(gist(QUAKE_HERALD, 1), [other])


def test_places_alone_tell_nothing_in_other_languages() -> None:
    made = _replaced(told(QUAKE_POST, 2), people=(), organizations=())
    assert gist_of(made)
    assert gist_of(_replaced(made, language="de")) is None


def test_too_little_text_tells_nothing() -> None:
    assert gist_of(enrich.enrich(article(1, headline=QUAKE_POST[0], paragraphs=(QUAKE_POST[1],)))) is None
    assert gist_of(told(("The river rose", "Nobody was named."), 1)) is None


def test_what_everybody_mentions_says_less() -> None:
    weights = rarity([*(gist(TARIFFS, number) for number in range(8)), gist(QUAKE_POST, 9)])
    assert weights["=donald trump"] < 0.5
    assert weights["=morocco"] == 1.0


def test_the_reason_names_the_original_that_it_is_related_to() -> None:
    place = Standing("urn:a", "story", NOON, reason="related to urn:newsmill:2026.11:0a: shares Morocco")
    assert related_to(place) == "urn:newsmill:2026.11:0a"
    assert related_to(Standing("urn:a", "story", NOON, original="urn:b", reason="copy of urn:b: 0.93")) == ""
