"""`newsmill ingest`: take in files, folders, pages, or standard input, and tell what became of each."""

from collections import Counter
from dataclasses import asdict
from typing import Annotated

import typer
from rich.progress import Progress

from services import intake
from services.cli import context
from services.fetch.page import PageFetcher

_MARKS = {
    "indexed": "green",
    "duplicate": "cyan",
    "rejected": "yellow",
    "refused": "yellow",
    "quarantined": "red",
    "open": "magenta",
}


def ingest(
    names: Annotated[
        list[str], typer.Argument(metavar="PATH|URL…", help="Files, folders, pages; `-` for standard input.")
    ],
    *,
    wait: Annotated[bool, typer.Option(help="Wait for the outcomes.")] = True,
    timeout: Annotated[float, typer.Option(help="Seconds without any progress after which waiting ends.")] = 120,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only print the counts.")] = False,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Accept documents, wait until each has its outcome, and print it.

    Exits with 1 if any document became no article, and with 4 if some were still open at the time-out; they stay
    accepted, and go on without this command.
    """
    service = context.service(state)
    offered = intake.offers(names, PageFetcher(service.settings), service.settings.max_document_bytes)
    with Progress(console=context.progress_console, transient=True) as progress:
        bar = progress.add_task("accepting", total=None)
        accepted = []
        for ending in intake.accept(
            service.pipeline, offered, on_wait=lambda why: progress.update(bar, description=why)
        ):
            accepted.append(ending)
            progress.update(bar, description=f"accepted {len(accepted):,}")
        progress.update(bar, description="processing", total=len(accepted), completed=0)

        def on_close(ending: intake.Ending) -> None:
            progress.advance(bar)
            if not (as_json or quiet):
                progress.console.print(_line(ending), highlight=False, soft_wrap=True)

        waited = timeout if wait else 0.0
        endings = intake.await_outcomes(service.ledger, accepted, waited, on_close)
    counts = Counter(ending.outcome for ending in endings)
    if as_json:
        context.print_json({"outcomes": [asdict(ending) for ending in endings], "counts": dict(counts)})
    else:
        summary = " · ".join(f"{count:,} {outcome}" for outcome, count in sorted(counts.items()))
        context.progress_console.print(summary or "nothing found to ingest", highlight=False)
    raise typer.Exit(_exit_code(counts, wait=wait))


def _exit_code(counts: Counter[str], *, wait: bool) -> int:
    if counts["open"] and wait:
        return context.UNFINISHED
    if not counts or counts.keys() - intake.OK_STATES - {"open"}:
        return context.FAILED
    return context.DONE


def _line(ending: intake.Ending) -> str:
    color = _MARKS.get(ending.outcome, "white")
    # Names and reasons come from outside: no markup, no control characters.
    name, detail = (context.shown(text).replace("[", r"\[") for text in (ending.name, ending.uri or ending.reason))
    return f"[{color}]{ending.outcome:<11}[/] {name}  [dim]{detail}[/]"
