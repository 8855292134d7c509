"""The inside of a confined process: reads calls from standard input, answers them, and dies of what they cost.

    services.confined ─(length, pickle)─▶ stdin ─▶ function(*args) ─▶ stdout ─(length, pickle)─▶ services.confined

It starts as `python -I -m services.confinement BYTES`, with an environment of its own: no address, no password.
"""

import importlib
import io
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from services.errors import IngestError, UnreadableError

LENGTH = struct.Struct("<Q")
OUT_OF_MEMORY = "out-of-memory"
_LONGEST_DETAIL = 500
# What an answer may be made of: what hostile bytes made of the process that sends it stays there.
_ALLOWED_MODULES = ("services.model.", "services.errors")
_ALLOWED = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("copyreg", "_reconstructor"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
}

Call = tuple[str, str, float, Sequence[Any], Mapping[str, Any]]
"""Module and name of the function, the seconds of CPU that it may take, and its arguments."""


class _Answer(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 — pickle's own signature
        if (module, name) in _ALLOWED or (module.startswith(_ALLOWED_MODULES) and "." not in name):
            found = super().find_class(module, name)
            if isinstance(found, type) or module == "copyreg":
                return found
        raise pickle.UnpicklingError(f"{module}.{name} in an answer")


def answer(packed: bytes) -> Any:  # noqa: ANN401 — whatever the function returns
    """Return what a function answered; only values of the model are made. Raises UnpicklingError at others."""
    return _Answer(io.BytesIO(packed)).load()


def serve(calls: BinaryIO, answers: BinaryIO) -> None:
    """Answer calls until there are no more."""
    while len(header := calls.read(LENGTH.size)) == LENGTH.size:
        call: Call = pickle.loads(calls.read(LENGTH.unpack(header)[0]))  # noqa: S301 — from our own parent
        packed = _answered(call)
        answers.write(LENGTH.pack(len(packed)) + packed)
        answers.flush()


def _answered(call: Call) -> bytes:
    module, name, seconds, args, kwargs = call
    function: Callable[..., object] = getattr(importlib.import_module(module), name)
    # Counts the CPU of this process alone and kills it, also within C; a busy machine costs nobody's article.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return pickle.dumps(function(*args, **kwargs), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(UnreadableError(OUT_OF_MEMORY, "it needs more than a reader may have"))
    except IngestError as error:
        return pickle.dumps(error)
    except Exception as error:  # noqa: BLE001 — hostile bytes may raise anything in a reader; the caller gets it by name
        return pickle.dumps(UnreadableError("reader-failed", f"{type(error).__name__}: {error}"[:_LONGEST_DETAIL]))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The parent decides when to end it; a terminal's Ctrl-C reaches both.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints goes to the log, not into an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
