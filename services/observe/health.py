"""Judge whether Newsmill can do its work; each thing that is wrong comes with its fix in one sentence.

look-ups (Redis, Elasticsearch, workers) ─▶ facts, or why there are none ─judge_…─▶ Check, one for each demand
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from services.errors import IngestError
from services.observe.asking import ask
from services.observe.facts import ElasticsearchFacts, RedisFacts, WorkerFacts

LEAST_REDIS = (6, 2)
ELASTICSEARCH_MAJOR = "9"
HEARD_WITHIN = timedelta(seconds=30)
ROLES = {name: f"`python -m workers {name}`" for name in ("poll", "process", "maintain")}
"""Queue that somebody must serve → what starts a worker for it."""

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Check:
    """One demand: whether it is met (`ok`), what was found (`detail`), and how to meet it (`fix`, empty when met)."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


class Observed(Protocol):
    """What can be asked about the servers; `bootstrap.Service` is one. Each raises a leaf of IngestError."""

    def redis_facts(self) -> RedisFacts: ...

    def elasticsearch_facts(self) -> ElasticsearchFacts: ...

    def workers(self) -> list[WorkerFacts]: ...


def check(observed: Observed) -> list[Check]:
    """Return every check, of what was looked up just now; a server that hangs is waited for a few seconds only."""
    answers = ask(
        {
            "redis": lambda: check_redis(observed),
            "elasticsearch": lambda: check_elasticsearch(observed),
            "workers": lambda: check_workers(observed),
        }
    )
    return [each for name, answer in answers.items() for each in _in_time(name, answer)]


def check_redis(observed: Observed) -> list[Check]:
    """Return the checks of Redis alone."""
    return _judged("redis", observed.redis_facts, judge_redis)


def check_elasticsearch(observed: Observed) -> list[Check]:
    """Return the checks of Elasticsearch alone."""
    return _judged("elasticsearch", observed.elasticsearch_facts, judge_elasticsearch)


def check_workers(observed: Observed) -> list[Check]:
    """Return the checks of the workers alone."""
    return _judged("workers", observed.workers, lambda workers: judge_workers(workers, datetime.now(UTC)))


def is_ready(checks: Sequence[Check]) -> bool:
    """Tell whether all of *checks* are met."""
    return all(each.ok for each in checks)


def _in_time(name: str, answer: list[Check] | IngestError) -> list[Check]:
    return [unreachable(name, str(answer))] if isinstance(answer, IngestError) else answer


def _judged(name: str, look_up: Callable[[], Facts], judge: Callable[[Facts], list[Check]]) -> list[Check]:
    try:
        facts = look_up()
    except IngestError as error:
        return [unreachable(name, str(error))]
    return [Check(name, ok=True, detail="answers"), *judge(facts)]


def unreachable(name: str, message: str) -> Check:
    """Return the check of a server that gives no facts; *message* names the fix already, as all of ours do."""
    return Check(name, ok=False, detail="gives no answer", fix=message)


def judge_redis(facts: RedisFacts) -> list[Check]:
    """Return what a Redis must be to lose nothing (pure)."""
    policy, version, appends = facts.maxmemory_policy, facts.version, "yes" if facts.aof_enabled else "no"
    memory = f"{facts.used_memory:,} of {f'{facts.maxmemory:,}' if facts.maxmemory else 'unlimited'} bytes"
    return [
        _demand(
            "redis-version",
            version,
            f"Redis is version {version}: install 6.2 or newer.",
            ok=_version(version) >= LEAST_REDIS,
        ),
        _demand(
            "redis-keeps-keys",
            f"maxmemory-policy {policy}",
            f"Redis evicts keys (maxmemory-policy {policy}): set `maxmemory-policy noeviction`, else documents vanish.",
            ok=policy == "noeviction",
        ),
        _demand(
            "redis-keeps-data",
            f"appendonly {appends}",
            "Redis forgets at a restart (appendonly no): set `appendonly yes`.",
            ok=facts.aof_enabled,
        ),
        _demand(
            "redis-writable",
            f"role {facts.role}",
            f"Redis is a read-only {facts.role}: point NEWSMILL_REDIS_URL to the primary.",
            ok=facts.role == "master",
        ),
        _demand(
            "redis-loaded",
            "loading" if facts.loading else "data is loaded",
            "Redis is still loading its data: wait a moment.",
            ok=not facts.loading,
        ),
        _demand(
            "redis-memory",
            memory,
            f"Redis is full ({memory}): raise its `maxmemory`; what was accepted stays and goes on.",
            ok=not facts.is_full,
        ),
    ]


