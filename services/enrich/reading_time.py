"""Tell how long reading takes.

238 words a minute is the mean of silent reading of English non-fiction (Brysbaert 2019, "How many words do we read per
minute?", Journal of Memory and Language 109: 104047). Chinese and Japanese readers take in about 500 characters.
"""

import math

from services.enrich.analysis import Analysis
from services.enrich.findings import Findings
from services.enrich.words import CJK
from services.model import Article

VERSION = 1

WORDS_A_MINUTE = 238
CJK_CHARACTERS_A_MINUTE = 500


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return the minutes that reading the text takes, rounded up."""
    body = analysis.body
    characters = 0 if body.isascii() else len(CJK.findall(body))
    return {"reading_minutes": minutes(article.word_count - characters, characters)}


def minutes(words: int, cjk_characters: int = 0) -> int:
    """Return whole minutes, rounded up; nothing takes none."""
    return math.ceil(words / WORDS_A_MINUTE + cjk_characters / CJK_CHARACTERS_A_MINUTE)
