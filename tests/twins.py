"""A whole mill of the twins in memory: what enters is worked on as Celery would, step by step, without a server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from services import settings
from services.archive.memory import MemoryArchive
from services.clock import ManualClock
from services.desk import Desk
from services.index.memory import MemoryIndex
from services.ledger.memory import MemoryLedger
from services.linking import Linking
from services.model import Article, RawDocument, Row
from services.pipeline import Pipeline
from services.recognition import Recognition
from services.relating import Relating
from services.settling import Settling
from services.splitting import Splitting
from services.store import rechecks
from services.store.copies import MemoryCopies
from services.store.fingerprints import MemoryFingerprints
from services.store.gate import MemoryGate
from services.store.notices import MemoryNotices
from services.watching import Watch

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SETTINGS = settings.load({})
_numbers = count()


def text(number: int = 0, *, content: str = "") -> RawDocument:
    """Return a text document of an id of its own, later ones sorting later; those of one number are about the same."""
    body = content or f"Report {number}\nThe river rose for three days, say the engineers in report {number}."
    return RawDocument(f"{next(_numbers):032x}", "text", f"{number}.txt", body.encode())


def article(number: int = 0, *, month: str = "2026.11", trace_id: str = "", **values: object) -> Article:
    """Return a finished article, its uri in *month*; those of one number have the same uri and fingerprint."""
    known: dict[str, object] = {
        "headline": f"Report {number}",
        "paragraphs": (f"The river rose for three days, says report {number}.",),
        "first_seen_at": datetime.strptime(month, "%Y.%m").replace(day=24, hour=12, tzinfo=UTC),
        "trace_id": trace_id or f"trace-{number}",
        "raw_sha256": f"{number:064x}",
        "content_fingerprint": f"{number:032x}",
        "origin": f"{number}.txt",
        "method": "text-1",
        "uri": f"urn:newsmill:{month}:{number:024x}",
    }
    return Article(**(known | values))  # type: ignore[arg-type]


class Killed(BaseException):
    """The process is gone: nothing of ours runs any more."""


class Killing:
    """A port that kills who calls its *method*, before or after it took effect."""

    def __init__(self, port: object, method: str, when: str) -> None:
        self._port = port
        self._method = method
        self._when = when

    def __getattr__(self, name: str) -> object:
        real = getattr(self._port, name)
        return (lambda *args: self._kill(real, *args)) if name == self._method else real

    def _kill(self, real: Callable[..., object], *args: object) -> None:
        if self._when == "after":
            real(*args)
        raise Killed


def without_enrichment(article: Article) -> Article:
    """Return *article*: what enrichments add plays no part in most of what happens to it, and takes most time."""
    return article


@dataclass
class Mill:
    """Twins wired as `bootstrap.build` wires the real ones."""

    index: MemoryIndex = field(default_factory=MemoryIndex)
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOON))
    fingerprints: MemoryFingerprints = field(default_factory=MemoryFingerprints)
    copies: MemoryCopies = field(default_factory=MemoryCopies)
    answers: MemoryArchive = field(default_factory=MemoryArchive)
    enrich: Callable[[Article], Article] = without_enrichment

    def __post_init__(self) -> None:
        self.ledger = MemoryLedger(SETTINGS, self.clock)
        self.gate = MemoryGate(self.clock)
        self.notices = MemoryNotices(self.clock)
        self.rechecks = rechecks.in_memory(SETTINGS, self.clock)
        self.pipeline = self.wired()

    def wired(self, **others: object) -> Pipeline:
        """Return a pipeline of these twins, with *others* in the place of some."""
        parts: dict[str, object] = {
            "ledger": self.ledger,
            "fingerprints": self.fingerprints,
            "index": self.index,
            "sink": self.index,
            "gate": self.gate,
            "linking": Linking(self.copies, self.index, self.index, Relating(self.index)),
            "batch_size": SETTINGS.batch_size,
            "rechecks": self.rechecks,
            "notices": self.notices,
        }
        ledger, fingerprints, index, sink, gate, linking, batch_size, again, notices = (parts | others).values()
        settling = Settling(Recognition(fingerprints, index), linking, sink, notices, self.enrich)  # type: ignore[arg-type]
        watch = Watch(again, SETTINGS.recheck_ages)  # type: ignore[arg-type]
        return Pipeline(ledger, gate, batch_size, settling, watch=watch.begin)  # type: ignore[arg-type]

    def desk(self) -> Desk:
        return Desk(self.index, self.index, self.fingerprints, self.copies, self.answers, self.rechecks)

    def splitting(self) -> Splitting:
        return Splitting(self.index, self.index, self.fingerprints, self.pipeline.linking)

    def accept(self, *documents: RawDocument) -> list[str]:
        self.pipeline.accept(documents)
        return [document.id for document in documents]

    def process(self, document_ids: Sequence[str], holder: str = "holder", pipeline: Pipeline | None = None) -> None:
        """Do what a worker does with a message: an exception gives up the attempt, as `workers.base` does."""
        try:
            (pipeline or self.pipeline).process(document_ids, holder)
        except Killed:
            pass
        except Exception as error:  # noqa: BLE001 (Celery hands any to on_failure)
            self.ledger.fail(document_ids, holder, f"{type(error).__name__}: {error}")

    def tick(self) -> list[int]:
        """Publish what is due and work it off; return how many documents each message had."""
        messages = self.pipeline.reconcile()
        for number, message in enumerate(messages):
            self.process(message.document_ids, f"holder-{self.clock.now().timestamp()}-{number}")
        return [len(message.document_ids) for message in messages]

    def run(self, *, within: timedelta = timedelta(minutes=10)) -> None:
        """Tick each second until no row is open."""
        end = self.clock.now() + within
        while self.ledger.books().open and self.clock.now() < end:
            self.tick()
            self.clock.advance(timedelta(seconds=1))

    def states(self, document_ids: Sequence[str]) -> list[str]:
        return [row.state for row in self.rows(document_ids)]

    def rows(self, document_ids: Sequence[str]) -> list[Row]:
        return [row for row in self.ledger.rows(document_ids) if row]

    def lose_redis(self) -> None:
        """Forget what Redis remembered: every row, every fingerprint."""
        self.fingerprints = MemoryFingerprints()
        self.copies = MemoryCopies()
        self.__post_init__()
