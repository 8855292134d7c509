"""Kill -9 whoever asks again for pages that were all corrected: each article has one more version soon after."""

from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from killing import kill_who_polls, worker
from origin import Origin
from polled import page
from support import installation, wait_until

from services.bootstrap import Service
from services.model import Answer, RawDocument, WebRequest, new_document_id

pytestmark = [pytest.mark.servers, pytest.mark.faults]

PAGES = 40
WITHIN_SECONDS = 90.0
SETTINGS: dict[str, object] = {
    "allow_private_networks": "127.0.0.0/8",
    "domain_gap_seconds": 0,
    "platform_gap_seconds": 0,
    "host_concurrency": 64,
    "fetch_concurrency": 8,
    "fetch_seconds": 2,
    "lease_seconds": 5,
    "turn_seconds": 5,
    "worker_concurrency": 1,
    # 14 seconds, and a time that doesn't come.
    "recheck_hours": "0.004, 100",
}


def taken_in(origin: Origin, service: Service) -> None:
    """Take the origin's pages in as whoever had asked for them."""
    for number in range(PAGES):
        origin.put(f"/{number}", page(f"Town{number}"))
    urls = [origin.url(f"/{number}") for number in range(PAGES)]
    answers = [answer for _, answer in service.web.get([WebRequest(url) for url in urls])]
    documents = [RawDocument.of_page(each, new_document_id()) for each in answers if isinstance(each, Answer)]
    assert service.accept(documents) == [True] * PAGES


def test_a_killed_rechecker_makes_each_version_once(redis_url: str, elasticsearch_url: str, tmp_path: Path) -> None:
    with (
        Origin() as origin,
        installation(redis_url, elasticsearch_url, archive=str(tmp_path / "archive"), **SETTINGS) as service,
        ExitStack() as stack,
    ):
        taken_in(origin, service)
        for role in ("process", "maintain", "beat"):
            stack.enter_context(worker(role, service.settings, SETTINGS, tmp_path))
        wait_until(lambda: service.ledger.books().indexed == PAGES, WITHIN_SECONDS, "some are no articles")
        for number in range(PAGES):
            corrected = page(f"Town{number}").replace(b"it will fall again", b"it has fallen again")
            origin.put(f"/{number}", corrected, seconds=0.3)
        kill_who_polls(service, SETTINGS, tmp_path, 2 * PAGES, WITHIN_SECONDS)
        stack.enter_context(worker("poll", service.settings, SETTINGS, tmp_path))
        wait_until(lambda: service.ledger.books().revised == PAGES, WITHIN_SECONDS, "some have no second version")
        wait_until(lambda: service.rechecks.due() == 0, WITHIN_SECONDS, "some are looked at still")
        service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-*")
        hits = service.index.search("", size=100).hits
        assert Counter(hit.source["version"] for hit in hits) == {2: PAGES}
        assert all("has fallen again" in str(hit.source["articleBody"]) for hit in hits)
        books = service.ledger.books()
        assert (books.accepted, books.indexed, books.quarantined, books.balance) == (2 * PAGES, PAGES, 0, True)
