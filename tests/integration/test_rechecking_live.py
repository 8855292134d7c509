"""Pages of a local origin are asked for again, over a real Redis, a real Elasticsearch and real sockets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import Installing
from live import QUICK, LiveMill
from origin import Origin
from polled import item, page, rss

from services.clock import ManualClock
from services.history import versions_of
from services.model import Hit, utc_now

pytestmark = pytest.mark.servers

HOUR = timedelta(hours=1)
BERLIN = "/berlin"


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin() as origin:
        yield origin


class Watching:
    """A live mill with the article of a page, and a clock that runs ahead for what asks again."""

    def __init__(self, mill: LiveMill) -> None:
        self.mill, self.origin = mill, mill.origin
        self.origin.put(BERLIN, page("Berlin"))
        teaser = item("Berlin", link=self.origin.url(BERLIN), text="Berlin, in short…")
        self.origin.put("/feed", rss(teaser), "application/rss+xml")
        mill.add("/feed")
        mill.poll()
        mill.work_all()
        self.origin.asked.clear()
        self.clock = ManualClock(utc_now())
        self.service = replace(mill.service, clock=self.clock)

    def recheck_after(self, time: timedelta) -> dict[str, int]:
        self.clock.advance(time)
        # What it accepts is due by the mill's clock.
        rechecker = replace(self.service.rechecker, accept=self.mill.service.accept)
        outcomes = rechecker.recheck_due(f"rechecker-{next(self.mill.holders)}")
        self.mill.work_all()
        self.service.elasticsearch.indices.refresh(index=f"{self.service.settings.index_prefix}-*")
        return dict(outcomes)

    def article(self) -> Hit:
        (hit,) = self.service.index.search("").hits
        found = self.service.index.article(hit.uri)
        assert found
        return found


@pytest.fixture
def watching(install: Installing, origin: Origin, tmp_path: Path) -> Iterator[Watching]:
    watching = Watching(LiveMill(install(archive=str(tmp_path / "archive"), **QUICK), origin))
    yield watching
    watching.service.close()


def test_a_page_that_is_gone_is_seen_within_one_recheck(watching: Watching) -> None:
    watching.origin.answer(BERLIN, 410)
    assert watching.recheck_after(HOUR) == {}
    assert watching.recheck_after(HOUR) == {"withdrawn": 1}
    source = watching.article().source
    assert (source["pubStatus"], source["statusReason"]) == ("withdrawn", "page gone: answered 410")
    first, second = versions_of(watching.service.index, watching.article())
    assert (first.summary()["pubStatus"], second.summary()["changed"]) == ("usable", ["pubStatus"])
    watching.origin.put(BERLIN, page("Berlin"))
    assert watching.recheck_after(10 * HOUR) == {"changed": 1}
    assert watching.article().source["pubStatus"] == "usable"


def test_a_page_that_is_missing_is_withdrawn_when_it_is_missing_still(watching: Watching) -> None:
    watching.origin.answer(BERLIN, 404)
    assert watching.recheck_after(2 * HOUR) == {"missing": 1}
    assert watching.article().source["pubStatus"] == "usable"
    assert watching.recheck_after(10 * HOUR) == {"withdrawn": 1}
    source = watching.article().source
    assert source["statusReason"] == "page gone: answered 404, and again 10 hours later"
    assert len(watching.origin.asked_for(BERLIN)) == 2


def test_a_corrected_page_is_a_version_with_its_difference(watching: Watching) -> None:
    watching.origin.put(BERLIN, page("Berlin").replace(b"it will fall again", b"it has fallen again"))
    assert watching.recheck_after(2 * HOUR) == {"changed": 1}
    first, second = versions_of(watching.service.index, watching.article())
    assert (first.number, second.number, second.summary()["changed"]) == (1, 2, ["articleBody"])
    assert second.since
    assert any(piece.text == "has fallen" for paragraph in second.since.text for piece in paragraph)
    books = watching.service.ledger.books()
    assert (books.accepted, books.indexed, books.revised, books.balance) == (2, 1, 1, True)


def test_a_page_that_did_not_change_is_asked_for_with_its_validators_and_costs_nothing(watching: Watching) -> None:
    before = watching.article().source
    assert watching.recheck_after(2 * HOUR) == {"not-modified": 1}
    assert watching.recheck_after(10 * HOUR) == {"not-modified": 1}
    assert all(each.is_conditional for each in watching.origin.asked_for(BERLIN))
    assert watching.article().source == before
    assert watching.service.ledger.books().accepted == 1
    assert watching.service.rechecks.scheduled() == 1


def test_what_robots_txt_forbids_by_now_is_not_asked_for(watching: Watching) -> None:
    watching.origin.robots = "User-agent: *\nDisallow: /berlin\n"
    assert watching.recheck_after(25 * HOUR) == {"forbidden": 1}
    assert watching.origin.asked_for(BERLIN) == []


def test_the_last_look_is_the_last(watching: Watching) -> None:
    assert watching.recheck_after(168 * HOUR) == {"unchanged": 1}
    assert watching.recheck_after(1000 * HOUR) == {}
    keys = [
        key.decode() for key in watching.service.redis.scan_iter(f"{watching.service.settings.redis_prefix}:rechecks:*")
    ]
    assert [key.rpartition(":")[2] for key in keys] == ["counts"]
