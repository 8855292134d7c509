"""Add what can be told from an article itself; pure, in order, each with the version of its rules.

Article ─language─▶ ─words─▶ ─reading_time─▶ Article      (reading time needs the words)
"""

from collections.abc import Callable

from services.enrich import language, reading_time, words
from services.model import Article

ENRICHERS: dict[str, Callable[[Article], Article]] = {
    "language": language.enrich,
    "words": words.enrich,
    "reading_time": reading_time.enrich,
}

VERSIONS: dict[str, int] = {
    "language": language.VERSION,
    "words": words.VERSION,
    "reading_time": reading_time.VERSION,
}


def enrich(article: Article) -> Article:
    """Return *article* with all that the enrichers add."""
    for step in ENRICHERS.values():
        article = step(article)
    return article
