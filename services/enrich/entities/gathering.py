"""Gather the mentions of an article into whom and what they name, by what the whole article tells.

text ─▶ mentions line by line ─▶ people, bodies ─▶ words that stand alone: whose surname, whose initials,
     which place (placing.py), or what stands around them (lone.py) ─▶ headlines, by all that is known then
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from services.enrich.entities import gazetteer, tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.lexicon import ORGANIZATION, PERSON, PLACE
from services.enrich.entities.lone import guess
from services.enrich.entities.naming import Bodies, Found, People
from services.enrich.entities.placing import Places, said_before, spelled, word_before
from services.enrich.entities.reading import UNKNOWN, Around, Mention, Reader
from services.enrich.entities.repair import repaired, unread
from services.enrich.entities.runs import Line, lines, runs

_SMALL_WORDS = re.compile(r"[a-z-]+")
_OPENING = 6_000
_MATCH_WORDS = 3
_AFTER = 40


Tell = Callable[[str], Iterable[Mention]]
"""What a model takes for names in a text."""


def find(text: str, tell: Tell | None = None) -> list[Found]:
    """Return whom and what *text* names, in the order of first mention; what no rule tells, *tell* may."""
    return _Gathering(text, tell).found()


class _Gathering:
    def __init__(self, text: str, tell: Tell | None) -> None:
        self._text = text
        self._told = repaired(text, tell(text)) if tell else {}
        self._people = People()
        self._bodies = Bodies(text)
        self._places = Places(text)
        # In a report of a match the name of a town is that of its club.
        self._is_match = len(v.MATCH_WORDS.intersection(_SMALL_WORDS.findall(text[:_OPENING]))) >= _MATCH_WORDS

    def found(self) -> list[Found]:
        every = list(lines(self._text))
        headlines = [line for line in every if line.is_titled]
        mentions = list(self._mentions((line for line in every if not line.is_titled), Reader({})))
        self._add([*mentions, *unread(self._told.values(), mentions, headlines)])
        if headlines:
            told = dict.fromkeys((*self._people.found, *self._people.called), PERSON)
            told |= dict.fromkeys(self._bodies.found, ORGANIZATION)
            self._add(list(self._mentions(headlines, Reader(told, is_titled=True))))
        found = [*self._people.found.values(), *self._bodies.found.values(), *self._places.found.values()]
        for each in found:
            each.spans = sorted(set(each.spans))
        return sorted(found, key=lambda each: each.spans[0])

    def _mentions(self, those: Iterable[Line], reader: Reader) -> Iterator[Mention]:
        demonyms = tables.demonyms()
        for line in those:
            text = _capitalised(self._text, line) if line.is_upper else self._text
            for run in runs(text, line):
                if reader.passes_over(run):
                    continue
                for word in run.words:
                    if word.text in demonyms:
                        self._places.countries.add(demonyms[word.text])
                end = run.words[-1].end
                around = Around(said_before(text, run.words[0].start), text[end : min(line.end, end + _AFTER)])
                yield from reader.read(run, around)

    def _add(self, mentions: Sequence[Mention]) -> None:
        # Full names first, since a surname may come before them: in a headline, or in a caption.
        people = [mention for mention in mentions if mention.kind == PERSON]
        for mention in sorted(people, key=lambda each: " " not in each.name):
            self._people.add(mention.name, mention[:2])
        for mention in mentions:
            if mention.kind == ORGANIZATION:
                self._add_body(mention)
        self._resolve([mention for mention in mentions if mention.kind in {UNKNOWN, PLACE}])

    def _add_body(self, mention: Mention) -> None:
        person = self._people.called.get(mention.name.removesuffix("'s"))
        if person:
            self._people.add(person, mention[:2])  # the author Ford, not the company
        else:
            self._bodies.add(mention.name, mention[:2])

    def _resolve(self, mentions: Iterable[Mention]) -> None:
        """Tell what those are that one word alone doesn't tell, and which places."""
        placed: list[Mention] = []
        rest: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.kind == UNKNOWN and self._is_of_known(mention):
                continue
            if gazetteer.knows(spelled(mention.name)):
                placed.append(mention)
            elif mention.kind == PLACE:
                self._places.add(mention)
            else:
                rest[mention.name].append(mention)
        self._places.take(placed)
        for name, those in rest.items():
            self._take(guess(self._text, name, those) or self._kind_told(those), those)

    def _kind_told(self, mentions: Sequence[Mention]) -> str:
        """Return what the model takes those for, where it does so again and again; once is no evidence."""
        kinds = Counter(told.kind for each in mentions if (told := self._told.get(each.start)) and told.end == each.end)
        kind, times = kinds.most_common(1)[0] if kinds else ("", 0)
        return kind if times > 1 and times * 2 > len(mentions) else ""

    def _take(self, kind: str, mentions: Iterable[Mention]) -> None:
        for mention in mentions if kind else ():
            if kind == PERSON:
                self._people.add(mention.name, mention[:2])
            elif kind == ORGANIZATION:
                self._bodies.add(mention.name, mention[:2])
            else:
                self._places.add(mention)

    def _is_of_known(self, mention: Mention) -> bool:
        """Tell whether *mention* is somebody's surname or a body's short name, and count it there."""
        name = mention.name
        person = self._people.named(name)
        is_in = word_before(self._text, mention.start).lower() in v.SURELY_IN
        if is_in and gazetteer.knows(spelled(name)) and not (person and self._is_owner_in_a_town(mention)):
            return False
        if person:
            self._people.add(person, mention[:2])
            return True
        body = self._bodies.named(name) or (name if self._is_match and name in tables.clubs() else "")
        if body:
            self._bodies.add(body, mention[:2])
        return bool(body)

    def _is_owner_in_a_town(self, mention: Mention) -> bool:
        """Tell whether `in Navarro’s case` may be of somebody: of no country, and of no capital."""
        own = self._text[mention.end : mention.end + 2] in {"’s", "'s"}
        return own and gazetteer.candidates(spelled(mention.name))[0].kind == "town"


def _capitalised(text: str, line: Line) -> str:
    """Return *text* with capitals in *line* at the beginnings of words alone; everything stays where it is."""
    titled = text[line.start : line.end].title()
    return text[: line.start] + titled + text[line.end :] if len(titled) == line.end - line.start else text
