"""docs/reference/cli.md tells of every command, option, exit code and outcome that there is, and of no other."""

import re
from pathlib import Path

import pytest
from commands import ServedMill, run
from typer.core import TyperGroup

from services.cli import context, ingest
from services.cli.commands import COMMANDS
from services.cli.later import stand_ins

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def options_of(name: str) -> set[str]:
    """Return the options that the command *name*, or any command below it, shows in its help."""
    (command,) = stand_ins({name: COMMANDS[name]}).values()
    each_below = command.commands.values() if isinstance(command, TyperGroup) else [command]
    params = (each for one in each_below for each in one.loaded.params)  # type: ignore[attr-defined]
    shown = (each for each in params if not getattr(each, "hidden", False))
    return {option for each in shown for option in (*each.opts, *each.secondary_opts) if option.startswith("--")}


def test_every_command_has_its_section_and_its_line() -> None:
    assert set(SECTIONS) == set(COMMANDS)
    assert set(re.findall(r"^\| \[`(\w+)`\]", PAGE, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_s_options_are_those_of_its_section(command: str) -> None:
    told = set(re.findall(r"`(--[a-z-]+)(?: [A-Z:]+)?`", SECTIONS[command]))
    assert told == options_of(command)


def test_the_exit_codes_are_those_of_the_page() -> None:
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}
    names = ("DONE", "FAILED", "WRONG_USAGE", "UNREACHABLE", "UNFINISHED", "INTERRUPTED", "UNHEARD")
    assert codes == {getattr(context, name) for name in names}


def test_the_outcomes_of_ingest_are_those_of_the_page() -> None:
    told = re.findall(r"^\| `(\w+)` \|", SECTIONS["ingest"], re.MULTILINE)
    assert set(told) == set(ingest.COLORS)


@pytest.mark.parametrize("command", ["status", "doctor"])
def test_the_keys_of_a_report_are_those_of_the_page(command: str) -> None:
    for key in run(command, "--json", mill=ServedMill()).json:
        assert f"`{key}`" in SECTIONS[command]
