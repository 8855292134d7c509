"""The API as uvicorn runs it, over a real Redis and a real Elasticsearch, with the seed in it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from support import installation

from services import seeding
from services.bootstrap import Service
from services.settings import Settings
from services.store.workers import RedisWorkers

pytestmark = pytest.mark.servers

HEADLINE = "Venezuela rebukes US maneuvers in Trump–Maduro phone call"


@pytest.fixture(scope="module")
def mill(redis_url: str, elasticsearch_url: str) -> Iterator[Service]:
    """Yield a mill of its own on the test servers, with the seed indexed; nothing of it is left."""
    with installation(redis_url, elasticsearch_url) as service:
        seeding.accept_seeds(service.pipeline)
        for due in service.pipeline.reconcile():
            service.pipeline.process(due.document_ids, "test")
        service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-articles")
        yield service


@contextmanager
def running(current: Settings, **instead: str) -> Iterator[httpx.Client]:
    """Run the API in a process of its own, as `up` and the image do, and give a client for it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "NEWSMILL_REDIS_URL": current.redis_url,
        "NEWSMILL_ELASTICSEARCH_URL": current.elasticsearch_url,
        "NEWSMILL_REDIS_PREFIX": current.redis_prefix,
        "NEWSMILL_INDEX_PREFIX": current.index_prefix,
    }
    command = [sys.executable, "-m", "uvicorn", "services.api.app:create", "--factory", "--port", str(port)]
    with subprocess.Popen(command, env=environment | instead) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
                _await(client, process)
                yield client
        finally:
            process.terminate()


def _await(client: httpx.Client, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            client.get("/healthz")
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the API did not start")


@pytest.fixture(scope="module")
def api(mill: Service) -> Iterator[httpx.Client]:
    with running(mill.settings) as client:
        yield client


def seed_uri(api: httpx.Client) -> str:
    return str(api.get("/v1/search", params={"q": "rebukes"}).json()["articles"][0]["uri"])


def test_the_seed_is_found_and_read_with_its_trail(api: httpx.Client) -> None:
    found = api.get("/v1/search", params={"q": "rebukes maneuvers", "language": "en"}).json()
    assert found["total"] == 1
    assert found["articles"][0]["match"]["score"] > 0
    assert "<em>rebukes</em>" in found["articles"][0]["match"]["highlight"]["headline"][0]
    document = api.get(f"/v1/articles/{seed_uri(api)}").json()
    assert document["headline"] == HEADLINE
    assert "datePublished" not in document
    assert document["trail"]["outcome"] == "indexed"
    assert document["trail"]["documentId"] == document["traceId"]


def test_filters_that_exclude_the_seed_find_nothing(api: httpx.Client) -> None:
    for params in ({"language": "fr"}, {"domain": "example.com"}, {"to": "2001-01-01"}, {"from": "2999-01-01"}):
        assert api.get("/v1/search", params=params).json()["total"] == 0
    assert api.get("/v1/search", params={"from": "2001-01-01", "sort": "newest"}).json()["total"] == 1


@pytest.mark.parametrize(
    "query", ['"', "a" * 1000, "* ? ~ ( [ {", "AND OR NOT", "-", "\x00", "😀", "a/b\\c", "(" * 500]
)
def test_whatever_people_type_is_answered(api: httpx.Client, query: str) -> None:
    assert api.get("/v1/search", params={"q": query}).status_code == 200


def test_the_pages_show_the_seed(api: httpx.Client) -> None:
    listed = api.get("/", params={"q": "airspace"}).text
    assert HEADLINE in listed
    assert "<mark>airspace</mark>" in listed
    page = api.get(f"/articles/{seed_uri(api)}").text
    for shown in (HEADLINE, "seeds/articles/", "WASHINGTON", "not stated by the publisher", "1 attempt"):
        assert shown in page


def test_it_is_ready_once_the_workers_were_heard_of(api: httpx.Client, mill: Service) -> None:
    before = api.get("/readyz")
    assert before.status_code == 503
    assert {each["name"] for each in before.json()["checks"] if not each["ok"]} == {
        "worker-poll",
        "worker-process",
        "worker-maintain",
    }
    for name in ("poll@test", "process@test", "maintain@test"):
        RedisWorkers(mill.redis, mill.settings).beat(name)
    assert api.get("/readyz").status_code == 200


def test_metrics_count_the_seed(api: httpx.Client) -> None:
    families = {each.name: each for each in text_string_to_metric_families(api.get("/metrics").text)}
    assert families["newsmill_accepted"].samples[0].value == 1
    assert families["newsmill_articles"].samples[0].value == 1
    assert families["newsmill_books_balance"].samples[0].value == 1


def test_without_redis_articles_are_served_and_the_rest_says_why_not(mill: Service) -> None:
    with running(mill.settings, NEWSMILL_REDIS_URL="redis://:secret@127.0.0.1:1/0") as api:
        document = api.get(f"/v1/articles/{seed_uri(api)}").json()
        assert document["trail"] is None
        assert "can't be reached" in document["trailNote"]
        assert 'newsmill_up{server="redis"} 0' in api.get("/metrics").text
        answer = api.get("/readyz")
        assert answer.status_code == 503
        assert "secret" not in answer.text


def test_without_elasticsearch_a_search_is_asked_to_come_again(mill: Service) -> None:
    with running(mill.settings, NEWSMILL_ELASTICSEARCH_URL="http://127.0.0.1:1") as api:
        answer = api.get("/v1/search")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert api.get("/").headers["content-type"].startswith("text/html")
        assert api.get("/healthz").status_code == 200


def test_a_wrong_setting_ends_the_api_with_one_sentence() -> None:
    command = [sys.executable, "-m", "uvicorn", "services.api.app:create", "--factory", "--port", "0"]
    environment = os.environ | {"NEWSMILL_BATCH_SIZE": "many"}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert "NEWSMILL_BATCH_SIZE is wrong" in ended.stderr
    assert "Traceback" not in ended.stderr
