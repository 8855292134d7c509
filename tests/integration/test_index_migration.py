"""An installation of an older index version goes on with all of its articles, on a real Elasticsearch."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from twins import article

from services import bootstrap
from services.bootstrap import Service
from services.index import fields
from services.index.migration import Migration
from services.index.names import INDEX_VERSION, Names
from services.model import Article
from services.upgrading import upgraded

pytestmark = pytest.mark.servers

MONTH = "2026.10"
BODY = " ".join(f"word{number}" for number in range(60))


def old(number: int) -> Article:
    return article(number, month=MONTH, url=f"https://paper.example/{number}", paragraphs=(BODY,), labels={"desk": "a"})


def without_news(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return *properties* as they were: the version before this one knew no versions, keys and feeds."""
    kept = {name: each for name, each in properties.items() if name not in {"versionCreated", "changed", "note"}}
    fingerprint = {"properties": {"content": properties["fingerprint"]["properties"]["content"]}}
    return kept | {"fingerprint": fingerprint, "feed": {"properties": {"id": {"type": "keyword"}}}}


def older(service: Service, *articles: Article) -> str:
    """Make an index of the version before, with *articles* as it had them; return its name."""
    names = Names(service.settings)
    index = f"{names.write_alias(MONTH)}-v{INDEX_VERSION - 1}"
    mappings = {
        "dynamic": "strict",
        "_meta": {"newsmill": INDEX_VERSION - 1},
        "properties": without_news(fields.properties()),
    }
    service.elasticsearch.indices.create(
        index=index,
        mappings=mappings,
        settings={"number_of_replicas": 0, "analysis": {"analyzer": {"news": {"type": "standard"}}}},
        aliases={names.read_alias: {}, names.write_alias(MONTH): {"is_write_index": True}},
    )
    operations: list[Mapping[str, object]] = []
    for each in articles:
        document = fields.document(each)
        source = {name: value for name, value in document.items() if name != "versionCreated"}
        source["fingerprint"] = {"content": each.content_fingerprint}
        operations += [{"create": {"_index": index, "_id": each.uri}}, source]
    answer = service.elasticsearch.bulk(operations=operations, refresh=True)
    assert not answer["errors"], answer
    return index


def assert_all_there(service: Service, *articles: Article) -> None:
    names, engine = Names(service.settings), service.elasticsearch
    assert set(engine.indices.get_alias(name=names.write_alias(MONTH))) == {names.index(MONTH)}
    engine.indices.refresh(index=names.every_index)
    assert service.index.count() == len(articles)
    for each in articles:
        hit = service.index.article(each.uri)
        assert hit
        expected = fields.document(replace(each, keys=())) | {"indexedAt": hit.source["indexedAt"]}
        assert hit.source == expected


def test_an_older_month_comes_along_with_all_of_its_articles_and_what_they_are_known_by(service: Service) -> None:
    articles = [old(number) for number in range(5)]
    index = older(service, *articles)
    bootstrap.prepare(service.settings)
    assert_all_there(service, *articles)
    assert not service.elasticsearch.indices.exists(index=index)
    key = service.index.versions([articles[3].uri])[articles[3].uri].keys
    assert service.index.holders(key).uris == {key[0]: articles[3].uri}
    sketched = service.elasticsearch.count(query={"exists": {"field": "fingerprint.bands"}}, index=index[:-1] + "*")
    assert sketched["count"] == 5
    bootstrap.prepare(service.settings)
    assert_all_there(service, *articles)


class DiedError(Exception):
    """The process is gone."""


def test_what_died_half_way_goes_on_and_until_then_all_is_found_once(service: Service) -> None:
    articles = [old(number) for number in range(7)]
    older(service, *articles)

    def dying(document: Mapping[str, Any]) -> dict[str, Any]:
        if document["uri"] == articles[5].uri:
            raise DiedError
        return upgraded(document)

    with pytest.raises(DiedError):
        Migration(service.elasticsearch, service.settings, dying, page=2).run()
    assert service.index.count() == 7
    looked_at: list[str] = []

    def counting(document: Mapping[str, Any]) -> dict[str, Any]:
        looked_at.append(document["uri"])
        return upgraded(document)

    (move,) = Migration(service.elasticsearch, service.settings, counting, page=2).run()
    assert (move.month, looked_at) == (MONTH, [each.uri for each in articles[4:]])
    assert_all_there(service, *articles)


def test_work_goes_on_in_a_month_that_came_along(service: Service) -> None:
    older(service, old(1))
    bootstrap.prepare(service.settings)
    results = service.pipeline.sink.create([old(1), old(2)])
    assert [each.by for each in results] == ["trace-1", "trace-2"]  # type: ignore[union-attr]
