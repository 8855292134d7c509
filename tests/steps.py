"""A mill of twins whose workers run one step at a time: a step is a call of a port, and in a bulk one article.

So a test decides between any two steps what happens next: to this worker, to another, or to the servers.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from twins import without_enrichment

from services.clock import ManualClock
from services.errors import StoreUnavailableError
from services.index.memory import MemoryIndex
from services.ledger.memory import MemoryLedger
from services.linking import Linking
from services.model import Article, Claim
from services.pipeline import Pipeline
from services.ports import WriteResult
from services.recognition import Recognition
from services.settings import Settings
from services.settling import Settling
from services.store.copies import MemoryCopies
from services.store.fingerprints import MemoryFingerprints
from services.store.gate import MemoryGate
from services.store.notices import MemoryNotices

_idle: list[SimpleQueue[Callable[[], None]]] = []


def _in_a_thread(work: Callable[[], None]) -> None:
    """Run *work* in a thread that is free by now: to start one takes longer than most of what is done in it."""
    if _idle:
        _idle.pop().put(work)
        return
    orders: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def serve() -> None:
        while True:
            orders.get()()
            _idle.append(orders)

    Thread(target=serve, daemon=True).start()
    orders.put(work)


class DiedError(BaseException):
    """The worker is gone; nothing of ours catches it."""


class Mill:
    """The twins, wired for each worker by itself; content that is `poison` kills the worker that claims it.

    `index_fails` and `redis_fails` are how many of the workers' next calls Elasticsearch and Redis don't answer.
    """

    def __init__(self, settings: Settings, start: datetime, poison: bytes) -> None:
        self.clock = ManualClock(start)
        self.ledger = MemoryLedger(settings, self.clock)
        self.fingerprints = MemoryFingerprints()
        self.gate = MemoryGate(self.clock)
        self.notices = MemoryNotices(self.clock)
        self.copies = MemoryCopies()
        self.index = MemoryIndex(lags=True)
        self.index_fails = self.redis_fails = 0
        self.poison = poison
        self._settings = settings

    def pipeline(self, worker: "Worker | None" = None) -> Pipeline:
        """Return the pipeline, or that of *worker*, whose calls are its steps."""
        parts: dict[str, Any] = {
            "ledger": self.ledger,
            "fingerprints": self.fingerprints,
            "gate": self.gate,
            "index": self.index,
            "copies": self.copies,
            "notices": self.notices,
        }
        if worker:
            parts = {name: Stepped(self, worker, port) for name, port in parts.items()}
        index = parts["index"]
        recognition = Recognition(parts["fingerprints"], index)
        linking = Linking(parts["copies"], index, index)
        settling = Settling(recognition, linking, index, parts["notices"], without_enrichment)
        return Pipeline(parts["ledger"], parts["gate"], self._settings.batch_size, settling)

    def deliver(self) -> "list[Worker]":
        """Return workers before their first step, one for each message that is due."""
        sent = self.pipeline().reconcile()
        return [Worker(self, message.document_ids, f"{self.clock.now()} {i}") for i, message in enumerate(sent)]

    def come_to_rest(self) -> None:
        """Let all that is open come to its end, with nothing in the way any more."""
        self.index_fails = self.redis_fails = 0
        self.index.pushes_back = lambda _: False
        for _ in range(10):
            self.clock.advance(self._settings.lease)
            self.index.refresh()
            for worker in self.deliver():
                worker.finish()

    def answer_from(self, port: object) -> None:
        """Raise what the adapter of *port* would raise if its server doesn't answer now."""
        if port is self.index:
            self.index.is_away = self.index_fails > 0
            self.index_fails = max(0, self.index_fails - 1)
        elif self.redis_fails > 0:
            self.redis_fails -= 1
            message = "Redis is away"
            raise StoreUnavailableError(message)


class Worker:
    """A worker at one message, which stands still before each step until it is told to go on."""

    def __init__(self, mill: Mill, document_ids: Sequence[str], holder: str) -> None:
        self.holder = holder
        self.claimed: list[str] = []
        self.claimed_at = mill.clock.now()
        self.is_done = False
        self.has_died = False
        self._mill = mill
        self.document_ids = document_ids
        self._shall_die = False
        self._failure: BaseException | None = None
        # Held, and handed on from one to the other: a semaphore takes ten times as long.
        self._go, self._stands = Lock(), Lock()
        self._go.acquire()
        self._stands.acquire()
        _in_a_thread(self._live)
        self._stands.acquire()

    def go(self, steps: int) -> None:
        """Let it take up to so many steps. Raises what should never come out of a worker."""
        for _ in range(steps):
            if self.is_done:
                return
            self._go.release()
            self._stands.acquire()
            if self._failure:
                raise self._failure

    def finish(self) -> None:
        while not self.is_done:
            self.go(1)

    def die(self) -> None:
        """End it where it stands, as a power cut would."""
        self._shall_die = True
        self.go(1)

    def stand(self) -> None:
        """Wait, within the worker, for what comes next."""
        self._stands.release()
        self._go.acquire()
        if self._shall_die:
            raise DiedError

    def _live(self) -> None:
        try:
            self._work()
        except DiedError:
            self.has_died = True
        except BaseException as error:  # noqa: BLE001 (raised again in `go`, where the test sees it)
            self._failure = error
        self.is_done = True
        self._stands.release()

    def _work(self) -> None:
        """Do as Celery with a task that raises: it is told, but as Redis is away, it can't write that down either."""
        try:
            self._mill.pipeline(self).process(self.document_ids, self.holder)
        except StoreUnavailableError:
            self.has_died = True


class Stepped:
    """A port as a worker sees it."""

    def __init__(self, mill: Mill, worker: Worker, port: object) -> None:
        self._mill = mill
        self._worker = worker
        self._port = port

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: object, **named: object) -> object:
            self._worker.stand()
            self._mill.answer_from(self._port)
            return getattr(self._port, name)(*arguments, **named)

        return call

    def claim(self, document_ids: Sequence[str], holder: str) -> list[Claim]:
        claims: list[Claim] = self.__getattr__("claim")(document_ids, holder)
        self._worker.claimed = [claim.document.id for claim in claims]
        self._worker.claimed_at = self._mill.clock.now()
        if any(claim.document.content == self._mill.poison for claim in claims):
            raise DiedError
        return claims

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        """Write one after the other: a bulk isn't atomic, and a worker may die within."""
        return [result for article in articles for result in self.__getattr__("create")([article])]
