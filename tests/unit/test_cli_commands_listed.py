"""A start pays for the command that it runs, and what the list says of a command is what the command says."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from services.cli.commands import COMMANDS, Command, Group
from services.cli.later import Later

HEAVY = {"numpy", "elasticsearch", "aiohttp", "httpx", "celery", "lxml", "redis", "fsspec", "jgo"}

LOADED = """
import sys
from services.cli import main
main.run(sys.argv[1:])
sys.stderr.write(" ".join(sys.modules))
"""


def every() -> Iterator[tuple[str, Command]]:
    for name, command in COMMANDS.items():
        if isinstance(command, Group):
            yield from ((f"{name} {inner}", each) for inner, each in command.commands.items())
        else:
            yield name, command


def loaded_by(*arguments: str) -> set[str]:
    """Return what a process has imported after it ran `newsmill` with *arguments*."""
    ended = subprocess.run([sys.executable, "-P", "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    return set(ended.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("feeds", "--help")])
def test_what_only_lists_or_tells_loads_no_command(arguments: tuple[str, ...]) -> None:
    loaded = loaded_by(*arguments)
    assert "typer" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(("name", "command"), [pytest.param(*each, id=each[0]) for each in every()])
def test_the_list_says_of_a_command_what_its_own_help_begins_with(name: str, command: Command) -> None:
    loaded = Later(name, command).loaded
    assert (loaded.help or "").splitlines()[0] == command.summary
