"""Ten days of polling six hundred feeds, as their publishers see it and as readers do, on a clock of its own.

`tests/bench/bench_polling.py` does the same for ten thousand feeds and thirty days.
"""

import numpy as np
import pytest
from simulation import DAY, HOUR, Habit, Publisher, Report, World, publishers, run_apart

FEEDS, DAYS = 600, 10


@pytest.fixture(scope="module")
def course() -> tuple[Report, list[Publisher]]:
    return run_apart(publishers(FEEDS, DAYS), DAYS)


@pytest.fixture(scope="module")
def report(course: tuple[Report, list[Publisher]]) -> Report:
    return course[0]


@pytest.fixture(scope="module")
def asked(course: tuple[Report, list[Publisher]]) -> list[Publisher]:
    return course[1]


def test_publishers_see_what_the_feed_reader_score_asks_for_and_no_host_is_asked_too_fast(report: Report) -> None:
    # Exact validators, conditional within an hour, the whole once in a day; as long as max-age and ttl ask; one
    # request a host at a time, one a second a publisher, ten a platform.
    assert report.polls > 10 * FEEDS
    assert report.breaches == []


def test_of_servers_that_keep_validators_most_answers_are_304(report: Report) -> None:
    assert report.statuses[304] > 0.6 * report.polls


def test_no_feed_starves(asked: list[Publisher]) -> None:
    now = DAYS * DAY
    idle = [now - each.asked_at for each in asked if each.gone_at > now]
    assert max(idle) < 2 * DAY


def test_what_is_gone_is_left_alone(asked: list[Publisher]) -> None:
    gone = [each for each in asked if each.gone_at < (DAYS - 2) * DAY]
    assert gone
    assert all(each.asked_at < each.gone_at + 2 * DAY for each in gone)


def test_no_entry_is_lost_where_the_server_tells_the_truth_and_can_be_asked(asked: list[Publisher]) -> None:
    lost = {each.feed.id: each.lost for each in asked if is_plain(each) and each.lost}
    assert lost == {}


def is_plain(publisher: Publisher) -> bool:
    """Tell whether nothing but our own rules decides when this feed is asked."""
    is_open = not publisher.asked_for and publisher.gone_at > DAYS * DAY and not publisher.pacing.skip_hours
    return publisher.habit in (Habit.HONEST, Habit.NEW_EACH_TIME) and is_open and not publisher.outages


def test_news_is_there_sooner_than_by_polling_each_hour_for_fewer_polls(report: Report, asked: list[Publisher]) -> None:
    delays = np.array([delay for each in asked if is_plain(each) for delay in each.delays])
    assert delays.mean() < HOUR / 2
    assert np.median(delays) < HOUR / 3
    assert report.polls / FEEDS / DAYS < 14


def test_what_a_server_hides_behind_304_is_found_within_a_week(asked: list[Publisher]) -> None:
    liars = [each for each in asked if each.habit is Habit.SAYS_304 and not each.outages]
    old = (DAYS - 7) * DAY
    assert len(liars) >= 5
    assert sum(each.published[-1:] > [old] for each in liars) >= 2
    assert all(each.seen >= sum(at < old for at in each.published) for each in liars)


def test_the_same_weeks_come_out_the_same_in_one_process_and_in_two() -> None:
    report, asked = run_apart(publishers(60, 3, seed=9), 3)
    world = World(publishers(60, 3, seed=9))
    assert world.run(3) == report
    assert [*world.publishers.values()] == asked


def test_a_mill_may_poll_each_second() -> None:
    feeds = publishers(5, 1, seed=2)
    for each in feeds:
        each.asked_for, each.headers, each.outages = 0.0, (), ()
        each.pacing = type(each.pacing)()
    quick = {"poll_shortest_seconds": 1, "poll_longest_seconds": 1, "domain_gap_seconds": 0}
    assert World(feeds, **quick).run(100 / DAY).polls >= 450
