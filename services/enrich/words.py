"""Count words, in any script.

UAX #29 puts a word boundary around each ideograph and kana run, and needs a dictionary for Thai, Lao, Khmer and
Burmese. Here every ideograph and kana counts as one word, as word processors do; the four unspaced alphabets
are counted roughly, five characters to a word.
"""

import re

from services.enrich.analysis import Analysis
from services.enrich.findings import Findings
from services.model import Article

VERSION = 1

# Han (with extensions), hiragana, katakana. Hangul is written with spaces and counts as an alphabet.
_CJK_RANGES = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED_RANGES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
CJK = re.compile(f"[{_CJK_RANGES}]")
_UNSPACED = re.compile(f"[{_UNSPACED_RANGES}]")
# One look instead of two copies: most texts have neither.
_APART = re.compile(f"[{_CJK_RANGES}{_UNSPACED_RANGES}]")
# Letters and digits, with what UAX #29 keeps inside a word: apostrophes, periods and commas between letters or digits
# (WB6, WB7, WB11, WB12); hyphens too, since readers count `well-known` as one. In runs, since an alternative for each
# character takes half as long again.
_RUN = r"\w[\w\u0300-\u036f\u0900-\u0dff\u200c\u200d]*"
_WORD = re.compile(rf"{_RUN}(?:(?<=\w)['’.,:·-]{_RUN})*")
_LETTERS_IN_UNSPACED_WORD = 5


def enrich(_: Article, analysis: Analysis) -> Findings:
    """Return the number of words of the text."""
    return {"word_count": count(analysis.body)}


def count(text: str) -> int:
    """Return how many words a reader would count in *text*."""
    cjk = unspaced = 0
    if _APART.search(text):
        text, cjk = CJK.subn(" ", text)
        text, unspaced = _UNSPACED.subn(" ", text)
    chunks = text.split()
    # The pattern looks at those alone that are more than letters and digits: one in five.
    mixed = [chunk for chunk in chunks if not chunk.isalnum()]
    plain = len(chunks) - len(mixed)
    return cjk + -(-unspaced // _LETTERS_IN_UNSPACED_WORD) + plain + len(_WORD.findall(" ".join(mixed)))
