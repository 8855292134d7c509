"""Parts of the mill as processes of their own, for tests that kill them."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

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


def kill(process: psutil.Process) -> None:
    """End *process* and its children without a word."""
    if process.is_running():
        for each in [*process.children(recursive=True), process]:
            each.kill()
