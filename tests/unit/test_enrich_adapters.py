"""A model that an operator has is found by its entry point, loaded once, bounded in time; an article outlives it."""

import math
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import plugins
import pytest
from twins import article

from services.enrich import ENRICHMENTS, adapters, enrich, ner, vectors
from services.enrich.adapters import Bounded, chosen
from services.enrich.analysis import Analysis
from services.errors import SettingError, UnfitVectorError
from services.model import Article, Named

SOON = timedelta(seconds=5)


class Adapter:
    version = 7

    def __init__(self, work: Callable[[Article], Article]) -> None:
        self._work = work

    def enrich(self, article: Article, analysis: Analysis) -> Article:
        return self._work(article)


def bounded(work: Callable[[Article], Article], longest: timedelta = SOON, dimensions: int = 0) -> Bounded:
    return Bounded("model", lambda: Adapter(work), longest, dimensions)


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Install the how-to's first package, and return the name of its enrichment."""
    return plugins.install("shouting", tmp_path, monkeypatch)


def test_an_installed_package_enriches_by_its_name(plugin: str) -> None:
    (step,) = chosen([plugin], SOON)
    found = enrich(article(paragraphs=("The ORR met NATO today.",), language="en"), [step])
    assert found.organizations == (Named("ORR", 1), Named("NATO", 1))
    assert found.enriched_by[-1] == "shouting/3"
    assert found.enrichment_failed == ()


def test_what_is_not_an_adapters_to_fill_is_put_back() -> None:
    before = article()
    found = enrich(before, [bounded(lambda each: replace(each, headline="Changed", uri="other", summary="Short."))])
    assert (found.headline, found.uri, found.summary) == (before.headline, before.uri, "Short.")


def embedded(vector: object, dimensions: int = 3) -> Article:
    return enrich(article(), [bounded(lambda each: replace(each, vector=vector), dimensions=dimensions)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "vector",
    [(3.0, 0, -4), [0.6, 0, -0.8], np.array([6e20, 0, -8e20], dtype="float32"), (3e-30, 0.0, -4e-30)],
)
def test_a_vector_is_kept_with_length_1_whatever_holds_its_numbers(vector: object) -> None:
    found = embedded(vector)
    assert found.vector == pytest.approx((0.6, 0, -0.8))
    assert found.vector_by == "model/7"


@pytest.mark.parametrize(
    ("vector", "dimensions"),
    [
        ((1, 2), 3),
        ((1, 2, 3, 4), 3),
        ((), 3),
        ((0, 0, 0), 3),
        ((1, math.nan, 1), 3),
        ((1, math.inf, 1), 3),
        ((1, 2, 3), 0),  # they are off
    ],
)
def test_a_vector_that_the_index_would_refuse_costs_an_article_no_more_than_that(
    vector: object, dimensions: int, caplog: pytest.LogCaptureFixture
) -> None:
    found = embedded(vector or [], dimensions)
    assert (found.vector, found.enrichment_failed) == ((), ("model/7 UnfitVectorError",))
    assert len(found.enriched_by) == len(ENRICHMENTS)


def test_a_vector_stays_as_it_was_made_through_what_is_applied_after() -> None:
    steps = [bounded(lambda each: replace(each, vector=(1.0, 2.0)), dimensions=2), bounded(lambda each: each)]
    assert enrich(article(), steps).vector == vectors.unit((1, 2), 2)
    with pytest.raises(UnfitVectorError, match="2 dimensions, and NEWSMILL_VECTOR_DIMENSIONS is 3"):
        vectors.unit((1, 2), 3)


def test_a_name_that_no_package_has_stops_the_start_and_says_which_there_are() -> None:
    with pytest.raises(SettingError, match=r"NEWSMILL_ENRICH: .* enrichment nothing; there are: .*ner"):
        chosen(["nothing"], SOON)


def test_a_model_is_loaded_at_the_first_article_and_once() -> None:
    loads: list[int] = []

    def load() -> Adapter:
        loads.append(1)
        return Adapter(lambda each: each)

    step = Bounded("model", load, SOON)
    assert loads == []
    for _ in range(3):
        enrich(article(), [step])
    assert loads == [1]


def test_one_that_fails_costs_an_article_only_what_it_would_add(caplog: pytest.LogCaptureFixture) -> None:
    def fail(each: Article) -> Article:
        raise ValueError(each.headline)

    found = enrich(article(), [bounded(fail)])
    assert found.enrichment_failed == ("model/7 ValueError",)
    assert len(found.enriched_by) == len(ENRICHMENTS)
    assert "enrichment failed" in caplog.text


def test_one_that_cannot_be_loaded_is_not_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    loads: list[int] = []

    def load() -> Adapter:
        loads.append(1)
        raise ModuleNotFoundError("no module named torch")

    step = Bounded("model", load, SOON)
    for _ in range(2):
        assert enrich(article(), [step]).enrichment_failed == ("model ModuleNotFoundError",)
    assert loads == [1]


def test_one_that_takes_too_long_is_left_alone_until_it_is_done(caplog: pytest.LogCaptureFixture) -> None:
    done = threading.Event()

    def wait(each: Article) -> Article:
        done.wait(5)
        return replace(each, people=(Named("Ann Bell", 1),))

    step = bounded(wait, timedelta(milliseconds=20))
    for _ in range(2):
        assert enrich(article(), [step]).enrichment_failed == ("model/7 TimeoutError",)
    done.set()
    assert step._working is not None
    step._working.join(5)
    assert enrich(article(), [step]).people == (Named("Ann Bell", 1),)


def test_the_model_of_the_extra_is_one_of_them() -> None:
    assert "ner" in {each.name for each in entry_points(group=adapters.GROUP)}


def test_a_model_tells_only_what_the_rules_leave_open() -> None:
    text = "Kulandi Zyxov of Ruritania met Venezuelan lawmakers; Bench Frobnik lent it."
    told = {"Kulandi Zyxov": "ORG", "Venezuelan": "GPE", "Bench Frobnik": "ORG", "Ruritania": "GPE", "grew": "ORG"}

    def model(whole: str) -> SimpleNamespace:
        spans = [(whole.find(name), name, label) for name, label in told.items() if name in whole]
        return SimpleNamespace(
            ents=[
                SimpleNamespace(start_char=at, end_char=at + len(name), label_=label, text=name)
                for at, name, label in spans
            ]
        )

    plain = article(paragraphs=(text,), language="en")
    found = ner.Ner(model).enrich(plain, Analysis(plain))
    assert [each.name for each in found.people] == ["Kulandi Zyxov"]
    assert [each.name for each in found.organizations] == ["Bench Frobnik"]
    assert "Venezuelan" not in {each.name for each in found.places}
