"""The private servers, for real: started, found fit, killed, started again, gone at the end."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
import redis
from support import reachable_directory

from services.errors import StartFailedError
from services.local import leftovers, redis_server, servers, state
from services.local.children import MARK, Specification
from services.local.free_ports import free_ports
from services.local.places import make_places
from services.local.supervisor import Supervisor

pytestmark = pytest.mark.servers


@pytest.fixture
def reachable() -> Iterator[Path]:
    with reachable_directory() as directory:
        yield directory / "state of a test"


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def is_gone_soon(pid: int) -> bool:
    until = time.monotonic() + 30
    while not is_gone(pid) and time.monotonic() < until:
        time.sleep(0.05)
    return is_gone(pid)


def children_of(server: servers.Server) -> list[int]:
    return [server.pid, *(child.pid for child in psutil.Process(server.pid).children(recursive=True))]


def test_redis_answers_is_fit_and_leaves_nothing(tmp_path: Path) -> None:
    with servers.start_redis(tmp_path) as server, redis.Redis.from_url(server.url) as client:
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert client.config_get("appendonly")["appendonly"] == "yes"
        pids = children_of(server)
    assert all(is_gone(pid) for pid in pids)


def test_redis_has_after_a_kill_what_it_had_before(tmp_path: Path) -> None:
    with servers.start_redis(tmp_path, "--appendfsync", "always") as server:
        with redis.Redis.from_url(server.url) as client:
            client.set("key", "value")
        server.kill()
        server.start_again()
        with redis.Redis.from_url(server.url) as client:
            assert client.get("key") == b"value"


def test_the_redis_of_up_cant_be_turned_against_its_owner(tmp_path: Path) -> None:
    with (
        servers.start_redis(tmp_path, *redis_server.RESTRICTED) as server,
        redis.Redis.from_url(server.url) as client,
    ):
        assert client.eval("return 1", 0) == 1
        for command in (("CONFIG", "SET", "dir", "/"), ("REPLICAOF", "127.0.0.1", "1"), ("MODULE", "LOAD", "/x.so")):
            with pytest.raises(redis.exceptions.NoPermissionError):
                client.execute_command(*command)


def test_elasticsearch_boots_on_our_java_indexes_and_leaves_nothing(reachable: Path) -> None:
    with servers.start_elasticsearch(reachable) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        nodes = client.get("/_nodes/_local", params={"filter_path": "nodes.*.version"}).json()["nodes"]
        assert [node["version"] for node in nodes.values()] == ["9.2.8"]
        assert client.put("/things").status_code == httpx.codes.OK
        assert client.put("/things/_doc/1", json={"text": "hello"}).status_code == httpx.codes.CREATED
        assert client.put("/nobody-made-this/_doc/1", json={}).status_code == httpx.codes.NOT_FOUND
        pids = children_of(server)
        assert len(pids) > 1
        server.kill()
        assert all(is_gone_soon(pid) for pid in pids)
        server.start_again()
        assert client.get("/things/_doc/1").json()["_source"] == {"text": "hello"}
        pids = children_of(server)
    assert all(is_gone_soon(pid) for pid in pids)


def test_a_server_that_cant_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(StartFailedError) as caught:
        servers.start_redis(tmp_path, "--no-such-setting", "yes")
    assert "redis.log" in str(caught.value)
    assert "no-such-setting" in caught.value.log_tail


@pytest.fixture
def orphaned(tmp_path: Path) -> Iterator[psutil.Process]:
    """Yield a process as a supervisor that was killed leaves it behind, deaf to SIGTERM."""
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", deaf], env=os.environ | {MARK: str(tmp_path)}, stdout=subprocess.PIPE
    )
    assert process.stdout
    process.stdout.readline()
    yield psutil.Process(process.pid)
    process.kill()
    process.wait()
    process.stdout.close()


def test_what_a_killed_supervisor_left_is_ended(tmp_path: Path, orphaned: psutil.Process) -> None:
    assert leftovers.end_leftovers(tmp_path) == 1
    assert is_gone(orphaned.pid)


def test_what_belongs_to_another_state_is_left_alone(tmp_path: Path, orphaned: psutil.Process) -> None:
    assert leftovers.end_leftovers(tmp_path / "another") == 0
    assert orphaned.is_running()


def test_a_pid_that_was_given_to_another_process_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "children.json").write_text(f'[{{"name": "Redis", "pid": {os.getppid()}, "started": 1.0}}]')
    assert leftovers.end_leftovers(tmp_path) == 0
    assert not is_gone(os.getppid())


SUPERVISOR = """
import sys, time
from datetime import timedelta
from pathlib import Path
from services.local import redis_server
from services.local.places import make_places
from services.local.supervisor import Supervisor
places = make_places(Path(sys.argv[1]))
child = Supervisor(places.state).start(redis_server.specification(places, int(sys.argv[2])))
child.wait_ready(timedelta(seconds=30))
print(child.pid, flush=True)
time.sleep(600)
"""


def test_children_of_a_killed_supervisor_end_by_themselves_or_by_the_next_start(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SUPERVISOR, str(tmp_path), str(free_ports(1)[0])]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout
        pid = int(supervisor.stdout.readline())
        supervisor.kill()
    if sys.platform != "linux":
        leftovers.end_leftovers(tmp_path)
    assert is_gone_soon(pid)


def test_a_child_that_dies_is_started_again_on_its_port(tmp_path: Path) -> None:
    places = make_places(tmp_path)
    (port,) = free_ports(1)
    supervisor = Supervisor(places.state)
    specification: Specification = redis_server.specification(places, port)
    try:
        child = supervisor.start(specification)
        child.wait_ready(servers.START_WITHIN)
        child.process.kill()
        until = time.monotonic() + 30
        child.wait_ended(servers.START_WITHIN)
        while not specification.is_ready() and time.monotonic() < until:
            supervisor.tick(time.monotonic())
            time.sleep(0.05)
        assert specification.is_ready()
    finally:
        supervisor.stop()
    assert not specification.is_ready()
    assert state.supervisor_pid(places.state) is None
