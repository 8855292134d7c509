"""A child process: started so that it can't outlive us, logged to a file, stopped with all of its own children.

Start children from the main thread only: Linux ends them when the *thread* that started them ends (prctl(2)).
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from services import settings
from services.errors import StartFailedError
from services.local.accounts import Account

MARK = "NEWSMILL_CHILD_OF"
"""Environment variable that tells whose child a process is: the state directory."""

_LARGEST_LOG = 10_000_000
_TAIL_LINES = 15
_WRAPPER = Path(__file__).with_name("child.py")


@dataclass(frozen=True, slots=True)
class Specification:
    """What to run. `is_ready` answers at once; children of a higher `tier` are stopped first."""

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool]
    log: Path
    directory: Path
    state: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    account: Account | None = None
    tier: int = 0
    grace: timedelta = timedelta(seconds=20)


class Child:
    """One running specification."""

    def __init__(self, specification: Specification) -> None:
        self.specification = specification
        self.name = specification.name
        self.process = _spawn(specification)
        self.started_at = time.monotonic()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def ended_how(self) -> str:
        code = self.process.returncode
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

    def wait_ready(self, within: timedelta) -> None:
        """Return when it answers. Raises StartFailedError when it ends or is late, with the end of its log."""
        until = time.monotonic() + within.total_seconds()
        while not self.specification.is_ready():
            if not self.is_running:
                raise self.failure(self.ended_how())
            if time.monotonic() > until:
                raise self.failure(f"did not answer within {within.total_seconds():.0f} s")
            time.sleep(0.05)

    def failure(self, how: str) -> StartFailedError:
        log = self.specification.log
        return StartFailedError(f"{self.name} {how} while starting; its log is {log}.", tail(log))

    def terminate(self) -> None:
        if self.is_running:
            self.process.terminate()

    def wait_ended(self, within: timedelta) -> bool:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(within.total_seconds())
        return not self.is_running

    def stop(self) -> None:
        """End it in order, or by force when its grace is over."""
        self.terminate()
        self.wait_ended(self.specification.grace)
        self.kill()

    def kill(self) -> None:
        """End it at once, and whatever it started: a dead worker's pool lives on otherwise."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()


def tail(log: Path, lines: int = _TAIL_LINES) -> str:
    """Return the last *lines* of *log*, empty if there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 20_000))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""


def bound(log: Path) -> None:
    """Put *log* aside as `.1` once it is large."""
    if log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))


def wrapped(specification: Specification) -> list[str]:
    """Return the command line that runs *specification* as our child."""
    account = specification.account or Account(os.getuid(), os.getgid())
    wrapper = [sys.executable, "-I", "-S", str(_WRAPPER), str(os.getpid()), str(account.user_id), str(account.group_id)]
    return wrapper + list(specification.command)


def _spawn(specification: Specification) -> subprocess.Popen[bytes]:
    bound(specification.log)
    environment = settings.child_environment({**specification.environment, MARK: str(specification.state)})
    with specification.log.open("ab") as log:
        return subprocess.Popen(
            wrapped(specification),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=specification.directory,
            env=environment,
            # A session of its own: the terminal's Ctrl-C is for us alone, and it can be ended with all it started.
            start_new_session=True,
        )
