"""Find what is quoted and who said it (quotation.py, speakers.py, names.py)."""

from bisect import bisect_right

from services.enrich import names, quotation, speakers
from services.enrich.analysis import Analysis, Span
from services.enrich.findings import Findings
from services.model import Article, Quote

VERSION = 3

MOST = 200
"""How many are kept of one article."""


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return the quotes, in order."""
    text, sentences = analysis.text, analysis.sentences
    known = names.Names(text, analysis.tokens, article.language, (each.name for each in article.people))
    starts = [sentence.start for sentence in sentences]
    found: list[Quote] = []
    for span in quotation.spans(text):
        sentence = sentences[bisect_right(starts, span.start) - 1] if starts else Span(0, len(text))
        name = speakers.speaker(text, span, sentence, article.language)
        who = known.whole(name) if name else ""
        before = found[-1] if found else None
        if (
            not name
            and before
            and before.start >= sentence.start
            and speakers.goes_on(text[before.end + 1 : span.start - 1])
        ):
            who = before.speaker
        found.append(Quote(text[span.start : span.end], who, span.start, span.end))
        if len(found) == MOST:
            break
    return {"quotes": tuple(found)}
