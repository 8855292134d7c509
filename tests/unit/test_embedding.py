"""The adapter `embedding` takes the operator's model and no other; what it needs the extra for is in tests/quality."""

import subprocess
from pathlib import Path

import pytest
from twins import article

from services.embedding import Embedding, load, sha256
from services.enrich.analysis import Analysis
from services.errors import SettingError
from services.setting_rules import MODEL_FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in MODEL_FILES:
        (tmp_path / name).write_text(f"{name} of a model", encoding="utf-8")
    return tmp_path


def test_the_hash_of_a_model_is_what_a_shell_makes_of_its_files(folder: Path) -> None:
    shell = "cat config.json model.safetensors tokenizer.json | sha256sum"
    told = subprocess.run(["/bin/sh", "-c", shell], cwd=folder, check=True, capture_output=True, text=True).stdout
    assert told.split()[0] == sha256(folder)


def test_another_model_than_the_pinned_one_is_not_loaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMILL_EMBEDDING_MODEL", str(folder))
    monkeypatch.setenv("NEWSMILL_EMBEDDING_SHA256", "0" * 64)
    with pytest.raises(SettingError, match=f"NEWSMILL_EMBEDDING_SHA256 is of another model: .* has {sha256(folder)}"):
        load()


def test_without_a_folder_there_is_no_model() -> None:
    with pytest.raises(SettingError, match="NEWSMILL_EMBEDDING_MODEL is empty"):
        load()


def test_a_vector_is_made_of_headline_deck_and_text() -> None:
    plain = article(headline="River", alternative_headline="Dam open", paragraphs=("It rose.",))
    adapter = Embedding(lambda text: [float(len(text)), 1.0], "ab12cd34")
    assert adapter.enrich(plain, Analysis(plain)).vector == (len("River\nDam open\nIt rose."), 1.0)
