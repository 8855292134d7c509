"""All that the tables know by name, in one dictionary: one look for a word instead of five."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from services.enrich.entities import gazetteer, tables
from services.enrich.entities.runs import Word

PERSON, ORGANIZATION, PLACE = "person", "organization", "place"
OTHER = "other"
"""In capitals, and none of the three: a month, a war, a people."""

_PARTS = re.compile(r"[ -]")


class Lexicon(NamedTuple):
    """Known names → kind, and first word → how many words the longest of them has."""

    kinds: dict[str, str]
    longest: dict[str, int]

    def kind(self, name: str, told: Mapping[str, str]) -> str:
        """Return what *name* is, by what the article *told* before all else; empty where nobody knows."""
        kind = told.get(name) or self.kinds.get(name, "")
        if not kind and len(name) > 4 and name.isupper():
            return PLACE if self.kinds.get(name.title()) == PLACE else ""
        return kind

    def known(self, words: tuple[Word, ...], at: int, told: Mapping[str, str]) -> tuple[str, int]:
        """Return kind and end of the longest known name that begins at *at*."""
        best = ("", at)
        name = ""
        for end in range(at, min(len(words), at + self.longest.get(words[at].text, 1))):
            name += (words[end].joint if end > at else "") + words[end].text
            kind = self.kind(name, told)
            if kind:
                best = (kind, end + 1)
        return best


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of the tables that ship; where two know a name, the shorter list is right."""
    kinds = dict.fromkeys(gazetteer.names(), PLACE)
    kinds |= dict.fromkeys(tables.demonyms(), OTHER)
    kinds |= dict.fromkeys(tables.organizations(), ORGANIZATION)
    kinds |= dict.fromkeys(tables.others(), OTHER)
    longest: dict[str, int] = {}
    for name in kinds:
        if " " not in name and "-" not in name:
            continue
        first, *more = _PARTS.split(name)
        for word in (first, first.upper()):
            longest[word] = max(longest.get(word, 1), 1 + len(more))
    return Lexicon(kinds, longest)
