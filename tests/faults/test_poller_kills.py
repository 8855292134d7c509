"""Kill -9 whoever polls, in the middle of forty feeds: all are articles soon after, none twice."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from killing import kill_who_polls, worker
from origin import Origin
from polled import item, page, rss
from support import installation, wait_until

from services.bootstrap import Service
from services.index.names import Names
from services.registry import feed_of

pytestmark = [pytest.mark.servers, pytest.mark.faults]

FEEDS = 40
WITHIN_SECONDS = 60.0
SETTINGS: dict[str, object] = {
    "allow_private_networks": "127.0.0.0/8",
    "poll_shortest_seconds": 3600,
    "domain_gap_seconds": 0,
    "platform_gap_seconds": 0,
    "host_concurrency": 64,
    "fetch_concurrency": 4,
    "fetch_seconds": 2,
    "lease_seconds": 5,
    "turn_seconds": 5,
    "poll_batch_size": 20,
    "worker_concurrency": 2,
}


def served(origin: Origin, service: Service) -> None:
    """Let the origin have feeds of a full text and a teaser each, slow to answer, and keep them."""
    feeds = []
    for number in range(FEEDS):
        link = origin.url(f"/page-{number}")
        items = (item(f"Town{number}"), item(f"Village{number}", link=link, text=f"Village{number}, in short…"))
        origin.put(f"/feed-{number}", rss(*items), "application/rss+xml", seconds=0.3)
        origin.put(f"/page-{number}", page(f"Village{number}"), seconds=0.1)
        feeds.append(feed_of(origin.url(f"/feed-{number}"), service.clock))
    service.registry.add(feeds)


def test_a_killed_poller_loses_and_doubles_nothing(redis_url: str, elasticsearch_url: str, tmp_path: Path) -> None:
    with (
        Origin() as origin,
        installation(redis_url, elasticsearch_url, archive=str(tmp_path / "archive"), **SETTINGS) as service,
        ExitStack() as stack,
    ):
        served(origin, service)
        for role in ("process", "maintain", "beat"):
            stack.enter_context(worker(role, service.settings, SETTINGS, tmp_path))
        kill_who_polls(service, SETTINGS, tmp_path, 2 * FEEDS, WITHIN_SECONDS)
        stack.enter_context(worker("poll", service.settings, SETTINGS, tmp_path))
        wait_until(lambda: service.ledger.books().indexed >= 2 * FEEDS, WITHIN_SECONDS, "some are no articles")
        service.elasticsearch.indices.refresh(index=Names(service.settings).every_index)
        hits = service.index.search("", size=100).hits
        expected = sorted(f"News of {kind}{number}" for kind in ("Town", "Village") for number in range(FEEDS))
        assert sorted(str(hit.source["headline"]) for hit in hits) == expected
        villages = [str(h.source["articleBody"]) for h in hits if "Village" in str(h.source["headline"])]
        assert all("says more" in body for body in villages)
        books = service.ledger.books()
        assert (books.accepted, books.indexed, books.quarantined, books.balance) == (2 * FEEDS, 2 * FEEDS, 0, True)
