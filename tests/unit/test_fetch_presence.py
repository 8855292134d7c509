"""Whether a page is still there: a table of what answers come to, one after the other, and when to look again."""

from datetime import timedelta

import pytest
from twins import NOON, article

from services import settings
from services.fetch import presence
from services.fetch.presence import first_at, next_at
from services.model import Answer, Look, PublishedAt, Recheck, Validators

AGES = settings.load({}).recheck_ages
HOUR = timedelta(hours=1)
SAME, CHANGED, WALL = (Look.UNCHANGED, ""), (Look.CHANGED, "body"), (Look.NO_ARTICLE, "bot wall")
KNOWN = Recheck(NOON, Look.UNCHANGED, was_there=True, validators=Validators('"1"'))
NEVER_THERE = Recheck(NOON, Look.UNCHANGED)


def answer(status: int, hours: float = 2, **headers: str) -> Answer:
    url = "https://news.example/1"
    return Answer(url, url, status, tuple(headers.items()), b"", NOON + hours * HOUR, timedelta())


def judged(known: Recheck, answered: Answer, page: tuple[Look, str]) -> Recheck:
    return presence.judged(known, answered, page, answered.fetched_at)


def looks(known: Recheck, *statuses: tuple[float, int]) -> list[Look]:
    """Return what a page comes to that answers these statuses at these hours."""
    found: list[Look] = []
    for hours, status in statuses:
        known = judged(known, answer(status, hours), SAME)
        found.append(known.look)
    return found


@pytest.mark.parametrize(
    ("statuses", "last"),
    [
        # gone is said in so many words
        ([(2, 410)], Look.WITHDRAWN),
        # missing, and again hours later
        ([(2, 404), (14, 404)], Look.WITHDRAWN),
        ([(2, 404)], Look.MISSING),
        # withdrawn already: as if it were the first time
        ([(2, 404), (14, 404), (48, 404)], Look.MISSING),
        # not yet hours later
        ([(2, 404), (3, 404)], Look.MISSING),
        # there again in between
        ([(2, 404), (8, 200), (14, 404)], Look.MISSING),
        ([(2, 404), (8, 304), (14, 404)], Look.MISSING),
        # what says nothing of the page, in between, changes nothing
        ([(2, 404), (8, 503), (14, 403), (20, 404)], Look.WITHDRAWN),
        # trouble, and refusals, however often: a region that is shut out (451), a bot that is (403)
        ([(2, 500), (12, 502), (48, 503), (168, 504)], Look.FAILED),
        ([(2, 408), (12, 429)], Look.FAILED),
        ([(2, 401), (12, 403), (48, 451), (168, 451)], Look.REFUSED),
        ([(2, 304)], Look.NOT_MODIFIED),
    ],
)
def test_only_gone_at_once_or_missing_for_hours_is_withdrawn(statuses: list[tuple[float, int]], last: Look) -> None:
    assert looks(KNOWN, *statuses)[-1] is last


def test_a_page_that_was_never_there_for_us_is_not_missing() -> None:
    assert looks(NEVER_THERE, (2, 404), (14, 404), (48, 404)) == [Look.MISSING] * 3
    assert looks(NEVER_THERE, (2, 200), (12, 404), (24, 404))[-1] is Look.WITHDRAWN
    assert looks(NEVER_THERE, (2, 410)) == [Look.WITHDRAWN]


def test_the_reason_says_what_was_answered_and_when() -> None:
    missing = judged(KNOWN, answer(404, 2), SAME)
    assert missing.reason == "answered 404"
    assert judged(missing, answer(404, 14.2), SAME).reason == "answered 404, and again 12 hours later"
    assert judged(KNOWN, answer(410), SAME).reason == "answered 410"
    assert judged(KNOWN, answer(200), WALL).reason == "bot wall"


@pytest.mark.parametrize("page", [SAME, CHANGED])
def test_validators_are_those_of_the_last_whole_answer_that_was_read(page: tuple[Look, str]) -> None:
    recheck = judged(KNOWN, answer(200, ETag='"2"', **{"Last-Modified": "x"}), page)
    assert recheck.validators == Validators('"2"', "x")
    assert judged(recheck, answer(304, ETag='"3"'), SAME).validators == Validators('"2"', "x")
    assert judged(recheck, answer(200, ETag='"wall"'), WALL).validators == Validators('"2"', "x")
    assert judged(recheck, answer(503), SAME).validators == Validators('"2"', "x")
    assert not judged(recheck, answer(200, ETag="e" * 600), page).validators


def due(last: Recheck) -> float | None:
    at = next_at(NOON, AGES, last)
    return at and (at - NOON) / HOUR


def test_a_page_is_looked_at_at_each_age_and_no_more_after_the_last() -> None:
    assert [due(Recheck(NOON + hours * HOUR, Look.UNCHANGED)) for hours in (2, 2.1, 13, 50, 168)] == [
        *(12, 12, 48, 168),
        None,
    ]


def test_ages_that_passed_while_nobody_looked_are_made_up_for_once() -> None:
    assert due(Recheck(NOON + 60 * HOUR, Look.UNCHANGED)) == 168


def test_a_page_that_is_missing_is_looked_for_sooner_and_also_past_the_last_age_for_two_days() -> None:
    assert due(judged(KNOWN, answer(404, 49), SAME)) == 61
    assert due(judged(KNOWN, answer(404, 168), SAME)) == 180
    missing = judged(KNOWN, answer(404, 168), SAME)
    assert due(judged(missing, answer(503, 180), SAME)) == 192
    assert due(judged(missing, answer(503, 210), SAME)) is None


def test_what_is_withdrawn_is_looked_for_at_the_next_age_or_once_more_two_days_later() -> None:
    assert due(judged(KNOWN, answer(410, 2), SAME)) == 12
    assert due(judged(judged(KNOWN, answer(404, 50), SAME), answer(404, 62), SAME)) == 168
    assert due(judged(judged(KNOWN, answer(404, 168), SAME), answer(404, 180), SAME)) == 228


def test_only_a_recent_article_with_a_page_of_its_own_is_looked_at() -> None:
    new = article(1, keys=("url:1f", "guid:2"))
    assert first_at(new, AGES) == new.first_seen_at + 2 * HOUR
    assert first_at(article(1, keys=("guid:2",)), AGES) is None
    assert first_at(new, ()) is None


@pytest.mark.parametrize(("days", "is_watched"), [(6, True), (8, False)])
def test_a_library_of_old_articles_is_not_looked_at(days: int, *, is_watched: bool) -> None:
    old = PublishedAt(NOON - timedelta(days=days), "meta", 1.0)
    assert (first_at(article(1, keys=("url:1f",), published=old), AGES) is not None) == is_watched
