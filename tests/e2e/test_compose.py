"""`docker compose up`, for real: what a user gets, and what nobody should be able to do."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from composed import Compose

pytestmark = pytest.mark.compose

ARTICLES = "newsmill-articles"
OURS = {"worker-poll", "worker-process", "worker-maintain", "beat", "api"}
SERVERS = {"redis", "elasticsearch"}
STEPS = {"secrets", "init", "seeds"}
SEED = "Venezuela rebukes US maneuvers in Trump–Maduro phone call"


@pytest.fixture(scope="module")
def writer(compose: Compose) -> Iterator[httpx.Client]:
    password = compose.inside("worker-process", "cat", "/run/newsmill/elasticsearch_password")
    with compose.client("ES", ("newsmill-writer", password)) as client:
        yield client


def headlines(client: httpx.Client, **query: object) -> list[str]:
    """Return the headlines that *query* finds."""
    found = client.post(f"/{ARTICLES}/_search", json={"query": query, "size": 10}).raise_for_status().json()
    return [hit["_source"]["headline"] for hit in found["hits"]["hits"]]


def by_service(compose: Compose) -> dict[str, dict[str, Any]]:
    return {each["Config"]["Labels"]["com.docker.compose.service"]: each for each in compose.containers()}


def index_of_the_month(client: httpx.Client) -> str:
    return str(next(iter(client.get(f"/{ARTICLES}/_alias").raise_for_status().json())))


def test_when_up_returns_the_reader_finds_the_seed_once(reader: httpx.Client) -> None:
    assert headlines(reader, match={"headline": "rebukes"}) == [SEED]


def test_a_search_finds_other_forms_of_a_word_where_elasticsearch_can_stem(
    compose: Compose, reader: httpx.Client
) -> None:
    assert "rebuke" not in SEED.split()
    assert headlines(reader, match={"stemmed.en": "rebuke"}) == [SEED]
    found = compose.get("API", "/v1/search", q="rebuke").raise_for_status().json()
    assert [article["headline"] for article in found["articles"]] == [SEED]


def test_accents_do_not_matter_where_elasticsearch_can_fold_them(compose: Compose) -> None:
    for word in ("Nicolás", "nicolas"):
        assert compose.newsmill("search", word)["total"] == 1, word


def test_when_up_returns_nothing_is_left_to_mend(compose: Compose) -> None:
    assert compose.get("API", "/readyz").status_code == httpx.codes.OK
    told = compose.newsmill("doctor")
    assert told["ok"], told
    assert not [check["name"] for check in told["checks"] if not check["ok"]]


def test_redis_writes_each_change_to_disk_and_evicts_nothing(compose: Compose) -> None:
    ask = "REDISCLI_AUTH=$(cat /run/newsmill/password) redis-cli config get"
    wanted = {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction"}
    assert {name: compose.inside("redis", "sh", "-c", f"{ask} {name}").split()[-1] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/{index}/_doc", {"headline": "x"}),
        ("PUT", "/{index}/_create/x", {"headline": "x"}),
        ("POST", "/{index}/_delete_by_query", {"query": {"match_all": {}}}),
        ("DELETE", "/{index}/_doc/x", None),
        ("DELETE", "/{index}", None),
        ("PUT", "/newsmill-articles-1999.01-v1", None),
        ("PUT", "/something-else", None),
        ("PUT", "/{index}/_mapping", {"properties": {"x": {"type": "keyword"}}}),
        ("PUT", "/_index_template/x", {"index_patterns": ["x"]}),
        # The way round: an alias action that drops an index.
        ("POST", "/_aliases", {"actions": [{"remove_index": {"index": "{index}"}}]}),
        ("GET", "/_security/user", None),
        ("GET", "/_cluster/settings", None),
    ],
)
def test_the_reader_can_only_read(reader: httpx.Client, method: str, path: str, body: object) -> None:
    index = index_of_the_month(reader)
    sent = json.loads(json.dumps(body).replace("{index}", index))
    answer = reader.request(method, path.format(index=index), json=sent)
    # A trimmed Elasticsearch has no such path as _delete_by_query; there is nobody to forbid it then.
    assert answer.status_code == httpx.codes.FORBIDDEN or "no handler found" in answer.text, answer.text


def test_who_indexes_can_neither_drop_an_index_nor_delete_an_article(writer: httpx.Client) -> None:
    index = index_of_the_month(writer)
    uri = writer.post(f"/{ARTICLES}/_search").json()["hits"]["hits"][0]["_id"]
    answers = [
        writer.delete(f"/{index}"),
        writer.post("/_aliases", json={"actions": [{"remove_index": {"index": index}}]}),
        writer.delete(f"/{index}/_doc/{uri}"),
        writer.put("/something-else"),
    ]
    assert [answer.status_code for answer in answers] == [httpx.codes.FORBIDDEN] * len(answers)


def test_without_a_password_elasticsearch_and_redis_answer_nothing(compose: Compose) -> None:
    for path in ("/", f"/{ARTICLES}/_search", "/_cluster/health"):
        assert compose.get("ES", path).status_code == httpx.codes.UNAUTHORIZED, path
    assert "NOAUTH" in compose.inside("redis", "redis-cli", "ping")


def test_only_the_api_and_elasticsearch_are_published_and_only_on_loopback(compose: Compose) -> None:
    published = {
        (binding["HostIp"], int(binding["HostPort"]))
        for container in compose.containers()
        for bindings in container["NetworkSettings"]["Ports"].values()
        for binding in bindings or []
    }
    assert published == {("127.0.0.1", compose.ports["API"]), ("127.0.0.1", compose.ports["ES"])}


def test_every_service_is_watched_and_says_what_it_waits_for(compose: Compose) -> None:
    services = json.loads(compose("--profile", "*", "config", "--format", "json"))["services"]
    assert set(services) == OURS | SERVERS | STEPS | {"flower"}
    assert {name for name, each in services.items() if "healthcheck" not in each} == STEPS
    conditions = {
        (waited_for, how["condition"])
        for each in services.values()
        for waited_for, how in each.get("depends_on", {}).items()
    }
    assert {name for name, condition in conditions if condition == "service_completed_successfully"} == STEPS
    assert {name for name, condition in conditions if condition == "service_healthy"} == (OURS | SERVERS) - {"api"}
    assert {name for name, each in services.items() if not each.get("depends_on")} == {"secrets"}
    # A task is given up after 28 s.
    assert {
        services[name]["stop_grace_period"] for name in ("worker-poll", "worker-process", "worker-maintain", "beat")
    } == {"30s"}


def test_no_container_has_more_rights_than_it_needs(compose: Compose) -> None:
    containers = by_service(compose)
    assert set(containers) == OURS | SERVERS | STEPS
    for service, each in containers.items():
        host = each["HostConfig"]
        assert (host["CapDrop"], host["Privileged"]) == (["ALL"], False), service
        assert [right.removeprefix("CAP_") for right in host["CapAdd"] or []] == (
            ["CHOWN"] if service == "secrets" else []
        ), service
        assert "no-new-privileges:true" in host["SecurityOpt"], service
        assert host["ReadonlyRootfs"] == (service != "elasticsearch"), service
        assert host["Memory"] > 0, service
    # `secrets` alone is root: it has ended, and had no network.
    roots = [service for service, each in containers.items() if each["Config"]["User"].startswith(("0", "root"))]
    assert roots == ["secrets"]
    assert containers["secrets"]["State"]["Status"] == "exited"
    assert containers["secrets"]["HostConfig"]["NetworkMode"] == "none"


def test_what_reads_documents_has_no_way_out(compose: Compose) -> None:
    for service in ("redis", "worker-process", "beat"):
        networks = by_service(compose)[service]["NetworkSettings"]["Networks"]
        assert list(networks) == [f"{compose.project}_inside"], service
    inside = json.loads(compose.run("docker", "network", "inspect", f"{compose.project}_inside"))[0]
    assert inside["Internal"]


@pytest.mark.parametrize("service", sorted(OURS | SERVERS))
def test_a_running_container_is_not_root(compose: Compose, service: str) -> None:
    assert compose.inside(service, "id", "-u") == ("1000" if service == "elasticsearch" else "10001")


def test_our_containers_are_one_image(compose: Compose) -> None:
    containers = by_service(compose)
    assert {containers[service]["Config"]["Image"] for service in OURS | STEPS} == {compose.image}
    assert len({containers[service]["Image"] for service in OURS | STEPS}) == 1


def test_an_extra_is_built_into_the_image_by_its_name_and_into_no_other(compose: Compose) -> None:
    look = ("python", "-c", "import importlib.util as i; print(bool(i.find_spec('model2vec')))")
    with compose.image_with("embedding") as image:
        inside = compose.run("docker", "run", "--rm", "--network", "none", image, *look)
    assert [inside.strip(), compose.inside("api", *look)] == ["True", "False"]


def test_a_container_of_ours_can_write_nothing_but_tmp_and_has_no_compiler(compose: Compose) -> None:
    # They are one image, started with the same rights: one stands for all.
    script = "! touch /opt/newsmill/x /x /run/newsmill/x 2>/dev/null && touch /tmp/x && ! command -v cc gcc make ld"
    compose.inside("api", "sh", "-c", script)


def test_no_secret_stands_in_a_container_s_configuration_or_log(compose: Compose) -> None:
    secret = [compose.credentials(whose)[1] for whose in ("reader", "flower")]
    secret += [compose.inside("redis", "cat", "/run/newsmill/password")]
    secret += [compose.inside("elasticsearch", "cat", "/run/newsmill/elastic_password")]
    secret += [
        compose.inside(service, "cat", "/run/newsmill/elasticsearch_password")
        for service in ("worker-process", "worker-maintain", "api")
    ]
    told = json.dumps(compose.containers()) + compose("logs", "--no-color") + compose("config")
    assert [len(each) for each in secret] == [32] * 7
    assert not [each for each in secret if each in told]


def test_who_indexes_does_not_hold_the_password_of_who_migrates(compose: Compose) -> None:
    passwords = {
        service: compose.inside(service, "cat", "/run/newsmill/elasticsearch_password")
        for service in ("worker-process", "worker-poll", "worker-maintain")
    }
    assert passwords["worker-poll"] == passwords["worker-process"] != passwords["worker-maintain"]
    assert compose.inside("worker-process", "ls", "/run/newsmill").split() == ["elasticsearch_password", "redis_url"]


def test_beat_logs_json_and_nobody_logs_the_ticks_that_come_every_second(compose: Compose) -> None:
    beat, worker = (compose("logs", "--no-color", "--no-log-prefix", name) for name in ("beat", "worker-maintain"))
    assert all(json.loads(line)["event"] for line in beat.splitlines())
    assert "maintain.reconcile" not in beat + worker
