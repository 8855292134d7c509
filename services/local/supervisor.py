"""Keeps children running: starts them, starts them again when they end, stops them in order."""

import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from types import FrameType

from services.local.children import Child, Specification
from services.local.leftovers import end_leftovers, record

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FIRST_BACKOFF, _LONGEST_BACKOFF = timedelta(seconds=0.5), timedelta(seconds=10)
_STEADY = timedelta(seconds=60)
_TICK_SECONDS = 0.1


@dataclass
class Ended:
    """A child that is to be started again at `due_at` (monotonic)."""

    specification: Specification
    due_at: float


class Supervisor:
    """The children of one stack. Use it from the main thread (children.py says why), holding the state's lock."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._children: list[Child] = []
        self._ended: list[Ended] = []
        self._failures: dict[str, int] = {}
        self._is_stopping = False
        self._is_hurried = False

    def start(self, specification: Specification) -> Child:
        """Start a child, and remember it for whoever has to clean up after us."""
        child = Child(specification)
        self._children.append(child)
        record(self._state, self._children)
        return child

    def wait_ready(self, child: Child, within: timedelta) -> None:
        """Return when *child* answers. Raises StartFailedError when it is late, or when any child ended."""
        until = time.monotonic() + within.total_seconds()
        while not child.specification.is_ready():
            self.require_all()
            if time.monotonic() > until:
                raise child.failure(f"did not answer within {within.total_seconds():.0f} s")
            time.sleep(_TICK_SECONDS)

    def require_all(self) -> None:
        """Raise StartFailedError if any child ended."""
        for child in self._children:
            if not child.is_running:
                raise child.failure(child.ended_how())

    def watch(self) -> None:
        """Start again whatever ends, until a signal comes (then KeyboardInterrupt goes through)."""
        while True:
            self.tick(time.monotonic())
            time.sleep(_TICK_SECONDS)

    def tick(self, now: float) -> None:
        """Note which children ended, and start those whose time has come."""
        for child in [child for child in self._children if not child.is_running]:
            self._note_end(child, now)
        for ended in [ended for ended in self._ended if ended.due_at <= now]:
            self._ended.remove(ended)
            self.start(ended.specification)
            log.info("%s: started again", ended.specification.name)

    def stop(self) -> None:
        """End all children: tier by tier, those of one tier together, by force when hurried; then verify."""
        self._is_stopping = True
        by_tier = sorted(self._children, key=lambda child: -child.specification.tier)
        for _, group in groupby(by_tier, key=lambda child: child.specification.tier):
            self._stop_together(list(group))
        self._children.clear()
        end_leftovers(self._state)

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Turn the first signal into KeyboardInterrupt, and any later one into haste."""
        before = {number: signal.signal(number, self._on_signal) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_stopping:
            self._is_hurried = True
        else:
            self._is_stopping = True
            raise KeyboardInterrupt

    def _note_end(self, child: Child, now: float) -> None:
        # Its own children first: an orphaned pool still works, an orphaned JVM still holds the data.
        child.kill()
        self._children.remove(child)
        failures = 0 if now - child.started_at > _STEADY.total_seconds() else self._failures.get(child.name, 0)
        self._failures[child.name] = failures + 1
        wait = backoff(failures)
        log.warning("%s %s; starting it again in %.1f s", child.name, child.ended_how(), wait.total_seconds())
        self._ended.append(Ended(child.specification, now + wait.total_seconds()))

    def _stop_together(self, children: list[Child]) -> None:
        for child in children:
            child.terminate()
        until = time.monotonic() + max(child.specification.grace for child in children).total_seconds()
        while any(child.is_running for child in children) and time.monotonic() < until and not self._is_hurried:
            time.sleep(0.02)
        for child in children:
            child.kill()


def backoff(failures: int) -> timedelta:
    """Return how long to wait after so many failures before this one: 0.5 s, doubling up to 10 s."""
    return min(_LONGEST_BACKOFF, _FIRST_BACKOFF * float(2 ** min(failures, 10)))
