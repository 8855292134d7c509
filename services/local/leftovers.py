"""What a killed supervisor left running: found by record and by mark, and ended.

On Linux its children end by themselves (child.py); this is for those that hang, for their own children, and for macOS.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil

from services.local.children import MARK, Child

# Short: what they had in hand is safe in the ledger, and workers without Redis would wait for it.
_GRACE_SECONDS = 3.0


def record(state: Path, children: Iterable[Child]) -> None:
    """Write down which processes are ours: pid and start time, since a pid alone may be another's tomorrow."""
    known = []
    for child in children:
        with suppress(psutil.NoSuchProcess):
            known.append({"name": child.name, "pid": child.pid, "started": psutil.Process(child.pid).create_time()})
    partial = state / "children.json.part"
    partial.write_text(json.dumps(known), encoding="utf-8")
    partial.replace(state / "children.json")


def end_leftovers(state: Path) -> int:
    """End every process that a former supervisor of *state* started; return how many there were.

    Call it only while holding the lock: the children of a living supervisor look the same.
    """
    found = {process.pid: process for process in (*_recorded(state), *_marked(state)) if process.pid != os.getpid()}
    for process in found.values():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            process.terminate()
    _, alive = psutil.wait_procs(list(found.values()), timeout=_GRACE_SECONDS)
    for process in alive:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            process.kill()
    psutil.wait_procs(alive, timeout=_GRACE_SECONDS)
    (state / "children.json").unlink(missing_ok=True)
    return len(found)


def _recorded(state: Path) -> list[psutil.Process]:
    try:
        known = json.loads((state / "children.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    processes = []
    for entry in known:
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            process = psutil.Process(entry["pid"])
            if process.create_time() == entry["started"] and process.status() != psutil.STATUS_ZOMBIE:
                processes.append(process)
    return processes


def _marked(state: Path) -> list[psutil.Process]:
    processes = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess, OSError):
            if process.environ().get(MARK) == str(state):
                processes.append(process)
    return processes
