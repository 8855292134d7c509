import json
import os
from pathlib import Path

import pytest

from services.errors import SetupError
from services.local import state
from services.local.state import Stack

STACK = Stack(
    os.getpid(), "redis://127.0.0.1:1/0", "http://127.0.0.1:2", "http://127.0.0.1:3", "2026-11-24T08:00:00+00:00"
)


def test_a_stack_is_read_as_it_was_written(tmp_path: Path) -> None:
    with state.supervising(tmp_path) as held:
        assert held
        state.save_stack(tmp_path, STACK)
        assert state.load_stack(tmp_path) == STACK


def test_what_a_dead_supervisor_left_is_not_a_running_stack(tmp_path: Path) -> None:
    with state.supervising(tmp_path):
        state.save_stack(tmp_path, STACK)
    assert (tmp_path / "stack.json").exists()
    assert state.load_stack(tmp_path) is None


def test_a_stack_of_the_supervisor_before_is_not_the_one_that_starts_now(tmp_path: Path) -> None:
    state.save_stack(tmp_path, Stack(1, "", "", "", ""))
    with state.supervising(tmp_path):
        assert state.load_stack(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"version": 2}', '{"version": 1, "pid": 1, "more": 1}'])
def test_a_damaged_file_is_no_stack(tmp_path: Path, content: str) -> None:
    (tmp_path / "stack.json").write_text(content)
    with state.supervising(tmp_path):
        assert state.load_stack(tmp_path) is None


def test_a_file_of_another_version_is_no_stack(tmp_path: Path) -> None:
    with state.supervising(tmp_path):
        state.save_stack(tmp_path, STACK)
        content = json.loads((tmp_path / "stack.json").read_text())
        (tmp_path / "stack.json").write_text(json.dumps(content | {"version": 99}))
        assert state.load_stack(tmp_path) is None


def test_only_one_supervises(tmp_path: Path) -> None:
    with state.supervising(tmp_path) as first, state.supervising(tmp_path) as second:
        assert (first, second) == (True, False)
        assert state.supervisor_pid(tmp_path) == os.getpid()
    assert state.supervisor_pid(tmp_path) is None


def test_a_directory_that_never_was_has_no_supervisor(tmp_path: Path) -> None:
    assert state.supervisor_pid(tmp_path / "none") is None


def test_the_state_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_STATE", str(tmp_path / "elsewhere"))
    assert state.default_state_dir() == tmp_path / "elsewhere"


def test_a_user_without_a_home_is_told_to_name_a_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NEWSMILL_STATE", raising=False)
    monkeypatch.setattr(state, "_CHECKOUT", tmp_path)
    monkeypatch.setattr("services.settings.user_directory", lambda *_: None)
    with pytest.raises(SetupError, match="--state"):
        state.default_state_dir()
