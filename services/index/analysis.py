"""What this cluster can analyze: asked, not guessed, since a distribution or a plugin may add or lack analyzers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

STEMMERS: Mapping[str, str] = {
    "ar": "arabic", "bg": "bulgarian", "bn": "bengali", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german",
    "el": "greek", "en": "english", "es": "spanish", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "gl": "galician", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "ja": "cjk", "ko": "cjk", "lt": "lithuanian", "lv": "latvian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "th": "thai", "tr": "turkish", "zh": "cjk",
}  # fmt: skip
"""Language → Elasticsearch's built-in analyzer (module `analysis-common`)."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Languages that can be stemmed, and whether accents can be folded."""

    languages: frozenset[str]
    folds_accents: bool

    @property
    def stemmed(self) -> dict[str, object]:
        """The sub-fields of `stemmed`, one a language."""
        return {each: {"type": "text", "analyzer": STEMMERS[each]} for each in sorted(self.languages)}

    @property
    def news_analyzer(self) -> dict[str, object]:
        """The analyzer of every text field: words in lower case, accents folded where that is offered."""
        if self.folds_accents:
            return {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}
        return {"type": "standard"}


def capabilities(client: Elasticsearch) -> Capabilities:
    """Ask the cluster by analyzing a word with each (200 or 400; module names tell nothing about plugins)."""
    offered = {name for name in set(STEMMERS.values()) if _answers(client, {"analyzer": name})}
    return Capabilities(
        languages=frozenset(language for language, name in STEMMERS.items() if name in offered),
        folds_accents=_answers(client, {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}),
    )


def _answers(client: Elasticsearch, how: Mapping[str, Any]) -> bool:
    try:
        client.indices.analyze(text="mill", **how)
    except BadRequestError:
        return False
    return True
