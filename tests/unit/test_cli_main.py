"""How any command ends: one sentence, an exit code, and JSON for whoever asked for it."""

import io
import sys
from importlib.metadata import version

import pytest
from commands import ServedMill, run

from services.cli import context
from services.errors import (
    BacklogFullError,
    IndexUnavailableError,
    IngestError,
    NotFoundError,
    NotPermittedError,
    PermanentError,
    SettingError,
    SetupError,
    StoreUnavailableError,
)
from services.index.memory import MemoryIndex
from services.model import Filters, Results

NAMES = ["up", "down", "ingest", "search", "show", "status", "doctor", "test", "init"]


def failing(error: BaseException) -> ServedMill:
    """Return a mill whose every search ends with *error*."""

    class Failing(MemoryIndex):
        def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
            raise error

    return ServedMill(index=Failing())


def test_the_version_is_that_of_the_package() -> None:
    assert run("--version").stdout == f"newsmill {version('newsmill')}\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_under_the_program_s_name(name: str) -> None:
    ended = run(name, "--help")
    assert f"Usage: newsmill {name}" in ended.stdout
    assert ended.exit_code == 0


def test_without_a_command_all_are_listed() -> None:
    ended = run()
    assert ended.exit_code == 2
    assert all(f"│ {name} " in ended.stdout for name in NAMES)
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (SettingError("NEWSMILL_X is wrong."), 2),
        (StoreUnavailableError("Redis is away."), 3),
        (IndexUnavailableError("Elasticsearch is away."), 3),
        (NotPermittedError("No index."), 3),
        (SetupError("Nothing runs."), 3),
        (BacklogFullError("Too many are open."), 4),
        (NotFoundError("There is none."), 1),
        (PermanentError("Elasticsearch refuses the request with 400."), 1),
    ],
)
def test_an_error_is_one_sentence_and_the_exit_code_of_its_kind(error: IngestError, exit_code: int) -> None:
    ended = run("search", "x", mill=failing(error))
    assert (ended.stdout, ended.stderr, ended.exit_code) == ("", f"error: {error}\n", exit_code)
    ended = run("search", "x", "--json", mill=failing(error))
    assert ended.json == {"error": str(error), "exit_code": exit_code}
    assert (ended.stderr, ended.exit_code) == (f"error: {error}\n", exit_code)


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["search", "--size", "0"],
        ["search", "--since", "yesterday"],
        ["search", "--colour"],
        ["show"],
        ["show", "a", "b"],
        ["ingest"],
        ["ingest", "--timeout", "-1", "x"],
        ["up", "--port", "65536"],
    ],
)
def test_wrong_arguments_are_a_sentence_too(arguments: list[str]) -> None:
    ended = run(*arguments, "--json")
    assert ended.exit_code == ended.json["exit_code"] == 2
    assert ended.stderr == f"error: {ended.json['error']}\n"
    assert "--help`." in ended.json["error"]


def test_no_error_shows_a_password_or_drives_the_terminal() -> None:
    error = StoreUnavailableError("redis://:secret@host \x1b[31m [bold]x[/] [/nonsense]")
    ended = run("search", "x", mill=failing(error))
    assert ended.stderr == "error: redis://:***@host �[31m [bold]x[/] [/nonsense]\n"


def test_ctrl_c_ends_with_130() -> None:
    assert run("search", "x", mill=failing(KeyboardInterrupt())).exit_code == 130


def test_json_is_valid_whatever_is_in_it_and_wherever_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    for encoding, expected in (("utf-8", '"é – �"'), ("iso-8859-1", '"\\u00e9 \\u2013 \\udcff"')):
        stream = io.TextIOWrapper(io.BytesIO(), encoding, write_through=True)
        monkeypatch.setattr(sys, "stdout", stream)
        context.print_json(["é – \udcff"])
        assert expected in stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def test_a_wrong_setting_is_named_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_BATCH_SIZE", "many")
    ended = run("status", "--json")
    assert ended.exit_code == 2
    assert ended.json["error"].startswith("NEWSMILL_BATCH_SIZE is wrong")
