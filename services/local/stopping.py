"""End the stack of a state directory from another process, and make sure that it is gone."""

import os
import signal
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from services.errors import SetupError
from services.local.leftovers import end_leftovers
from services.local.state import forget_stack, supervising, supervisor_pid

# Workers may take 25 s, then Elasticsearch 30.
_PATIENCE = timedelta(seconds=75)


def stop(state_dir: Path) -> bool:
    """End the supervisor of *state_dir* and all that it started; False when nothing ran.

    Raises SetupError when it is another user's.
    """
    pid = supervisor_pid(state_dir)
    if pid:
        _end(pid, state_dir)
    if not (state_dir / "lock").exists():
        return False
    with supervising(state_dir) as held:
        # Not held: another `up` was quicker, and cleans up by itself.
        leftovers = end_leftovers(state_dir) if held else 0
        if held:
            forget_stack(state_dir)
    return bool(pid) or leftovers > 0


def _end(pid: int, state_dir: Path) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    except PermissionError as error:
        message = f"The stack in {state_dir} belongs to another user (process {pid}): stop it as that user."
        raise SetupError(message) from error
    until = time.monotonic() + _PATIENCE.total_seconds()
    while supervisor_pid(state_dir) == pid:
        if time.monotonic() > until:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
