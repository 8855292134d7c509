"""`newsmill archive`: look at what was answered, as it came."""

import sys
from typing import Annotated

import typer

from services import bootstrap, settings
from services.cli import context
from services.model import Answer
from services.ports import Archive

Uri = Annotated[str, typer.Argument(metavar="URI", help="As an article's `raw.uri` names it.")]


def show(
    uri: Uri,
    *,
    body: Annotated[bool, typer.Option("--body", help="Print the body alone, byte for byte.")] = False,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Show an archived answer: what was asked, the redirects, the headers as answered, and the body decoded.

    Exits with 1 if it isn't there (any more).
    """
    answer = _archive(state).read(context.text(uri))
    if body:
        sys.stdout.buffer.write(answer.content)
    elif as_json:
        context.print_json(_plain(answer))
    else:
        _print(answer)


def _archive(state: context.State) -> Archive:
    """Return the archive of the environment's settings, or of the local stack: neither has to run."""
    current = settings.current()
    return bootstrap.archive(
        current if current.archive else current.model_copy(update={"state": context.state_dir(state)})
    )


def _plain(answer: Answer) -> dict[str, object]:
    return {
        "requested": answer.requested,
        "url": answer.url,
        "status": answer.status,
        "fetchedAt": answer.fetched_at,
        "elapsedSeconds": answer.elapsed.total_seconds(),
        "redirects": [{"status": redirect.status, "url": redirect.url} for redirect in answer.redirects],
        "headers": [{"name": name, "value": value} for name, value in answer.headers],
        "bytes": len(answer.content),
        "body": answer.content.decode(errors="replace"),
    }


def _print(answer: Answer) -> None:
    shown = context.shown
    context.line(f"[bold]{shown(answer.requested)}[/]")
    for redirect in answer.redirects:
        context.line(f"[dim]{redirect.status} →[/] {shown(redirect.url)}")
    when = context.plain(answer.fetched_at)
    context.line(
        f"[dim]{answer.status}, {len(answer.content):,} bytes, {when}, {answer.elapsed.total_seconds():.3f} s[/]\n"
    )
    for name, value in answer.headers:
        context.line(f"[cyan]{shown(name)}:[/] {shown(value)}")
    context.line("")
    for line in answer.content.decode(errors="replace").splitlines():
        context.line(shown(line))
