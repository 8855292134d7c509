"""The commands, and how any of them ends when something is wrong: one sentence, and an exit code."""

import sys

import typer

from services.cli import context, doctor, down, ingest, init, search, show, status, test, up
from services.errors import IngestError, PermanentError, SettingError

app = typer.Typer(
    name="newsmill",
    help="News comes in, clean articles come out, in Elasticsearch: every one once, none lost.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (
    up.up, down.down, ingest.ingest, search.search, show.show, status.status, doctor.doctor, test.test,
    init.init,
):  # fmt: skip
    app.command()(command)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        app()
    except IngestError as error:
        context.progress_console.print(f"[red]error:[/] {context.shown(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(_exit_code(error))
    except BrokenPipeError:
        # `newsmill search … | head` closed our output.
        sys.stderr.close()
        sys.exit(context.FAILED)


def _exit_code(error: IngestError) -> int:
    if isinstance(error, SettingError):
        return context.WRONG_USAGE
    return context.FAILED if isinstance(error, PermanentError) else context.UNREACHABLE


if __name__ == "__main__":
    main()
