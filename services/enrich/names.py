"""Make a whole name of how someone is called beside a quote: `Mr. Smith` is John Smith, where the text names him so."""

from collections.abc import Iterable
from functools import cached_property

from services.enrich.quote_words import NO_NAMES, TITLE_ENDINGS, TITLES
from services.enrich.speakers import RUNS

_MOST_WORDS = 5


class Names:
    """The names of one text, in a language; `people` are those that are known from it.

    Outside English a single word isn't taken for a name unless a whole one ends with it: German nouns have capitals,
    too, and `le Gouvernement` is called so.
    """

    def __init__(self, text: str, words: Iterable[str], language: str, people: Iterable[str] = ()) -> None:
        self._text = text
        self._people = tuple(people)
        self._words = words
        self._is_english = language.startswith("en")

    def whole(self, called: str) -> str:
        """Return the whole name of who is *called* so; empty where that is no name.

        A surname that two persons of the text share stays a surname.
        """
        bare = _bare(called)
        if person := self._person(bare):
            return person
        if " " in bare:
            return bare if bare.count(" ") < _MOST_WORDS else ""
        if not bare or bare.lower() in NO_NAMES or self._is_a_word(bare):
            return ""
        whole = {self._without_first_words(name) for name in self._long if name.rpartition(" ")[2] == bare} - {bare}
        if len(whole) == 1:
            return whole.pop()
        return bare if whole or self._is_english else ""

    def _person(self, name: str) -> str:
        """Return the one of the people that *name* is, or is the surname of."""
        found = [each for each in self._people if name == each or name.endswith(f" {each}")]
        found = found or [each for each in self._people if each.rpartition(" ")[2] == name]
        return found[0] if len(found) == 1 and name else ""

    @cached_property
    def _long(self) -> frozenset[str]:
        found = (_bare(match[0].removesuffix("’s").removesuffix("'s")) for match in RUNS.finditer(self._text))
        return frozenset(name for name in found if " " in name)

    def _without_first_words(self, name: str) -> str:
        """Return *name* without what began its sentence, `Though` or `Afghan`, and was no part of it."""
        first, _, rest = name.partition(" ")
        return self._without_first_words(rest) if rest and self._is_a_word(first) else name

    def _is_a_word(self, name: str) -> bool:
        """Tell whether *name* is a common word that only began a sentence."""
        return name.lower() in self._lower

    @cached_property
    def _lower(self) -> frozenset[str]:
        return frozenset(filter(str.islower, self._words))


def _bare(name: str) -> str:
    """Return *name* without what began its sentence and without titles: of `Ohio Gov. Jane Doe`, two words."""
    words = name.split()
    while words and words[0].lower() in NO_NAMES:
        words = words[1:]
    if words and _is_title(words[-1].lower().rstrip(".")):
        return ""
    titles = [position for position, word in enumerate(words[:-1]) if _is_title(word.lower().rstrip("."))]
    return " ".join(words[titles[-1] + 1 :] if titles else words)


def _is_title(word: str) -> bool:
    last = word.rpartition("-")[2]
    return last in TITLES or last.endswith(TITLE_ENDINGS) or last.removesuffix("in").endswith(TITLE_ENDINGS)
