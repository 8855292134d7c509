"""Predictions for score scripts: made in one process or several, with progress, and written as JSON."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import track

from services.cli import context
from services.errors import PermanentError
from services.garbage import collect_seldom

T = TypeVar("T")
Json = dict[str, object]
Prediction = Callable[[T], tuple[str, Json]]
"""Returns a name and what was found, or `error`; of a module's top level, so that other processes can call it."""

Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the predictions, as JSON.")]
_IN_ONE_GO = 8


def predict(inputs: Sequence[T], prediction: Prediction[T], *, jobs: int, out: Path, what: str, without: str) -> None:
    """Write to *out* what *prediction* says of each of *inputs*, and tell how many `what` there were, how fast."""
    started_at = time.perf_counter()
    found = dict(
        track(_predicted(inputs, prediction, jobs), what, len(inputs), console=context.progress_console, transient=True)
    )
    seconds = time.perf_counter() - started_at
    write(out, found)
    failed = sum(1 for each in found.values() if "error" in each)
    context.note(f"{len(found)} {what}, {failed} {without}, {len(found) / max(seconds, 0.001):.0f} {what}/s")


def write(path: Path, value: Mapping[str, object]) -> None:
    """Write *value* as JSON. Raises PermanentError where *path* can't be written."""
    try:
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise PermanentError(f"{path}: {error.strerror or error}") from error


def _predicted(inputs: Sequence[T], prediction: Prediction[T], jobs: int) -> Iterator[tuple[str, Json]]:
    if jobs == 1:
        collect_seldom()
        yield from map(prediction, inputs)
        return
    with ProcessPoolExecutor(jobs, initializer=collect_seldom) as pool:
        yield from pool.map(prediction, inputs, chunksize=_IN_ONE_GO)
