"""A vector that an enrichment makes is found by nearness on a real Elasticsearch, and outlives what happens to it."""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import plugins
import pytest
from conftest import Installing
from twins import article, text

from services import bootstrap
from services.backfill import backfill
from services.bootstrap import Service
from services.enrich import vectors
from services.errors import NotPermittedError, UnsuitableServerError
from services.index import fields
from services.index.names import INDEX_VERSION, Names, month_of
from services.model import Apart, Article, Carried, Link, Revision, Row, Withdrawal, new_document_id, utc_now
from services.observe import health
from services.ports import Amendment
from services.upgrading import upgraded

pytestmark = pytest.mark.servers

RIVER = "The engineers of the river district say that the water rose over the old dam and the bridge was closed."
COURT = "A judge of the high court heard the appeal of two bankers and their lawyers against the verdict of May."
HALF = (0.6, 0.0, -0.8)


@pytest.fixture
def hashing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Install the how-to's package that makes vectors, and return its name."""
    return plugins.install("hashing", tmp_path, monkeypatch)


@pytest.fixture
def short(install: Installing) -> Service:
    """Return a service for vectors of three dimensions, which tests make themselves."""
    return install(vector_dimensions=3)


def other(service: Service, **values: object) -> Service:
    """Return the same installation under other settings."""
    return bootstrap.build(service.settings.model_copy(update=values))


def take_in(service: Service, *texts: str, url: str = "") -> list[Row]:
    about = f"---\nurl: {url}\n---\n" if url else ""
    documents = [replace(text(content=about + each), id=new_document_id(), kind="markdown") for each in texts]
    service.pipeline.accept(documents)
    for message in service.pipeline.reconcile():
        service.pipeline.process(message.document_ids, "holder")
    return [row for row in service.ledger.rows([each.id for each in documents]) if row]


def create(service: Service, number: int = 1, **values: object) -> Article:
    each = article(number, **values)
    (result,) = service.pipeline.sink.create([each])
    assert result.uri == each.uri
    return each


def stored(service: Service, uri: str) -> Mapping[str, Any]:
    """Return the document under *uri* whole, as Elasticsearch has it before and after a refresh."""
    alias = Names(service.settings).write_alias(month_of(uri) or "")
    at_once = service.elasticsearch.get(index=alias, id=uri, source_includes=fields.WHOLE)["_source"]
    service.elasticsearch.indices.refresh(index=alias)
    refreshed = service.elasticsearch.get(index=alias, id=uri, source_includes=fields.WHOLE)["_source"]
    assert at_once == refreshed
    return dict(refreshed)


def nearest(service: Service, vector: Sequence[float]) -> list[str]:
    names = Names(service.settings)
    service.elasticsearch.indices.refresh(index=names.every_index)
    found = service.elasticsearch.search(
        index=names.read_alias, knn={"field": "vector", "query_vector": vector, "k": 5, "num_candidates": 50}
    )
    return [hit["_id"] for hit in found["hits"]["hits"]]


def test_an_article_is_found_by_a_text_with_the_same_words(hashing: str, install: Installing) -> None:
    service = install(enrich=hashing, vector_dimensions=64)
    river, court = take_in(service, f"River floods the town\n{RIVER}", f"Bankers in court\n{COURT}")
    embed = importlib.import_module("hashing_plugin").embed
    assert nearest(service, embed("water rose over the dam and the bridge")) == [river.uri, court.uri]
    assert nearest(service, embed("the appeal of bankers and their lawyers")) == [court.uri, river.uri]
    assert "hashing/1" in stored(service, river.uri)["enrichment"]["done"]


def test_an_answer_leaves_it_out(short: Service) -> None:
    each = create(short, vector=HALF)
    assert stored(short, each.uri)["vector"] == list(HALF)
    (found,) = short.index.search("").hits
    alone = short.index.article(each.uri)
    assert alone
    assert "vector" not in found.source
    assert alone.source == found.source


@pytest.mark.parametrize(
    "amendment",
    [
        Link("", "urn:newsmill:story:1", "urn:newsmill:2026.11:" + "e" * 24, "copy of it"),
        Carried("", "wire", ("url:2",)),
        Apart("", ("urn:newsmill:2026.11:" + "d" * 24,), "urn:newsmill:story:2"),
        Withdrawal("", "gone: 410", utc_now()),
    ],
    ids=lambda each: type(each).__name__,
)
def test_it_stays_when_its_article_is_amended(amendment: Amendment, short: Service) -> None:
    each = create(short, vector=HALF)
    before = stored(short, each.uri)
    short.pipeline.sink.amend([replace(amendment, uri=each.uri)])
    after = stored(short, each.uri)
    assert after["vector"] == list(HALF)
    assert after != before
    assert nearest(short, HALF) == [each.uri]


def test_it_stays_to_the_last_digit_however_often_its_article_is_written_again(short: Service) -> None:
    vector = (0.26726124, 0.53452248, 0.80178373)
    each = create(short, vector=vector)
    first = stored(short, each.uri)["vector"]
    assert first == pytest.approx(vector, abs=1e-7)
    for number in range(5):
        short.pipeline.sink.amend([Carried(each.uri, f"feed-{number}", ())])
    assert stored(short, each.uri)["vector"] == first


