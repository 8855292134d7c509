"""Versions, withdrawals, takedowns and a person's decisions on a real Redis and a real Elasticsearch."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from stores import forget
from twins import article, text

from services import sources
from services.archive.memory import MemoryArchive
from services.bootstrap import Service
from services.clock import ManualClock
from services.dedup.versions import successor
from services.desk import Desk
from services.history import versions_of
from services.index import setup
from services.index.names import Names, month_name
from services.ledger.redis import RedisLedger
from services.model import Entry, RawDocument, Revision, Row, new_document_id, utc_now
from services.ports import Overtaken, Written

pytestmark = pytest.mark.servers

URL = "https://paper.example/flood"
FLOOD = " ".join(f"The engineers of district {name} say that the river rose there." for name in "abcdefghij")


@pytest.fixture(autouse=True)
def _entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a document say all of its entry."""
    monkeypatch.setitem(sources.READERS, "told", lambda document: Entry(**json.loads(document.content)))


def told(body: str = FLOOD, *, feed_id: str = "top", **entry: object) -> RawDocument:
    values = {"headline": "River floods the town", "paragraphs": [body], "url": URL, "guid": "17"} | entry
    return RawDocument(new_document_id(), "told", "feed", json.dumps(values).encode(), feed_id=feed_id)


def changed(number: int, **entry: object) -> RawDocument:
    return told(f"{FLOOD} Bridge {number} was closed at noon.", **entry)  # type: ignore[arg-type]


def take_in(service: Service, *documents: RawDocument) -> list[Row]:
    assert all(service.pipeline.accept(documents))
    for message in service.pipeline.reconcile():
        service.pipeline.process(message.document_ids, "holder")
    return rows(service, [document.id for document in documents])


def rows(service: Service, ids: Sequence[str]) -> list[Row]:
    return [row for row in service.ledger.rows(ids) if row]


def refresh(service: Service) -> None:
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-*")


def only(service: Service) -> Mapping[str, object]:
    refresh(service)
    (hit,) = service.index.search("").hits
    return hit.source


def kept(service: Service) -> list[str]:
    """Return the texts that are kept of the only article, in order."""
    uri = str(only(service)["uri"])
    return [each.source["document"]["articleBody"] for each in service.index.revisions(uri)]  # type: ignore[index]


def test_a_changed_text_is_the_next_version_and_the_first_is_kept(service: Service) -> None:
    (first,) = take_in(service, told())
    (second,) = take_in(service, changed(1, feed_id="world", guid="w"))
    assert (first.state, second.state, second.uri) == ("indexed", "revised", first.uri)
    standing = only(service)
    assert (standing["version"], standing["changed"]) == (2, ["articleBody"])
    assert standing["feed"] == {"id": "top", "via": ["top", "world"]}
    assert kept(service) == [FLOOD]
    hit = service.index.article(first.uri)
    assert hit
    past = versions_of(service.index, hit)
    assert [each.number for each in past] == [1, 2]
    assert past[1].since
    assert past[1].since.text
    assert service.ledger.books().balance


def test_labels_that_a_user_added_stay_through_all_versions(service: Service) -> None:
    (first,) = take_in(service, told())
    index = Names(service.settings).write_alias(first.uri.split(":")[2])
    service.elasticsearch.update(index=index, id=first.uri, doc={"labels": {"desk": "foreign"}}, refresh=True)
    take_in(service, changed(1))
    service.pipeline.withdraw(URL, "gone: 410")
    assert only(service)["labels"] == {"desk": "foreign"}


def test_what_is_indexed_beside_the_document_is_that_of_the_version_that_stands(service: Service) -> None:
    # As in test_copies_live: a field stands in for one that stems.
    setup.make_month(service.elasticsearch, service.settings, "2026.11")
    index = Names(service.settings).index("2026.11")
    english = {"type": "text", "analyzer": "simple"}
    service.elasticsearch.indices.put_mapping(index=index, properties={"stemmed": {"properties": {"en": english}}})
    first = article(1, language="en", headline="River")
    service.pipeline.sink.create([first])
    standing = service.index.versions([first.uri])[first.uri]
    brought = replace(first, headline="Flood", content_fingerprint="f" * 32, trace_id="second")
    revision = Revision(standing, successor(Revision(standing, brought)))
    assert service.pipeline.sink.revise([revision]) == [Written(first.uri, "second")]
    assert service.pipeline.sink.revise([revision]) == [Overtaken(first.uri)]
    refresh(service)
    for word, count in (("flood", 1), ("river", 1), ("engineers", 0)):
        found = service.elasticsearch.search(index=index, query={"match": {"stemmed.en": word}})
        assert found["hits"]["total"]["value"] == count


def test_twenty_workers_with_a_version_each_lose_none(service: Service) -> None:
    take_in(service, told())
    documents = [changed(number) for number in range(20)]
    assert all(service.pipeline.accept(documents))
    service.pipeline.reconcile()
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda each: service.pipeline.process([each.id], f"holder of {each.id}"), documents))
    for _ in range(20):
        for document in documents:
            service.pipeline.process([document.id], f"again of {document.id}")
    assert {row.state for row in rows(service, [each.id for each in documents])} == {"revised"}
    texts = {*kept(service), str(only(service)["articleBody"])}
    assert texts == {FLOOD, *(f"{FLOOD} Bridge {number} was closed at noon." for number in range(20))}


