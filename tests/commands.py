"""Run commands of the CLI in this process, as a shell would, over a mill of twins."""

import io
import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from polled import PolledMill
from twins import SETTINGS

from services.acceptance import Acceptance
from services.cli import context, main
from services.errors import StoreUnavailableError
from services.ledger.memory import MemoryLedger
from services.model import Books, Row
from services.observe.facts import ElasticsearchFacts, RedisFacts, WorkerFacts
from services.polling import Poller
from services.rechecking import Rechecker
from services.settings import Settings

AWAY = "Redis at 127.0.0.1:6379 can't be reached: start it."


class WatchedLedger(MemoryLedger):
    """A ledger whose mill works when it is looked at, unless it has no worker; `is_away` makes Redis unreachable."""

    mill: "ServedMill"
    is_away = False

    def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
        self._answer()
        if self.mill.names:
            self.mill.tick()
        return super().rows(document_ids)

    def books(self) -> Books:
        self._answer()
        return super().books()

    def _answer(self) -> None:
        if self.is_away:
            raise StoreUnavailableError(AWAY)


@dataclass
class ServedMill(PolledMill):
    """What commands need of `bootstrap.Service`: the facts are set here, and `names` are the workers."""

    names: Sequence[str] = ("poll@host", "process@host", "maintain@host")
    settings: Settings = SETTINGS
    redis: dict[str, object] = field(default_factory=dict)
    cluster: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.ledger = WatchedLedger(self.settings, self.clock)
        self.ledger.mill = self
        self.pipeline = self.wired()

    def redis_facts(self) -> RedisFacts:
        self.ledger.books()
        fit = {"version": "7.4.0", "maxmemory_policy": "noeviction", "aof_enabled": True, "role": "master"}
        return RedisFacts(**(fit | {"used_memory": 1, "maxmemory": 0} | self.redis))  # type: ignore[arg-type]

    def elasticsearch_facts(self) -> ElasticsearchFacts:
        self.index.count()
        fit = {"version": "9.2.8", "status": "green", "template_installed": True, "alias_exists": True}
        return ElasticsearchFacts(**(fit | self.cluster))  # type: ignore[arg-type]

    @property
    def acceptance(self) -> Acceptance:
        return self.pipeline

    @property
    def poller(self) -> Poller:
        return self.a_poller()

    @property
    def rechecker(self) -> Rechecker:
        return self.a_rechecker()

    def conditions(self) -> dict[str, int]:
        self.index.count()
        return self.registry.conditions()

    def queues(self) -> dict[str, int]:
        return {"poll": 0, "process": 3, "deliver": 0, "maintain": 0}

    def workers(self) -> list[WorkerFacts]:
        self.ledger.books()
        return [WorkerFacts(name, datetime.now(UTC)) for name in self.names]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[str]:
        return self.stdout.splitlines()

    @property
    def json(self) -> Any:  # noqa: ANN401 (whatever it printed)
        return json.loads(self.stdout)


def run(*arguments: str, mill: ServedMill | None = None, stdin: bytes | None = b"") -> Ended:
    """Run `newsmill` with *arguments*, on *mill* if it is given; without *stdin* that is closed."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    typed = None if stdin is None else io.TextIOWrapper(io.BytesIO(stdin))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", typed)
        if mill:
            patch.setattr(context, "service", lambda _: mill)
            patch.setattr(context, "local_stack", lambda _: None)
        exit_code = main.run(arguments)
    return Ended(exit_code, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]
