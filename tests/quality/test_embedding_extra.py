"""The extra `embedding` with a model made here; needs the extra, so its marker runs it apart (.ci/run)."""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from twins import article

from services import embedding, settings
from services.enrich import adapters, enrich
from services.errors import SettingError
from services.model import Article

pytestmark = pytest.mark.embedding

VOCABULARY = {"[UNK]": (0, 0), "river": (1, 0), "dam": (0.8, 0.2), "judge": (0, 1), "court": (0.2, 0.8)}
"""Word → its place: water to the right, law upwards."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a static model as model2vec saves it, and return its folder."""
    tokenizers = import_module("tokenizers")
    words = tokenizers.models.WordLevel({word: at for at, word in enumerate(VOCABULARY)}, unk_token="[UNK]")  # noqa: S106
    tokenizer = tokenizers.Tokenizer(words)
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    vectors = np.array(list(VOCABULARY.values()), dtype="float32")
    import_module("model2vec").StaticModel(vectors, tokenizer).save_pretrained(tmp_path)
    return tmp_path


@pytest.fixture
def _chosen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "ENRICH": "embedding",
        "EMBEDDING_MODEL": str(folder),
        "EMBEDDING_SHA256": embedding.sha256(folder),
        "VECTOR_DIMENSIONS": "2",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"NEWSMILL_{name}", value)


def told(headline: str, text: str) -> Article:
    further = adapters.chosen(["embedding"], timedelta(seconds=5), settings.current().vector_dimensions)
    return enrich(article(headline=headline, paragraphs=(text,)), further)


@pytest.mark.usefixtures("_chosen")
def test_articles_on_one_thing_point_in_one_direction(folder: Path) -> None:
    flood, trial = told("River over the dam", "The river rose."), told("Judge", "The court heard a judge.")
    assert np.dot(flood.vector, told("Dam", "The dam.").vector) > 0.9
    assert np.dot(flood.vector, trial.vector) < 0.5
    assert flood.enriched_by[-1] == f"embedding/{embedding.sha256(folder)[:8]}"


@pytest.mark.usefixtures("_chosen")
def test_a_text_of_which_the_model_knows_no_word_has_none() -> None:
    found = told("Goal", "They scored.")
    assert found.vector == ()
    assert found.enrichment_failed[0].endswith(" UnfitVectorError")


@pytest.mark.usefixtures("_chosen")
def test_a_model_with_vectors_of_another_length_says_which_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_VECTOR_DIMENSIONS", "3")
    with pytest.raises(SettingError, match=r"NEWSMILL_VECTOR_DIMENSIONS is 3: the model in .* needs 2"):
        embedding.load()
