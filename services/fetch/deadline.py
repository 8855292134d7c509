"""A moment by which a task has to be done with something.

What asyncio.timeout does, without its two coroutines a use: they are 3 % of a whole poll.
"""

import asyncio
from types import TracebackType
from typing import Self


class Deadline:
    """Raises TimeoutError out of its block when *seconds* have passed, wherever the block waits then."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._is_past = False

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            message = "a deadline is for a task"
            raise RuntimeError(message)
        self._task = task
        self._cancelled = task.cancelling()
        self._loop = task.get_loop()
        self.go_on()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        # Someone else may have cancelled the task too; that goes on then (as in asyncio.timeout).
        if self._is_past and self._task.uncancel() <= self._cancelled and kind is asyncio.CancelledError:
            raise TimeoutError from error

    def pause(self) -> None:
        """Let the clock stand still."""
        self._timer.cancel()
        self._left = self._timer.when() - self._loop.time()

    def go_on(self) -> None:
        """Let the clock go on."""
        self._timer = self._loop.call_at(self._loop.time() + self._left, self._end)

    def _end(self) -> None:
        self._is_past = True
        self._task.cancel()
