"""The program: it reads the arguments, and runs the command that they name."""

import sys
from collections.abc import Sequence
from functools import cache
from typing import Annotated

import typer

from services.cli.commands import COMMANDS
from services.cli.later import stand_ins
from services.errors import IngestError

app = typer.Typer(
    name="newsmill",
    help="News comes in, clean articles come out, in Elasticsearch: every one once, none lost.",
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main() -> None:
    """Run the command that the arguments name, and end."""
    for stream in (sys.stdout, sys.stderr):
        # What a terminal can't show, in whatever encoding it has, mustn't end a command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command that *arguments* name; return its exit code (`context` lists them).

    An error is one sentence on standard error; with `--json` also `{"error": …, "exit_code": …}` on standard output.
    """
    try:
        code = int(program().main(list(arguments), prog_name="newsmill", standalone_mode=False) or 0)
        sys.stdout.flush()
    except (IngestError, typer.TyperException, OSError) as error:
        from services.cli import ending  # noqa: PLC0415 (what is fine needs none of it)

        return ending.ended(error, as_json="--json" in arguments)
    return code


@cache
def program() -> typer.core.TyperGroup:
    """Return the commands as typer knows them; each is loaded when it is run."""
    group = typer.main.get_group(app)
    group.commands = dict(stand_ins(COMMANDS))
    return group


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 (typer's signature)
    if is_asked:
        from importlib.metadata import version  # noqa: PLC0415 (25 ms)

        typer.echo(f"newsmill {version('newsmill')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Take what stands before the command."""


if __name__ == "__main__":
    main()