def test_twenty_workers_with_the_same_new_version_make_one(service: Service) -> None:
    take_in(service, told())
    documents = [changed(1) for _ in range(20)]
    assert all(service.pipeline.accept(documents))
    service.pipeline.reconcile()
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda each: service.pipeline.process([each.id], f"holder of {each.id}"), documents))
    states = sorted(row.state for row in rows(service, [each.id for each in documents]))
    assert states == ["duplicate"] * 19 + ["revised"]
    assert (only(service)["version"], kept(service)) == (2, [FLOOD])


def test_an_earlier_version_that_comes_late_is_kept_and_doesn_t_stand(service: Service) -> None:
    clock = ManualClock(utc_now() - timedelta(minutes=5))
    early = told()
    assert RedisLedger(service.redis, service.settings, clock).accept([early]) == [True]
    take_in_later = changed(1)
    service.pipeline.accept([take_in_later])
    service.pipeline.process([take_in_later.id], "quick")
    service.pipeline.process([early.id], "slow")
    assert [row.state for row in rows(service, [early.id, take_in_later.id])] == ["revised", "indexed"]
    assert (only(service)["version"], kept(service)) == (1, [FLOOD])


def test_when_redis_was_emptied_an_article_is_known_by_its_address_through_elasticsearch(service: Service) -> None:
    take_in(service, told())
    refresh(service)
    forget(service.redis, f"{service.settings.redis_prefix}:fp:*")
    assert [row.state for row in take_in(service, changed(1))] == ["revised"]
    refresh(service)
    forget(service.redis, f"{service.settings.redis_prefix}:fp:*")
    assert [row.state for row in take_in(service, told(), changed(1))] == ["duplicate", "duplicate"]
    assert kept(service) == [FLOOD]


def test_what_redis_knew_when_it_was_emptied_is_found_in_the_second_in_which_a_search_does_not(
    service: Service,
) -> None:
    setup.make_month(service.elasticsearch, service.settings, month_name(utc_now()))
    never = {"index": {"refresh_interval": -1}}
    service.elasticsearch.indices.put_settings(index=Names(service.settings).read_alias, settings=never)
    take_in(service, told())
    forget(service.redis, f"{service.settings.redis_prefix}:fp:*")
    assert [row.state for row in take_in(service, changed(1))] == ["revised"]
    assert only(service)["version"] == 2


def test_a_notice_withdraws_and_what_stood_is_kept(service: Service) -> None:
    take_in(service, told())
    (row,) = take_in(service, told("", headline="", pub_status="canceled"))
    assert row.state == "revised"
    standing = only(service)
    assert (standing["pubStatus"], standing["version"], standing["articleBody"]) == ("withdrawn", 2, FLOOD)
    assert kept(service) == [FLOOD]
    assert service.pipeline.withdraw(URL, "again") == standing["uri"]
    assert only(service)["version"] == 2


def test_what_is_taken_down_is_gone_and_stays_away(service: Service) -> None:
    (row,) = take_in(service, told())
    take_in(service, changed(1), replace(text(content="Another\n" + FLOOD), id=new_document_id()))
    refresh(service)
    settling = service.pipeline.settling
    fingerprints, copies = settling.recognition.fingerprints, settling.linking.copies
    desk = Desk(service.index, settling.sink, fingerprints, copies, MemoryArchive(), service.rechecks)
    taken = desk.takedown(row.uri, "court order 17")
    assert (taken.versions, taken.relinked) == (2, 1)
    assert (only(service)["headline"], only(service).get("duplicateOf")) == ("Another", None)
    assert service.index.revisions(row.uri) == []
    held = [service.redis.get(each) for each in service.redis.scan_iter(f"{service.settings.redis_prefix}:fp:*")]
    assert row.uri.encode() not in held
    assert service.rechecks.due_at(row.uri) is None
    for again in (told(), changed(1), changed(2), told(url="https://paper.example/flood?utm_source=x", guid="new")):
        assert [(each.state, each.reason) for each in take_in(service, again)] == [("rejected", "taken-down")]
    (tombstone,) = service.elasticsearch.search(index=Names(service.settings).tombstones)["hits"]["hits"]
    assert tombstone["_source"].keys() == {"uri", "keys", "reason", "at"}
    assert "river" not in json.dumps(tombstone).lower()


def test_what_a_worker_writes_that_looked_before_a_takedown_is_taken_away_again(service: Service) -> None:
    setup.make_month(service.elasticsearch, service.settings, "2026.11")
    before, other = article(1, keys=("url:1",)), article(2, keys=("url:2",))
    service.sink.create([before, other])
    service.desk().takedown(before.uri, "court order 17")
    assert service.desk().take_away_again(utc_now()) == []
    service.sink.create([before, article(3, keys=("url:1",))])
    refresh(service)
    taken = service.desk().take_away_again(utc_now())
    assert [(each.uri, each.versions) for each in taken] == [(before.uri, 1), (article(3).uri, 1)]
    assert only(service)["uri"] == other.uri


def test_an_unlinked_copy_stays_apart(service: Service) -> None:
    def wire(publisher: str) -> RawDocument:
        return replace(text(content=f"River at {publisher}\n{FLOOD} {publisher} reports."), id=new_document_id())

    original, copy = take_in(service, wire("Herald"), wire("Gazette"))
    if not service.index.stories([copy.uri])[copy.uri].original:
        original, copy = copy, original
    refresh(service)
    service.desk().unlink(copy.uri)
    refresh(service)
    take_in(service, wire("Courier"))
    place = service.index.stories([copy.uri])[copy.uri]
    assert place.apart == {original.uri}
    assert place.original != original.uri
