"""Each thing that is wrong with a server is found, with its fix."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.errors import StoreUnavailableError
from services.observe import health
from services.observe.facts import ElasticsearchFacts, RedisFacts, WorkerFacts
from services.observe.health import Check

REDIS = RedisFacts("6.2.14", "noeviction", aof_enabled=True, used_memory=10, maxmemory=0, role="master")
ELASTICSEARCH = ElasticsearchFacts("9.2.8", "green", template_installed=True, alias_exists=True)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OTHERS = [WorkerFacts("poll@b", NOW), WorkerFacts("maintain@b", NOW)]


def failing(checks: list[Check]) -> dict[str, str]:
    return {check.name: check.fix for check in checks if not check.ok}


def test_what_is_as_it_must_be_fails_nothing() -> None:
    assert failing(health.judge_redis(REDIS)) == {}
    assert failing(health.judge_elasticsearch(ELASTICSEARCH)) == {}


@pytest.mark.parametrize(
    ("facts", "name", "fix"),
    [
        (replace(REDIS, version="6.0.20"), "redis-version", "6.2"),
        (replace(REDIS, version="5.0.7"), "redis-version", "6.2"),
        (replace(REDIS, maxmemory_policy="allkeys-lru"), "redis-keeps-keys", "`maxmemory-policy noeviction`"),
        (replace(REDIS, aof_enabled=False), "redis-keeps-data", "`appendonly yes`"),
        (replace(REDIS, role="slave"), "redis-writable", "primary"),
        (replace(REDIS, loading=True), "redis-loaded", "wait"),
        (replace(REDIS, maxmemory=10), "redis-memory", "`maxmemory`"),
    ],
)
def test_an_unfit_redis_is_named_with_its_fix(facts: RedisFacts, name: str, fix: str) -> None:
    (only,) = failing(health.judge_redis(facts)).items()
    assert only[0] == name
    assert fix in only[1]


@pytest.mark.parametrize("version", ["6.2.0", "7.4.1", "8.0.0", "10.0.0"])
def test_a_newer_redis_is_fit(version: str) -> None:
    assert failing(health.judge_redis(replace(REDIS, version=version))) == {}


@pytest.mark.parametrize(
    ("facts", "name", "fix"),
    [
        (replace(ELASTICSEARCH, version="8.19.0"), "elasticsearch-version", "9.2"),
        (replace(ELASTICSEARCH, version="90.0.0"), "elasticsearch-version", "9.2"),
        (replace(ELASTICSEARCH, status="red"), "elasticsearch-health", "allocation"),
        (replace(ELASTICSEARCH, alias_exists=False), "elasticsearch-alias", "newsmill init index"),
        (replace(ELASTICSEARCH, template_installed=False), "elasticsearch-template", "newsmill init index"),
        (replace(ELASTICSEARCH, read_only_indices=("a-1",)), "elasticsearch-writable", "disk"),
        (
            replace(ELASTICSEARCH, vectors=frozenset({0, 8}), vectors_wanted=8),
            "elasticsearch-vectors",
            "newsmill init index",
        ),
        (
            replace(ELASTICSEARCH, vectors=frozenset({0, 8}), vectors_wanted=9),
            "elasticsearch-vectors",
            "have vectors of 8 dimensions, and NEWSMILL_VECTOR_DIMENSIONS is 9: set it back",
        ),
    ],
)
def test_an_unfit_elasticsearch_is_named_with_its_fix(facts: ElasticsearchFacts, name: str, fix: str) -> None:
    (only,) = failing(health.judge_elasticsearch(facts)).items()
    assert only[0] == name
    assert fix in only[1]


@pytest.mark.parametrize(("found", "wanted"), [({0}, 0), ({8}, 8), ({0, 8}, 0)])
def test_vectors_are_fit_where_they_are_off_or_have_a_place_everywhere(found: set[int], wanted: int) -> None:
    facts = replace(ELASTICSEARCH, vectors=frozenset(found), vectors_wanted=wanted)
    assert failing(health.judge_elasticsearch(facts)) == {}


def test_yellow_is_enough() -> None:
    assert failing(health.judge_elasticsearch(replace(ELASTICSEARCH, status="yellow"))) == {}


@pytest.mark.parametrize(
    ("workers", "missing"),
    [
        ([], {"worker-poll", "worker-process", "worker-maintain"}),
        ([WorkerFacts("process@a", NOW)], {"worker-poll", "worker-maintain"}),
        ([WorkerFacts(f"{role}@a", NOW) for role in ("process", "poll", "maintain")], set()),
        (
            [WorkerFacts("process@a", NOW - timedelta(seconds=31)), *OTHERS],
            {"worker-process"},
        ),
        # Queues that are known count, whatever the name says.
        ([WorkerFacts("process@a", NOW, queues=("poll", "process", "maintain"))], set()),
        # A name that is not ours may serve any queue.
        ([WorkerFacts("celery@a", NOW)], set()),
    ],
)
def test_each_role_needs_a_worker_that_was_heard_of(workers: list[WorkerFacts], missing: set[str]) -> None:
    assert set(failing(health.judge_workers(workers, NOW))) == missing


def test_a_server_that_gives_no_answer_fails_with_the_sentence_of_its_error() -> None:
    class Silent:
        def redis_facts(self) -> RedisFacts:
            message = "Redis at host:6379 can't be reached: start it."
            raise StoreUnavailableError(message)

        def elasticsearch_facts(self) -> ElasticsearchFacts:
            return ELASTICSEARCH

        def workers(self) -> list[WorkerFacts]:
            message = "Redis at host:6379 can't be reached: start it."
            raise StoreUnavailableError(message)

    checks = health.check(Silent())
    assert not health.is_ready(checks)
    assert failing(checks)["redis"] == "Redis at host:6379 can't be reached: start it."
    assert set(failing(checks)) == {"redis", "workers"}
