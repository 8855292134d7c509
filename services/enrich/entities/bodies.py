"""Tell where the name of a body ends, by the words that bodies end with and go on from.

`Ministry of Public Security`, `Gauteng High Court`, `Department of Health and Human Services`
"""

import re

from services.enrich.entities import tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.lexicon import ORGANIZATION, OTHER, lexicon
from services.enrich.entities.runs import Word

ADJACENT = frozenset({" ", "-", "‑", " & "})
_LINKS = frozenset({" of ", " of the ", " for ", " for the ", " and ", " and the ", " on ", " on the ", " the ", " & "})
_AND = frozenset({" and ", " and the "})
_LONG = 4
"""Of so many words in capitals the last may be a weak head: `Joint Narcotics Enforcement Team`."""

_DEFINITION = re.compile(r" \(([A-Z][A-Za-z]{1,8})[),;]")


def body_end(words: tuple[Word, ...], at: int) -> int:
    """Return where a body that begins at *at* ends; *at* itself where none does."""
    first = words[at].text
    is_title = first in v.TITLES and not (at + 1 < len(words) and words[at + 1].text in v.HEADS)
    if first in v.FUNCTION or is_title:
        return at
    head = end = -1
    is_open = False
    for index in range(at, len(words)):
        word = words[index]
        if index > at and word.joint not in ADJACENT:
            if not _goes_on(words, index, head, is_open=is_open):
                break
            is_open = True
        if word.text in v.TITLES and index > at and not is_open:
            break
        if word.text in v.HEADS or word.text in v.OPEN_HEADS:
            head, end = index, index + 1
        elif is_open:
            end = index + 1
    return end if head >= 0 and end > at + 1 and _is_body(words, at, end) else at


def _goes_on(words: tuple[Word, ...], index: int, head: int, *, is_open: bool) -> bool:
    """Tell whether the name of a body with its head at *head* goes on with the word at *index*."""
    joint = words[index].joint
    if head < 0 or joint not in _LINKS:
        return False
    if joint in _AND:
        return is_open and joint == " and " and not _is_another(words, index)
    return is_open or (words[head].text in v.OPEN_HEADS and head == index - 1)


def _is_another(words: tuple[Word, ...], index: int) -> bool:
    """Tell whether another name begins at *index*: `… of Homeland Security and Alex Azar`."""
    return words[index].text in tables.given() or lexicon().known(words, index, {})[0] == ORGANIZATION


def _is_body(words: tuple[Word, ...], at: int, end: int) -> bool:
    if end < len(words) and words[end].joint in ADJACENT and words[end].text in v.OTHER_HEADS:
        return False
    is_open = any(word.text in v.OPEN_HEADS for word in words[at : end - 1])
    is_short = end - at < _LONG
    if words[end - 1].text in v.WEAK_HEADS and not is_open and is_short and all(map(_is_ordinary, words[at : end - 1])):
        return False
    return not (words[at].text in tables.others() and end - at == 2)


def _is_ordinary(word: Word) -> bool:
    return word.text.lower() in tables.words() and lexicon().kinds.get(word.text, OTHER) == OTHER


def defined_from(words: tuple[Word, ...], after: str) -> int:
    """Return where the body begins that what follows abbreviates, `… Records Bureau (NCRB)`; past the end if none."""
    match = _DEFINITION.match(after)
    if match and not match[1].endswith("s"):
        letters = match[1].upper()
        for start in range(len(words) - 1):
            initials = "".join(word.text[0] for word in words[start:])
            if initials == letters or (len(letters) > 2 and initials in {letters[:-1], letters[1:]}):
                return start
    return len(words)
