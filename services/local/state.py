"""What is known of the local stack from outside: `stack.json`, and a lock that its supervisor holds.

The lock is the truth about whether a stack runs: the kernel drops it when the supervisor dies, however it dies.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from services import settings
from services.errors import SetupError

VERSION = 1
_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack: who runs it and where its servers answer. `started_at` is ISO 8601 in UTC."""

    pid: int
    redis_url: str
    elasticsearch_url: str
    api_url: str
    started_at: str
    elasticsearch_dir: str = ""


def default_state_dir() -> Path:
    """Return NEWSMILL_STATE, else `.newsmill` in a checkout that can be written, else a directory of the user's.

    Raises SetupError for a user without a home.
    """
    named = settings.given().get("state")
    if named:
        return Path(str(named)).expanduser().resolve()
    inside = _CHECKOUT / ".newsmill"
    if (_CHECKOUT / "pyproject.toml").exists() and (inside.exists() or os.access(_CHECKOUT, os.W_OK)):
        return inside
    directory = settings.user_directory("XDG_STATE_HOME", ".local/state")
    if directory is None:
        message = "There is no home directory for the local stack's state; name one with --state or NEWSMILL_STATE."
        raise SetupError(message)
    return directory / "newsmill"


def load_stack(state_dir: Path) -> Stack | None:
    """Return the stack that runs in *state_dir*; None when none does, whatever a dead one left behind."""
    try:
        content = json.loads((state_dir / "stack.json").read_text(encoding="utf-8"))
        if content.pop("version") != VERSION or supervisor_pid(state_dir) != content["pid"]:
            return None
        return Stack(**content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save_stack(state_dir: Path, stack: Stack) -> None:
    partial = state_dir / "stack.json.part"
    partial.write_text(json.dumps({"version": VERSION} | asdict(stack), indent=2) + "\n", encoding="utf-8")
    partial.replace(state_dir / "stack.json")


def forget_stack(state_dir: Path) -> None:
    (state_dir / "stack.json").unlink(missing_ok=True)


def supervisor_pid(state_dir: Path) -> int | None:
    """Return who supervises *state_dir* now, also while it starts and stops; None when nobody does."""
    try:
        with (state_dir / "lock").open(encoding="ascii") as file:
            if _taken(file.fileno(), fcntl.LOCK_SH):
                return None
            return int(file.read() or 0)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        message = f"{state_dir / 'lock'} can't be read, so it can't be told whether a stack runs there: {error}."
        raise SetupError(message) from error


@contextmanager
def supervising(state_dir: Path) -> Iterator[bool]:
    """Hold the lock of *state_dir* for as long as the block runs; False when another process holds it."""
    descriptor = os.open(state_dir / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        held = _taken_soon(descriptor)
        if held:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield held
    finally:
        os.close(descriptor)


def _taken_soon(descriptor: int, within: timedelta = timedelta(seconds=0.5)) -> bool:
    # `supervisor_pid` of any other command holds it for an instant, to look.
    until = time.monotonic() + within.total_seconds()
    while not _taken(descriptor, fcntl.LOCK_EX):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _taken(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
