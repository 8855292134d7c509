"""A process that archives is killed at any moment: what it was told is kept can be read, and the files go on."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from services.archive import open_archive

WRITING = """
import os, sys
from datetime import UTC, datetime, timedelta
from services.archive import open_archive
from services.model import Answer

archive = open_archive(sys.argv[1], timedelta(days=1), 10**9)
number = 0
while True:
    answers = [
        Answer(f"https://a.example/{number + n}", "https://a.example/", 200, (), os.urandom(20_000),
               datetime.now(UTC), timedelta(0))
        for n in range(5)
    ]
    for n, uri in enumerate(archive.write(answers)):
        print(number + n, uri, flush=True)
    number += 5
"""


def test_what_was_kept_before_a_kill_is_kept(tmp_path: Path) -> None:
    told: list[str] = []
    for round_ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WRITING, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout
            for line in writer.stdout:
                told.append(line)
                if len(told) >= 40 * (round_ + 1):
                    writer.send_signal(signal.SIGKILL)
                    break
            told += [line for line in writer.stdout if line.endswith("\n")]
    archive = open_archive(str(tmp_path), timedelta(days=1), 10**9)
    for line in told:
        number, uri = line.split()
        assert archive.read(uri).requested == f"https://a.example/{number}"
    assert len(list(tmp_path.glob("*/*"))) == 3
