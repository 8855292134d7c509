import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from services import settings
from services.errors import SetupError
from services.local import elasticsearch_server, free_ports, mill, places, redis_server, stack
from services.local.accounts import Account
from services.local.children import MARK, Specification, wrapped
from services.local.mill import Addresses
from services.local.places import Places
from services.local.supervisor import backoff

ADDRESSES = Addresses("redis://127.0.0.1:1/0", "http://127.0.0.1:2", 3)


def options(arguments: tuple[str, ...]) -> Mapping[str, str]:
    return dict(zip(arguments[::2], arguments[1::2], strict=True))


@pytest.fixture
def here(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path / "cache", tmp_path / "elasticsearch", None)


def test_redis_keeps_every_write_and_evicts_nothing(tmp_path: Path) -> None:
    given = options(redis_server.arguments(tmp_path, 1234))
    assert given["--appendonly"] == "yes"
    assert given["--maxmemory-policy"] == "noeviction"
    assert given["--bind"] == "127.0.0.1"
    assert given["--daemonize"] == "no"


def test_nobody_on_the_machine_can_make_redis_write_elsewhere() -> None:
    assert {"-config", "+config|get", "-module", "-replicaof"} <= set(redis_server.RESTRICTED)


def test_elasticsearch_listens_on_loopback_and_makes_no_index_by_itself(tmp_path: Path) -> None:
    given = elasticsearch_server.arguments(tmp_path, 1, 2)
    assert {"-Enetwork.host=127.0.0.1", "-Eaction.auto_create_index=false", f"-Epath.data={tmp_path}/data"} <= set(
        given
    )


def test_each_worker_knows_where_the_servers_are_and_shows_its_own_life(here: Places) -> None:
    children = {child.name: child for child in mill.workers(here, ADDRESSES)}
    assert children.keys() == {"worker-process", "worker-poll", "worker-maintain", "beat"}
    for child in children.values():
        assert child.environment["NEWSMILL_REDIS_URL"] == ADDRESSES.redis_url
        assert child.environment["REMAP_SIGTERM"] == "SIGQUIT"
    assert len({child.environment["NEWSMILL_ALIVE_FILE"] for child in children.values()}) == len(children)


def test_a_worker_is_given_the_time_of_its_soft_shutdown(here: Places) -> None:
    assert all(child.grace > timedelta(seconds=20) for child in mill.workers(here, ADDRESSES))


def test_servers_are_stopped_after_those_that_use_them(here: Places) -> None:
    redis = redis_server.specification(here, 1)
    workers = [child for child in mill.workers(here, ADDRESSES) if child.name.startswith("worker")]
    assert redis.tier < min(child.tier for child in workers) < mill.api(here, ADDRESSES).tier


def test_an_old_sign_of_life_is_not_the_new_worker(here: Places) -> None:
    here.run.mkdir()
    alive = here.run / "worker-poll.alive"
    alive.touch()
    os.utime(alive, (1, 1))
    poll = next(child for child in mill.workers(here, ADDRESSES) if child.name == "worker-poll")
    assert not poll.is_ready()
    alive.touch()
    assert poll.is_ready()


def test_a_child_runs_through_the_wrapper_as_the_user_that_it_needs(tmp_path: Path) -> None:
    specification = Specification("x", ("/bin/x", "a b"), lambda: True, tmp_path / "x.log", tmp_path, tmp_path)
    command = wrapped(specification)
    assert command[0] == sys.executable
    assert command[-5:] == [str(os.getpid()), str(os.getuid()), str(os.getgid()), "/bin/x", "a b"]


def test_a_child_is_not_given_a_setting_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_REDIS_URL_FILE", "/run/secrets/redis")
    environment = settings.child_environment({"NEWSMILL_REDIS_URL": "redis://127.0.0.1:1/0", MARK: "x"})
    assert settings.load(environment).redis_url == "redis://127.0.0.1:1/0"


def test_a_directory_that_lets_only_its_owner_pass_cant_be_reached(tmp_path: Path) -> None:
    stranger = Account(tmp_path.stat().st_uid + 12345, tmp_path.stat().st_gid + 12345)
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)
    assert not stranger.can_reach(closed / "inside")


def test_a_named_cache_that_cant_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="NEWSMILL_CACHE"):
        places.make_places(tmp_path / "state", tmp_path / "file" / "cache")


def test_a_state_directory_that_cant_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="--state"):
        places.make_places(tmp_path / "file" / "state")


def test_the_wished_port_is_taken_or_refused_never_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "is_free", lambda _: True)
    assert stack.choose_api_port(8123) == 8123
    monkeypatch.setattr(stack, "is_free", lambda _: False)
    with pytest.raises(SetupError, match="8123"):
        stack.choose_api_port(8123)


def test_without_a_wish_the_usual_port_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack, "is_free", lambda _: False)
    monkeypatch.setattr(stack, "free_ports", lambda count: [20_001] * count)
    assert stack.choose_api_port(None) == 20_001


def test_ports_are_different_and_below_those_of_outgoing_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(free_ports, "is_free", lambda port: port % 2 == 0)
    ports = free_ports.free_ports(3)
    assert len(set(ports)) == 3
    assert all(port % 2 == 0 and port < 32_768 for port in ports)


def test_a_child_that_keeps_dying_is_started_ever_more_slowly_but_never_given_up() -> None:
    waits = [backoff(failures).total_seconds() for failures in range(100)]
    assert waits[0] == 0.5
    assert waits == sorted(waits)
    assert waits[-1] == 10
