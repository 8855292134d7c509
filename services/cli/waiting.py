"""How far `ingest` is, on standard error, and its outcomes, on standard output; also when both are one terminal."""

import time
from types import TracebackType
from typing import Protocol, Self

from rich.progress import Progress

from services.cli import context
from services.errors import IngestError, TransientError
from services.observe import health
from services.observe.health import Observed
from services.ports import Gate

_SILENCE_SECONDS = 3.0


class Watched(Observed, Protocol):
    """What can tell why nothing goes on; `bootstrap.Service` is one."""

    @property
    def gate(self) -> Gate: ...


class Display:
    """Use it as a context. On no terminal there is no bar; what is in the way is said once, on any."""

    def __init__(self, service: Watched, silence_seconds: float = _SILENCE_SECONDS) -> None:
        self._service = service
        self._silence = silence_seconds
        is_terminal = context.progress_console.is_terminal
        self._progress = Progress(
            console=context.progress_console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not is_terminal,
        )
        self._bar = self._progress.add_task("reading", total=None)
        # A line between two of a moving bar has to go through the bar's console.
        self._out = self._progress.console if is_terminal and context.console.is_terminal else context.console
        self._ask_at = 0.0
        self._said = ""

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def accepted(self, count: int) -> None:
        """Show that so many were accepted by now."""
        self._progress.update(self._bar, description=f"accepted {count:,}")

    def processing(self, total: int) -> None:
        """Show that *total* outcomes are awaited from now on."""
        self._progress.update(self._bar, description="processing", total=total, completed=0)
        self._ask_at = time.monotonic() + self._silence

    def closed(self, markup: str = "") -> None:
        """Show that one more has its outcome, and print *markup* about it."""
        self._progress.update(self._bar, advance=1, description="processing")
        self._ask_at = time.monotonic() + self._silence
        if markup:
            self._out.print(markup, highlight=False, soft_wrap=True)

    def waits(self, trouble: TransientError | None) -> None:
        """Say what is waited for: *trouble*, or after some seconds of silence what can be seen."""
        now = time.monotonic()
        if trouble is None and now < self._ask_at:
            return
        self._ask_at = now + self._silence
        self._say(str(trouble) if trouble else obstacle(self._service))

    def _say(self, sentence: str) -> None:
        self._progress.update(self._bar, description="waiting")
        if sentence != self._said:
            context.note(f"[dim]waiting: {context.shown(sentence)}[/]")
        self._said = sentence


def obstacle(service: Watched) -> str:
    """Return what the work waits for, as far as that can be seen."""
    missing = [check.fix for check in health.check_workers(service) if not check.ok]
    if missing:
        return missing[0]
    try:
        resting = service.gate.reason()
    except IngestError as error:
        return str(error)
    return f"work rests ({resting}); `newsmill doctor` says what to do" if resting else "the workers, which are up"
