"""Read one run of words in capitals: which names stand in it, and of what kind.

Run ─▶ known names, bodies by their heads (`… Council`, `Bank of …`), people by title, given name or role
    ─▶ Mention, or a Hint where one word alone doesn't tell (gathering.py has the whole article to tell by)
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from services.enrich.entities import gazetteer, tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.runs import Run, Word

PERSON, ORGANIZATION, PLACE, OTHER, UNKNOWN = "person", "organization", "place", "other", "unknown"
_LONGEST_NAME = 6
_ADJACENT = frozenset({" ", "-", "‑", " & "})
_LINKS = frozenset({" of ", " of the ", " for ", " for the ", " and ", " and the ", " on ", " on the ", " the ", " & "})
_AND = frozenset({" and ", " and the "})


class Mention(NamedTuple):
    """One name in the text. UNKNOWN: a word that only the rest of the article can tell; `is_sure` else."""

    start: int
    end: int
    kind: str
    name: str
    is_sure: bool = True


Step = tuple[Mention | None, int]
"""What was read, if it is something, and where to go on."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a run: the word before it in small letters, and what follows."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Here:
    """A place in a run: what name is known to begin there, where that ends, and who was spoken of before."""

    run: Run
    at: int
    role: str
    after: str
    kind: str
    end: int

    @property
    def words(self) -> tuple[Word, ...]:
        return self.run.words


