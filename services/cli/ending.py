"""How a command ends that an error stopped: one sentence, an exit code, and JSON for whoever asked for it."""

import errno
import os
import sys

import typer

from services.cli import context
from services.errors import IngestError


def ended(error: Exception, *, as_json: bool) -> int:
    """Say what *error* is, and return the exit code (`context` lists them); raises it if it is a defect of ours."""
    report: dict[str, object] | None = {} if as_json else None
    match error:
        case IngestError():
            return context.fail(str(error), context.exit_code_of(error), report)
        case typer.TyperException():
            sentence = _usage(error)
            return context.fail(sentence, error.exit_code, report) if sentence else error.exit_code
        case BrokenPipeError():  # `newsmill search … | head`
            _drop_output()
            return context.UNHEARD
        case OSError(errno=errno.ENOSPC):
            _drop_output()
            return context.fail("No space is left where the output goes.", context.FAILED, None)
        case _:
            raise error


def _drop_output() -> None:
    """Let what is still buffered go nowhere, rather than fail once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: typer.TyperException) -> str:
    """Return what is wrong with the arguments; nothing where the help was printed instead."""
    message = error.format_message().removesuffix(".").replace("Value error, ", "")
    where = getattr(error, "ctx", None)
    return message and f"{message}; see `{where.command_path if where else 'newsmill'} --help`."
