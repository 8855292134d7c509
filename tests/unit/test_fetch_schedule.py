"""What a poll teaches: the next one's time and request, from the feed's rhythm, its publisher's wishes, and errors."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from services.fetch import conditional, moves, schedule
from services.fetch.pacing import Limits
from services.fetch.schedule import Found
from services.model import Answer, Feed, FeedState, Pacing, Redirect, Validators, WebRequest

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # a Tuesday
SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
URL = "https://a.test/feed"
FEED = Feed("feed-1", URL, NOON)
LIMITS = Limits()
TAGGED = Validators('"1"', "Tue, 24 Nov 2026 11:00:00 GMT")
STEADY = FeedState(
    due_at=NOON,
    interval=HOUR,
    validators=TAGGED,
    body_sha256="old",
    polls=10,
    polled_at=NOON - HOUR,
    succeeded_at=NOON - HOUR,
    changed_at=NOON - HOUR,
    unconditional_at=NOON - DAY,
    hours=(1 / 24,) * 24,
    hours_at=NOON - HOUR,
    window=20,
    conditionals=9,
)
CONDITIONAL, WHOLE = WebRequest(URL, TAGGED), WebRequest(URL)


def answer(status: int = 200, at: datetime = NOON, *redirects: Redirect, **headers: str) -> Answer:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    url = redirects[-1].url if redirects else URL
    return Answer(URL, url, status, named, b"", at, SECOND, redirects)


def after(
    got: Answer, state: FeedState = STEADY, asked_for: WebRequest = CONDITIONAL, found: Found | None = None
) -> FeedState:
    return schedule.answered("feed-1", state, asked_for, got, LIMITS, found=found, body_sha256="new" if found else "")


def waited(state: FeedState) -> timedelta:
    return state.due_at - NOON


def test_a_feed_that_was_never_polled_is_asked_for_the_whole() -> None:
    request = conditional.request(FEED, schedule.begun(NOON), NOON)
    assert (request.url, request.validators) == (URL, Validators())
    assert schedule.begun(NOON).due_at == NOON


def test_validators_go_back_byte_for_byte() -> None:
    odd = Validators("W/unquoted \t", "not a date")
    assert conditional.request(FEED, replace(STEADY, validators=odd), NOON).validators == odd


@pytest.mark.parametrize(
    ("changes", "is_conditional"),
    [
        ({"conditionals": 99}, True),
        ({"conditionals": 100}, False),
        ({"conditionals": 500, "unconditional_at": NOON - DAY + SECOND}, True),  # once in 24 hours at most
        ({"conditionals": 500, "polled_at": NOON - HOUR + SECOND}, True),  # and never soon after another request
        ({"changed_at": NOON - 6 * DAY, "unconditional_at": NOON - 7 * DAY}, False),  # of one entry a day usually
        ({"changed_at": NOON - 4 * DAY, "unconditional_at": NOON - 7 * DAY}, True),
        ({"changed_at": NOON - 7 * DAY, "unconditional_at": NOON - DAY}, True),  # once in each silence
        ({"doubts": 1}, False),
        ({"doubts": 1, "conditionals": 2}, True),  # a doubted server has three chances to tell of news
        ({"doubts": 1, "unconditional_at": NOON - HOUR}, True),
        ({"doubts": 6, "unconditional_at": NOON - HOUR}, False),  # they lie, so they spare nobody anything
        ({"doubts": 6, "polls": 299}, True),  # and are tried again, one time in a hundred
    ],
)
def test_one_poll_in_a_hundred_asks_for_the_whole(changes: dict[str, object], is_conditional: bool) -> None:  # noqa: FBT001
    request = conditional.request(FEED, replace(STEADY, **changes), NOON)  # type: ignore[arg-type]
    assert request.validators == (TAGGED if is_conditional else Validators())


def test_a_304_is_a_success_that_changes_nothing_it_did_not_bring() -> None:
    state = after(answer(304, ETag='"other"'), replace(STEADY, errors=3, error="answered 500"))
    kept = ("validators", "body_sha256", "changed_at", "window", "hours")
    assert [getattr(state, name) for name in kept] == [getattr(STEADY, name) for name in kept]
    assert (state.succeeded_at, state.errors, state.error) == (NOON, 0, "")


def test_a_304_to_a_request_for_the_whole_is_an_error() -> None:
    state = after(answer(304), asked_for=WHOLE)
    assert (state.errors, state.error) == (1, "answered 304 Not Modified to a request without validators")
    assert state.succeeded_at == STEADY.succeeded_at


def test_a_whole_answer_brings_new_validators_even_none() -> None:
    assert after(answer(ETag='"2"'), found=Found(20, 1)).validators == Validators('"2"')
    assert after(answer(), found=Found(20, 1)).validators == Validators()


def test_only_whole_answers_of_other_bytes_are_read() -> None:
    assert conditional.has_news(STEADY, answer(200), "new")
    assert not conditional.has_news(STEADY, answer(200, ETag='"2"'), "old")
    assert not conditional.has_news(STEADY, answer(304), "new")
    assert not conditional.has_news(STEADY, answer(500), "new")


def test_the_same_bytes_under_other_validators_are_a_success_without_a_change() -> None:
    state = after(answer(ETag='"2"'))
    assert (state.succeeded_at, state.changed_at, state.body_sha256) == (NOON, STEADY.changed_at, "old")
    assert state.validators == Validators('"2"')


def test_news_under_the_same_validators_proves_that_they_lie() -> None:
    state = after(answer(ETag=TAGGED.etag, Last_Modified=TAGGED.last_modified), asked_for=WHOLE, found=Found(20, 2))
    assert state.doubts == 6
    assert conditional.request(FEED, state, NOON).validators == Validators()


def test_news_that_came_unasked_again_and_again_proves_it_too() -> None:
    state = STEADY
    for number in (1, 2, 3, 4, 5):
        state = after(answer(ETag=f'"{number}"'), state, WHOLE, Found(20, 2))
        assert state.doubts == number
        assert after(answer(304), state).doubts == number
        assert after(answer(ETag='"9"'), state, WHOLE, Found(20, 0)).doubts == number
    assert after(answer(ETag='"6"'), state, WHOLE, Found(20, 1)).doubts == 6


def test_much_news_that_came_unasked_counts_twice() -> None:
    silent = replace(STEADY, changed_at=NOON - DAY)
    assert after(answer(ETag='"2"'), silent, WHOLE, Found(20, 10)).doubts == 2
    # It wasn't asked in between: so much may have come since.
    assert after(answer(ETag='"2"'), replace(silent, succeeded_at=NOON - DAY), WHOLE, Found(20, 10)).doubts == 1


def test_news_by_a_conditional_request_ends_all_doubts() -> None:
    assert after(answer(ETag='"2"'), replace(STEADY, doubts=6), found=Found(20, 1)).doubts == 0


def test_without_useful_validators_a_feed_is_asked_every_quarter_of_an_hour_at_most() -> None:
    busy = replace(STEADY, rate_new=500.0)
    assert waited(after(answer(ETag='"2"'), busy, found=Found(100, 20))) < 6 * MINUTE
    assert waited(after(answer(), busy, found=Found(100, 20))) >= 15 * MINUTE * 0.95
    assert after(answer(304), replace(busy, doubts=6)).interval == 15 * MINUTE


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({"Cache_Control": "public, max-age=43200"}, 12 * HOUR),
        ({"Cache_Control": "max-age=43200", "Age": "3600"}, 11 * HOUR),
        ({"Expires": "Tue, 24 Nov 2026 20:00:00 GMT", "Date": "Tue, 24 Nov 2026 12:00:00 GMT"}, 8 * HOUR),
        ({"Retry_After": "36000"}, 10 * HOUR),
        ({"Cache_Control": "max-age=172800"}, 2 * DAY),
    ],
)
@pytest.mark.parametrize("status", [200, 304])
def test_no_poll_comes_sooner_than_its_headers_ask(status: int, headers: dict[str, str], least: timedelta) -> None:
    found = Found(20, 5) if status == 200 else None
    assert least <= waited(after(answer(status, **headers), found=found)) <= least + MINUTE


def test_what_the_feed_itself_asks_holds_after_a_304_too() -> None:
    state = after(answer(), found=Found(20, 5, Pacing(6 * HOUR)))
    assert waited(state) == 6 * HOUR
    again = after(answer(304, at=state.due_at), replace(state, validators=TAGGED))
    assert again.due_at - state.due_at == 6 * HOUR


def test_a_feed_that_asks_for_ten_years_is_polled_after_a_day() -> None:
    assert waited(after(answer(304, Cache_Control="max-age=315360000"))) == DAY
    assert waited(after(answer(), found=Found(20, 5, Pacing(3650 * DAY)))) == DAY


@pytest.mark.parametrize(
    ("pacing", "due"),
    [
        (Pacing(HOUR, frozenset({13, 14})), NOON.replace(hour=15)),
        (Pacing(HOUR, frozenset(range(13, 24))), NOON.replace(day=25, hour=0)),
        (Pacing(HOUR, skip_days=frozenset({1, 2})), NOON.replace(day=26, hour=0)),
        (Pacing(HOUR, frozenset(range(24))), NOON + HOUR),  # a mistake
        (Pacing(90 * MINUTE, frozenset({14})), NOON + 90 * MINUTE),
    ],
)
def test_hours_and_days_that_a_feed_skips_are_skipped(pacing: Pacing, due: datetime) -> None:
    busy = replace(STEADY, rate_new=4.0)
    assert after(answer(), busy, found=Found(20, 1, pacing)).due_at == due


def test_intervals_stay_within_their_bounds() -> None:
    burst = after(answer(ETag='"2"'), replace(STEADY, succeeded_at=NOON - MINUTE), found=Found(1000, 1000))
    silent = after(answer(304), replace(STEADY, hours_at=NOON - 1000 * DAY))
    assert waited(burst) >= 5 * MINUTE
    assert burst.interval == 5 * MINUTE
    assert waited(silent) <= DAY
    assert silent.interval == DAY


def test_a_test_may_poll_each_second() -> None:
    limits = Limits(SECOND, SECOND, SECOND)
    state = schedule.answered("feed-1", STEADY, CONDITIONAL, answer(304), limits)
    assert state.due_at == NOON + SECOND


def test_the_times_of_feeds_differ_a_little_and_always_in_the_same_way() -> None:
    due = [schedule.answered(f"feed-{n}", STEADY, CONDITIONAL, answer(304), LIMITS).due_at for n in (1, 2, 3, 1)]
    assert len(set(due)) == 3
    assert due[0] == due[3]
    assert max(due) - min(due) <= STEADY.interval


def test_what_a_feed_holds_at_first_is_no_burst() -> None:
    state = after(answer(ETag='"1"'), schedule.begun(NOON), WHOLE, Found(50, 50))
    assert (state.rate_new, state.daily) == (0.0, (0,))
    assert state.changed_at == NOON


def test_a_new_feed_is_asked_twice_within_the_hour_as_it_may_be_a_busy_one() -> None:
    state, due = schedule.begun(NOON), [NOON]
    for _ in range(3):
        request = conditional.request(FEED, state, state.due_at)
        state = after(answer(304 if request.validators else 200, state.due_at, ETag='"1"'), state, request)
        due.append(state.due_at)
    first, second, third = (later - before for before, later in pairwise(due))
    assert 27 * MINUTE < min(first, second) <= max(first, second) < 33 * MINUTE
    assert HOUR < third < 4 * HOUR


def test_an_error_leaves_what_is_known_of_the_feed() -> None:
    state = after(answer(500, ETag='"error"'))
    assert (state.validators, state.body_sha256, state.interval) == (TAGGED, "old", HOUR)
    assert (state.errors, state.error) == (1, "answered 500 Internal Server Error")
    assert state.succeeded_at == STEADY.succeeded_at


def test_errors_in_a_row_are_tried_later_and_later_but_daily_for_ever() -> None:
    state, waits = STEADY, []
    for _ in range(40):
        got = schedule.failed("feed-1", state, CONDITIONAL, "no such host", state.due_at, LIMITS, is_lasting=False)
        waits.append(got.due_at - state.due_at)
        state = got
    assert [9 * MINUTE <= waits[0] <= 10 * MINUTE, 18 * MINUTE <= waits[1] <= 20 * MINUTE] == [True, True]
    assert all(0.9 * DAY <= wait <= DAY for wait in waits[8:])
    assert state.errors == 40


@pytest.mark.parametrize("status", [401, 403, 404, 451])
def test_what_will_hardly_pass_by_itself_is_tried_again_after_an_hour(status: int) -> None:
    assert 54 * MINUTE <= waited(after(answer(status))) <= HOUR


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("stated", ["86400", "Wed, 25 Nov 2026 12:00:00 GMT"])
def test_retry_after_holds_for_errors_in_both_forms(status: int, stated: str) -> None:
    assert waited(after(answer(status, Retry_After=stated))) == DAY


def test_a_retry_after_of_ten_years_loses_no_feed() -> None:
    assert waited(after(answer(503, Retry_After="315360000"))) == 7 * DAY


def test_a_gone_feed_is_gone_and_says_so() -> None:
    state = after(answer(410))
    assert (state.is_gone, state.error) == (True, "answered 410 Gone")


def test_gone_behind_a_temporary_redirect_is_an_error_like_others() -> None:
    state = after(answer(410, NOON, Redirect(302, "https://b.test/login")))
    assert (state.is_gone, state.errors) == (False, 1)


def test_a_feed_that_came_back_is_as_before() -> None:
    assert not after(answer(304), replace(STEADY, is_gone=True)).is_gone


def test_a_feed_moves_after_three_agreeing_answers_over_a_day() -> None:
    there, state = Redirect(301, "https://b.test/feed"), STEADY
    for hours in (0, 12, 23, 24):
        assert moves.moved(FEED, state) == ""
        state = after(answer(304, NOON + hours * HOUR, there), state)
    assert moves.moved(FEED, state) == "https://b.test/feed"
    assert len(state.moves) == 3
    assert moves.moved(replace(FEED, url="https://b.test/feed"), state) == ""


@pytest.mark.parametrize(
    "redirects",
    [
        (),
        (Redirect(302, "https://b.test/feed"),),
        (Redirect(301, "https://c.test/feed"),),
        (Redirect(301, "http://b.test/feed"),),  # never back to plain http
    ],
)
def test_an_answer_that_disagrees_begins_anew(redirects: tuple[Redirect, ...]) -> None:
    sure = replace(STEADY, moved_to="https://b.test/feed", moves=(NOON - 2 * DAY, NOON - DAY, NOON - HOUR))
    assert moves.moved(FEED, sure) == "https://b.test/feed"
    assert moves.moved(FEED, after(answer(304, NOON, *redirects), sure)) == ""


def test_a_feed_moves_only_as_far_as_permanent_redirects_lead() -> None:
    way = (
        Redirect(308, "https://b.test/feed"),
        Redirect(302, "https://cdn.test/1"),
        Redirect(301, "https://cdn.test/2"),
    )
    assert after(answer(304, NOON, *way)).moved_to == "https://b.test/feed"


def test_redirects_to_an_error_move_nothing() -> None:
    assert after(answer(404, NOON, Redirect(301, "https://b.test/parked"))).moved_to == ""


def test_new_entries_are_counted_by_day_for_four_weeks() -> None:
    state = replace(STEADY, daily=(1,) * 28)
    today = after(answer(), state, found=Found(20, 3))
    assert today.daily == (1,) * 27 + (4,)
    later = after(answer(at=NOON + 2 * DAY), today, found=Found(20, 5))
    assert later.daily == (1,) * 25 + (4, 0, 5)
    assert after(answer(503, at=NOON + 90 * DAY), later).daily == (0,) * 28
