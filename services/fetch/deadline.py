"""A moment by which everything has to be done."""

import time


class DeadlineError(Exception):
    """The time is up; stays inside `services.fetch`."""


class Deadline:
    """Counts down from now; `left` shrinks, and raises DeadlineError at the end."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left, above zero."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise DeadlineError
        return left
