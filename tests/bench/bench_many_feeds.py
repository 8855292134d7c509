"""What it costs to count feeds and to go through them when there are very many, beside a look at each of them.

    PYTHONPATH=tests python tests/bench/bench_many_feeds.py [--feeds 100000]

Needs NEWSMILL_TEST_REDIS_URL and NEWSMILL_TEST_ELASTICSEARCH_URL; it works under a prefix of its own and removes it.
Only the ratios tell where others use the machine too. A measurement, no test.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from os import environ

from support import installation

from services.bootstrap import Service
from services.fetch import health
from services.model import FeedState
from services.registry import feed_of

HOUR = timedelta(hours=1)
_AT_ONCE = 5000


def fill(service: Service, count: int) -> None:
    """Keep so many feeds that were polled once, each tenth of them in vain."""
    now = service.clock.now()
    feeds = [feed_of(f"https://{number}.example/feed", service.clock) for number in range(count)]
    polled = FeedState(now + HOUR, HOUR, polls=9, polled_at=now, succeeded_at=now, changed_at=now, daily=(3,) * 28)
    failed = FeedState(now + HOUR, HOUR, polls=9, polled_at=now, errors=9, error="answered 500")
    for start in range(0, count, _AT_ONCE):
        part = feeds[start : start + _AT_ONCE]
        service.feeds.add(part)
        service.feed_states.schedule({feed.id: now for feed in part})
        leased = [each.feed_id for each in service.feed_states.lease(_AT_ONCE, HOUR, "bench")]
        service.feed_states.finish("bench", {id_: polled if at % 10 else failed for at, id_ in enumerate(leased)})


def look_at_each(service: Service) -> dict[str, int]:
    now = service.clock.now()
    found = Counter(health.judge(kept.feed, kept.state, now).condition for kept in service.registry.listed())
    return {condition.value: count for condition, count in found.items() if count}


def counts(service: Service) -> dict[str, int]:
    return {condition: count for condition, count in service.conditions().items() if count}


def timed(what: str, work: Callable[[], object]) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    found = work()
    took, used = time.perf_counter() - began, time.process_time() - cpu
    sys.stdout.write(f"{what:42} {took * 1000:10.1f} ms, {used * 1000:9.1f} ms CPU   {found}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=100_000)
    count = parser.parse_args().feeds
    urls = environ["NEWSMILL_TEST_REDIS_URL"], environ["NEWSMILL_TEST_ELASTICSEARCH_URL"]
    with installation(*urls) as service:
        fill(service, count)
        timed("go through all at once", lambda: service.registry.requeue(most=count + 1))
        timed("go through the next 5,000", service.registry.requeue)
        for _ in range(2):
            timed("look at each (as before)", lambda: look_at_each(service))
            timed("counts (/metrics, status)", lambda: counts(service))


if __name__ == "__main__":
    main()
