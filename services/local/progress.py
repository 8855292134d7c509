"""How far `up` is, as values: from the supervisor to the terminal, and between processes as lines of JSON."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import IO, Protocol


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that has to happen; `fraction` from 0 to 1 where it is known, `is_done` at its end."""

    name: str
    detail: str = ""
    fraction: float | None = None
    is_done: bool = False


class Reporter(Protocol):
    """Takes each step as it changes."""

    def __call__(self, step: Step) -> None: ...


def quiet(step: Step) -> None:
    """Report nothing."""


class Wire:
    """A reporter that writes to the process which started us, for as long as that one listens."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __call__(self, step: Step) -> None:
        self.send({"step": asdict(step)})

    def send(self, message: dict[str, object]) -> None:
        with suppress(BrokenPipeError):
            os.write(self._descriptor, (json.dumps(message) + "\n").encode())

    def close(self) -> None:
        os.close(self._descriptor)


def messages(stream: IO[bytes]) -> Iterator[dict[str, object]]:
    """Yield what a Wire sent into *stream*, until it is closed."""
    for line in stream:
        yield json.loads(line)


def step_of(message: dict[str, object]) -> Step | None:
    values = message.get("step")
    return Step(**values) if isinstance(values, dict) else None
