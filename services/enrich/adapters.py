"""Heavier models that an operator has: found by entry point, chosen by name, loaded once, bounded in time.

    NEWSMILL_ENRICH=ner,my-model ─chosen─▶ entry points of the group `newsmill.enrichers` ─▶ Bounded, after the others

What fails or takes too long is a failed enrichment (`enrichment.failed`); the article is indexed all the same.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from importlib.metadata import EntryPoint, entry_points
from threading import Lock, Thread
from typing import Any, Protocol

from services.enrich import vectors
from services.enrich.analysis import Analysis
from services.enrich.findings import Findings
from services.errors import SettingError
from services.model import Article

GROUP = "newsmill.enrichers"
FILLED = ("people", "organizations", "places", "keyphrases", "topics", "amounts", "casualties", "quotes", "summary")
"""What an adapter may fill, beside the vector; whatever else it changes is put back."""


class Adapter(Protocol):
    """A model, ready to work. `version` is another whenever the same article would come out otherwise."""

    version: int | str

    def enrich(self, article: Article, analysis: Analysis) -> Article:
        """Return *article* with what the model adds. Called by one thread at a time."""
        ...


class Bounded:
    """An adapter that is loaded once for each worker, at its first article, and answers in time or not at all.

    Python can't stop a thread that is at work in a model. So one that took too long works on, alone: until it is
    done every further article fails at once, and none waits. `dimensions` are those of its vectors, if it makes any.
    """

    needs = None  # it sees all that is told before it

    def __init__(self, name: str, load: Callable[[], Adapter], longest: timedelta, dimensions: int = 0) -> None:
        self.name = name
        self._load = load
        self._longest = longest
        self._dimensions = dimensions
        self._adapter: Adapter | None = None
        self._refusal: Exception | None = None
        self._loading = Lock()
        self._working: Thread | None = None

    @property
    def label(self) -> str:
        return f"{self.name}/{self._adapter.version}" if self._adapter else self.name

    def enrich(self, article: Article, analysis: Analysis) -> Findings:
        """Return what the adapter fills.

        Raises TimeoutError when it isn't done in time, UnfitVectorError for a vector that can't be indexed, and
        whatever the adapter raises.
        """
        adapter = self._loaded()
        if self._working is not None and self._working.is_alive():
            raise TimeoutError(f"{self.name}: still busy with an earlier article")
        answers: list[Article | Exception] = []
        self._working = Thread(target=_answer, args=(adapter, article, analysis, answers), daemon=True)
        self._working.start()
        self._working.join(self._longest.total_seconds())
        if not answers:
            raise TimeoutError(f"{self.name}: took more than {self._longest.total_seconds():g} s")
        (answer,) = answers
        if isinstance(answer, Exception):
            raise answer
        filled: dict[str, Any] = {name: getattr(answer, name) for name in FILLED}
        if answer.vector is not article.vector:
            filled |= {"vector": vectors.unit(answer.vector, self._dimensions), "vector_by": self.label}
        return filled

    def ready(self) -> str:
        """Load the adapter unless it is, and return its label; raises whatever it raises at that."""
        self._loaded()
        return self.label

    def _loaded(self) -> Adapter:
        """Return the adapter; one that can't be loaded isn't tried again, since that may take half a minute."""
        with self._loading:
            if self._refusal:
                raise self._refusal
            if self._adapter is None:
                try:
                    self._adapter = self._load()
                except Exception as error:
                    self._refusal = error
                    raise
            return self._adapter


def _answer(adapter: Adapter, article: Article, analysis: Analysis, answers: list[Article | Exception]) -> None:
    try:
        answers.append(adapter.enrich(article, analysis))
    except Exception as error:  # noqa: BLE001 - raised again by who waits
        answers.append(error)


def chosen(names: Iterable[str], longest: timedelta, dimensions: int = 0) -> tuple[Bounded, ...]:
    """Return the adapters of *names*, unloaded; raises SettingError for a name that no installed package has."""
    installed = {each.name: each for each in entry_points(group=GROUP)}
    wanted = tuple(names)
    for name in wanted:
        if name not in installed:
            offered = ", ".join(sorted(installed)) or "none"
            raise SettingError(f"NEWSMILL_ENRICH: no installed package has the enrichment {name}; there are: {offered}")
    return tuple(Bounded(name, _loader(installed[name]), longest, dimensions) for name in wanted)


def _loader(point: EntryPoint) -> Callable[[], Adapter]:
    def load() -> Adapter:
        adapter: Adapter = point.load()()
        return adapter

    return load
