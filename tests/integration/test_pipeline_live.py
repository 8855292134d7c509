"""The pipeline's main ways on a real Redis and a real Elasticsearch."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from twins import text

from services.bootstrap import Service
from services.clock import ManualClock
from services.index import setup
from services.index.names import Names
from services.ledger.redis import RedisLedger
from services.model import RawDocument, Row, new_document_id
from services.pipeline import Pipeline

pytestmark = pytest.mark.servers

NOVEMBERS_END = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)


@dataclass
class Live:
    """The service's pipeline at a time that the test chooses."""

    service: Service
    clock: ManualClock

    def __post_init__(self) -> None:
        self.ledger = RedisLedger(self.service.redis, self.service.settings, self.clock)
        self.pipeline: Pipeline = replace(self.service.pipeline, ledger=self.ledger)

    def accept(self, *documents: RawDocument) -> list[str]:
        # A real Redis outlives the test run, so the ids must be new.
        named = [replace(document, id=new_document_id()) for document in documents]
        assert all(self.pipeline.accept(named))
        return [document.id for document in named]

    def work(self) -> None:
        for number, message in enumerate(self.pipeline.reconcile()):
            self.pipeline.process(message.document_ids, f"holder-{number}")

    def rows(self, ids: Sequence[str]) -> list[Row]:
        return [row for row in self.ledger.rows(ids) if row]

    def states(self, ids: Sequence[str]) -> list[str]:
        return [row.state for row in self.rows(ids)]

    def forget_fingerprints(self) -> None:
        for key in self.service.redis.scan_iter(f"{self.service.settings.redis_prefix}:fp:*"):
            self.service.redis.delete(key)

    def refresh(self) -> None:
        self.service.elasticsearch.indices.refresh(index=Names(self.service.settings).every_index)

    def count(self) -> int:
        self.refresh()
        return self.service.index.count()


@pytest.fixture
def live(service: Service) -> Live:
    return Live(service, ManualClock(NOVEMBERS_END - timedelta(days=6)))


def test_a_batch_ends_with_an_outcome_for_each(live: Live) -> None:
    ids = live.accept(text(1), text(1), text(2), text(content=" "), replace(text(3), content=b"\0\1\2" * 50))
    live.work()
    assert sorted(live.states(ids)) == ["duplicate", "indexed", "indexed", "rejected", "rejected"]
    assert (live.count(), live.ledger.books().balance) == (2, True)


def test_an_article_can_be_traced_from_its_row_to_its_document_and_back(live: Live) -> None:
    (document_id,) = live.accept(text(1))
    live.work()
    (row,) = live.rows([document_id])
    hit = live.service.index.article(row.uri)
    assert hit is not None
    assert (hit.source["traceId"], hit.source["raw"]) == (
        document_id,
        {"origin": "1.txt", "sha256": text(1).sha256},
    )


def test_the_same_content_in_two_batches_is_one_article(live: Live) -> None:
    ids = live.accept(text(1))
    live.work()
    ids += live.accept(text(1))
    live.work()
    assert (live.states(ids), live.count()) == (["indexed", "duplicate"], 1)


def test_twenty_holders_of_the_same_content_at_the_same_time_make_one_article(live: Live) -> None:
    ids = live.accept(*(text(1) for _ in range(20)))
    live.pipeline.reconcile()
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda each: live.pipeline.process([each], f"holder of {each}"), ids))
    assert sorted(live.states(ids)) == ["duplicate"] * 19 + ["indexed"]
    assert live.count() == 1


@pytest.mark.parametrize("is_searchable", [True, False])
@pytest.mark.parametrize("accepted_at", [NOVEMBERS_END - timedelta(days=6), NOVEMBERS_END])
def test_redis_may_forget_everything_at_any_moment(live: Live, accepted_at: datetime, *, is_searchable: bool) -> None:
    # Not searchable: within the second before Elasticsearch refreshes. NOVEMBERS_END: the copy is December's.
    live.clock.advance(accepted_at - live.clock.now())
    ids = live.accept(text(1))
    live.work()
    live.forget_fingerprints()
    if is_searchable:
        live.refresh()
    live.clock.advance(timedelta(seconds=1))
    ids += live.accept(text(1))
    live.work()
    assert (live.states(ids), live.count()) == (["indexed", "duplicate"], 1)


def test_after_its_index_was_dropped_an_article_is_taken_in_again(live: Live) -> None:
    live.accept(text(1))
    live.work()
    live.service.elasticsearch.indices.delete(index=Names(live.service.settings).index("2026.11"))
    setup.make_months(live.service.elasticsearch, live.service.settings, live.clock.now())
    again = live.accept(text(1))
    live.work()
    assert (live.states(again), live.count()) == (["indexed"], 1)


def test_an_article_stays_in_its_first_month(live: Live) -> None:
    live.accept(text(1))
    live.work()
    live.clock.advance(timedelta(days=40))
    ids = live.accept(text(1), text(2))
    live.work()
    uris = [row.uri for row in live.rows(ids)]
    assert [uri.split(":")[2] for uri in uris] == ["2026.11", "2027.01"]
    assert live.count() == 2


def test_a_read_only_index_is_waited_for_and_costs_no_attempt(live: Live) -> None:
    setup.make_month(live.service.elasticsearch, live.service.settings, "2026.11")
    index = Names(live.service.settings).index("2026.11")
    put_settings = live.service.elasticsearch.indices.put_settings
    put_settings(index=index, settings={"index.blocks.read_only_allow_delete": True})
    ids = live.accept(*map(text, range(10)))
    live.work()
    assert {(row.state, row.attempts) for row in live.rows(ids)} == {("open", 0)}
    assert "read-only-allow-delete" in str(live.service.gate.reason())
    put_settings(index=index, settings={"index.blocks.read_only_allow_delete": None})
    live.service.redis.delete(f"{live.service.settings.redis_prefix}:gate")
    live.clock.advance(timedelta(minutes=1))
    live.work()
    assert live.states(ids) == ["indexed"] * 10
    assert (live.count(), live.ledger.books().balance) == (10, True)


def test_a_repeat_of_what_elasticsearch_has_but_the_ledger_has_not_closed_is_indexed_once(live: Live) -> None:
    # Killed between create and close: the row is open, the article stands, and it is the row's own.
    ids = live.accept(*map(text, range(10)))
    claims = live.ledger.claim(ids, "killed")
    assert len(claims) == 10
    twin = replace(live.pipeline, ledger=Uncaring(claims))  # type: ignore[arg-type]
    twin.process(ids, "killed")
    assert live.count() == 10
    live.clock.advance(timedelta(minutes=1))
    live.forget_fingerprints()
    live.work()
    assert (live.states(ids), live.count()) == (["indexed"] * 10, 10)


@dataclass
class Uncaring:
    """A ledger that gives out claims and notes nothing."""

    claims: Sequence[object]

    def claim(self, *_: object) -> Sequence[object]:
        return self.claims

    def close(self, closings: Sequence[object]) -> list[bool]:
        return [False] * len(closings)
