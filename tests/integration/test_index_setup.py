"""Template, months and aliases on a real Elasticsearch."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from twins import article

from services import bootstrap, settings
from services.bootstrap import Service
from services.index import setup
from services.index.names import INDEX_VERSION, Names

pytestmark = pytest.mark.servers

LAST_DAY = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)


def indices_of(service: Service) -> dict[str, set[str]]:
    """Return index → its aliases."""
    found = service.elasticsearch.indices.get_alias(index=f"{service.settings.index_prefix}-*")
    return {index: set(each["aliases"]) for index, each in found.items()}


def test_each_month_has_an_index_behind_its_own_alias_and_the_one_that_reads(service: Service) -> None:
    setup.make_months(service.elasticsearch, service.settings, LAST_DAY)
    names = Names(service.settings)
    found = indices_of(service)
    assert {names.index("2026.11"), names.index("2026.12")} <= found.keys()
    for month in ("2026.11", "2026.12"):
        assert found[names.index(month)] == {names.read_alias, names.write_alias(month)}


def test_preparing_again_changes_nothing(service: Service) -> None:
    def everything() -> object:
        indices = service.elasticsearch.indices
        return (
            indices.get(index=f"{service.settings.index_prefix}-*").body,
            indices.get_index_template(name=f"{service.settings.index_prefix}-*").body,
        )

    def without_times(told: object) -> str:
        return str(told).partition("modified_date")[0]

    before = everything()
    bootstrap.prepare(service.settings)
    service.prepare_month()
    assert without_times(everything()) == without_times(before)


def test_an_article_of_the_first_second_of_a_month_finds_its_index(service: Service) -> None:
    # A worker mustn't make it (services/index/access.py), and the next tick may be an hour away.
    setup.make_months(service.elasticsearch, service.settings, LAST_DAY)
    alias = Names(service.settings).write_alias("2026.12")
    assert service.elasticsearch.indices.exists_alias(name=alias)


def test_many_that_make_a_month_at_once_make_one(service: Service) -> None:
    with ThreadPoolExecutor(8) as pool:
        making = [pool.submit(setup.make_month, service.elasticsearch, service.settings, "2027.01") for _ in range(8)]
    assert [each.result() for each in making] == [None] * 8
    assert Names(service.settings).index("2027.01") in indices_of(service)


def test_articles_of_all_months_are_read_through_one_alias(service: Service) -> None:
    months = ("2026.09", "2026.10", "2026.11")
    service.pipeline.sink.create([article(number, month=month) for number, month in enumerate(months)])
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-*")
    alias = Names(service.settings).read_alias
    found = service.elasticsearch.search(index=alias)["hits"]["hits"]
    assert sorted(hit["_index"] for hit in found) == [Names(service.settings).index(month) for month in months]


def test_the_index_is_strict_compressed_and_of_this_version(service: Service) -> None:
    setup.make_month(service.elasticsearch, service.settings, "2026.11")
    index = Names(service.settings).index("2026.11")
    made = service.elasticsearch.indices.get(index=index)[index]
    assert made["mappings"]["dynamic"] == "strict"
    assert made["mappings"]["_meta"] == {"newsmill": INDEX_VERSION}
    assert made["settings"]["index"]["codec"] == "best_compression"


def test_replicas_are_those_that_the_settings_ask_for(install: object) -> None:
    service = install(index_replicas=1)  # type: ignore[operator]
    setup.make_month(service.elasticsearch, service.settings, "2026.11")
    index = Names(service.settings).index("2026.11")
    assert service.elasticsearch.indices.get(index=index)[index]["settings"]["index"]["number_of_replicas"] == "1"


def test_the_template_of_the_next_version_can_stand_beside_this_one(service: Service) -> None:
    # While a new version moves in, the old one's workers still write; Elasticsearch refuses templates that overlap.
    names = Names(service.settings)
    following = INDEX_VERSION + 1
    indices = service.elasticsearch.indices
    indices.put_index_template(
        name=f"{names.read_alias}-v{following}",
        index_patterns=[names.pattern.replace(f"-v{INDEX_VERSION}", f"-v{following}")],
        priority=500,
    )
    bootstrap.prepare(service.settings)
    assert len(indices.get_index_template(name=f"{names.read_alias}-*")["index_templates"]) == 2


def test_the_facts_are_those_of_this_installation(service: Service) -> None:
    facts = service.elasticsearch_facts()
    assert facts.version.startswith("9.")
    assert facts.status in {"green", "yellow"}
    assert (facts.template_installed, facts.alias_exists, facts.read_only_indices) == (True, True, ())
    setup.make_month(service.elasticsearch, service.settings, "2026.09")
    blocked = Names(service.settings).index("2026.09")
    service.elasticsearch.indices.put_settings(index=blocked, settings={"index.blocks.read_only_allow_delete": True})
    assert service.elasticsearch_facts().read_only_indices == (blocked,)


def test_the_facts_of_an_elasticsearch_without_our_indices_say_so(elasticsearch_url: str) -> None:
    bare = bootstrap.build(settings.load({}, elasticsearch_url=elasticsearch_url, index_prefix="test-never-installed"))
    facts = bare.elasticsearch_facts()
    bare.elasticsearch.close()
    assert (facts.alias_exists, facts.template_installed) == (False, False)
