"""What every command shares: where the stack is, how to print, and how to end.

Exit codes: 0 done · 1 some documents didn't become articles, or nothing was found · 2 wrong usage or setting ·
3 a server can't be reached or isn't fit · 4 not finished in time.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services import bootstrap, settings
from services.bootstrap import Service
from services.errors import SetupError
from services.local.state import default_state_dir, load_stack
from services.settings import Settings

DONE, FAILED, WRONG_USAGE, UNREACHABLE, UNFINISHED = 0, 1, 2, 3, 4

State = Annotated[
    Path | None, typer.Option("--state", metavar="DIR", help="Directory of the local stack.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]

console = Console()
progress_console = Console(stderr=True)


def state_dir(state: Path | None) -> Path:
    """Return the state directory: `--state`, or NEWSMILL_STATE, or the default."""
    return (state or settings.current().state or default_state_dir()).absolute()


def stack_settings(state: Path | None) -> Settings:
    """Return the settings that reach the stack.

    The servers are those that the environment names, else those of the local stack; `--state` names a local stack and
    wins. Raises SetupError when there is neither.
    """
    given = settings.given()
    is_named = "redis_url" in given or "elasticsearch_url" in given
    if is_named and state is None:
        return settings.current()
    stack = load_stack(state_dir(state))
    if stack is None:
        message = f"Nothing runs in {state_dir(state)}: start it with `./newsmill up`, or set NEWSMILL_REDIS_URL and NEWSMILL_ELASTICSEARCH_URL."
        raise SetupError(message)
    return settings.load(redis_url=stack.redis_url, elasticsearch_url=stack.elasticsearch_url)


def service(state: Path | None) -> Service:
    """Return the service on the stack."""
    return bootstrap.build(stack_settings(state))


def print_json(value: Mapping[str, object] | list[object]) -> None:
    """Print *value* as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def shown(text: str) -> str:
    """Return *text* from outside without what could drive a terminal (C0, C1, escape sequences)."""
    return "".join(c if c.isprintable() or c == " " else "�" for c in text)