def test_a_worker_that_makes_none_keeps_those_that_are_there(short: Service) -> None:
    each = create(short, vector=HALF)
    off = other(short, vector_dimensions=0)
    off.pipeline.sink.amend([Carried(each.uri, "wire", ())])
    new = create(off, 2)
    assert stored(short, each.uri)["vector"] == list(HALF)
    assert "vector" not in stored(short, new.uri)
    off.close()


def test_a_user_s_update_keeps_it(short: Service) -> None:
    each = create(short, vector=HALF)
    index = Names(short.settings).write_alias("2026.11")
    short.elasticsearch.update(index=index, id=each.uri, doc={"labels": {"desk": "world"}})
    assert stored(short, each.uri)["vector"] == list(HALF)


def test_the_next_version_has_one_of_its_own_and_the_kept_one_has_none(hashing: str, install: Installing) -> None:
    service = install(enrich=hashing, vector_dimensions=64)
    embed = importlib.import_module("hashing_plugin").embed
    longer = RIVER + " Troops helped." * 30
    url = "https://paper.example/flood"
    (first,) = take_in(service, f"River floods the town\n{RIVER}", url=url)
    (second,) = take_in(service, f"River floods the town\n{longer}", url=url)
    standing = stored(service, first.uri)
    assert (second.uri, standing["version"]) == (first.uri, 2)
    assert standing["vector"] == pytest.approx(vectors.unit(embed(f"River floods the town\n{longer}"), 64), abs=1e-7)
    service.elasticsearch.indices.refresh(index=Names(service.settings).revisions)
    (kept,) = service.index.revisions(first.uri)
    assert "vector" not in kept.source["document"]  # type: ignore[operator]
    assert "vectorBy" not in kept.source["document"]  # type: ignore[operator]


def test_both_articles_of_a_split_have_none_until_they_are_embedded(hashing: str, install: Installing) -> None:
    service = install(enrich=hashing, vector_dimensions=64)
    url = "https://paper.example/live"
    (first,) = take_in(service, f"River floods the town\n{RIVER} {COURT}", url=url)
    (second,) = take_in(service, f"River floods the town\n{COURT} {RIVER} {COURT}", url=url)
    assert (second.uri, second.state) == (first.uri, "revised")
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-*")
    split = service.splitting().split(first.uri, 2, "another story")
    both = (first.uri, split.into)
    assert not any(stored(service, uri).keys() & {"vector", "vectorBy"} for uri in both)
    (enrichment,) = bootstrap.enrichments(service.settings)
    assert list(backfill(service.index, service.pipeline.sink, enrichment)) == [(2, 0)]
    assert [stored(service, uri)["vectorBy"] for uri in both] == ["hashing/1"] * 2


def test_what_is_taken_down_is_found_no_more(short: Service) -> None:
    each = create(short, vector=HALF)
    assert nearest(short, HALF) == [each.uri]
    short.pipeline.sink.remove(each.uri)
    assert nearest(short, HALF) == []


def test_switching_on_gives_every_month_a_place_and_old_articles_stay_without(service: Service) -> None:
    old = create(service, 1, month="2026.10")
    on = other(service, vector_dimensions=3)
    assert _vectors_check(on).fix.endswith("run `newsmill init index`.")
    with pytest.raises(NotPermittedError, match=r"no place for the vectors .* run `newsmill init index`"):
        on.pipeline.sink.create([article(2, vector=HALF)])
    bootstrap.prepare(on.settings)
    assert _vectors_check(on).ok
    on.close()
    again = other(on, vector_dimensions=3)
    new = create(again, 2, vector=HALF)
    again.pipeline.sink.amend([Carried(old.uri, "wire", ())])
    assert "vector" not in stored(again, old.uri)
    assert nearest(again, HALF) == [new.uri]
    again.close()


def test_articles_that_were_there_before_get_theirs_later(hashing: str, service: Service) -> None:
    river, court = take_in(service, f"River floods the town\n{RIVER}", f"Bankers in court\n{COURT}")
    on = other(service, vector_dimensions=64, enrich=hashing)
    bootstrap.prepare(on.settings)
    service.elasticsearch.indices.refresh(index=Names(service.settings).every_index)
    (enrichment,) = bootstrap.enrichments(on.settings)
    assert list(backfill(on.index, on.pipeline.sink, enrichment)) == [(2, 0)]
    embed = importlib.import_module("hashing_plugin").embed
    assert nearest(on, embed("water rose over the dam and the bridge")) == [river.uri, court.uri]
    assert list(backfill(on.index, on.pipeline.sink, enrichment)) == [(0, 0)]
    (new,) = take_in(on, f"The river again\n{RIVER} It fell on Monday, and rose on Tuesday.")
    assert {stored(on, each.uri)["vectorBy"] for each in (river, court, new)} == {"hashing/1"}
    on.close()


