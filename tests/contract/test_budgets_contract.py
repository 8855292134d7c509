"""What `ports.Budgets` demands, of the budgets in Redis and of their twin in memory."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from stores import place
from twins import NOON

from services import settings as all_settings
from services.clock import ManualClock
from services.ports import Budgets
from services.store.budgets import RedisBudgets
from services.store.budgets_memory import MemoryBudgets

SECOND = timedelta(seconds=1)
ZERO = timedelta()


@dataclass
class Bench:
    budgets: Budgets
    clock: ManualClock

    def enter(self, url: str, holder: str = "one") -> timedelta:
        return self.budgets.enter([url], holder)[url]

    def ask(self, url: str, holder: str = "one") -> timedelta:
        """Return how long a request had to wait; it is over at once."""
        waited = self.enter(url, holder)
        if not waited:
            self.budgets.leave([url], holder)
        return waited

    def gap(self, url: str) -> timedelta:
        """Return how long after a request the next one is let in, to a quarter of a second."""
        while self.ask(url):
            self.clock.advance(SECOND / 4)
        started = self.clock.now()
        while self.ask(url):
            self.clock.advance(SECOND / 4)
        return self.clock.now() - started


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    clock = ManualClock(NOON)
    if request.param == "memory":
        yield Bench(MemoryBudgets(all_settings.load({}), clock), clock)
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield Bench(RedisBudgets(client, settings, clock), clock)


def test_a_host_is_asked_once_at_a_time(bench: Bench) -> None:
    assert bench.enter("https://a.test/1") == ZERO
    bench.clock.advance(30 * SECOND)
    assert bench.enter("https://a.test/2", "two") > ZERO
    bench.budgets.leave(["https://a.test/1"], "one")
    assert bench.enter("https://a.test/2", "two") == ZERO


def test_of_several_at_once_to_one_host_one_is_let_in_and_the_rest_are_told_times_apart(bench: Bench) -> None:
    urls = [f"https://a.test/{number}" for number in range(5)]
    waits = bench.budgets.enter(urls, "one")
    assert [waits[url] for url in urls] == [ZERO, SECOND, 2 * SECOND, 3 * SECOND, 4 * SECOND]


def test_of_workers_at_the_same_moment_one_is_let_in(bench: Bench) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda number: bench.enter("https://a.test/", f"holder-{number}"), range(8)))
    assert waits.count(ZERO) == 1


def test_asking_again_for_a_turn_that_is_held_keeps_it(bench: Bench) -> None:
    assert bench.enter("https://a.test/") == ZERO
    assert bench.enter("https://a.test/") == ZERO
    bench.clock.advance(50 * SECOND)
    assert bench.enter("https://a.test/") == ZERO
    bench.clock.advance(50 * SECOND)
    assert bench.enter("https://a.test/", "two") > ZERO


def test_a_publisher_s_hosts_share_its_pace(bench: Bench) -> None:
    assert bench.enter("https://www.bbc.co.uk/a") == ZERO
    assert bench.enter("https://feeds.bbc.co.uk/b") == SECOND
    assert bench.enter("https://www.itv.co.uk/") == ZERO
    bench.clock.advance(SECOND)
    assert bench.enter("https://feeds.bbc.co.uk/b") == ZERO


def test_who_waits_as_told_is_let_in(bench: Bench) -> None:
    urls = [f"https://a{number}.example.com/" for number in range(20)]
    due = {url: bench.clock.now() + wait for url, wait in bench.budgets.enter(urls, "one").items()}
    for url, at in sorted(due.items(), key=lambda pair: pair[1]):
        bench.clock.advance(max(at - bench.clock.now(), ZERO))
        assert bench.ask(url) == ZERO


def test_a_dead_worker_s_turn_is_free_after_a_minute(bench: Bench) -> None:
    bench.enter("https://a.test/", "dead")
    bench.clock.advance(59 * SECOND)
    assert bench.enter("https://a.test/", "two") > ZERO
    bench.clock.advance(SECOND)
    assert bench.enter("https://a.test/", "two") == ZERO


def test_leaving_gives_back_one_s_own_turn_only(bench: Bench) -> None:
    bench.enter("https://a.test/", "one")
    bench.budgets.leave(["https://a.test/", "https://never-entered.test/"], "two")
    bench.clock.advance(SECOND)
    assert bench.enter("https://a.test/", "two") > ZERO


def test_a_platform_s_publishers_have_turns_of_their_own_but_share_a_pace_ten_times_as_fast(bench: Bench) -> None:
    assert bench.enter("https://ada.blogspot.com/feed") == ZERO
    assert bench.enter("https://bob.blogspot.com/feed") == SECOND / 10
    bench.clock.advance(SECOND / 10)
    assert bench.enter("https://bob.blogspot.com/feed") == ZERO
    bench.budgets.leave(["https://ada.blogspot.com/feed"], "one")
    assert bench.enter("https://ada.blogspot.com/other") > SECOND / 10


def test_a_host_that_many_publishers_share_has_four_turns(bench: Bench) -> None:
    waits = []
    for number in range(5):
        waits.append(bench.enter(f"https://medium.com/feed/@{number}"))
        bench.clock.advance(SECOND)
    assert waits[:4] == [ZERO] * 4
    assert waits[4] > ZERO


def test_each_429_doubles_the_gap_and_it_wears_off_in_hours(bench: Bench) -> None:
    url = "https://example.com/"
    assert bench.gap(url) == SECOND
    bench.budgets.slow_down(url, None)
    assert bench.gap(url) == 2 * SECOND
    bench.budgets.slow_down(url, None)
    bench.budgets.slow_down(url, None)
    assert 7 * SECOND < bench.gap(url) <= 8 * SECOND
    bench.clock.advance(timedelta(hours=2))
    assert 4 * SECOND < bench.gap(url) <= 5 * SECOND
    bench.clock.advance(timedelta(hours=24))
    assert bench.gap(url) <= 1.25 * SECOND


def test_a_gap_stays_within_ten_minutes_however_often_it_doubles(bench: Bench) -> None:
    for _ in range(40):
        bench.budgets.slow_down("https://a.test/", None)
    assert bench.ask("https://a.test/") == ZERO
    assert bench.ask("https://a.test/") == timedelta(minutes=10)


def test_a_platform_slows_down_when_many_of_its_publishers_complain_not_when_one_does(bench: Bench) -> None:
    bench.budgets.slow_down("https://ada.blogspot.com/feed", None)
    assert bench.enter("https://bob.blogspot.com/") == ZERO
    assert bench.enter("https://cas.blogspot.com/") == SECOND / 8
    for number in range(10):
        bench.budgets.slow_down(f"https://a{number}.blogspot.com/feed", None)
    bench.clock.advance(2 * SECOND)
    assert bench.enter("https://dan.blogspot.com/") == ZERO
    assert bench.enter("https://eve.blogspot.com/") > SECOND


def test_a_host_that_many_share_is_shut_for_ten_minutes_at_most(bench: Bench) -> None:
    bench.budgets.slow_down("https://medium.com/feed/@ada", timedelta(days=1))
    assert bench.enter("https://medium.com/feed/@bob") == timedelta(minutes=10)


def test_nothing_is_asked_before_retry_after_is_over(bench: Bench) -> None:
    bench.budgets.slow_down("https://www.example.com/a", timedelta(hours=1))
    bench.budgets.slow_down("https://www.example.com/a", None)
    assert bench.enter("https://other.example.com/") == timedelta(hours=1)
    assert bench.enter("https://example.org/") == ZERO
    bench.clock.advance(timedelta(hours=1))
    assert bench.enter("https://other.example.com/") == ZERO


def test_a_retry_after_of_ten_years_shuts_for_a_week(bench: Bench) -> None:
    bench.budgets.slow_down("https://a.test/", timedelta(days=3650))
    assert bench.enter("https://a.test/") == timedelta(days=7)
    bench.clock.advance(timedelta(days=7))
    assert bench.enter("https://a.test/") == ZERO


def test_one_publisher_s_retry_after_does_not_shut_its_platform(bench: Bench) -> None:
    bench.budgets.slow_down("https://ada.blogspot.com/feed", timedelta(hours=1))
    assert bench.enter("https://ada.blogspot.com/feed") == timedelta(hours=1)
    assert bench.enter("https://bob.blogspot.com/feed") == ZERO


def test_a_crawl_delay_holds_for_its_host_until_it_is_told_anew(bench: Bench) -> None:
    bench.budgets.pace("https://www.example.com/robots.txt", 5 * SECOND)
    assert bench.gap("https://www.example.com/") == 5 * SECOND
    assert bench.gap("https://other.example.com/") == SECOND
    bench.budgets.pace("https://www.example.com/robots.txt", ZERO)
    assert bench.gap("https://www.example.com/") == SECOND


def test_a_crawl_delay_of_a_day_is_heeded_for_five_minutes(bench: Bench) -> None:
    bench.budgets.pace("https://a.test/", timedelta(days=1))
    assert bench.ask("https://a.test/") == ZERO
    assert bench.ask("https://a.test/") == timedelta(minutes=5)


def test_no_request_takes_no_turn(bench: Bench) -> None:
    bench.budgets.leave([], "one")
    assert bench.budgets.enter([], "one") == {}


def test_what_is_no_address_waits_for_none_but_itself(bench: Bench) -> None:
    assert bench.enter("http://[broken/") == ZERO
    assert bench.enter("https://a.test/") == ZERO
