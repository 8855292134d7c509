"""Copies on a real Redis and a real Elasticsearch: found, linked, and found again when Redis was emptied."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from stores import forget
from twins import article, text

from services.bootstrap import Service
from services.clock import ManualClock
from services.dedup.sketch import sketch
from services.errors import IndexUnavailableError
from services.index import setup
from services.index.names import Names
from services.ledger.redis import RedisLedger
from services.model import Hit, Link, RawDocument, Row, new_document_id, utc_now
from services.sketches import Rebuilt, Sketch, Sketched
from services.store.copies import RedisCopies

pytestmark = pytest.mark.servers

TEXT = " ".join(f"The engineers of district {name} say that the river rose there." for name in "abcdefghij")


def wire(publisher: str, body: str = TEXT) -> RawDocument:
    raw = text(content=f"River at {publisher}\n{body} {publisher} reports.")
    return replace(raw, id=new_document_id())


def accept(service: Service, *documents: RawDocument) -> list[str]:
    assert all(service.pipeline.accept(documents))
    return [document.id for document in documents]


def take_in(service: Service, *documents: RawDocument) -> list[Row]:
    ids = accept(service, *documents)
    for message in service.pipeline.reconcile():
        service.pipeline.process(message.document_ids, "holder")
    return [row for row in service.ledger.rows(ids) if row]


def refresh(service: Service) -> None:
    service.elasticsearch.indices.refresh(index=Names(service.settings).every_index)


def articles(service: Service, rows: Sequence[Row]) -> list[Mapping[str, object]]:
    hits: list[Hit | None] = [service.index.article(row.uri) for row in rows]
    assert all(row.state == "indexed" for row in rows)
    return [hit.source for hit in hits if hit]


def assert_linked(service: Service, *rows: Row) -> str:
    """Check that one of *rows* is the original of the others, and return its uri."""
    found = sorted(articles(service, rows), key=lambda each: str(each.get("duplicateOf", "")))
    roles = [each["story"]["role"] for each in found]  # type: ignore[index]
    original = str(found[0]["uri"])
    assert roles == ["original"] + ["copy"] * (len(rows) - 1)
    assert [each.get("duplicateOf") for each in found] == [None] + [original] * (len(rows) - 1)
    assert len({each["story"]["id"] for each in found}) == 1  # type: ignore[index]
    return original


def test_a_copy_is_indexed_and_linked_with_the_reason(service: Service) -> None:
    (first,) = take_in(service, wire("Herald"))
    (copy,) = take_in(service, wire("Gazette"))
    assert assert_linked(service, first, copy) == first.uri
    (source,) = articles(service, [copy])
    assert source["story"]["reason"].startswith(f"copy of {first.uri}: 0.9")  # type: ignore[index]


def test_a_copy_is_known_even_before_its_original_is_indexed(service: Service) -> None:
    assert_linked(service, *take_in(service, wire("Herald"), wire("Gazette"), wire("Courier")))


def test_a_whole_story_and_articles_without_copies_are_one_query_each(service: Service) -> None:
    take_in(service, wire("Herald"), wire("Gazette"), wire("Courier"), wire("Post", "The council met and voted."))
    refresh(service)
    search, alias = service.elasticsearch.search, Names(service.settings).read_alias
    without = search(index=alias, query={"bool": {"must_not": {"term": {"story.role": "copy"}}}})
    assert without["hits"]["total"]["value"] == 2
    story = search(index=alias, size=0, aggs={"stories": {"terms": {"field": "story.id"}}})
    assert [each["doc_count"] for each in story["aggregations"]["stories"]["buckets"]] == [3, 1]


def test_twenty_workers_with_a_copy_each_at_the_same_moment_make_one_story(service: Service) -> None:
    ids = accept(service, *(wire(f"Paper {number}") for number in range(20)))
    service.pipeline.reconcile()
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda each: service.pipeline.process([each], f"holder of {each}"), ids))
    assert_linked(service, *(row for row in service.ledger.rows(ids) if row))


@pytest.mark.parametrize("is_rebuilt", [True, False])
def test_when_redis_was_emptied_copies_are_found_through_elasticsearch(service: Service, *, is_rebuilt: bool) -> None:
    first, copy = take_in(service, wire("Herald"), wire("Gazette"))
    forget(service.redis, f"{service.settings.redis_prefix}:copies:*")
    refresh(service)
    if is_rebuilt:
        assert service.pipeline.linking.rebuild() == 2
        assert service.pipeline.linking.copies.rebuilt() == Rebuilt(is_whole=True)
    (later,) = take_in(service, wire("Courier"))
    assert assert_linked(service, first, copy, later) != later.uri


def test_what_was_accepted_earlier_becomes_the_original_of_what_stands(service: Service) -> None:
    clock = ManualClock(utc_now() - timedelta(minutes=5))
    early = wire("Herald")
    assert RedisLedger(service.redis, service.settings, clock).accept([early]) == [True]
    later = accept(service, wire("Gazette"))
    service.pipeline.process(later, "quick")
    service.pipeline.process([early.id], "slow")
    original, copy = (row for row in service.ledger.rows([early.id, *later]) if row)
    assert assert_linked(service, original, copy) == original.uri


def test_what_is_too_old_leaves_redis_as_news_comes(service: Service) -> None:
    clock = ManualClock(utc_now())
    copies = RedisCopies(service.redis, service.settings, clock)

    def meet(numbers: range) -> None:
        copies.meet([Sketched(f"urn:newsmill:2026.11:{n:024x}", clock.now(), made(n)) for n in numbers])

    meet(range(1000))
    clock.advance(timedelta(days=service.settings.copies_keep_days, seconds=1))
    for start in range(1000, 1600, 100):
        meet(range(start, start + 100))
    assert keys(service, "text") == 600
    bands = sum(int(service.redis.hlen(key)) for key in found(service, "band"))  # type: ignore[arg-type]
    assert bands == len({band for number in range(1000, 1600) for band in made(number).bands})
    assert int(service.redis.hget(f"{service.settings.redis_prefix}:copies:state", "bands") or 0) == bands  # type: ignore[arg-type]


def made(number: int) -> Sketch:
    found = sketch(" ".join(f"word{number}x{each}" for each in range(30)))
    assert found
    return found


def found(service: Service, kind: str) -> list[bytes]:
    return list(service.redis.scan_iter(f"{service.settings.redis_prefix}:copies:{kind}:*", count=1000))


def keys(service: Service, kind: str) -> int:
    return len(found(service, kind))


def test_what_is_indexed_beside_the_document_is_still_found_after_a_link(service: Service) -> None:
    # The private Elasticsearch stems nothing: here a field stands in for one that does, with another analyzer.
    setup.make_month(service.elasticsearch, service.settings, "2026.11")
    index = Names(service.settings).index("2026.11")
    english = {"type": "text", "analyzer": "simple"}
    service.elasticsearch.indices.put_mapping(index=index, properties={"stemmed": {"properties": {"en": english}}})
    original, copy = (article(number, language="en", story_id="its own") for number in (1, 2))
    service.pipeline.sink.create([original, copy])
    link = Link(copy.uri, "story", original.uri, "copy of it")
    service.pipeline.sink.amend([link])
    service.pipeline.sink.amend([link])
    refresh(service)
    found = service.elasticsearch.search(index=index, query={"match": {"stemmed.en": "river"}}, version=True)
    versions = {hit["_id"]: hit["_version"] for hit in found["hits"]["hits"]}
    assert versions == {original.uri: 1, copy.uri: 2}
    assert service.index.stories([copy.uri])[copy.uri].original == original.uri


def test_two_who_link_the_same_article_at_the_same_time_leave_it_whole(service: Service) -> None:
    rows = take_in(service, *(wire(f"Paper {number}", f"{number} " * 30) for number in range(3)))
    uri = rows[0].uri
    links = [Link(uri, "story", rows[1 + number % 2].uri, f"reason {number}") for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: patiently(service, each), links))
    (source,) = articles(service, rows[:1])
    story = source["story"]
    assert isinstance(story, dict)
    assert Link(uri, story["id"], str(source["duplicateOf"]), story["reason"]) in links
    assert source["headline"] == "River at Paper 0"


def patiently(service: Service, link: Link) -> None:
    """Make *link* as a worker does, which is released and comes again while others are in the way."""
    for _ in range(20):
        try:
            service.pipeline.sink.amend([link])
        except IndexUnavailableError:
            continue
        return
    pytest.fail("others were in the way all the time")
