"""Read one run of words in capitals: which names stand in it, and of what kind.

Run ─▶ known names, bodies by their heads (`… Council`, `Bank of …`), people by title, given name or role
    ─▶ Mention; UNKNOWN where one word alone doesn't tell (gathering.py has the whole article to tell by)
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from services.enrich.entities import persons, tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.bodies import ADJACENT, body_end, defined_from
from services.enrich.entities.ends import land_end, past_titles
from services.enrich.entities.lexicon import ORGANIZATION, OTHER, PERSON, PLACE, lexicon
from services.enrich.entities.runs import Run, Word

UNKNOWN = "unknown"


class Mention(NamedTuple):
    """One name in the text, and where it stands; UNKNOWN: one word that only the rest of the article can tell."""

    start: int
    end: int
    kind: str
    name: str


Step = tuple[Mention | None, int]
"""What was read, if it is something, and where to go on."""


class Around(NamedTuple):
    """What stands around a run: the word before it, and what follows."""

    before: str
    after: str


class _Here(NamedTuple):
    """A place in a run: what name is known to begin there, where that ends, and who was spoken of before."""

    words: tuple[Word, ...]
    at: int
    role: str
    after: str
    kind: str
    end: int
    is_opening: bool


class Reader:
    """Reads runs of one article. `told` are names that it told already, with their kind; `is_titled`: of a headline."""

    def __init__(self, told: Mapping[str, str], *, is_titled: bool = False) -> None:
        self._told = told
        self._is_titled = is_titled
        self._given, self._ordinary = tables.given(), tables.words()
        self._lexicon = lexicon()
        # A body has two words at least, and so has land that says so.
        self._attempts_at_end = (self._titled_here, self._known_here, self._person_here)
        self._attempts = (
            self._body_here,
            self._titled_here,
            self._land_here,
            self._known_here,
            self._firm_here,
            self._person_here,
        )

    def passes_over(self, run: Run) -> bool:
        """Tell whether *run* is `The` at the start of a sentence, as every fourth is."""
        return len(run.words) == 1 and run.words[0].text in v.FUNCTION and (run.is_opening or self._is_titled)

    def read(self, run: Run, around: Around) -> Iterator[Mention]:
        """Yield what *run* names, in order."""
        words = run.words
        defined = defined_from(words, around.after)
        called = self._called(run, around.before)
        if called:
            yield called
            return
        yield from self._read(words[:defined], run, around)
        if defined < len(words):
            yield _mention(ORGANIZATION, words, defined, len(words))

    def _read(self, words: tuple[Word, ...], run: Run, around: Around) -> Iterator[Mention]:
        first = at = 0 if persons.is_role(around.before) else self._first(words, run)
        while at < len(words):
            kind, end = self._lexicon.known(words, at, self._told)
            role = around.before if at == first == 0 else ""
            is_opening = self._is_titled or (run.is_opening and at == 0)
            after = around.after if len(words) == len(run.words) else ""
            mention, at = self._next(_Here(words, at, role, after, kind, end, is_opening))
            if mention:
                yield mention

    def _called(self, run: Run, before: str) -> Mention | None:
        """Return what the word before says that all of *run* is: `the charity Safe Hands`, `the town Van Vieng`."""
        kind = ORGANIZATION if before in v.BODY_BEFORE else PLACE if before in v.PLACES_OF else ""
        if not kind or run.is_opening:
            return None
        words = run.words
        is_one = all(word.joint in ADJACENT for word in words[1:]) and len(words) < 4
        if not is_one or any(word.text in v.TITLES for word in words):
            return None
        known, end = self._lexicon.known(words, 0, self._told)
        if (known and (known, kind) != (PLACE, PLACE)) or end == len(words):
            return None
        return _mention(kind, words, 0, len(words))

    def _first(self, words: tuple[Word, ...], run: Run) -> int:
        """Return where a name may begin: not with `But`, which has its capital from the sentence."""
        at = 0
        if run.is_opening or self._is_titled:
            while at < len(words) and words[at].text in v.FUNCTION and not self._begins_known(words, at):
                at += 1
        return at

    def _begins_known(self, words: tuple[Word, ...], at: int) -> bool:
        return self._lexicon.known(words, at, self._told)[1] > at + 1

    def _next(self, here: _Here) -> Step:
        for attempt in self._attempts if here.at + 1 < len(here.words) else self._attempts_at_end:
            step = attempt(here)
            if step:
                return step
        return self._lone(here)

    def _body_here(self, here: _Here) -> Step | None:
        body = here.at if self._is_titled else body_end(here.words, here.at)
        return (_mention(ORGANIZATION, here.words, here.at, body), body) if body > max(here.end, here.at + 1) else None

    def _titled_here(self, here: _Here) -> Step | None:
        words = here.words
        end = past_titles(words, here.at)
        if end == here.at or end < here.end or (end == len(words) and here.kind):
            return None
        if end == len(words) or words[end].joint not in {" ", " the "}:
            return None, end
        kind, known_end = self._lexicon.known(words, end, self._told)
        if kind in {OTHER, ORGANIZATION}:
            return None, end
        title = words[end - 1].text
        person = self._person(here._replace(at=end, role=title, kind=kind, end=known_end))
        if not person:
            return None, end
        is_regnal = title in v.REGNAL and persons.core_end(words, end, person) == end + 1
        return _mention(PERSON, words, end - is_regnal, person), person

    def _land_here(self, here: _Here) -> Step | None:
        words, at = here.words, here.at
        if words[at].text in v.OTHER_OPENERS and here.end <= at + 1 < len(words):
            return None, len(words)
        land = 0 if self._is_titled else land_end(words, at)
        return (_mention(PLACE, words, at, land), land) if land > here.end else None

    def _known_here(self, here: _Here) -> Step | None:
        words, at, end, kind = here.words, here.at, here.end, here.kind
        if not kind or kind == OTHER:
            return (None, end) if kind else None
        is_one = end == at + 1
        if kind == PLACE and is_one:
            person = self._person(here, may_be_place=True)
            if person > end:
                return _mention(PERSON, words, at, person), person
        following = words[end] if end < len(words) else None
        if following and following.joint in ADJACENT and following.text in v.OTHER_HEADS and kind != ORGANIZATION:
            return None, end + 1  # `Paris Agreement`, `London Bridge`
        if kind == PLACE and is_one:
            return _mention(UNKNOWN, words, at, end), end
        is_vague = here.is_opening and not words[at].text.isupper() and words[at].text.lower() in self._ordinary
        if kind == ORGANIZATION and is_one and is_vague:
            return None, end  # `Target`, at the start of a sentence
        return _mention(kind, words, at, end), end

    def _firm_here(self, here: _Here) -> Step | None:
        """Read `Frost & Sullivan`, but neither `Harry & Meghan` nor `Health & Safety`."""
        words, at = here.words, here.at
        if self._is_titled or at + 1 == len(words) or words[at + 1].joint != " & ":
            return None
        pair = [words[at].text, words[at + 1].text]
        if all(map(self._given.__contains__, pair)) or all(each.lower() in self._ordinary for each in pair):
            return None
        return _mention(ORGANIZATION, words, at, at + 2), at + 2

    def _person_here(self, here: _Here) -> Step | None:
        person = self._person(here)
        return (_mention(PERSON, here.words, here.at, person), person) if person else None

    def _person(self, here: _Here, *, may_be_place: bool = False) -> int:
        """Return the end of a person's name that begins *here*; 0 where there is none."""
        words, at, role = here.words, here.at, here.role
        is_called = role in v.TITLES or persons.is_role(role)
        first = words[at].text
        end = persons.name_end(words, at)
        core = persons.core_end(words, at, end)
        if persons.parts(words[at:core]) == 1:
            if core < end and first in self._given:
                return end  # `Elizabeth II`
            is_name = first in self._given or first.lower() not in self._ordinary
            is_named = is_called and (is_name or role in v.TITLES)
            return end if is_named and first not in v.HEADS and not may_be_place else 0
        if first in v.FUNCTION and not (is_called and first in v.ALSO_GIVEN):
            return 0
        after = here.after if end == len(words) else ""
        score = persons.evidence(words[at:core], is_at_start=here.is_opening, after=after)
        score += 2 if is_called else 1 if role in v.SAYS else 0
        if may_be_place:
            # `Chad`, which is a word, a country and a name.
            least = 2 if words[end - 1].text.lower() in self._ordinary else 1
            return end if score >= least and first in self._given else 0
        return end if score > (1 if self._is_titled else 0) else 0

    def _lone(self, here: _Here) -> Step:
        """Leave one word to the whole article; of several that tell nothing, each."""
        text = here.words[here.at].text
        is_initials = text.isupper() and len(text) > 1 and not self._is_titled
        is_vague = here.is_opening and not is_initials and text.lower() in self._ordinary
        if text in v.FUNCTION or text in v.TITLES or is_vague:
            return None, here.at + 1
        return _mention(UNKNOWN, here.words, here.at, here.at + 1), here.at + 1


def _mention(kind: str, words: tuple[Word, ...], at: int, end: int) -> Mention:
    name = words[at].text + "".join([word.joint + word.text for word in words[at + 1 : end]])
    return Mention(words[at].start, words[end - 1].end, kind, name)
