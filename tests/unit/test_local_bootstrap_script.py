"""The script `newsmill`, as a module: what it must not need, and when it may skip its work."""

import ast
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from services import settings

SCRIPT = Path(__file__).parents[2] / "newsmill"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = spec_from_loader("bootstrap_script", SourceFileLoader("bootstrap_script", str(SCRIPT)))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    return tmp_path


def write_stamp(script: ModuleType, environment: Path) -> None:
    (environment / script.STAMP).write_text(script.json.dumps(script.new_stamp(str(environment))))


def test_an_old_python_can_read_it_far_enough_to_say_that_it_is_old() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.Match)]


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_a_finished_environment_is_used_as_it_is(script: ModuleType, environment: Path) -> None:
    write_stamp(script, environment)
    assert script.is_current(str(environment))


def test_an_environment_without_a_stamp_is_not_finished(script: ModuleType, environment: Path) -> None:
    assert not script.is_current(str(environment))


def test_another_lock_file_makes_it_stale(
    script: ModuleType, environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_stamp(script, environment)
    (tmp_path / "all.lock").write_text("another==1")
    monkeypatch.setattr(script, "LOCK", str(tmp_path / "all.lock"))
    assert not script.is_current(str(environment))


def test_a_checkout_that_was_moved_makes_it_stale_and_useless(
    script: ModuleType, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_stamp(script, environment)
    monkeypatch.setattr(script, "ROOT", "/elsewhere")
    assert not script.is_current(str(environment))
    assert not script.is_reusable(str(environment))


def test_an_environment_whose_python_is_gone_is_made_anew(script: ModuleType, environment: Path) -> None:
    write_stamp(script, environment)
    (environment / "bin" / "python").unlink()
    assert not script.is_current(str(environment))
    assert not script.is_reusable(str(environment))


def test_one_that_was_cut_off_is_made_anew(script: ModuleType, environment: Path) -> None:
    (environment / script.UNFINISHED).touch()
    assert not script.is_reusable(str(environment))


@pytest.mark.parametrize("variables", [{"XDG_CACHE_HOME": "/x/cache", "HOME": "/h"}, {"HOME": "/h"}])
def test_it_caches_where_the_service_does(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name in ("NEWSMILL_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(script.os, "getuid", lambda: 1000)
    directory = settings.user_directory("XDG_CACHE_HOME", ".cache")
    assert directory
    assert script.cache_directories()[0] == str(directory / "newsmill")
