"""A whole stack as `newsmill up` runs it, of which the tests may kill what they like."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from support import reachable_directory, wait_until

from services import bootstrap, settings
from services.bootstrap import Service
from services.model import RawDocument, new_document_id

COMMAND = (sys.executable, "-P", "-m", "services.cli.main")
WITHIN_SECONDS = 60.0
"""From the return of what was killed until all is indexed."""


class Stack:
    """A running stack, and one file of documents after another to feed it."""

    def __init__(self, state: Path) -> None:
        self.state = state
        # Small batches, so that there is a middle in which to kill something.
        self._environment = os.environ | {"NEWSMILL_BATCH_SIZE": "20", "NEWSMILL_WORKER_CONCURRENCY": "1"}
        self.run("up", "--detach", "--port", "0", "--no-seeds")
        self.service = self._connect()

    def run(self, *arguments: str) -> str:
        """Run a command of Newsmill's on this stack, and return what it printed."""
        command = [*COMMAND, *arguments, "--state", str(self.state)]
        ended = subprocess.run(command, env=self._environment, capture_output=True, text=True, timeout=240, check=False)
        assert ended.returncode == 0, f"{arguments} ended with {ended.returncode}:\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout

    def _connect(self) -> Service:
        urls = json.loads((self.state / "stack.json").read_text())
        wanted = {name: urls[name] for name in ("redis_url", "elasticsearch_url")}
        return bootstrap.build(settings.load({}, batch_size=20, **wanted))

    def process(self, name: str) -> psutil.Process:
        """Return the child of that *name*, as the supervisor noted it."""
        return psutil.Process(self._pid(name))

    def _pid(self, name: str) -> int:
        known = json.loads((self.state / "children.json").read_text())
        return next((int(each["pid"]) for each in known if each["name"] == name), 0)

    def accept(self, topic: str, count: int) -> list[str]:
        """Accept *count* different articles about *topic*; return their ids."""
        documents = [_document(topic, number) for number in range(count)]
        self.service.pipeline.accept(documents)
        return [document.id for document in documents]

    def await_the_middle(self, ids: list[str]) -> None:
        """Return when some of *ids* are closed, and most aren't."""
        closed = self._closed(ids)
        until = time.monotonic() + WITHIN_SECONDS
        while not closed and time.monotonic() < until:
            time.sleep(0.01)
            closed = self._closed(ids)
        assert 0 < closed < len(ids) * 0.7, f"{closed} of {len(ids)} are closed: not the middle"

    def _closed(self, ids: list[str]) -> int:
        return sum(1 for row in self.service.ledger.rows(ids) if row and not row.is_open)

    def await_return(self, name: str, killed: psutil.Process) -> None:
        """Return when the supervisor has started *name* again, and it answers."""
        wait_until(lambda: self._pid(name) not in {0, killed.pid}, WITHIN_SECONDS, f"{name} isn't back")
        if name in {"Redis", "Elasticsearch"}:
            wait_until(self._servers_answer, WITHIN_SECONDS, f"{name} doesn't answer")

    def _servers_answer(self) -> bool:
        try:
            is_loading = self.service.redis_facts().loading
            return not is_loading and self.service.elasticsearch_facts().status in {"green", "yellow"}
        except Exception:  # noqa: BLE001 (whatever it is, it doesn't answer)
            return False


def _document(topic: str, number: int) -> RawDocument:
    text = f"{topic} number {number}\nA deck about {topic}\n" + f"The mill grinds {topic} and {number} again.\n" * 20
    return RawDocument(new_document_id(), "text", f"{topic}-{number}.txt", text.encode())


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with reachable_directory() as directory:
        state = directory / "a stack"
        try:
            yield Stack(state)
        finally:
            subprocess.run([*COMMAND, "down", "--state", str(state)], capture_output=True, timeout=120, check=True)
