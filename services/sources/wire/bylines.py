"""Names out of a byline."""

import re

_LONGEST = 500
_BY = re.compile(r"^\s*(?:by|von|par|por|di|da|av|af|door|od)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|\band\b|\bund\b|\bet\b|\by\b|\boch\b|\bog\b|\ben\b|\be\b|&)\s*")
_AGENCY = re.compile(r"^(?:[A-Z]{2,5}|dpa|ansa|afp|The Associated Press|Associated Press)$")


def names(byline: str) -> tuple[str, ...]:
    """Return the people in *byline*, without `By` and the agency they write for."""
    text = _BY.sub("", " ".join(byline[:_LONGEST].split()))
    parts = [part.strip(" .") for part in _BETWEEN.split(text)]
    people = [part for part in parts if part and not _AGENCY.match(part)]
    return tuple(dict.fromkeys(people or filter(None, parts)))
