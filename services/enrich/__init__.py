"""Add what can be told from an article itself; pure, in order, each with the version of its rules.

Article ─language─▶ ─sentences─▶ ─words─▶ … ─topics─▶ Article

One file and one line below make an enrichment (registry.py). What several look at, such as sentences, is worked out
once (analysis.py), and of a long text only the first 100,000 characters.
"""

from collections.abc import Iterable

from services.enrich import (
    amounts,
    casualties,
    entities,
    keyphrases,
    language,
    quotes,
    reading_time,
    sentences,
    summary,
    topics,
    words,
)
from services.enrich.registry import Enrichment, Step, apply
from services.model import Article

# In this order: language first, since rules differ by it.
ENRICHMENTS = (
    Enrichment("language", language.VERSION, language.enrich),
    Enrichment("sentences", sentences.VERSION, sentences.enrich),
    Enrichment("words", words.VERSION, words.enrich),
    Enrichment("reading_time", reading_time.VERSION, reading_time.enrich, needs=("words",)),
    Enrichment("entities", entities.VERSION, entities.enrich, needs=("language",)),
    Enrichment("summary", summary.VERSION, summary.enrich),
    Enrichment("keyphrases", keyphrases.VERSION, keyphrases.enrich, needs=("language",)),
    Enrichment("amounts", amounts.VERSION, amounts.enrich, needs=("language",)),
    Enrichment("casualties", casualties.VERSION, casualties.enrich, needs=("language",)),
    Enrichment("quotes", quotes.VERSION, quotes.enrich, needs=("language", "entities")),
    Enrichment("topics", topics.VERSION, topics.enrich, needs=("language",)),
)


def enrich(article: Article, further: Iterable[Step] = ()) -> Article:
    """Return *article* with all that the enrichments add, and after them the *further* ones of an operator's choice."""
    return apply((*ENRICHMENTS, *further), article)