def judge_elasticsearch(facts: ElasticsearchFacts) -> list[Check]:
    """Return what an Elasticsearch must be to take articles (pure). Yellow is enough: it lacks spare copies only."""
    blocked = ", ".join(facts.read_only_indices)
    return [
        _demand(
            "elasticsearch-version",
            facts.version,
            f"Elasticsearch is version {facts.version}: install 9.2 or a later 9.x.",
            ok=facts.version.partition(".")[0] == ELASTICSEARCH_MAJOR,
        ),
        _demand(
            "elasticsearch-health",
            facts.status,
            "Elasticsearch is red: bring the missing shard's node back (`GET _cluster/allocation/explain` says more).",
            ok=facts.status != "red",
        ),
        _demand(
            "elasticsearch-alias",
            "the articles can be read" if facts.alias_exists else "there is no index of articles",
            "Elasticsearch has no index for articles yet: run `newsmill init index`.",
            ok=facts.alias_exists,
        ),
        _demand(
            "elasticsearch-template",
            "installed" if facts.template_installed else "missing",
            "The template of the articles' indices is missing: run `newsmill init index`.",
            ok=facts.template_installed,
        ),
        _demand(
            "elasticsearch-writable",
            f"read-only: {blocked}" if blocked else "no index is blocked",
            f"Elasticsearch doesn't take writes to {blocked}: free disk space, or lift the block `index.blocks`.",
            ok=not blocked,
        ),
        _judge_vectors(facts),
    ]


def _judge_vectors(facts: ElasticsearchFacts) -> Check:
    wanted, others = facts.vectors_wanted, facts.vectors - {0, facts.vectors_wanted}
    lengths = " and ".join(map(str, sorted(others)))
    return _demand(
        "elasticsearch-vectors",
        f"of {wanted} dimensions" if wanted else "off",
        f"Articles have vectors of {lengths} dimensions, and NEWSMILL_VECTOR_DIMENSIONS is {wanted}: set it back, "
        "or give those up by NEWSMILL_VECTOR_DROP."
        if others
        else "Some articles' indices have no place for vectors: run `newsmill init index`.",
        ok=not wanted or facts.vectors <= {wanted},
    )


def judge_workers(workers: Sequence[WorkerFacts], now: datetime) -> list[Check]:
    """Return whether each role has a worker that was heard of lately (pure)."""
    alive = [worker for worker in workers if now - worker.heard_at <= HEARD_WITHIN]
    return [_judge_role(role, start, alive) for role, start in ROLES.items()]


def _judge_role(role: str, start: str, alive: Sequence[WorkerFacts]) -> Check:
    names = ", ".join(worker.name for worker in alive if _serves(worker, role))
    seconds = int(HEARD_WITHIN.total_seconds())
    return _demand(
        f"worker-{role}",
        names or f"none was heard of in {seconds} s",
        f"No worker for the queue `{role}` was heard of in the last {seconds} s: start one with {start}.",
        ok=bool(names),
    )


def _serves(worker: WorkerFacts, role: str) -> bool:
    """Tell whether *worker* takes from the queue *role*.

    By its queues where they are known, else by its name (`process@host`); one of another name may serve any.
    """
    if worker.queues:
        return role in worker.queues
    named = worker.name.partition("@")[0]
    return named == role or named not in ROLES


def _demand(name: str, detail: str, fix: str, *, ok: bool) -> Check:
    return Check(name, ok, detail, "" if ok else fix)


def _version(text: str) -> tuple[int, ...]:
    """Return the leading numbers of *text*: (7, 4) for `7.4.0`."""
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())
