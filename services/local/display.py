"""Shows the steps of `up`: a line each, alive on a terminal, one line at its end elsewhere."""

import shlex
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from services.local.progress import Step
from services.local.state import Stack
from services.redis_client import without_password


class Display:
    """A reporter for people. Use it as a context."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lines: dict[str, TaskID] = {}
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.fields[title]:<14}"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.description}[/]"),
            console=console,
            disable=not console.is_terminal,
        )

    def __call__(self, step: Step) -> None:
        percentage = "" if step.fraction is None else f" {step.fraction:.0%}"
        detail = escape(step.detail + percentage)
        if not self._console.is_terminal:
            if step.is_done:
                self._console.print(f"{step.name}: {detail}" if detail else step.name, highlight=False, soft_wrap=True)
            return
        if step.name not in self._lines:
            self._lines[step.name] = self._progress.add_task(detail, total=1, title=step.name)
        self._progress.update(self._lines[step.name], description=detail, completed=int(step.is_done))

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    def stop(self) -> None:
        self._progress.stop()


def summary(stack: Stack, state_dir: Path, *, is_default: bool) -> Table:
    """Return where everything is, and what to try next."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    option = "" if is_default else f" --state {shlex.quote(str(state_dir))}"
    rows = {
        "Page": stack.api_url,
        "API": f"{stack.api_url}/docs",
        "Elasticsearch": stack.elasticsearch_url,
        "Redis": without_password(stack.redis_url),
        "State": str(state_dir),
        "Logs": str(state_dir / "logs"),
        "Try": f"./newsmill search rebukes{option}\n./newsmill status{option}\n./newsmill down{option}",
    }
    if stack.elasticsearch_dir and not Path(stack.elasticsearch_dir).is_relative_to(state_dir):
        rows["Index data"] = stack.elasticsearch_dir
    for name, value in rows.items():
        table.add_row(name, escape(value))
    return table
