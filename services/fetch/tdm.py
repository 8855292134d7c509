"""What a site reserves of text and data mining by a file: /.well-known/tdmrep.json (TDMRep, W3C 2024; pure)."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

from services.errors import IngestError
from services.model import Answer, RobotsFile

PATH = "/.well-known/tdmrep.json"
GOOD_FOR = timedelta(days=7)
"""How long it is taken to be as it was: one site in a thousand has one, and each is asked for it."""

_LARGEST = 100_000
_MOST_RULES, _LONGEST, _MOST_STARS = 200, 300, 10

Rules = tuple[tuple[str, bool], ...]


def learned(known: RobotsFile, answer: Answer | IngestError) -> Rules:
    """Return the rules by *answer* to a request for the file, each a pattern of paths and whether they are reserved.

    Those of before, where it can't be had now.
    """
    if isinstance(answer, IngestError) or answer.status >= 500 or answer.status == 429:
        return known.tdm
    return _rules(answer.content) if answer.status == 200 and len(answer.content) <= _LARGEST else ()


def _rules(content: bytes) -> Rules:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return ()
    entries = told if isinstance(told, list) else []
    pairs = (
        (each.get("location"), each.get("tdm-reservation")) for each in entries[:_MOST_RULES] if isinstance(each, dict)
    )
    return tuple(
        (where[:_LONGEST], str(value) == "1")
        for where, value in pairs
        if isinstance(where, str) and str(value) in ("0", "1") and where.count("*") <= _MOST_STARS
    )


def reserved(rules: Rules, url: str) -> bool | None:
    """Tell whether *url* is reserved, by the first rule that matches its path; None where none does."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return next((is_reserved for pattern, is_reserved in rules if _matches(pattern, path)), None)


def _matches(pattern: str, path: str) -> bool:
    """Tell whether *pattern* matches, as in robots.txt: from the start, `*` for anything, `$` for the end."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for part in others[:-1]:
        if (found := path.find(part, at)) < 0:
            return False
        at = found + len(part)
    if not others:
        return not is_whole or at == len(path)
    last = others[-1]
    return path.endswith(last) and len(path) - len(last) >= at if is_whole else path.find(last, at) >= 0
