"""Vectors by a static model that the operator has: the adapter `embedding`, with model2vec (the extra `embedding`).

    NEWSMILL_EMBEDDING_MODEL ─files─▶ hash, as pinned? ─▶ model ─headline, deck, text─▶ Article.vector

The folder is all there is: nothing is ever downloaded. Its files are numbers and JSON, so none of it is executed.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from services.enrich.analysis import Analysis
from services.errors import SettingError
from services.model import Article
from services.setting_rules import MODEL_FILES
from services.settings import Settings, current

log = logging.getLogger(__name__)

_AT_ONCE = 1 << 20
_SHOWN = 8


class Embedding:
    """The adapter; `version` begins the model's hash, so that `enrichment.done` tells vectors of two models apart."""

    def __init__(self, encode: Callable[[str], Iterable[float]], version: str) -> None:
        self._encode = encode
        self.version = version

    def enrich(self, article: Article, analysis: Analysis) -> Article:
        text = "\n".join(filter(None, (article.headline, article.alternative_headline, analysis.text)))
        return replace(article, vector=tuple(self._encode(text)))


def load() -> Embedding:
    """Return the adapter with its model.

    Raises SettingError where the settings name no model, another than the pinned one, or one with vectors of another
    length; ModuleNotFoundError without the extra `embedding`.
    """
    settings = current()
    folder, length = _folder(settings), settings.vector_dimensions
    digest = sha256(folder)
    if settings.embedding_sha256 not in {"", digest}:
        raise SettingError(f"NEWSMILL_EMBEDDING_SHA256 is of another model: that in {folder} has {digest}.")
    model = import_module("model2vec").StaticModel.from_pretrained(folder)
    if model.dim != length:
        raise SettingError(f"NEWSMILL_VECTOR_DIMENSIONS is {length}: the model in {folder} needs {model.dim}.")
    log.info("embedding model loaded", extra={"folder": str(folder), "sha256": digest, "dimensions": length})
    return Embedding(model.encode, digest[:_SHOWN])


def _folder(settings: Settings) -> Path:
    if settings.embedding_model is None:
        raise SettingError("NEWSMILL_EMBEDDING_MODEL is empty: it must name the folder of a model.")
    return settings.embedding_model


def sha256(folder: Path) -> str:
    """Return the hash of a model's files, as `cat config.json model.safetensors tokenizer.json | sha256sum` does."""
    digest = hashlib.sha256()
    for name in MODEL_FILES:
        with (folder / name).open("rb") as file:
            while part := file.read(_AT_ONCE):
                digest.update(part)
    return digest.hexdigest()
