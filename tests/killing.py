"""Parts of the mill as processes of their own, for tests that kill them."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from support import wait_until

from services.bootstrap import Service
from services.settings import Settings, variable


@contextmanager
def worker(role: str, current: Settings, own: Collection[str], directory: Path) -> Iterator[psutil.Process]:
    """Yield a part of the mill as `python -m workers` runs it, with *own* settings of *current*; kill it at the end."""
    names = ("redis_url", "redis_prefix", "elasticsearch_url", "index_prefix", "archive", *own)
    values = {variable(name): str(getattr(current, name)) for name in names}
    values[variable("alive_file")] = str(directory / f"{role}.alive")
    command = [sys.executable, "-P", "-m", "workers", role]
    with (directory / f"{role}.log").open("ab") as log:
        started = subprocess.Popen(command, env=os.environ | values, stdout=log, stderr=log)
    process = psutil.Process(started.pid)
    try:
        yield process
    finally:
        kill(process)
        started.wait(10)


def kill_who_polls(service: Service, own: Collection[str], directory: Path, whole: int, seconds: float) -> None:
    """Kill two that poll, each once it has had something accepted; at least one before *whole* documents were."""
    killed = 0
    for _ in range(2):
        before = service.ledger.books().accepted
        with worker("poll", service.settings, own, directory):
            wait_until(lambda: service.ledger.books().accepted > before, seconds, "nothing is accepted")  # noqa: B023 (called at once)
        killed += service.ledger.books().accepted < whole
    assert killed, "all was accepted before anybody died"


def kill(process: psutil.Process) -> None:
    """End *process* and its children without a word."""
    if process.is_running():
        for each in [*process.children(recursive=True), process]:
            each.kill()
