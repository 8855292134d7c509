"""`docker compose up`, for real: what a user gets, and what nobody should be able to do."""

import re
import time
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from conftest import Compose

pytestmark = pytest.mark.compose

ARTICLES = "newsmill-articles"
OURS = {"worker-poll", "worker-process", "beat", "api"}
SERVERS = {"redis", "elasticsearch"}
ONE_SHOT = {"secrets", "init", "seeds"}


@pytest.fixture(scope="module")
def reader(compose: "Compose") -> httpx.Client:
    return compose.elasticsearch(*compose.credentials("reader"))


@pytest.fixture(scope="module")
def writer(compose: "Compose") -> httpx.Client:
    password = compose.inside("worker-process", "cat", "/run/newsmill/elasticsearch_password")
    return compose.elasticsearch("newsmill-writer", password)


def seeds_found(client: httpx.Client) -> tuple[int, int]:
    """Return how many articles the search for a word of the seed finds, and how many there are."""
    body = {"query": {"match": {"headline": "rebukes"}}}
    found = client.post(f"/{ARTICLES}/_search", json=body).raise_for_status().json()
    return found["hits"]["total"]["value"], client.get(f"/{ARTICLES}/_count").raise_for_status().json()["count"]


def index_of_the_month(client: httpx.Client) -> str:
    return str(next(iter(client.get(f"/{ARTICLES}/_alias").raise_for_status().json())))


def test_when_up_returns_the_reader_finds_the_seed(reader: httpx.Client) -> None:
    assert seeds_found(reader) == (1, 1)


def test_when_up_returns_the_api_is_ready(compose: "Compose") -> None:
    assert httpx.get(f"http://127.0.0.1:{compose.ports['API']}/readyz", timeout=30).status_code == httpx.codes.OK


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
    if body == {"actions": [{"remove_index": {"index": "{index}"}}]}:
        body = {"actions": [{"remove_index": {"index": index}}]}
    answer = reader.request(method, path.format(index=index), json=body)
    # Without the module `reindex`, _delete_by_query is no path at all.
    refused = {httpx.codes.FORBIDDEN, httpx.codes.METHOD_NOT_ALLOWED} if "by_query" in path else {httpx.codes.FORBIDDEN}
    assert answer.status_code in refused, answer.text


def test_who_indexes_can_neither_drop_an_index_nor_change_an_article(writer: httpx.Client) -> None:
    index = index_of_the_month(writer)
    uri = writer.post(f"/{ARTICLES}/_search").json()["hits"]["hits"][0]["_id"]
    answers = [
        writer.delete(f"/{index}"),
        writer.post("/_aliases", json={"actions": [{"remove_index": {"index": index}}]}),
        writer.put(f"/{index}/_doc/{uri}", json={"headline": "x"}),
        writer.post(f"/{index}/_update/{uri}", json={"doc": {"headline": "x"}}),
        writer.delete(f"/{index}/_doc/{uri}"),
        writer.put("/something-else"),
    ]
    assert [answer.status_code for answer in answers] == [httpx.codes.FORBIDDEN] * len(answers)


def test_without_a_password_elasticsearch_and_redis_answer_nothing(compose: "Compose") -> None:
    url = f"http://127.0.0.1:{compose.ports['ES']}/{ARTICLES}/_search"
    assert httpx.get(url, timeout=30).status_code == httpx.codes.UNAUTHORIZED
    assert "NOAUTH" in compose.inside("redis", "redis-cli", "ping")


def test_only_the_api_and_elasticsearch_are_published_and_only_on_loopback(compose: "Compose") -> None:
    published = {
        (binding["HostIp"], int(binding["HostPort"]))
        for container in compose.containers()
        for bindings in container["NetworkSettings"]["Ports"].values()
        for binding in bindings or []
    }
    assert published == {("127.0.0.1", compose.ports["API"]), ("127.0.0.1", compose.ports["ES"])}


def test_no_container_has_more_rights_than_it_needs(compose: "Compose") -> None:
    containers = {each["Config"]["Labels"]["com.docker.compose.service"]: each for each in compose.containers()}
    assert set(containers) == OURS | SERVERS | ONE_SHOT
    for service, each in containers.items():
        host = each["HostConfig"]
        assert (host["CapDrop"], host["Privileged"]) == (["ALL"], False), service
        assert (host["CapAdd"] or []) in ([], ["CHOWN"] if service == "secrets" else []), service
        assert "no-new-privileges:true" in host["SecurityOpt"], service
        assert host["ReadonlyRootfs"] == (service != "elasticsearch"), service
        assert host["Memory"] > 0, service
    # `secrets` alone is root: it has ended, and had no network.
    roots = [service for service, each in containers.items() if each["Config"]["User"].startswith(("0", "root"))]
    assert roots == ["secrets"]
    assert containers["secrets"]["State"]["Status"] == "exited"
    assert containers["secrets"]["HostConfig"]["NetworkMode"] == "none"


