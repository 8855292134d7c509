"""The sink against a real Elasticsearch, in the states that one gets into."""

import pytest
from twins import article

from services import bootstrap, settings
from services.bootstrap import Service
from services.errors import IndexUnavailableError, NotPermittedError
from services.index import client, setup
from services.index.names import Names
from services.index.sink import ElasticSink
from services.ports import PushedBack, Refused, Written

pytestmark = pytest.mark.servers

MONTH = "2026.11"
WRITTEN = Written(article(1).uri, "trace-1")


@pytest.fixture
def ready(service: Service) -> Service:
    """Return a service that has the index of MONTH, and not that of the month before."""
    setup.make_month(service.elasticsearch, service.settings, MONTH)
    return service


def index_of(service: Service, month: str = MONTH) -> str:
    return Names(service.settings).index(month)


def set_index(service: Service, **values: object) -> None:
    service.elasticsearch.indices.put_settings(index=index_of(service), settings=values)


@pytest.mark.parametrize("block", ["read_only_allow_delete", "write", "read_only"])
def test_a_blocked_index_pushes_back_until_the_block_is_lifted(ready: Service, block: str) -> None:
    # `read_only_allow_delete` is what Elasticsearch sets itself at the flood stage of a full disk.
    set_index(ready, **{f"index.blocks.{block}": True})
    (result,) = ready.pipeline.sink.create([article(1)])
    assert isinstance(result, PushedBack)
    assert "blocked" in result.reason
    set_index(ready, **{f"index.blocks.{block}": None})
    assert ready.pipeline.sink.create([article(1)]) == [WRITTEN]


def test_a_closed_index_pushes_back_until_it_is_opened(ready: Service) -> None:
    indices = ready.elasticsearch.indices
    indices.close(index=index_of(ready))
    (result,) = ready.pipeline.sink.create([article(1)])
    assert isinstance(result, PushedBack)
    for ask in (ready.index.count, lambda: ready.index.holders(["f" * 32])):
        with pytest.raises(IndexUnavailableError, match="open it"):
            ask()
    indices.open(index=index_of(ready))
    assert ready.pipeline.sink.create([article(1)]) == [WRITTEN]


def test_a_month_whose_shard_is_away_holds_up_no_other_and_no_answer_is_short_of_it(ready: Service) -> None:
    nowhere = {"index.routing.allocation.require.rack": "nowhere"}
    away, names = "2026.10", Names(ready.settings)
    ready.elasticsearch.indices.create(
        index=names.index(away), aliases={names.write_alias(away): {}}, settings=nowhere, wait_for_active_shards="0"
    )
    pushed_back, written = ready.pipeline.sink.create([article(2, month=away), article(1)])
    assert isinstance(pushed_back, PushedBack)
    assert written == WRITTEN
    for ask in (
        ready.index.count,
        lambda: ready.index.search(""),
        lambda: ready.index.holders([article(1).content_fingerprint]),
        lambda: ready.index.standing([article(2, month=away).uri]),
    ):
        with pytest.raises(IndexUnavailableError):
            ask()


def test_a_missing_month_is_made(ready: Service) -> None:
    old = article(1, month="2026.10")
    assert ready.pipeline.sink.create([old]) == [Written(old.uri, "trace-1")]
    assert Names(ready.settings).index("2026.10") in ready.elasticsearch.indices.get_alias(
        index=f"{ready.settings.index_prefix}-*"
    )


def test_an_index_that_is_dropped_while_we_run_is_made_anew(ready: Service) -> None:
    ready.pipeline.sink.create([article(1)])
    ready.elasticsearch.indices.delete(index=index_of(ready))
    with pytest.raises(NotPermittedError, match="require_alias"):
        ready.pipeline.sink.create([article(1)])
    assert ready.pipeline.sink.create([article(1)]) == [WRITTEN]


def test_an_alias_that_is_lost_while_we_run_is_said_and_no_index_of_its_name_is_made(ready: Service) -> None:
    ready.pipeline.sink.create([article(1)])
    alias = Names(ready.settings).write_alias(MONTH)
    ready.elasticsearch.indices.delete_alias(index=index_of(ready), name=alias)
    with pytest.raises(NotPermittedError, match="require_alias"):
        ready.pipeline.sink.create([article(2)])
    with pytest.raises(NotPermittedError, match="take away what is in its place"):
        ready.pipeline.sink.create([article(2)])
    assert not ready.elasticsearch.indices.exists(index=alias)


