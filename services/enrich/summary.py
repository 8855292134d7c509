"""Say in two or three sentences what happened: the deck, and the lead without its dateline.

News puts what matters first: deck and lead summarize it better than TextRank does.
"""

from collections.abc import Iterator

from services.enrich.analysis import Analysis, tokens
from services.enrich.findings import Findings
from services.model import Article

VERSION = 2

LONGEST = 400
"""Characters that a summary has at most."""

_SENTENCES = 3
_SAID_AGAIN = 0.7
"""How many of the deck's words the lead has when it says the same."""


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return the summary: whole sentences, or the beginning of a first one that is too long."""
    return {"summary": _joined(_sentences(article, analysis))}


def _sentences(article: Article, analysis: Analysis) -> Iterator[str]:
    """Yield the deck, unless the lead says the same, and the first sentences."""
    lead = [analysis.text[start:end] for start, end in analysis.sentences[:_SENTENCES]]
    deck = article.alternative_headline
    if deck and not (lead and _says_again(deck, lead[0])):
        yield deck if deck[-1] in ".!?…。" else f"{deck}."
    yield from lead


def _says_again(deck: str, lead: str) -> bool:
    words = set(map(str.lower, tokens(deck)))
    common = words & set(map(str.lower, tokens(lead)))
    return not words or len(common) >= _SAID_AGAIN * len(words)


def _joined(sentences: Iterator[str]) -> str:
    summary = ""
    for sentence in sentences:
        longer = f"{summary} {sentence}".strip()
        if len(longer) > LONGEST:
            break
        summary = longer
    else:
        return summary
    return summary or f"{sentence[: LONGEST - 1].rpartition(' ')[0] or sentence[: LONGEST - 1]}…"
