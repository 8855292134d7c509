"""Call a reading function in a process of its own that may die of it: of 5 s of CPU, of its memory, of a crash in C.

    caller ─run(function, bytes)─▶ Confined ─pipe─▶ confinement.py (a persistent process) ─▶ value, or UnreadableError

It is started with a fresh interpreter instead of forked: a worker has threads, and what a fork copies of them are locks
that nobody will open; Celery's children may have no `multiprocessing` children either. It costs 0.2 s once, and again
after each death (docs/decisions/2026-11-24-feeds.md).
"""

import os
import pickle
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from types import TracebackType
from typing import IO, ParamSpec, Self, TypeVar, cast

from services.confinement import LENGTH, OUT_OF_MEMORY, answer
from services.errors import UnreadableError

P = ParamSpec("P")
R = TypeVar("R")

CPU = timedelta(seconds=5)
# Far above the CPU: a machine that is busy or suspended is not the document's fault.
WALL = timedelta(seconds=60)
MEMORY = 1_500_000_000
"""Bytes of address space, of which the libraries alone take a fifth."""

_LARGEST_ANSWER = 200_000_000
_CHUNK = 1 << 20


class _EndedElsewhereError(Exception):
    """The process was killed from outside (an operator, the kernel for memory): perhaps not the document's fault."""


class Confined:
    """One confined process, started at the first call and replaced after each death; for one call at a time."""

    def __init__(self, cpu: timedelta = CPU, wall: timedelta = WALL, memory: int = MEMORY) -> None:
        self._cpu = cpu.total_seconds()
        self._wall = wall.total_seconds()
        self._memory = memory
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what *function* (of a module's top level) returns, or raise what it raises of `services.errors`.

        Raises UnreadableError: `too-slow`, `out-of-memory`, `reader-crashed` when the process died, or `reader-failed`
        for any other exception. The next call finds a new process.
        """
        call = (function.__module__, function.__qualname__, self._cpu, args, kwargs)
        packed = pickle.dumps(call, pickle.HIGHEST_PROTOCOL)
        with self._lock:
            value = self._asked(LENGTH.pack(len(packed)) + packed)
        if isinstance(value, Exception):
            raise value
        return cast("R", value)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _asked(self, request: bytes) -> object:
        try:
            return self._answered(request)
        except _EndedElsewhereError:
            try:
                return self._answered(request)
            except _EndedElsewhereError as error:
                raise UnreadableError("reader-crashed", "killed twice") from error

    def _answered(self, request: bytes) -> object:
        child = self._running()
        try:
            _send(child, request)
            value = answer(_received(child, time.monotonic() + self._wall))
        except (BrokenPipeError, TimeoutError, EOFError, OverflowError, pickle.UnpicklingError) as error:
            raise _reason(error, self._end()) from error
        if isinstance(value, UnreadableError) and value.reason == OUT_OF_MEMORY:
            # What a failed allocation left behind is nothing to go on with.
            self._end()
        return value

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child and self._owner == os.getpid() and self._child.poll() is None:
            return self._child
        self._end()
        self._child = subprocess.Popen(
            [sys.executable, "-I", "-m", "services.confinement", str(self._memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
        )
        self._owner = os.getpid()
        return self._child

    def _end(self) -> int:
        """Kill the process, if it is ours, and return what it ended with; one of before a fork is the parent's."""
        child, self._child = self._child, None
        if child is None:
            return 0
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()
        if self._owner != os.getpid():
            child.returncode = 0
            return 0
        # One that has just closed its pipe is about to say what it died of.
        try:
            return child.wait(0.2)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


def _send(child: subprocess.Popen[bytes], request: bytes) -> None:
    view = memoryview(request)
    while view:
        view = view[_pipe(child.stdin).write(view) :]


def _received(child: subprocess.Popen[bytes], deadline: float) -> bytes:
    """Return the packed answer. Raises EOFError, OverflowError, or TimeoutError."""
    (length,) = LENGTH.unpack(_read(child, LENGTH.size, deadline))
    if length > _LARGEST_ANSWER:
        raise OverflowError
    return _read(child, length, deadline)


def _read(child: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
    pipe = _pipe(child.stdout)
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    found = bytearray()
    while len(found) < length:
        if not poll.poll(max(0, deadline - time.monotonic()) * 1000):
            raise TimeoutError
        chunk = pipe.read(min(_CHUNK, length - len(found)))
        if not chunk:
            raise EOFError
        found += chunk
    return bytes(found)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise BrokenPipeError
    return pipe


def _reason(error: Exception, ended_with: int) -> Exception:
    if isinstance(error, BrokenPipeError | EOFError) and ended_with in (-signal.SIGKILL, -signal.SIGTERM):
        return _EndedElsewhereError()
    if isinstance(error, TimeoutError) or ended_with == -signal.SIGPROF:
        return UnreadableError("too-slow", "it takes longer than a reader may")
    if isinstance(error, OverflowError):
        return UnreadableError(OUT_OF_MEMORY, "what was read of it is too large")
    if isinstance(error, pickle.UnpicklingError):
        return UnreadableError("reader-crashed", str(error))
    return UnreadableError("reader-crashed", f"ended with {ended_with}")