def test_an_index_that_is_made_anew_without_stemming_while_we_run_gets_all_but_the_stems(ready: Service) -> None:
    sink = ElasticSink(ready.elasticsearch, ready.settings)
    # As if the index of before had stemmed English; this Elasticsearch may lack the analyzer.
    sink._months._stemmers[MONTH] = frozenset({"xx"})
    sink.create([article(1, language="xx", url="https://example.com/1")])
    hit = ready.index.article(article(1).uri)
    assert hit is not None
    assert hit.source["url"] == "https://example.com/1"


def test_an_index_of_somebody_else_is_refused_in_a_sentence(ready: Service) -> None:
    names = Names(ready.settings)
    ready.elasticsearch.indices.create(
        index=f"{names.read_alias}-foreign", aliases={names.write_alias("2026.10"): {}}, settings={}
    )
    with pytest.raises(NotPermittedError, match=r"2026\.10 must be the alias of one index that Newsmill made"):
        ready.pipeline.sink.create([article(1, month="2026.10")])


def test_an_index_in_the_place_of_an_alias_is_refused_in_a_sentence(ready: Service) -> None:
    ready.elasticsearch.indices.create(index=Names(ready.settings).write_alias("2026.10"))
    with pytest.raises(NotPermittedError, match="must be the alias of one index that Newsmill made"):
        ready.pipeline.sink.create([article(1, month="2026.10")])


def test_without_the_template_no_index_is_made(elasticsearch_url: str) -> None:
    # It would have no mapping, and take anything.
    bare = bootstrap.build(settings.load({}, elasticsearch_url=elasticsearch_url, index_prefix="test-never-installed"))
    with pytest.raises(NotPermittedError, match="newsmill init index"):
        bare.pipeline.sink.create([article(1)])
    assert not bare.elasticsearch.indices.exists(index="test-never-installed-articles-*", allow_no_indices=False)
    bare.elasticsearch.close()


def test_an_unknown_field_is_refused_by_the_index(ready: Service) -> None:
    answer = ready.elasticsearch.bulk(
        operations=[{"create": {"_index": Names(ready.settings).write_alias(MONTH), "_id": "x"}}, {"colour": "red"}],
        require_alias=True,
    )
    assert answer["items"][0]["create"]["error"]["type"] == "strict_dynamic_mapping_exception"


def test_a_value_that_the_mapping_refuses_costs_the_optional_fields_not_the_article(ready: Service) -> None:
    # An HTTP status beyond Elasticsearch's integer.
    assert ready.pipeline.sink.create([article(1, http_status=2**40, url="https://example.com/1")]) == [WRITTEN]
    hit = ready.index.article(article(1).uri)
    assert hit is not None
    assert hit.source["headline"] == "Report 1"
    assert not {"http", "url"} & hit.source.keys()


def test_what_elasticsearch_never_takes_is_refused_alone(ready: Service) -> None:
    # Nothing of ours makes such a value; what matters is a required field that the mapping refuses.
    good, bad = article(1), article(2, raw_sha256={"not": "a keyword"})
    written, refused = ready.pipeline.sink.create([good, bad])
    assert written == WRITTEN
    assert isinstance(refused, Refused)
    assert "raw.sha256" in refused.reason


@pytest.mark.parametrize("name", ["url", "publisher", "section", "origin", "image"])
def test_a_value_of_40000_characters_stands_in_the_document_though_it_cant_be_searched(
    ready: Service, name: str
) -> None:
    long = "https://example.com/" + "ß" * 40_000
    assert ready.pipeline.sink.create([article(1, **{name: long})]) == [WRITTEN]
    hit = ready.index.article(article(1).uri)
    assert hit is not None
    assert long in str(hit.source)


def test_an_article_of_a_million_characters_is_written_and_found_by_its_last_word(ready: Service) -> None:
    # More than index.highlight.max_analyzed_offset, for which Elasticsearch would refuse the whole search.
    paragraphs = ("The river rose. " * 6250,) * 10
    assert ready.pipeline.sink.create([article(1, paragraphs=(*paragraphs, "zyzzyva"))]) == [WRITTEN]
    ready.elasticsearch.indices.refresh(index=index_of(ready))
    (hit,) = ready.index.search("zyzzyva").hits
    assert len(str(hit.source["articleBody"])) > 1_000_000
    assert ready.index.search("river").hits[0].highlight["articleBody"]


def test_an_elasticsearch_that_isnt_there_is_said_in_a_sentence(service: Service) -> None:
    nowhere = settings.load({}, elasticsearch_url="http://127.0.0.1:9")
    sink = ElasticSink(client.connect(nowhere), nowhere)
    with pytest.raises(IndexUnavailableError, match=r"http://127\.0\.0\.1:9 can't be reached: start it"):
        sink.create([article(1)])
