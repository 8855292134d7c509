"""What is left of a text when all that changes by itself is taken away (pure).

White space and punctuation, "Updated 5 minutes ago", "12 comments": two texts that differ in nothing else are one.
A number that tells something stays: `Death toll: 15` is news.
"""

import re
import unicodedata

_CLOCK = re.compile(
    # English, German, French, Spanish, Portuguese, Italian, Dutch.
    r"\b(?:\d+|an?|one)\s*(?:s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|days?)\s+ago\b"
    r"|\bvor\s+(?:\d+|einer?|einem)\s+(?:sekunden?|minuten?|stunden?|tag(?:en)?)\b"
    r"|\bil y a\s+(?:\d+|une?)\s+(?:secondes?|minutes?|heures?|jours?)\b"
    r"|\bhace\s+(?:\d+|una?|un)\s+(?:segundos?|minutos?|horas?|d[ií]as?)\b"
    r"|\bh[aá]\s+(?:\d+|uma?)\s+(?:segundos?|minutos?|horas?|dias?)\b"
    r"|\b(?:\d+|una?|un['’])\s*(?:second[oi]|minut[oi]|or[ae]|giorn[oi])\s+fa\b"
    r"|\b\d+\s+(?:seconden|minuten|uur|dagen)\s+geleden\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\W*(?:last\s+)?(?:updated?|modified|edited|posted|aktualisiert|zuletzt|stand|mis à jour|actualizad[oa]"
    r"|aggiornat[oa]|atualizad[oa]|bijgewerkt)\b",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"\W*[\d.,]+\s*[km]?\s+(?:comments?|shares?|views?|likes?|reads?|reactions?|votes?|kommentare?|commentaires?"
    r"|comentarios?|commenti|coment[aá]rios?|reacties|min(?:utes?)?\s+read)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 12
"""In a line that tells its own time or counts: a sentence of the text that begins so is longer."""


def essence(headline: str, body: str) -> str:
    """Return the letters and digits of a text, but for the lines that only count or tell the time of an update."""
    lines = (line for line in body.split("\n") if not _is_passing(line))
    return "\n".join(filter(None, map(_bare, (headline, *lines))))


def _is_passing(line: str) -> bool:
    if len(line) > 200 or len(line.split()) > _MOST_WORDS:
        return False
    return bool(_UPDATED.match(line) or _COUNTER.match(line) or _CLOCK.search(line))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
