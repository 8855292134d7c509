"""What every sink and every index of articles promises: the twin in memory and the real Elasticsearch alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from support import installation
from twins import article

from services.bootstrap import Service
from services.index import setup
from services.index.memory import MemoryIndex
from services.model import (
    Apart,
    Article,
    Carried,
    Dateline,
    Disowned,
    Embedded,
    Filters,
    Link,
    Reinstatement,
    Revision,
    Tombstone,
    Withdrawal,
    utc_now,
)
from services.ports import ArticleIndex, Overtaken, Sink, Written
from services.sketches import Sketch, Sketched

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MONTHS = ("2026.09", "2026.10", "2026.11")


@dataclass(frozen=True)
class Place:
    """A sink and the index that it fills; `refresh` lets what was written be searched."""

    sink: Sink
    index: ArticleIndex
    refresh: Callable[[], object]

    def write(self, *articles: Article) -> None:
        self.sink.create(articles)
        self.refresh()

    def found(self, query: str = "", **filters: object) -> list[str]:
        """Return the numbers of the articles found, in order."""
        hits = self.index.search(query, size=100, filters=Filters(**filters)).hits  # type: ignore[arg-type]
        return [str(hit.source["headline"]).removeprefix("Report ") for hit in hits]


@pytest.fixture(scope="module")
def service(redis_url: str, elasticsearch_url: str) -> Iterator[Service]:
    """Yield one installation for all: its indices take longer to make than to empty."""
    with installation(redis_url, elasticsearch_url, vector_dimensions=3) as service:
        for month in MONTHS:
            setup.make_month(service.elasticsearch, service.settings, month)
        yield service


@pytest.fixture(params=["memory", pytest.param("elasticsearch", marks=pytest.mark.servers)])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "memory":
        twin = MemoryIndex(lags=True)
        yield Place(twin, twin, twin.refresh)
        return
    real: Service = request.getfixturevalue("service")
    place = Place(real.pipeline.sink, real.index, lambda: _refresh(real))
    yield place
    _empty(real)


def _refresh(service: Service) -> None:
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-*")


def _empty(service: Service) -> None:
    _refresh(service)
    indices = [f"{service.settings.index_prefix}-{name}" for name in ("articles", "revisions", "tombstones")]
    hits = service.elasticsearch.search(index=indices, size=1000)["hits"]["hits"]
    if hits:
        deletions = [{"delete": {"_index": hit["_index"], "_id": hit["_id"]}} for hit in hits]
        service.elasticsearch.bulk(operations=deletions, refresh=True)


def test_an_article_is_written_by_the_document_that_brought_it(place: Place) -> None:
    assert place.sink.create([article(1)]) == [Written(article(1).uri, by="trace-1")]


def test_each_article_has_its_result_in_the_order_given(place: Place) -> None:
    numbers = [5, 3, 9, 1]
    assert place.sink.create([article(number) for number in numbers]) == [
        Written(article(number).uri, f"trace-{number}") for number in numbers
    ]


def test_nothing_gives_nothing(place: Place) -> None:
    assert place.sink.create([]) == []
    assert place.index.holders([]).uris == {}
    assert place.index.standing([]) == set()


def test_what_stands_already_is_left_as_it_is_and_names_its_writer(place: Place) -> None:
    place.sink.create([article(1)])
    other = article(1, trace_id="another", alternative_headline="Not taken")
    assert place.sink.create([other]) == [Written(article(1).uri, by="trace-1")]
    standing = place.index.article(article(1).uri)
    assert standing is not None
    assert "alternativeHeadline" not in standing.source


def test_a_repeat_finds_its_own(place: Place) -> None:
    place.sink.create([article(1)])
    assert place.sink.create([article(1)]) == [Written(article(1).uri, by="trace-1")]


def test_of_two_in_one_call_the_first_is_written(place: Place) -> None:
    assert place.sink.create([article(1, trace_id="first"), article(1, trace_id="second")]) == [
        Written(article(1).uri, by="first"),
        Written(article(1).uri, by="first"),
    ]


def test_articles_of_several_months_are_written_and_found_together(place: Place) -> None:
    place.write(*(article(number, month=month) for number, month in enumerate(MONTHS)))
    assert place.index.count() == 3
    assert place.found() == ["2", "1", "0"]


def test_uris_are_found_by_fingerprint_over_all_months(place: Place) -> None:
    place.write(article(1, month="2026.09"), article(2, month="2026.11"))
    fingerprints = [article(number).content_fingerprint for number in (1, 2, 3)]
    assert place.index.holders(fingerprints).uris == {
        fingerprints[0]: article(1, month="2026.09").uri,
        fingerprints[1]: article(2, month="2026.11").uri,
    }


def test_of_two_articles_with_one_fingerprint_the_first_month_counts(place: Place) -> None:
    early, late = article(1, month="2026.10"), article(1, month="2026.11")
    place.write(late, early)
    assert place.index.holders([early.content_fingerprint]).uris == {early.content_fingerprint: early.uri}


def test_what_was_just_written_stands_before_it_can_be_searched(place: Place) -> None:
    place.sink.create([article(1, month="2026.10")])
    other_month = article(1, month="2026.11").uri
    assert place.index.standing([article(1, month="2026.10").uri, other_month, article(2).uri]) == {
        article(1, month="2026.10").uri
    }
    place.refresh()
    assert place.index.standing([article(1, month="2026.10").uri]) == {article(1, month="2026.10").uri}


def test_what_stands_in_a_month_without_an_index_is_nothing(place: Place) -> None:
    assert place.index.standing([article(1, month="2019.01").uri]) == set()


def test_an_article_is_had_by_its_uri_at_once(place: Place) -> None:
    place.sink.create([article(1, url="https://example.com/1")])
    hit = place.index.article(article(1).uri)
    assert hit is not None
    assert (hit.uri, hit.source["url"], hit.source["traceId"]) == (article(1).uri, "https://example.com/1", "trace-1")


@pytest.mark.parametrize("uri", [article(2).uri, article(1, month="2019.01").uri, "no uri of ours", "", "*"])
def test_an_unknown_uri_has_no_article(place: Place, uri: str) -> None:
    place.sink.create([article(1)])
    assert place.index.article(uri) is None


def test_all_words_of_a_query_must_occur_anywhere_in_the_text(place: Place) -> None:
    place.write(
        article(1, paragraphs=("The dam opened.",)),
        article(2, paragraphs=("The dam closed.",)),
        article(3, paragraphs=("Closed.",), alternative_headline="A DAM in trouble"),
        article(4, paragraphs=("Closed.",), description="About a dam."),
    )
    assert sorted(place.found("dam")) == ["1", "2", "3", "4"]
    assert sorted(place.found("Dam closed")) == ["2", "3", "4"]
    assert place.found("dam opened closed") == []
    assert place.found("flood") == []


def test_without_a_query_all_are_found_the_newest_first(place: Place) -> None:
    place.write(*(article(number, first_seen_at=NOON + timedelta(minutes=number % 5)) for number in range(5)))
    assert place.found() == ["4", "3", "2", "1", "0"]


def test_results_come_in_pages_with_the_total(place: Place) -> None:
    place.write(*(article(number, first_seen_at=NOON - timedelta(minutes=number)) for number in range(7)))
    page = place.index.search("", size=3, offset=3)
    assert page.total == 7
    assert [hit.uri for hit in page.hits] == [article(number).uri for number in (3, 4, 5)]
    assert place.index.search("", size=3, offset=6).hits[0].uri == article(6).uri


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"language": "de"}, {"2"}),
        ({"domain": "example.com"}, {"1", "2"}),
        ({"domain": "example.com", "language": "en"}, {"1"}),
        ({"domain": "com"}, set()),
        ({"since": NOON}, {"1", "2"}),
        ({"until": NOON}, {"3"}),
        ({"since": NOON - timedelta(hours=1), "until": NOON + timedelta(seconds=1)}, {"1", "3"}),
    ],
)
def test_filters_narrow_a_search(place: Place, filters: dict[str, object], expected: set[str]) -> None:
    english = article(1, language="en", url="https://example.com/1", first_seen_at=NOON)
    place.write(
        english,
        replace(article(2), language="de", url="https://example.com/2", first_seen_at=NOON + timedelta(hours=1)),
        article(3, language="fr", url="https://example.org/3", first_seen_at=NOON - timedelta(hours=1)),
    )
    assert set(place.found(**filters)) == expected
    assert set(place.found("river", **filters)) == expected


def test_the_count_is_of_what_can_be_searched(place: Place) -> None:
    assert place.index.count() == 0
    place.write(*map(article, range(5)))
    assert place.index.count() == 5


SKETCH = Sketch(1, (b"abcdef",), (b"abc",))


def sketched(number: int, *, minutes: int = 0, **values: object) -> Article:
    seen = utc_now().replace(microsecond=0) - timedelta(hours=1, minutes=-minutes)
    return replace(article(number, sketch=SKETCH, story_id="story", first_seen_at=seen), **values)  # type: ignore[arg-type]


def test_a_place_in_a_story_is_known_at_once(place: Place) -> None:
    dateline = Dateline("PARIS (AFP) –", place="Paris", agency="AFP")
    original = sketched(1, dateline=dateline, publisher="The Herald", url="https://herald.example/1")
    copy = sketched(2, duplicate_of=original.uri, story_reason="copy of it")
    place.sink.create([original, copy])
    assert place.index.stories([original.uri, copy.uri, article(3).uri]) == {
        each.uri: each.place for each in (original, copy)
    }
    assert place.index.stories([]) == {}


def test_a_link_makes_a_copy_of_what_stands_and_a_repeat_changes_nothing(place: Place) -> None:
    one, other = sketched(1), sketched(2)
    place.write(one, other)
    links = [Link(other.uri, "earlier", one.uri, "copy of one"), Link(article(3).uri, "earlier", one.uri, "gone")]
    place.sink.amend(links)
    place.sink.amend(links)
    place.refresh()
    linked = place.index.stories([other.uri])[other.uri]
    assert linked == replace(other.place, story_id="earlier", original=one.uri, reason="copy of one")
    assert place.index.copies_of([one.uri, other.uri]) == [other.uri]
    assert place.index.count() == 2


def test_a_link_without_an_original_makes_an_original_again(place: Place) -> None:
    one = sketched(1, duplicate_of=article(2).uri, story_reason="copy of two")
    place.write(one)
    place.sink.amend([Link(one.uri, "its own", "", "")])
    place.refresh()
    assert place.index.stories([one.uri])[one.uri] == replace(one.place, story_id="its own", original="", reason="")
    assert place.index.copies_of([article(2).uri]) == []


def test_nothing_is_linked_to_nothing(place: Place) -> None:
    place.sink.amend([])
    assert place.index.copies_of([]) == []
    assert place.index.near([]) == []
    assert place.index.bodies([]) == {}


def test_articles_are_found_by_their_bands_with_their_sketches(place: Place) -> None:
    one, other = sketched(1), sketched(2, sketch=replace(SKETCH, bands=(b"ghijkl",)))
    place.write(one, other, article(3))
    assert place.index.near([b"abcdef", b"unheld"]) == [Sketched(one.uri, one.first_seen_at, SKETCH)]


def test_all_sketches_come_the_earliest_first(place: Place) -> None:
    articles = [sketched(number, minutes=-number) for number in range(3)]
    place.write(*articles, article(3), sketched(4, first_seen_at=utc_now() - timedelta(days=400)))
    expected = [Sketched(each.uri, each.first_seen_at, SKETCH) for each in reversed(articles)]
    assert [each for page in place.index.sketched(articles[2].first_seen_at) for each in page] == expected
    assert [each for page in place.index.sketched(articles[1].first_seen_at) for each in page] == expected[1:]


def test_the_text_of_what_stands_is_known_at_once(place: Place) -> None:
    place.sink.create([article(1)])
    assert place.index.bodies([article(1).uri, article(2).uri]) == {article(1).uri: article(1).body}


def test_what_only_a_machine_reads_is_left_out_of_answers(place: Place) -> None:
    place.write(sketched(1))
    (found,) = place.index.search("").hits
    whole = place.index.article(article(1).uri)
    assert whole is not None
    for source in (found.source, whole.source):
        assert source["fingerprint"] == {"content": article(1).content_fingerprint}


def next_version(place: Place, **values: object) -> Revision:
    """Return the next version of article 1, which stands."""
    standing = place.index.versions([article(1).uri])[article(1).uri]
    known: dict[str, object] = {"trace_id": "second", "content_fingerprint": "f" * 32, "version": 2}
    return Revision(standing, replace(article(1), **(known | values)))  # type: ignore[arg-type]


def test_the_next_version_takes_the_place_of_what_stands_which_is_kept(place: Place) -> None:
    place.write(article(1, keys=("url:1",)))
    revision = next_version(place, headline="Flood", keys=("url:1", article(1).content_fingerprint))
    assert place.sink.revise([revision]) == [Written(article(1).uri, "second")]
    place.refresh()
    assert place.index.versions([article(1).uri])[article(1).uri].headline == "Flood"
    (kept,) = place.index.revisions(article(1).uri)
    assert (kept.source["version"], kept.source["document"]["headline"]) == (1, "Report 1")  # type: ignore[index]
    pairs = {(article(1).uri, "trace-1"), (article(1).uri, "second"), (article(2).uri, "trace-1")}
    assert place.index.brought(pairs) == {(article(1).uri, "trace-1"): 1}


def test_a_version_of_what_stands_no_more_is_told_so_and_changes_nothing(place: Place) -> None:
    place.write(article(1))
    stale = next_version(place, headline="Stale", trace_id="third")
    place.sink.revise([next_version(place, headline="Flood")])
    assert place.sink.revise([stale]) == [Overtaken(article(1).uri)]
    place.refresh()
    assert place.index.versions([article(1).uri])[article(1).uri].headline == "Flood"


def test_a_late_version_is_kept_once_and_names_who_brought_it(place: Place) -> None:
    place.write(article(1))
    late = replace(next_version(place, version=1), is_late=True)
    again = replace(late, article=replace(late.article, trace_id="third"))
    assert place.sink.revise([late]) == place.sink.revise([again]) == [Written(article(1).uri, "second")]
    place.refresh()
    assert [each.source["isLate"] for each in place.index.revisions(article(1).uri)] == [True]
    assert place.index.versions([article(1).uri])[article(1).uri].trace_id == "trace-1"


def test_articles_are_found_by_every_key_and_tombstones_too(place: Place) -> None:
    place.write(
        article(1, keys=("url:1", "guid:1")), article(2, keys=("url:1",), first_seen_at=NOON + timedelta(hours=1))
    )
    place.sink.bury(Tombstone("urn:gone", ("url:gone",), "", utc_now()))
    found = place.index.holders(["url:1", "guid:1", "url:gone", "url:unknown", article(1).content_fingerprint])
    assert found.uris == {
        "url:1": article(2).uri,
        "guid:1": article(1).uri,
        article(1).content_fingerprint: article(1).uri,
    }
    assert found.taken_down == {"url:gone"}


def test_amendments_change_what_they_name_and_a_repeat_changes_nothing(place: Place) -> None:
    place.write(article(1, feed_id="top", labels={"desk": "foreign"}))
    uri = article(1).uri
    changes = [
        Carried(uri, "world", ("url:2",)),
        Apart(uri, ("urn:other",), "its own"),
        Withdrawal(uri, "gone: 410", NOON, "notice"),
        Link(uri, "story", "urn:other", "copy of it"),
        Carried(article(9).uri, "world"),
    ]
    place.sink.amend(changes)
    place.sink.amend(changes)
    version = place.index.versions([uri])[uri]
    assert (version.feeds, version.keys, version.number) == (("top", "world"), ("url:2",), 2)
    assert (version.status, version.trace_id, version.labels) == ("withdrawn", "notice", {"desk": "foreign"})
    assert (version.place.apart, version.place.original, version.place.story_id) == ({"urn:other"}, "", "its own")
    place.refresh()
    assert [each.source["version"] for each in place.index.revisions(uri)] == [1]


def test_a_version_that_no_document_brought_is_kept_too(place: Place) -> None:
    place.write(article(1))
    uri = article(1).uri
    place.sink.amend([Withdrawal(uri, "page gone: answered 410", NOON)])
    place.sink.amend([Reinstatement(uri, "reinstated", NOON + timedelta(hours=1), "page")])
    place.sink.revise([next_version(place, version=4)])
    place.refresh()
    kept = [(each.source["version"], each.source["document"]["pubStatus"]) for each in place.index.revisions(uri)]  # type: ignore[index]
    assert kept == [(1, "usable"), (2, "withdrawn"), (3, "usable")]


def test_a_page_undoes_only_that_it_was_gone(place: Place) -> None:
    place.write(article(1))
    uri = article(1).uri
    by_page, by_hand = Reinstatement(uri, "its page", NOON, "page"), Reinstatement(uri, "by hand", NOON)
    place.sink.amend([by_page, by_hand])
    assert place.index.versions([uri])[uri].number == 1
    place.sink.amend([Withdrawal(uri, "page gone: answered 410", NOON)])
    place.sink.amend([Withdrawal(uri, "by hand", NOON)])
    place.sink.amend([Withdrawal(uri, "page gone: answered 410", NOON), by_page])
    version = place.index.versions([uri])[uri]
    assert (version.status, version.status_reason, version.number) == ("withdrawn", "by hand", 3)
    place.sink.amend([by_hand])
    assert place.index.versions([uri])[uri].status == "usable"


def test_what_is_removed_is_gone_with_all_of_its_versions(place: Place) -> None:
    place.write(article(1), article(2))
    place.sink.revise([next_version(place)])
    assert place.sink.remove(article(1).uri) == 2
    assert place.sink.remove(article(1).uri) == 0
    place.refresh()
    assert place.index.revisions(article(1).uri) == []
    assert place.index.standing([article(1).uri, article(2).uri]) == {article(2).uri}


def test_what_was_told_lately_is_what_was_written_lately_as_an_original_of_some_length(place: Place) -> None:
    told, brief, old = (article(number, story_id=f"story {number}", word_count=90) for number in (1, 2, 3))
    brief = replace(brief, word_count=79)
    seen_long_ago = replace(old, first_seen_at=NOON - timedelta(days=3))
    copy = article(4, story_id="story 1", word_count=90, duplicate_of=told.uri, story_reason="copy of it")
    related = article(5, story_id="story 1", word_count=90, story_reason=f"related to {told.uri}: shares much")
    place.sink.create([told, brief, seen_long_ago, copy, related])
    assert place.index.told_lately(timedelta(minutes=1), 80) == []
    place.refresh()
    found = place.index.told_lately(timedelta(minutes=1), 80)
    assert {(each.uri, each.story_id) for each in found} == {(told.uri, "story 1"), (seen_long_ago.uri, "story 3")}
    assert place.index.told_lately(timedelta(0), 80) == []


def test_what_stands_is_exchanged_for_another_document_and_kept_to_be_searched_at_once(place: Place) -> None:
    place.write(article(1))
    place.sink.revise([next_version(place, headline="Match", paragraphs=("The goalkeeper saved a shot.",))])
    place.refresh()
    (kept,) = place.index.revisions(article(1).uri)
    current = place.index.versions([article(1).uri])[article(1).uri]
    again = {**kept.source["document"], "version": 3}  # type: ignore[dict-item]
    assert place.sink.exchange(current, again) == Written(article(1).uri, "trace-1")
    assert [each.source["version"] for each in place.index.revisions(article(1).uri)] == [1, 2]
    standing = place.index.versions([article(1).uri])[article(1).uri]
    assert (standing.number, standing.headline, standing.trace_id) == (3, "Report 1", "trace-1")
    assert place.sink.exchange(current, again) == Overtaken(article(1).uri)


def test_an_article_is_planted_with_its_versions_once(place: Place) -> None:
    place.write(article(1))
    place.sink.revise([next_version(place, headline="Match", paragraphs=("The goalkeeper saved a shot.",))])
    place.refresh()
    (kept,) = place.index.revisions(article(1).uri)
    first = {**kept.source["document"], "uri": article(2).uri}  # type: ignore[dict-item]
    second = {**place.index.versions([article(1).uri])[article(1).uri].document, "uri": article(2).uri}
    for _ in range(2):
        place.sink.plant([first, second])
    place.refresh()
    assert place.index.versions([article(2).uri])[article(2).uri].headline == "Match"
    assert [each.source["version"] for each in place.index.revisions(article(2).uri)] == [1]
    assert place.index.count() == 2


def test_an_article_forgets_what_is_another_s_and_remembers_that_it_is(place: Place) -> None:
    place.write(article(1, keys=("url:1", "url:2"), feed_id="top", feeds=("top", "world"), story_id="s"))
    uri = article(1).uri
    place.sink.amend([Disowned(uri, (), (), "odd")])
    disowned = Disowned(uri, ("url:2",), ("apart:url:2",), "why", apart=("urn:other",), feed_id="world")
    place.sink.amend([disowned])
    place.sink.amend([disowned])
    version = place.index.versions([uri])[uri]
    assert (version.keys, version.feeds, version.number) == (("url:1", "apart:url:2"), ("top",), 1)
    assert (version.place.apart, version.place.story_id, version.document["note"]) == ({"urn:other"}, "s", "odd; why")


def test_copies_that_were_written_lately_are_found_whenever_they_were_seen(place: Place) -> None:
    copy = article(2, duplicate_of=article(1).uri, story_id="s", story_reason="copy of it")
    place.sink.create([article(1), replace(copy, first_seen_at=NOON - timedelta(days=3))])
    assert place.index.copied_lately(timedelta(minutes=1)) == []
    place.refresh()
    assert place.index.copied_lately(timedelta(minutes=1)) == [copy.uri]
    assert place.index.copied_lately(timedelta(0)) == []


def test_the_members_of_stories_are_found_whatever_their_role(place: Place) -> None:
    original, copy = sketched(1), sketched(2, duplicate_of=article(1).uri, story_reason="copy of it")
    place.write(original, copy, sketched(3, story_id="another"))
    assert set(place.index.members(["story"])) == {original.uri, copy.uri}
    assert place.index.members([]) == []


def test_what_came_back_after_it_was_taken_down_is_found_and_nothing_else(place: Place) -> None:
    tombstone = Tombstone(article(1).uri, ("url:1", "f" * 32), "why", utc_now())
    place.sink.bury(tombstone)
    place.sink.bury(Tombstone("urn:long-ago", ("url:1",), "", utc_now() - timedelta(days=1)))
    place.write(
        article(1),
        article(2, keys=("url:1",)),
        article(3, content_fingerprint="f" * 32),
        article(4, keys=("url:1", f"apart:{article(1).uri}")),
        article(5, keys=("url:1",), version=2),
        article(6, keys=("url:6",)),
    )
    (late,) = place.index.tombstones(utc_now() - timedelta(hours=1))
    assert (late.uri, late.keys, late.at) == (tombstone.uri, tombstone.keys, tombstone.at)
    assert place.index.brought_back(tombstone) == [article(number).uri for number in (1, 2, 3)]
    assert place.index.brought_back(replace(tombstone, at=utc_now() + timedelta(minutes=5))) == [article(1).uri]


def test_a_version_that_was_kept_after_its_article_was_taken_down_is_found(place: Place) -> None:
    place.write(article(1))
    late = replace(next_version(place, version=1), is_late=True)
    place.sink.remove(article(1).uri)
    place.sink.revise([late])
    place.refresh()
    assert place.index.brought_back(Tombstone(article(1).uri, ("url:1",), "", utc_now())) == [article(1).uri]


def by(label: str) -> dict[str, object]:
    return {"vector": (1.0, 0.0, 0.0), "vector_by": label}


def test_what_has_no_vector_by_an_enrichment_is_found_until_it_is_there(place: Place) -> None:
    failed = ("model/2 TimeoutError", "other/1 KeyError")
    older = article(1, enriched_by=("words/1", "model/1"), enrichment_failed=failed, **by("model/1"))
    place.write(older, article(2, **by("model/2")), article(3, enriched_by=("model/2",), language="de"))
    assert [hit.uri for page in place.index.lacking("model/2") for hit in page] == [older.uri, article(3).uri]
    place.sink.amend([Embedded(older.uri, older.content_fingerprint, "model/2", (0.6, 0.0, 0.8))])
    place.refresh()
    (german,) = (hit for page in place.index.lacking("model/2") for hit in page)
    assert (german.source["headline"], german.source["inLanguage"]) == ("Report 3", "de")
    found = place.index.article(older.uri)
    assert found
    assert found.source["enrichment"] == {"done": ["words/1", "model/2"], "failed": ["other/1 KeyError"]}
    assert found.source["vectorBy"] == "model/2"


def test_a_vector_of_a_text_that_is_another_by_now_changes_nothing(place: Place) -> None:
    place.write(article(1))
    before = place.index.versions([article(1).uri])[article(1).uri]
    place.sink.amend([Embedded(article(1).uri, "another text's", "model/2", (0.6, 0.0, 0.8))])
    assert place.index.versions([article(1).uri])[article(1).uri].token == before.token
