"""From the thread of an event loop to the thread that asked: what arrives within a few milliseconds goes over at once.

Each hand-over costs a switch of threads, which is as much as a tenth of a whole exchange.
"""

import asyncio
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
_SECONDS = 0.002


class Arrivals(Generic[T]):
    """A queue with one end in each thread."""

    def __init__(self) -> None:
        self._waiting: list[T] = []
        self._over: SimpleQueue[list[T] | None] = SimpleQueue()

    def add(self, arrived: T) -> None:
        """Hand *arrived* over, from within the running loop."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(_SECONDS, self._flush)
        self._waiting.append(arrived)

    def end(self) -> None:
        """Let `batches` end after what was added."""
        self._flush()
        self._over.put(None)

    def batches(self) -> Iterator[list[T]]:
        """Yield what arrived, in the other thread, until the end."""
        return iter(self._over.get, None)

    def _flush(self) -> None:
        if self._waiting:
            self._over.put(self._waiting)
            self._waiting = []
