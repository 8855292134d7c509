"""A Redis that isn't as it must be gets one sentence with the fix, from the real thing."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import redis
from stores import document
from support import reachable_directory

from services import redis_client, settings
from services.clock import SystemClock
from services.errors import NotPermittedError, SettingError, StoreUnavailableError, UnsuitableServerError
from services.ledger.redis import RedisLedger
from services.local import servers
from services.local.free_ports import free_ports
from services.local.servers import Server
from services.store import server as store_server

pytestmark = pytest.mark.servers


@pytest.fixture
def private() -> Iterator[Server]:
    """Yield a Redis that a test may set up wrongly."""
    with reachable_directory() as directory, servers.start_redis(directory) as server:
        yield server


def ledger(url: str) -> RedisLedger:
    current = settings.load({}, redis_url=url)
    return RedisLedger(redis_client.connect(current), current, SystemClock())


def test_nobody_listening_is_unreachable() -> None:
    (port,) = free_ports(1)
    with pytest.raises(StoreUnavailableError, match=rf"127\.0\.0\.1:{port} can't be reached: start it, or correct"):
        ledger(f"redis://127.0.0.1:{port}/0").books()


def test_another_server_is_not_redis() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        with pytest.raises(SettingError, match="isn't Redis: correct NEWSMILL_REDIS_URL"):
            ledger(f"redis://127.0.0.1:{web.server_port}/0").books()
        web.shutdown()


def test_a_database_that_is_not_there_is_a_wrong_setting(private: Server) -> None:
    with pytest.raises(SettingError, match="no database of that number: correct NEWSMILL_REDIS_URL"):
        ledger(private.url.replace("/0", "/99")).books()


@pytest.mark.parametrize("credentials", ["", ":wrong@", "nobody:right@"])
def test_wrong_credentials_are_refused_by_name_and_not_shown(private: Server, credentials: str) -> None:
    redis.Redis.from_url(private.url).config_set("requirepass", "right")
    url = private.url.replace("//", f"//{credentials}")
    with pytest.raises(NotPermittedError, match="refuses the credentials: correct NEWSMILL_REDIS_URL") as caught:
        ledger(url).books()
    assert "wrong" not in str(caught.value)
    assert ledger(private.url.replace("//", "//:right@")).books().accepted == 0


def test_a_user_that_may_not_write_is_told_what_is_missing(private: Server) -> None:
    client = redis.Redis.from_url(private.url)
    client.acl_setuser("reader", enabled=True, nopass=True, keys=["*"], categories=["+@all", "-@write"])
    reading = ledger(private.url.replace("//", "//reader:x@"))
    assert reading.books().accepted == 0
    with pytest.raises(NotPermittedError, match="doesn't let this user do it: permit it there"):
        reading.accept([document("a")])


def test_a_replica_says_where_to_point(private: Server) -> None:
    client = redis.Redis.from_url(private.url)
    client.replicaof("127.0.0.1", "1")
    with pytest.raises(StoreUnavailableError, match="read-only replica: point NEWSMILL_REDIS_URL to the primary"):
        ledger(private.url).accept([document("a")])
    client.config_set("replica-serve-stale-data", "no")
    with pytest.raises(StoreUnavailableError, match="has lost its primary: wait, or start that one"):
        ledger(private.url).books()


def test_missing_replicas_stop_writing(private: Server) -> None:
    redis.Redis.from_url(private.url).config_set("min-replicas-to-write", 1)
    with pytest.raises(StoreUnavailableError, match="misses replicas: start them"):
        ledger(private.url).accept([document("a")])


def test_a_redis_that_keeps_what_it_is_given_is_suitable_even_when_it_is_full(private: Server) -> None:
    client = redis.Redis.from_url(private.url)
    client.config_set("maxmemory", 100_000)
    facts = store_server.require_suitable(client)
    assert facts.is_full
    assert (facts.maxmemory_policy, facts.aof_enabled, facts.role) == ("noeviction", True, "master")


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [
        ("maxmemory-policy", "allkeys-lru", "set `maxmemory-policy noeviction`"),
        ("maxmemory-policy", "volatile-ttl", "set `maxmemory-policy noeviction`"),
        ("appendonly", "no", "set `appendonly yes`"),
    ],
)
def test_a_redis_that_would_lose_something_is_refused_with_the_fix(
    private: Server, name: str, value: str, fix: str
) -> None:
    client = redis.Redis.from_url(private.url)
    client.config_set(name, value)
    address = private.url.removeprefix("redis://").removesuffix("/0")
    with pytest.raises(UnsuitableServerError, match=f"^Redis at {address} .*{fix}"):
        store_server.require_suitable(client)


def test_a_replica_is_not_suitable(private: Server) -> None:
    client = redis.Redis.from_url(private.url)
    client.replicaof("127.0.0.1", "1")
    with pytest.raises(UnsuitableServerError, match="point NEWSMILL_REDIS_URL to the primary"):
        store_server.require_suitable(client)
