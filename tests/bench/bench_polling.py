"""What polling costs publishers, readers and us: ten thousand feeds for thirty days, on a clock of its own.

    python tests/bench/bench_polling.py [feeds] [days]
    python tests/bench/bench_polling.py redis [feeds]

The first prints polls, answers, what came late or never, and the CPU a poll takes (schedule, states, budgets and the
simulated web together); beside it, what polling each hour would do. The second puts states and digests of that many
feeds into the Redis of NEWSMILL_TEST_REDIS_URL, and prints bytes and times for each; nothing of it stays.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from simulation import DAY, HOUR, publishers, run_apart
from stores import place
from twins import NOON

from services.clock import ManualClock
from services.fetch import conditional, schedule
from services.fetch.pacing import Limits
from services.fetch.schedule import Found
from services.model import Answer, Feed, FeedState, Validators
from services.store.budgets import RedisBudgets
from services.store.feed_states import RedisFeedStates


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def weeks(feeds: int, days: int) -> None:
    asked = publishers(feeds, days)
    started, before = time.perf_counter(), _cpu()
    report, asked = run_apart(asked, days)
    wall, spent = time.perf_counter() - started, _cpu() - before
    say(f"{feeds:,} feeds, {days} days: {report.polls:,} polls, {report.polls / feeds / days:.1f} a feed and day")
    say(f"{wall:.0f} s on the clock, {spent:.0f} s of CPU, {spent / report.polls * 1e6:.0f} µs a poll")
    say(f"told to wait {report.waits:,} times")
    say("answers " + ", ".join(f"{status} {count:,}" for status, count in report.statuses.most_common()))
    say(f"breaches {dict(Counter(each.partition(':')[0] for each in report.breaches)) or 'none'}")
    late: dict[str, list[float]] = {}
    lost: Counter[str] = Counter()
    for each in asked:
        kind = "server away for a time" if each.outages else each.habit.name.lower().replace("_", " ")
        is_patient = each.asked_for > 6 * HOUR or each.pacing.skip_hours
        kind = "asks for half a day" if is_patient and not each.outages else kind
        late.setdefault(kind, []).extend(each.delays)
        lost[kind] += each.lost
    for kind, parts in late.items():
        delays = np.array(parts or [0.0]) / 60
        spread = " / ".join(f"{np.percentile(delays, share):,.0f}" for share in (50, 90, 99))
        say(
            f"{kind:24} {len(delays):9,} entries, mean delay {delays.mean():6.0f} min,"
            f" 50/90/99 % {spread}, lost {lost[kind]:,}"
        )
    hourly = np.concatenate(
        [HOUR - np.array([at for at in each.published if 0 < at < days * DAY]) % HOUR for each in asked]
    )
    say(f"each hour instead: 24 polls a feed and day, delay mean {hourly.mean() / 60:.0f} min")


def _cpu() -> float:
    """Return the seconds of CPU of this process and of those it has started and seen end."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def redis(feeds: int) -> None:
    clock = ManualClock(NOON)
    with place(os.environ["NEWSMILL_TEST_REDIS_URL"]) as (client, settings):
        states, budgets = RedisFeedStates(client, settings, clock), RedisBudgets(client, settings, clock)
        ids = [f"{number:032x}" for number in range(feeds)]
        known = _state()

        def used() -> int:
            return int(client.info("memory")["used_memory"])

        def timed(name: str, of: int, do: Callable[[], object]) -> None:
            before, started = used(), time.perf_counter()
            do()
            spent, grown = time.perf_counter() - started, used() - before
            say(f"{name:40} {spent / of * 1e6:7.1f} µs and {grown / of:6.0f} bytes each")

        timed("schedule", feeds, lambda: states.schedule(dict.fromkeys(ids, NOON)))
        timed(
            "lease 100 at a time",
            feeds,
            lambda: [states.lease(100, timedelta(hours=1), "x") for _ in range(feeds // 100)],
        )
        parts = [ids[at : at + 100] for at in range(0, feeds, 100)]
        timed("finish 100 at a time", feeds, lambda: [states.finish("x", dict.fromkeys(part, known)) for part in parts])
        digests = [f"{number:064x}" for number in range(30)]
        timed("note 30 digests", feeds, lambda: [states.note_seen(each, digests) for each in ids])
        timed("look 30 digests up", feeds, lambda: [states.seen(each, digests) for each in ids])
        urls = [f"https://site{number}.com/feed" for number in range(feeds)]
        parts = [urls[at : at + 100] for at in range(0, feeds, 100)]
        timed("enter 100 hosts at a time", feeds, lambda: [budgets.enter(part, "x") for part in parts])
        timed("leave 100 hosts at a time", feeds, lambda: [budgets.leave(part, "x") for part in parts])


def _state() -> FeedState:
    feed, now, limits = Feed("x", "https://a.test/feed", NOON), NOON, Limits()
    state = schedule.begun(now)
    for number in range(40):
        now = state.due_at
        request = conditional.request(feed, state, now)
        tags = Validators(f'W/"{number:032x}"', "Tue, 24 Nov 2026 12:00:00 GMT")
        headers = (("ETag", tags.etag), ("Last-Modified", tags.last_modified))
        answer = Answer(feed.url, feed.url, 200, headers, b"", now, timedelta())
        found = Found(30, number % 3)
        state = schedule.answered("x", state, request, answer, limits, found=found, body_sha256=f"{number:064x}")
    return state


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["redis"]:
        redis(int(arguments[1]) if arguments[1:] else 100_000)
    else:
        numbers = [*map(int, arguments)]
        weeks(*numbers) if len(numbers) == 2 else weeks(10_000, 30)