class Reader:
    """Reads the runs of one article. `known` are names the article told already (for headlines), with their kind."""

    def __init__(self, known: Mapping[str, str], *, is_titled: bool = False) -> None:
        self._known = known
        self._is_titled = is_titled
        self._given, self._family, self._ordinary = tables.given(), tables.family(), tables.words()
        self._organizations, self._others, self._demonyms = tables.organizations(), tables.others(), tables.demonyms()

    def read(self, run: Run, around: Around) -> Iterator[Mention]:
        """Yield what *run* names, in order."""
        defined = _defined(run.words, around.after)
        if defined < len(run.words):
            yield from self.read(replace(run, words=run.words[:defined]), replace(around, after="")) if defined else ()
            yield self._mention(ORGANIZATION, run.words, defined, len(run.words))
            return
        words = run.words
        at = self._first(run)
        role = around.before if at == 0 else ""
        while at < len(words):
            mention, at = self._next(run, at, role, around.after)
            role = ""
            if mention:
                yield mention

    def _first(self, run: Run) -> int:
        """Return where the name may begin: not with `But`, which has its capital from the sentence."""
        at = 0
        if run.is_opening or self._is_titled:
            while at < len(run.words) and run.words[at].text in v.FUNCTION and not self._starts_known(run.words, at):
                at += 1
        return at

    def _starts_known(self, words: tuple[Word, ...], at: int) -> bool:
        return self._longest(words, at)[1] > at + 1

    def _next(self, run: Run, at: int, role: str, after: str) -> Step:
        kind, end = self._longest(run.words, at)
        here = _Here(run, at, role, after, kind, end)
        for attempt in (self._body_here, self._titled_here, self._known_here, self._land_here, self._person_here):
            step = attempt(here)
            if step:
                return step
        return self._lone(run, at)

    def _body_here(self, here: _Here) -> Step | None:
        body = self._body(here.run, here.at)
        if body > max(here.end, here.at + 1) or (here.at < body == here.end and here.kind == PLACE):
            return self._mention(ORGANIZATION, here.words, here.at, body), body
        return None

    def _titled_here(self, here: _Here) -> Step | None:
        titled = self._past_titles(here.words, here.at)
        if titled > here.at and (titled < len(here.words) or not here.kind):
            return self._titled(here.run, titled, here.after)
        return None

    def _known_here(self, here: _Here) -> Step | None:
        if here.kind == PLACE and here.end == here.at + 1:
            person = self._person(here, may_be_place=True)
            if person > here.end:
                return self._mention(PERSON, here.words, here.at, person), person
        return self._of_known(here) if here.kind else None

    def _of_known(self, here: _Here) -> Step:
        words, at, end, kind = here.words, here.at, here.end, here.kind
        if kind == OTHER:
            return None, end
        following = words[end] if end < len(words) else None
        if following and following.joint in _ADJACENT and following.text in v.OTHER_HEADS and kind != ORGANIZATION:
            return None, end + 1  # `Paris Agreement`, `London Bridge`
        is_one = end == at + 1
        if kind == PLACE and is_one:
            return self._mention(UNKNOWN, words, at, end), end
        is_ordinary = words[at].text.lower() in self._ordinary
        if kind == ORGANIZATION and is_one and is_ordinary and self._is_vague(here.run, at):
            return None, end
        return self._mention(kind, words, at, end), end

    def _land_here(self, here: _Here) -> Step | None:
        words = here.words
        if words[here.at].text in v.OTHER_OPENERS and here.at + 1 < len(words):
            return None, len(words)
        land = self._land(words, here.at)
        return (self._mention(PLACE, words, here.at, land), land) if land else None

    def _person_here(self, here: _Here) -> Step | None:
        person = self._person(here)
        return (self._mention(PERSON, here.words, here.at, person), person) if person else None

    def _is_vague(self, run: Run, at: int) -> bool:
        """Tell whether a capital means nothing for an ordinary word: `Target`, `Visa` at a sentence's start."""
        return self._is_titled or (run.is_opening and at == 0 and not run.is_possessive)

    def _longest(self, words: tuple[Word, ...], at: int) -> tuple[str, int]:
        """Return kind and end of the longest known name that begins at *at*."""
        best = ("", at)
        name = ""
        for end in range(at, min(len(words), at + _LONGEST_NAME)):
            name += (words[end].joint if end > at else "") + words[end].text
            kind = self._kind(name)
            if kind:
                best = (kind, end + 1)
        return best

    def _kind(self, name: str) -> str:
        if name in self._known:
            return self._known[name]
        if name in self._others or name in self._demonyms:
            return OTHER if name not in self._organizations or name in self._others else ORGANIZATION
        if name in self._organizations:
            return ORGANIZATION
        is_place = gazetteer.knows(name) or (len(name) > 4 and name.isupper() and gazetteer.knows(name.title()))
        return PLACE if is_place else ""

    def _body(self, run: Run, at: int) -> int:
        """Return where a body that begins at *at* ends, by its head; *at* itself where none does."""
        if self._is_titled or run.words[at].text in v.FUNCTION or run.words[at].text in v.TITLES:
            return at
        words = run.words
        head = -1
        is_open = False
        end = at
        for index in range(at, len(words)):
            word = words[index]
            if index > at and word.joint not in _ADJACENT:
                if (
                    word.joint not in _LINKS
                    or head < 0
                    or not (is_open or (words[head].text in v.OPEN_HEADS and head == index - 1))
                ):
                    break
                if word.joint in _AND and not is_open:
                    break
                is_open = True
            if word.text in v.TITLES and index > at and not is_open:
                break
            if word.text in v.HEADS or (word.text in v.OPEN_HEADS):
                head, end = index, index + 1
            elif is_open:
                end = index + 1
        if head < 0 or (end == at + 1):
            return at
        return end if self._is_body(run, at, end) else at

    def _is_body(self, run: Run, at: int, end: int) -> bool:
        words = run.words
        if end < len(words) and words[end].joint in _ADJACENT and words[end].text in v.OTHER_HEADS:
            return False
        return not (words[at].text in self._others and end - at == 2)

    def _past_titles(self, words: tuple[Word, ...], at: int) -> int:
        """Return the end of the titles that begin at *at*: `Deputy Foreign Minister`; *at* where there is none."""
        end = at
        for index in range(at, len(words)):
            text = words[index].text
            if text in v.TITLES:
                end = index + 1
            elif text not in v.TITLE_PARTS:
                break
        return end

    def _titled(self, run: Run, at: int, after: str) -> Step:
        """Read what follows titles that end at *at*."""
        words = run.words
        if at >= len(words) or words[at].joint not in {" ", " the "}:
            return None, at
        kind, end = self._longest(words, at)
        if kind in {OTHER, ORGANIZATION}:
            return None, at
        person = self._person(_Here(run, at, words[at - 1].text, after, kind, end))
        return (self._mention(PERSON, words, at, person), person) if person else (None, at)

    def _land(self, words: tuple[Word, ...], at: int) -> int:
        """Return the end of a place that says so: `Lake Malawi`, `Whistlers Mountain`; 0 where none does."""
        if self._is_titled:
            return 0
        if words[at].text in v.LAND_FIRST and at + 1 < len(words) and words[at + 1].joint in {" ", " of "}:
            return at + 2
        for end in (at + 1, at + 2):
            if end < len(words) and words[end].joint == " " and words[end].text in v.LAND:
                return end + 1
        return 0

    def _person(self, here: _Here, *, may_be_place: bool = False) -> int:
        """Return the end of a person's name that begins *here*; 0 where there is none."""
        words, at, role = here.words, here.at, here.role
        first = words[at].text
        end = self._name_end(words, at)
        count = 1 + sum(1 for word in words[at + 1 : end] if word.joint not in {"-", "‑"})
        if count == 1:
            is_called = role in v.TITLES or (role in v.ROLES and first.lower() not in self._ordinary)
            return end if is_called and first not in v.HEADS and not may_be_place else 0
        score = self._evidence(here.run, at, end, here.after) + (2 if role in v.TITLES or role in v.ROLES else 0)
        if may_be_place:
            return end if score >= 2 and first in self._given else 0
        return end if score >= 1 else 0

    def _name_end(self, words: tuple[Word, ...], at: int) -> int:
        end = at + 1
        while end < len(words) and end - at < 5:
            word = words[end]
            particle = word.joint.strip() in v.PARTICLES
            if not (particle or word.joint in {" ", "-", "‑"}):
                break
            text = word.text
            if text in v.TITLES or text in v.FUNCTION or text in self._demonyms:
                break
            if word.joint == " " and (text in v.OTHER_HEADS or text in v.LAND) and text not in self._family:
                break
            end += 1
        return end

    def _evidence(self, run: Run, at: int, end: int, after: str) -> int:
        """Return how much speaks for a person: above zero it is one."""
        words = run.words
        first, last = words[at].text, words[end - 1].text
        is_first_ordinary, is_last_ordinary = first.lower() in self._ordinary, last.lower() in self._ordinary
        score = 2 if first in self._given else 0
        score += 1 if last in self._family else 0
        score += 2 if any(len(word.text) == 2 and word.text[1] == "." for word in words[at:end]) else 0
        if not is_first_ordinary and not is_last_ordinary:
            score += 1
        if is_first_ordinary:
            score -= 1 if first in self._given else 3
        if is_last_ordinary and last not in self._family:
            score -= 2
        if (run.is_opening and at == 0 and is_first_ordinary) or self._is_titled:
            score -= 1
        if first.isupper() and len(first) > 1 and not self._is_titled:
            score -= 2
        if last in v.HEADS or last in v.OTHER_HEADS:
            score -= 2
        if end == len(words):
            score += _said(after)
        return score

    def _lone(self, run: Run, at: int) -> Step:
        """Leave one word to the whole article; of several that tell nothing, each."""
        word = run.words[at]
        is_vague = (run.is_opening and at == 0) or self._is_titled
        if word.text in v.FUNCTION or word.text in v.TITLES or (is_vague and word.text.lower() in self._ordinary):
            return None, at + 1
        return self._mention(UNKNOWN, run.words, at, at + 1), at + 1

    def _mention(self, kind: str, words: tuple[Word, ...], at: int, end: int) -> Mention:
        name = words[at].text + "".join(word.joint + word.text for word in words[at + 1 : end])
        return Mention(words[at].start, words[end - 1].end, kind, name, is_sure=kind != UNKNOWN)


_DEFINITION = re.compile(r" \(([A-Z][A-Za-z]{1,8})[),;]")


def _defined(words: tuple[Word, ...], after: str) -> int:
    """Return where the body begins that what follows abbreviates, `… Records Bureau (NCRB)`; past the end if none."""
    match = _DEFINITION.match(after)
    if match:
        letters = match[1].upper()
        for start in range(len(words) - 1):
            initials = "".join(word.text[0] for word in words[start:])
            if initials == letters or (len(letters) > 2 and initials in (letters[:-1], letters[1:])):
                return start
    return len(words)


def _said(after: str) -> int:
    """Return how much what follows speaks for a person: an age, or what people do."""
    if after.startswith(", ") and after[2:4].isdigit() and after[4:5] in {",", "."}:
        return 3
    verb = after.removeprefix("’s").lstrip(" ,").split(" ", 1)[0].rstrip(",.")
    return 1 if verb in v.DEEDS else 0
