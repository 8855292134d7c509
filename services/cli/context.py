"""What every command shares: where the stack is, how to print, and how to end.

Exit codes: 0 done · 1 some documents didn't become articles, or nothing was found · 2 wrong usage or setting ·
3 a server can't be reached or isn't fit · 4 not finished in time · 130 Ctrl-C · 141 nobody reads our output any more.
"""

import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from services import bootstrap, settings
from services.bootstrap import Service
from services.errors import BacklogFullError, IngestError, PermanentError, SettingError, SetupError
from services.local.state import Stack, default_state_dir, load_stack, supervisor_pid
from services.observe.logs import redact
from services.settings import Settings

DONE, FAILED, WRONG_USAGE, UNREACHABLE, UNFINISHED, INTERRUPTED, UNHEARD = 0, 1, 2, 3, 4, 130, 141

State = Annotated[
    Path | None,
    # Not readable to others, but they may pass through it to what tells where the stack is.
    typer.Option("--state", metavar="DIR", help="Directory of the local stack.", show_default=False, readable=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]

_JOINERS = "\u200c\u200d"  # Persian and Indic words need them, and so do emoji.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class _Output(Console):
    """A console that leaves the end of a closed pipe to `main`, instead of ending with 1 as if nothing was found."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


# No emoji: `:cat:` in a headline stays what it is.
console = _Output(emoji=False)
progress_console = _Output(emoji=False, stderr=True)


def state_dir(state: Path | None) -> Path:
    """Return the state directory: `--state`, or NEWSMILL_STATE, or the default."""
    return (state or settings.current().state or default_state_dir()).absolute()


def local_stack(state: Path | None) -> Stack | None:
    """Return the local stack that commands talk to; None when the environment names servers, and no `--state` wins.

    Raises SetupError when they have none to talk to.
    """
    if state is None and settings.given().keys() & {"redis_url", "elasticsearch_url"}:
        return None
    directory = state_dir(state)
    if stack := load_stack(directory):
        return stack
    if supervisor_pid(directory) is not None:
        message = f"The stack in {directory} is still starting, or stopping: wait a moment."
    else:
        message = (
            f"Nothing runs in {directory}: start it with `./newsmill up`, "
            "or set NEWSMILL_REDIS_URL and NEWSMILL_ELASTICSEARCH_URL."
        )
    raise SetupError(message)


def stack_settings(state: Path | None) -> Settings:
    """Return the settings that reach the stack: where the local one is, else what the environment names."""
    stack = local_stack(state)
    if stack is None:
        return settings.current()
    return settings.load(redis_url=stack.redis_url, elasticsearch_url=stack.elasticsearch_url, state=state_dir(state))


def service(state: Path | None) -> Service:
    """Return the service on the stack."""
    return bootstrap.build(stack_settings(state))


def exit_code_of(error: IngestError) -> int:
    """Return how a command ends that *error* stopped."""
    if isinstance(error, SettingError):
        return WRONG_USAGE
    if isinstance(error, BacklogFullError):
        return UNFINISHED
    return FAILED if isinstance(error, PermanentError) else UNREACHABLE


def fail(sentence: str, exit_code: int, report: Mapping[str, object] | None) -> int:
    """Say on standard error what is wrong, add it to a *report* in JSON, and return *exit_code*."""
    sentence = redact(sentence)
    note(f"[red]error:[/] {shown(sentence)}")
    if report is not None:
        print_json({**report, "error": sentence, "exit_code": exit_code})
    return exit_code


def print_json(value: Mapping[str, object] | list[object]) -> None:
    """Print *value* as JSON on standard output: times in UTC, and valid whatever is in it."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    try:
        sys.stdout.write(text(json.dumps(value, ensure_ascii=not is_unicode, indent=2, default=plain)) + "\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        # Without its number: typer would end with 1 at that, as if nothing was found.
        raise BrokenPipeError from error


def plain(value: object) -> str:
    """Return *value* for reading: a time in ISO 8601 and UTC, a list with commas, truth as yes and no."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {plain(inner)}" for name, inner in value.items())
    return ", ".join(map(plain, value)) if isinstance(value, list | tuple) else str(value)


def line(markup: str) -> None:
    """Print a line on standard output, as long as it is."""
    console.print(markup, highlight=False, soft_wrap=True)


def note(markup: str) -> None:
    """Print a line on standard error: what is said beside the result."""
    progress_console.print(markup, highlight=False, soft_wrap=True)


def text(argument: str) -> str:
    """Return *argument* without what isn't UTF-8; a shell hands on any bytes."""
    return _LONE_SURROGATE.sub("\ufffd", argument)


def shown(value: object) -> str:
    """Return *value* from outside without markup and what could drive a terminal (C0, C1, escape sequences)."""
    return escape("".join(c if c.isprintable() or c in _JOINERS else "�" for c in str(value)))
