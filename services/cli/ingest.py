"""`newsmill ingest`: take in files, folders, pages, or standard input, and tell what became of each."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Annotated

import typer

from services import bootstrap, intake
from services.bootstrap import Service
from services.cli import context
from services.cli.waiting import Display
from services.errors import IngestError, UnsuitableServerError
from services.fetch.page import PageFetcher
from services.observe import health
from services.observe.health import Observed
from services.sources import Bounds

COLORS = {
    "indexed": "green",
    "revised": "green",
    "duplicate": "cyan",
    "rejected": "yellow",
    "quarantined": "red",
    "refused": "yellow",
    "skipped": "dim",
    "lost": "red",
    "open": "magenta",
}
"""Every outcome, and how it is shown."""

_NO_FAILURE = intake.OK_STATES | {"skipped", "open"}


def ingest(
    names: Annotated[
        list[str], typer.Argument(metavar="PATH|URL", help="Files, folders, pages; `-` for standard input.")
    ],
    *,
    wait: Annotated[bool, typer.Option(help="Wait for the outcomes.")] = True,
    timeout: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="How long to wait while nothing goes on.")
    ] = 120,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the counts alone.")] = False,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Accept documents, wait until each has its outcome, and print it.

    Of a folder every file below it is taken, but for hidden ones. What is accepted goes on without this command.

    Exits with 1 if any document became no article, and with 4 if some were still open at the time-out.
    """
    service = context.service(state)
    _require_redis(service)
    limits = service.settings
    bounds = Bounds(document_bytes=limits.max_document_bytes, expanded_bytes=limits.max_container_bytes)
    offered = intake.offers(names, PageFetcher(bootstrap.web(limits)), bounds, sys.stdin.buffer if sys.stdin else None)
    with Display(service) as display:
        taking = Taking(service, display, is_told=not (as_json or quiet))
        failure = taking.take(offered, timeout, is_awaited=wait)
    if not as_json:
        (context.line if quiet else context.note)(taking.summary)
    elif failure is None:
        context.print_json(taking.report)
    if failure:
        sentence, exit_code = failure
        raise typer.Exit(context.fail(sentence, exit_code, taking.report if as_json else None))
    raise typer.Exit(_exit_code(taking.counts, is_awaited=wait))


def _require_redis(service: Observed) -> None:
    """Raise UnsuitableServerError, before anything is read, where a Redis is away or wouldn't keep what is accepted."""
    for check in health.check_redis(service):
        if not check.ok:
            raise UnsuitableServerError(check.fix)


@dataclass
class Taking:
    """One call's documents, and what became of each so far; what was only accepted is open."""

    service: Service
    display: Display
    is_told: bool
    endings: dict[str, intake.Ending] = field(default_factory=dict)
    _on_the_way: dict[str, str] = field(default_factory=dict)
    """Document id → name of what was offered, and isn't known to be accepted."""

    def take(self, offered: Iterable[intake.Offer], timeout: float, *, is_awaited: bool) -> tuple[str, int] | None:
        """Take what is *offered* to its outcomes; return what stopped it, if anything did, and the exit code."""
        try:
            self._accept(offered, timeout)
            self._await(timeout if is_awaited else 0.0)
        except IngestError as error:
            return str(error), context.exit_code_of(error)
        except KeyboardInterrupt:
            self._look_after()
            return "Interrupted: what is open goes on by itself, `newsmill status` shows it.", context.INTERRUPTED
        return None

    def _accept(self, offered: Iterable[intake.Offer], patience: float) -> None:
        watched = self._watched(offered)
        for ending in intake.accept(self.service.acceptance, watched, self.display.waits, patience):
            self._on_the_way.pop(ending.document_id, None)
            self.endings[ending.document_id or f"no row, {len(self.endings)}"] = ending
            self.display.accepted(len(self.endings))

    def _watched(self, offered: Iterable[intake.Offer]) -> Iterator[intake.Offer]:
        for offer in offered:
            if offer.document:
                self._on_the_way[offer.document.id] = offer.name
            yield offer

    def _look_after(self) -> None:
        """Note what the ledger has accepted without our hearing of it: the interruption came in between."""
        if not self._on_the_way:
            return
        with suppress(IngestError):
            for row in self.service.ledger.rows(list(self._on_the_way)):
                if row:
                    name = self._on_the_way[row.document_id]
                    self.endings[row.document_id] = intake.Ending(name, "open", document_id=row.document_id)

    def _await(self, timeout: float) -> None:
        self.display.processing(len(self.endings))
        ledger, accepted = self.service.ledger, list(self.endings.values())
        for ending in intake.await_outcomes(ledger, accepted, timeout, self._close, self.display.waits):
            if ending.outcome == "open":
                self._close(ending)

    def _close(self, ending: intake.Ending) -> None:
        if ending.document_id:
            self.endings[ending.document_id] = ending
        self.display.closed(_line(ending) if self.is_told else "")

    @property
    def counts(self) -> Counter[str]:
        return Counter(ending.outcome for ending in self.endings.values())

    @property
    def summary(self) -> str:
        counts = self.counts
        return " · ".join(f"{counts[outcome]:,} {outcome}" for outcome in COLORS if counts[outcome])

    @property
    def report(self) -> dict[str, object]:
        counts = self.counts
        return {
            "outcomes": [asdict(ending) for ending in self.endings.values()],
            "counts": {outcome: counts[outcome] for outcome in COLORS},
        }


def _exit_code(counts: Counter[str], *, is_awaited: bool) -> int:
    if counts["open"] and is_awaited:
        return context.UNFINISHED
    if counts.keys() - _NO_FAILURE or counts.keys() <= {"skipped"}:
        return context.FAILED
    return context.DONE


def _line(ending: intake.Ending) -> str:
    name, detail = context.shown(ending.name), context.shown(ending.uri or ending.reason or ending.document_id)
    return f"[{COLORS[ending.outcome]}]{ending.outcome:<11}[/] {name}  [dim]{detail}[/]"
