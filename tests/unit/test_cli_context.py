"""Which stack a command talks to."""

from pathlib import Path

import pytest
from commands import run

from services.cli import context
from services.errors import SetupError
from services.local.state import Stack, save_stack, supervising


def running_in(directory: Path, pid: int) -> Stack:
    stack = Stack(pid, "redis://127.0.0.1:7001/0", "http://127.0.0.1:7002", "http://127.0.0.1:7003", "2026-11-24")
    save_stack(directory, stack)
    return stack


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make *tmp_path* the default state directory."""
    monkeypatch.setenv("NEWSMILL_STATE", str(tmp_path))
    return tmp_path


def test_the_local_stack_s_addresses_are_used(here: Path) -> None:
    with supervising(here):
        running_in(here, pid=int((here / "lock").read_text()))
        found = context.stack_settings(None)
    assert (found.redis_url, found.elasticsearch_url) == ("redis://127.0.0.1:7001/0", "http://127.0.0.1:7002")


def test_servers_that_the_environment_names_win_but_not_over_a_named_state(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSMILL_REDIS_URL", "redis://elsewhere/1")
    with supervising(here):
        running_in(here, pid=int((here / "lock").read_text()))
        assert context.local_stack(None) is None
        assert context.stack_settings(None).redis_url == "redis://elsewhere/1"
        assert context.stack_settings(here).redis_url == "redis://127.0.0.1:7001/0"


@pytest.mark.parametrize("command", [["status"], ["search", "x"], ["show", "urn:x"], ["ingest", "x"]])
def test_where_nothing_runs_a_command_says_how_to_start_it(here: Path, command: list[str]) -> None:
    ended = run(*command, "--json")
    assert ended.json["error"].startswith(f"Nothing runs in {here}: start it with `./newsmill up`")
    assert ended.exit_code == 3


def test_what_a_dead_stack_left_behind_is_nothing(here: Path) -> None:
    with supervising(here):
        running_in(here, pid=int((here / "lock").read_text()))
    with pytest.raises(SetupError, match="Nothing runs"):
        context.local_stack(None)


def test_a_stack_that_is_still_starting_asks_for_patience(here: Path) -> None:
    with supervising(here), pytest.raises(SetupError, match="still starting"):
        context.local_stack(None)


def test_down_where_nothing_runs_is_done(tmp_path: Path) -> None:
    ended = run("down", "--json", "--state", str(tmp_path / "never was"))
    assert ended.json == {"stopped": False, "state": str(tmp_path / "never was")}
    assert ended.exit_code == 0
    assert run("down", "--state", str(tmp_path)).stdout == f"Nothing runs in {tmp_path}\n"


def test_a_state_that_others_may_only_pass_through_is_no_wrong_argument() -> None:
    (option,) = (each for each in context.State.__metadata__ if hasattr(each, "readable"))
    assert option.readable is False
