"""Add what can be told from an article itself; pure, in order, each with the version of its rules.

Article ─language─▶ ─sentences─▶ ─words─▶ ─reading_time─▶ Article

One file and one line below make an enrichment (registry.py). What several look at, such as sentences, is worked out
once (analysis.py), and of a long text only the first 100,000 characters.
"""

from services.enrich import language, reading_time, sentences, words
from services.enrich.registry import Enrichment, apply
from services.model import Article

# In this order: language first, since rules differ by it.
ENRICHMENTS = (
    Enrichment("language", language.VERSION, language.enrich),
    Enrichment("sentences", sentences.VERSION, sentences.enrich),
    Enrichment("words", words.VERSION, words.enrich),
    Enrichment("reading_time", reading_time.VERSION, reading_time.enrich, needs=("words",)),
)


def enrich(article: Article) -> Article:
    """Return *article* with all that the enrichments add."""
    return apply(ENRICHMENTS, article)
