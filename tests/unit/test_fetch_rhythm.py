"""How a feed's rhythm is learned, and what interval it makes."""

import math
from datetime import UTC, datetime, timedelta

import pytest

from services.fetch import rhythm

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NIGHT = (0.0,) * 8 + (1.0,) * 12 + (0.0,) * 4
"""An entry an hour from 8 to 20 o'clock, and none at night."""


def wait(rate: float = 0.0, hours: tuple[float, ...] = (0.0,) * 24, now: datetime = MIDNIGHT, window: int = 0) -> float:
    return rhythm.wait(rate, hours, now, now, window=window, longest=DAY) / HOUR


@pytest.mark.parametrize("hourly", [0.04, 1.0, 25.0])
def test_the_interval_goes_with_the_root_of_the_rate(hourly: float) -> None:
    assert wait(hours=(hourly,) * 24) == pytest.approx(rhythm.CALM / math.sqrt(hourly))


def test_a_feed_that_nothing_comes_from_waits_the_longest() -> None:
    assert wait() == 24


def test_a_burst_shortens_the_interval_and_is_forgotten_in_hours() -> None:
    rate = rhythm.lately(0.0, 12, HOUR)
    assert wait(rate=rate, hours=(0.001,) * 24) == pytest.approx(rhythm.CALM / math.sqrt(2), rel=0.02)
    assert rhythm.lately(rate, 0, 12 * HOUR) == pytest.approx(2 * math.exp(-2))


def test_a_steady_feed_s_rate_is_learned_in_a_day() -> None:
    rate = 0.0
    for _ in range(48):
        rate = rhythm.lately(rate, 3, HOUR / 2)
    assert rate == pytest.approx(6, rel=0.1)


def test_a_feed_that_sleeps_at_night_is_asked_before_its_morning() -> None:
    evening = wait(hours=NIGHT, now=MIDNIGHT + 21 * HOUR)
    assert 5 < evening < 12  # not before two at night, and by nine at the latest
    assert wait(hours=NIGHT, now=MIDNIGHT + 12 * HOUR) == pytest.approx(rhythm.CALM, rel=0.02)


def test_what_a_day_brought_does_not_keep_it_awake_at_night_but_more_than_usual_does() -> None:
    # An entry an hour until 20 o'clock is what `lately` still tells of at 21, and what is usual.
    usual, twice = (wait(rate, NIGHT, MIDNIGHT + 21 * HOUR) for rate in (0.6, 1.6))
    assert usual == wait(hours=NIGHT, now=MIDNIGHT + 21 * HOUR)
    assert twice < usual


def test_of_a_feed_that_holds_few_entries_no_more_than_a_quarter_is_left_to_change() -> None:
    assert wait(hours=(16.0,) * 24, window=1000) == pytest.approx(rhythm.CALM / 4)
    assert wait(hours=(16.0,) * 24, window=4) == pytest.approx(1 / 16)


def test_hours_are_learned_over_two_weeks() -> None:
    hours, known_at = (0.0,) * 24, MIDNIGHT
    for day in range(60):
        at = MIDNIGHT + day * DAY + 9.5 * HOUR
        hours, known_at = tuple(rhythm.by_hour(hours, known_at, at - HOUR / 2, at, 4)), at
    assert hours[9] == pytest.approx(4, rel=0.05)
    assert sum(hours) == pytest.approx(hours[9])


def test_entries_of_an_unknown_hour_count_for_all_hours_since_the_last_poll() -> None:
    at = MIDNIGHT + 2 * HOUR
    hours = rhythm.by_hour((0.0,) * 24, at, at - 4 * HOUR, at, 8)
    assert [hour for hour, each in enumerate(hours) if each] == [0, 1, 2, 23]
    assert len({round(each, 12) for each in hours if each}) == 1


def test_after_a_week_away_entries_count_for_the_whole_day() -> None:
    hours = rhythm.by_hour((0.0,) * 24, MIDNIGHT, MIDNIGHT - 7 * DAY, MIDNIGHT, 24)
    assert len(set(hours)) == 1
    assert hours[0] > 0


def test_silence_fades_what_was_learned() -> None:
    busy = (4.0,) * 24
    now = rhythm.wait(0.0, busy, MIDNIGHT, MIDNIGHT, window=0, longest=DAY)
    month_later = rhythm.wait(0.0, busy, MIDNIGHT, MIDNIGHT + 30 * DAY, window=0, longest=DAY)
    assert now < month_later < DAY


def test_a_clock_that_went_back_changes_nothing() -> None:
    busy = (4.0,) * 24
    back = rhythm.wait(0.0, busy, MIDNIGHT + DAY, MIDNIGHT, window=0, longest=DAY)
    assert back == rhythm.wait(0.0, busy, MIDNIGHT, MIDNIGHT, window=0, longest=DAY)