@pytest.mark.parametrize("service", sorted(OURS | SERVERS))
def test_a_running_container_is_not_root(compose: "Compose", service: str) -> None:
    assert compose.inside(service, "id", "-u") == ("1000" if service == "elasticsearch" else "10001")


@pytest.mark.parametrize("service", sorted(OURS))
def test_a_container_of_ours_can_write_nothing_but_tmp_and_has_no_compiler(compose: "Compose", service: str) -> None:
    script = "! touch /opt/newsmill/x /x /run/newsmill/x 2>/dev/null && touch /tmp/x && ! command -v cc gcc make ld"
    compose.inside(service, "sh", "-c", script)


def test_no_secret_stands_in_a_container_s_configuration(compose: "Compose") -> None:
    secret = [compose.credentials(whose)[1] for whose in ("reader", "flower")]
    secret += [compose.inside("redis", "cat", "/run/newsmill/password")]
    secret += [compose.inside("elasticsearch", "cat", "/run/newsmill/elastic_password")]
    told = repr(compose.containers()) + compose("logs", "--no-color")
    assert all(len(each) > 20 and each not in told for each in secret)


def test_who_indexes_does_not_hold_the_password_of_who_migrates(compose: "Compose") -> None:
    assert compose.inside("worker-process", "ls", "/run/newsmill").split() == ["elasticsearch_password", "redis_url"]


def test_flower_asks_for_its_password_and_shows_our_workers_and_queues(compose: "Compose") -> None:
    compose.up("flower")
    try:
        for path in ("/", "/api/workers", "/api/queues/length"):
            assert compose.flower(None).get(path).status_code == httpx.codes.UNAUTHORIZED, path
            assert compose.flower(("newsmill", "wrong")).get(path).status_code == httpx.codes.UNAUTHORIZED, path
        flower = compose.flower(compose.credentials("flower"))
        workers = flower.get("/api/workers", params={"refresh": "1"}).raise_for_status().json()
        assert {name.partition("@")[0] for name in workers} == {"poll", "process"}
        queues = flower.get("/api/queues/length").raise_for_status().json()["active_queues"]
        assert {queue["name"] for queue in queues} == {"poll", "process", "deliver", "maintain"}
    finally:
        compose("--profile", "monitoring", "rm", "--stop", "--force", "flower")


def test_a_second_up_keeps_the_secrets_and_ingests_nothing_twice(compose: "Compose", reader: httpx.Client) -> None:
    before = compose.credentials("reader")
    compose.up()
    assert compose.credentials("reader") == before
    assert seeds_found(reader) == (1, 1)


def test_each_container_can_be_restarted_and_nothing_is_lost_or_doubled(
    compose: "Compose", reader: httpx.Client
) -> None:
    for service in ("redis", "elasticsearch", "worker-process", "worker-poll", "beat", "api"):
        compose("restart", service)
        compose.wait_healthy(service)
        # Asked, then stopped: a worker that had to be killed would have taken its whole grace period and ended with 137.
    assert seeds_found(reader) == (1, 1)
    compose.up()
    assert seeds_found(reader) == (1, 1)


def test_after_the_restarts_a_new_article_still_goes_all_the_way(compose: "Compose", reader: httpx.Client) -> None:
    text = (
        "A mill grinds news\nAfter a restart too\n"
        + "The wheel turned on through the evening, as the miller had said.\n" * 3
    )
    script = f"printf '%s' {text!r} > /tmp/article.txt && newsmill ingest /tmp/article.txt"
    compose.inside("api", "sh", "-c", script)
    until = time.monotonic() + 10
    while seeds_found(reader) != (1, 2) and time.monotonic() < until:
        time.sleep(0.5)
    assert seeds_found(reader) == (1, 2)


def test_a_worker_stops_by_itself_within_its_grace_period(compose: "Compose") -> None:
    compose("stop", "worker-process", "worker-poll", "beat", "api")
    stopped = [each for each in compose.containers() if each["State"]["Status"] == "exited"]
    codes = {each["Config"]["Labels"]["com.docker.compose.service"]: each["State"]["ExitCode"] for each in stopped}
    # 137 is what is left of a process that had to be killed; 143 is a plain end by SIGTERM.
    assert {service for service, code in codes.items() if code not in {0, 143}} == set(), codes


def test_the_image_is_one_and_named_by_the_tag(compose: "Compose") -> None:
    images = {each["Config"]["Image"] for each in compose.containers()}
    assert {image for image in images if re.match(r"newsmill:", image)} == {compose.image}