def test_another_length_is_refused_by_a_sentence_that_names_both_and_nothing_is_changed(short: Service) -> None:
    each = create(short, vector=HALF)
    longer = other(short, vector_dimensions=4)
    with pytest.raises(UnsuitableServerError, match=r"vectors of 3 dimensions, and NEWSMILL_VECTOR_DIMENSIONS is 4"):
        bootstrap.prepare(longer.settings)
    with pytest.raises(NotPermittedError, match="vectors of 3 dimensions"):
        longer.pipeline.sink.create([article(2, vector=(0.5, 0.5, 0.5, 0.5))])
    assert "give those up by NEWSMILL_VECTOR_DROP" in _vectors_check(longer).fix
    bootstrap.prepare(short.settings)
    assert nearest(short, HALF) == [each.uri]
    longer.close()


@pytest.mark.parametrize("wanted", [4, 0])
def test_vectors_that_are_given_up_make_room_for_others_and_no_article_is_lost(wanted: int, short: Service) -> None:
    old = [create(short, number, vector=HALF) for number in range(3)]
    before = [upgraded(stored(short, each.uri)) for each in old]
    changed = other(short, vector_dimensions=wanted, vector_drop=3)
    for _ in range(2):
        bootstrap.prepare(changed.settings)
        assert _index(changed) == Names(short.settings).index("2026.11", 1)
    assert [stored(changed, each.uri) | {"vector": list(HALF)} for each in old] == before
    assert not any("vector" in stored(changed, each.uri) for each in old)
    assert changed.index.count() == 3
    mapping = changed.elasticsearch.indices.get_mapping(index=_index(changed))[_index(changed)]["mappings"]
    assert mapping["properties"].get("vector", {}).get("dims", 0) == wanted
    changed.close()


def test_the_length_can_be_changed_again(short: Service) -> None:
    longer = other(short, vector_dimensions=4, vector_drop=3)
    bootstrap.prepare(longer.settings)
    each = create(longer, vector=(0.5, 0.5, 0.5, 0.5))
    assert nearest(longer, (1, 1, 1, 1)) == [each.uri]
    bootstrap.prepare(short.settings.model_copy(update={"vector_drop": 4}))
    assert _index(short) == Names(short.settings).index("2026.11", 2)
    new = create(short, 2, vector=HALF)
    assert nearest(short, HALF) == [new.uri]
    longer.close()


def test_a_worker_of_earlier_settings_leaves_open_what_no_longer_fits(short: Service) -> None:
    each = create(short, vector=HALF)
    standing = short.index.versions([each.uri])[each.uri]
    revision = Revision(standing, replace(each, content_fingerprint="f" * 32, trace_id="second"))
    bootstrap.prepare(short.settings.model_copy(update={"vector_dimensions": 4, "vector_drop": 3}))
    with pytest.raises(UnsuitableServerError, match="vectors of 4 dimensions, and NEWSMILL_VECTOR_DIMENSIONS is 3"):
        short.pipeline.sink.create([article(2, vector=HALF)])
    fresh = short.index.versions([each.uri])[each.uri]
    with pytest.raises(UnsuitableServerError, match="vectors of 4 dimensions, and NEWSMILL_VECTOR_DIMENSIONS is 3"):
        short.pipeline.sink.revise([replace(revision, current=fresh)])


@pytest.mark.parametrize("wanted", [3, 0])
def test_it_comes_along_to_a_newer_index_even_where_it_is_switched_off(wanted: int, short: Service) -> None:
    each = article(1, month="2026.10", vector=HALF)
    names, indices = Names(short.settings), short.elasticsearch.indices
    indices.create(
        index=f"{names.write_alias('2026.10')}-v{INDEX_VERSION - 1}",
        mappings={"_meta": {"newsmill": INDEX_VERSION - 1}, "properties": fields.properties(3)},
        settings={"number_of_replicas": 0, "analysis": {"analyzer": {"news": {"type": "standard"}}}},
        aliases={names.read_alias: {}, names.write_alias("2026.10"): {"is_write_index": True}},
    )
    short.elasticsearch.create(index=names.write_alias("2026.10"), id=each.uri, document=fields.document(each))
    bootstrap.prepare(short.settings.model_copy(update={"vector_dimensions": wanted}))
    assert set(indices.get_alias(name=names.write_alias("2026.10"))) == {names.index("2026.10")}
    assert stored(short, each.uri)["vector"] == list(HALF)
    assert nearest(short, HALF) == [each.uri]


def _index(service: Service) -> str:
    """Return the only index behind the alias of November, which the alias that reads names, too."""
    names, indices = Names(service.settings), service.elasticsearch.indices
    (index,) = indices.get_alias(name=names.write_alias("2026.11"))
    assert index in indices.get_alias(name=names.read_alias)
    return str(index)


def _vectors_check(service: Service) -> health.Check:
    (found,) = [each for each in health.check_elasticsearch(service) if each.name == "elasticsearch-vectors"]
    return found
