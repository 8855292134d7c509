"""How a feed is doing, in one word and one sentence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.fetch import health
from services.fetch.health import judge, span
from services.model import Condition, Feed, FeedState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FEED = Feed("feed-1", "https://a.test/feed", NOW)
GOOD = FeedState(
    due_at=NOW + HOUR / 2,
    interval=HOUR,
    polls=500,
    polled_at=NOW - HOUR / 2,
    succeeded_at=NOW - HOUR / 2,
    changed_at=NOW - 3 * HOUR,
    daily=(4,) * 27 + (2,),
)


def judged(state: FeedState | None, feed: Feed = FEED) -> tuple[Condition, str]:
    found = judge(feed, state, NOW)
    return found.condition, found.reason


@pytest.mark.parametrize(
    ("changes", "condition", "reason"),
    [
        ({}, Condition.FRESH, "Its last news came 3 hours ago."),
        ({"changed_at": NOW - DAY}, Condition.FRESH, "Its last news came 24 hours ago."),
        (
            {"errors": 1, "error": "answered 503 Service Unavailable"},
            Condition.FRESH,
            "Its last news came 3 hours ago. The last poll failed: answered 503 Service Unavailable.",
        ),
        ({"changed_at": NOW - 5 * DAY}, Condition.QUIET, "It answers, but has had nothing new for 5 days."),
        # Of one entry a month a month's silence is none.
        ({"changed_at": NOW - 30 * DAY, "daily": (0,) * 28}, Condition.FRESH, "Its last news came 30 days ago."),
        (
            {"changed_at": NOW - 90 * DAY, "daily": (0,) * 28},
            Condition.QUIET,
            "It answers, but has had nothing new for 90 days.",
        ),
        ({"changed_at": None}, Condition.QUIET, "It answers, and never had an entry."),
        (
            {"daily": (10,) * 21 + (0, 0, 0, 1, 0, 0, 6)},
            Condition.QUIET,
            "It has 1.0 entries a day, where 10.0 are usual.",
        ),
        (
            {"errors": 3, "error": "no such host", "succeeded_at": NOW - 2 * DAY},
            Condition.BROKEN,
            "3 polls in a row failed, the last with: no such host; last read 2 days ago.",
        ),
        (
            {"errors": 1, "error": "answered 404 Not Found", "succeeded_at": None, "changed_at": None},
            Condition.BROKEN,
            "1 polls in a row failed, the last with: answered 404 Not Found; never read.",
        ),
        (
            {"is_gone": True, "error": "answered 410 Gone"},
            Condition.GONE,
            "The server says that it is gone for good (answered 410 Gone).",
        ),
        (
            {"due_at": NOW - 6 * HOUR},
            Condition.LATE,
            "It was due 6 hours ago, and nobody has polled it: see whether workers of the queue poll run.",
        ),
        ({"due_at": NOW - 50 * MINUTE}, Condition.FRESH, "Its last news came 3 hours ago."),
    ],
)
def test_a_feed_s_condition_and_its_reason(changes: dict[str, object], condition: Condition, reason: str) -> None:
    assert judged(replace(GOOD, **changes)) == (condition, reason)  # type: ignore[arg-type]


def test_a_feed_that_was_never_polled_is_new_and_late_when_nobody_comes() -> None:
    assert judged(None) == (Condition.NEW, "Never polled yet.")
    assert judged(FeedState(NOW - MINUTE, HOUR))[0] is Condition.NEW
    assert judged(FeedState(NOW - 2 * HOUR, HOUR))[0] is Condition.LATE


def test_a_paused_feed_is_paused_whatever_else() -> None:
    paused = replace(FEED, is_enabled=False)
    assert judged(replace(GOOD, errors=9, is_gone=True), paused)[0] is Condition.PAUSED
    assert judged(None, paused)[0] is Condition.PAUSED


def test_entries_a_day_are_told_beside_the_usual() -> None:
    health = judge(FEED, replace(GOOD, daily=(4,) * 21 + (1,) * 7), NOW)
    assert (health.lately, health.usual) == (1, 4)
    assert judge(FEED, replace(GOOD, daily=(3,) * 5), NOW).usual is None


def test_days_without_a_poll_had_no_news() -> None:
    away = replace(GOOD, polled_at=NOW - 7 * DAY, daily=(4,) * 28)
    health = judge(FEED, away, NOW)
    assert (health.lately, health.usual) == (0, 4)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=-5), "0 seconds"),
        (timedelta(seconds=90), "90 seconds"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=12, hours=5), "12 days"),
    ],
)
def test_spans_are_told_in_the_largest_unit_that_fits_twice(length: timedelta, words: str) -> None:
    assert span(length) == words


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"changed_at": NOW - 5 * DAY},
        {"errors": 3, "error": "answered 500"},
        {"is_gone": True},
        {"polled_at": None},
        {"due_at": NOW - 30 * DAY},
    ],
    ids=["fresh", "quiet", "broken", "gone", "never polled", "late for long"],
)
@pytest.mark.parametrize("later", [0 * HOUR, 1.5 * HOUR, 1.5 * HOUR + timedelta(microseconds=1), 9 * HOUR])
def test_what_stands_until_it_is_late_is_what_a_look_would_say(changes: dict[str, object], later: timedelta) -> None:
    state = replace(GOOD, **changes)  # type: ignore[arg-type]
    standing = health.standing(FEED, state, NOW)
    is_late = standing.late_at is not None and standing.late_at < NOW + later
    assert (Condition.LATE if is_late else standing.condition) == judge(FEED, state, NOW + later).condition
