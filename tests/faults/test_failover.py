"""A primary that dies while Sentinels watch: its replica takes over, with what was accepted, and without a restart."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from kombu import Connection
from kombu.simple import SimpleQueue
from support import wait_until

from services import redis_client
from services.clock import SystemClock
from services.errors import IngestError
from services.ledger.redis import RedisLedger
from services.local import redis_server, servers
from services.local.free_ports import free_ports
from services.model import RawDocument
from services.settings import Settings, load
from workers import config

pytestmark = [pytest.mark.servers, pytest.mark.faults]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[servers.Server, Settings]]:
    """Yield a primary with a replica and a Sentinel, and the settings that name the Sentinel."""
    with ExitStack() as stack:
        primary = stack.enter_context(servers.start_redis(tmp_path / "primary"))
        host, port = primary.url.removeprefix("redis://").removesuffix("/0").split(":")
        stack.enter_context(servers.start_redis(tmp_path / "replica", "--replicaof", host, port))
        stack.enter_context(sentinel(tmp_path, host, port, watch := free_ports(1)[0]))
        yield primary, load({}, redis_url=f"sentinel://{host}:{watch}/0?master=main")


@contextmanager
def sentinel(directory: Path, host: str, port: str, own_port: int) -> Iterator[None]:
    configuration = directory / "sentinel.conf"
    configuration.write_text(
        f"port {own_port}\nbind 127.0.0.1\ndir {directory}\nsentinel monitor main {host} {port} 1\n"
        "sentinel down-after-milliseconds main 1000\nsentinel failover-timeout main 5000\n"
    )
    with subprocess.Popen(
        [redis_server.find_binary(), configuration, "--sentinel"], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as process:
        yield
        process.terminate()


def test_after_a_failover_the_ledger_and_celery_go_on(watched: tuple[servers.Server, Settings]) -> None:
    primary, settings = watched
    client = redis_client.connect(settings)
    ledger = RedisLedger(client, settings, SystemClock())

    def answers() -> bool:
        try:
            return ledger.books().balance
        except IngestError:
            return False

    wait_until(answers, 30, "the Sentinel knows no primary")
    # Acknowledged by the replica too: what only the primary has dies with it.
    ledger.accept([RawDocument("first", "text", "a.txt", b"A\nB\nC")])
    wait_until(lambda: bool(client.wait(1, 1000)), 30, "the replica doesn't follow")
    primary.kill()
    wait_until(answers, 60, "no replica took over")
    assert ledger.books().accepted == 1
    assert ledger.accept([RawDocument("second", "text", "b.txt", b"A\nB\nC")]) == [True]
    assert [claim.document.id for claim in ledger.claim(["first", "second"], "me")] == ["first", "second"]
    assert message_travels(config.configuration(settings))
    client.close()


def message_travels(configuration: dict[str, object]) -> bool:
    options = {"transport_options": configuration["broker_transport_options"]}
    with Connection(configuration["broker_url"], **options) as connection:
        queue: SimpleQueue = connection.SimpleQueue("poll")
        queue.put(["an id"])
        message = queue.get(timeout=10)
        message.ack()
        queue.close()
        return bool(message.payload == ["an id"])
