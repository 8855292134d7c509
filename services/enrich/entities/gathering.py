"""Gather the mentions of an article into who and what they name, by what the whole article tells.

text ─▶ mentions line by line, headlines last ─▶ people (surnames are theirs) ─▶ organizations (and their initials)
     ─▶ places (which one: gazetteer.py) ─▶ words that stand alone, by all of these
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from services.enrich.entities import gazetteer, tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.gazetteer import Spot
from services.enrich.entities.reading import (
    ORGANIZATION,
    PERSON,
    PLACE,
    UNKNOWN,
    Around,
    Mention,
    Reader,
)
from services.enrich.entities.runs import Line, Run, lines, runs

_BEFORE = re.compile(r"([\w-]+) $")
_KIND_OF = re.compile(r"(\w+) of $")
_SURE_PEOPLE = 100_000
_MOST_RUNS = 20_000


@dataclass(slots=True)
class Found:
    """One person, organization or place of an article, and where it is mentioned."""

    kind: str
    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    spot: Spot | None = None


def find(text: str) -> list[Found]:
    """Return who and what *text* names, in the order of first mention; its headline is its first line."""
    return _Article(text).found()


class _Article:
    def __init__(self, text: str) -> None:
        self.text = text
        self.countries: Counter[str] = Counter()
        self.regions: Counter[str] = Counter()
        self.people: dict[str, Found] = {}
        self.called: dict[str, str] = {}
        self.bodies: dict[str, Found] = {}
        self.short: dict[str, str] = {}
        self.places: dict[str, Found] = {}
        self.is_match = len(set(re.findall(r"[a-z-]+", text[:6000])) & v.MATCH_WORDS) >= 3

    def found(self) -> list[Found]:
        all_lines = list(lines(self.text))
        mentions = list(self._mentions([line for line in all_lines if not line.is_titled], {}))
        self._add_people(mention for mention in mentions if mention.kind == PERSON)
        self._add_bodies(mention for mention in mentions if mention.kind == ORGANIZATION)
        unknown = [mention for mention in mentions if mention.kind in {UNKNOWN, PLACE}]
        self._resolve(unknown)
        headlines = [line for line in all_lines if line.is_titled]
        if headlines:
            self._read_headlines(headlines)
        every = [*self.people.values(), *self.bodies.values(), *self.places.values()]
        every = [each for each in every if each.spans]
        for each in every:
            each.spans = sorted(set(each.spans))
        return sorted(every, key=lambda each: each.spans[0])

    def _mentions(self, those: Iterable[Line], known: dict[str, str], *, is_titled: bool = False) -> Iterator[Mention]:
        reader = Reader(known, is_titled=is_titled)
        demonyms = tables.demonyms()
        for line in those:
            text = _capitalised(self.text, line) if line.is_upper else self.text
            for run in runs(text, line):
                for word in run.words:
                    if word.text in demonyms:
                        self.countries[demonyms[word.text]] += 1
                yield from reader.read(run, self._around(run, line))

    def _around(self, run: Run, line: Line) -> Around:
        start, end = run.words[0].start, run.words[-1].end
        before = _BEFORE.search(self.text, max(line.start, start - 25), start)
        return Around(before[1] if before else "", self.text[end : min(line.end, end + 40)])

    # People

    def _add_people(self, mentions: Iterable[Mention]) -> None:
        mentions = list(mentions)
        for mention in sorted(mentions, key=lambda each: (" " not in each.name, each.start)):
            name = self._person_named(mention.name)
            if name:
                self.people[name].spans.append((mention.start, mention.end))
                continue
            self.people[mention.name] = Found(PERSON, mention.name, [(mention.start, mention.end)])
            self._note_names(mention.name)

    def _person_named(self, name: str) -> str:
        """Return the person that *name* may stand for: the same, the surname, or with another middle name."""
        if name in self.people:
            return name
        if name in self.called:
            return self.called[name]
        first, _, rest = name.partition(" ")
        last = rest.rpartition(" ")[2]
        for other in self.people if rest else ():
            if other.startswith(f"{first} ") and other.endswith(f" {last}"):
                return other
        return ""

    def _note_names(self, name: str) -> None:
        parts = name.split(" ")
        while len(parts) > 1 and parts[-1] in v.SUFFIXES:
            parts.pop()
        for at in range(1, len(parts)):
            self.called.setdefault(" ".join(parts[at:]), name)
        if len(parts) > 1 and parts[0].lower() not in v.PARTICLES:
            known = self.called.get(parts[0])
            if known is None:
                self.called[parts[0]] = name

    # Organizations

    def _add_bodies(self, mentions: Iterable[Mention]) -> None:
        for mention in mentions:
            self._add_body(mention.name, mention.start, mention.end)

    def _add_body(self, name: str, start: int, end: int) -> None:
        known = tables.organizations().get(name)
        shown = known or self._body_named(name) or name
        if shown not in self.bodies:
            self.bodies[shown] = Found(ORGANIZATION, shown)
            self._note_initials(shown, name)
        self.bodies[shown].spans.append((start, end))
        defined = re.match(r" \(([A-Z][\w&-]{1,9})\)", self.text[end : end + 14])
        if defined:
            self.short[defined[1]] = shown

    def _body_named(self, name: str) -> str:
        if name in self.bodies:
            return name
        for other in self.bodies:
            if other.startswith(f"{name} ") or other.endswith(f" {name}"):
                return other
        return self.short.get(name, "")

    def _note_initials(self, shown: str, name: str) -> None:
        capitals = [word[0] for word in re.split(r"[ -]", name) if word[:1].isupper()]
        if len(capitals) > 1:
            self.short.setdefault("".join(capitals), shown)

    # What stands alone, and places

    def _resolve(self, unknown: list[Mention]) -> None:
        rest: dict[str, list[Mention]] = defaultdict(list)
        placed: list[Mention] = []
        for mention in unknown:
            if mention.kind == UNKNOWN and self._is_of_known(mention):
                continue
            if self._is_known_place(mention.name):
                placed.append(mention)
            elif mention.kind == PLACE:
                self._add_place(mention, None)
            else:
                rest[mention.name].append(mention)
        self._place(placed)
        for name, mentions in rest.items():
            self._judge(name, mentions)

    def _is_known_place(self, name: str) -> bool:
        return gazetteer.knows(_spelled(name))

    def _is_of_known(self, mention: Mention) -> bool:
        """Tell whether *mention* is somebody's surname or a body's short name, and count it there."""
        name, span = mention.name, (mention.start, mention.end)
        is_in = self._is_in_a_place(mention)
        person = self.called.get(name) or (name if name in self.people else "")
        if person and not (is_in and self._is_known_place(name)):
            self.people[person].spans.append(span)
            return True
        body = self.short.get(name) or (name if name in self.bodies else "")
        if not body and self.is_match and not is_in and name in tables.clubs():
            body = name
        if body:
            self._add_body(body, *span)
            return True
        return False

    def _is_in_a_place(self, mention: Mention) -> bool:
        before = _BEFORE.search(self.text, max(0, mention.start - 15), mention.start)
        return bool(before and before[1].lower() in v.SURELY_IN)

    def _place(self, mentions: list[Mention]) -> None:
        """Take those of *mentions* that are places; first countries, since they tell which town is meant."""
        spots = [gazetteer.candidates(_spelled(mention.name)) for mention in mentions]
        for each in spots:
            countries = [spot for spot in each if spot.kind == "country"]
            if countries:
                self.countries[countries[0].country] += 1
            elif each[0].kind == "region":
                self.regions[each[0].country] += 1
        by_start = {mention.start: each for mention, each in zip(mentions, spots, strict=True)}
        likely: dict[str, bool] = defaultdict(bool)
        within: dict[str, tuple[Spot, ...]] = {}
        for mention, each in zip(mentions, spots, strict=True):
            narrowed = self._within(each, by_start, mention)
            if narrowed:
                within[mention.name] = narrowed
            likely[mention.name] |= bool(narrowed) or self._is_likely(mention, each)
        for mention, each in zip(mentions, spots, strict=True):
            if likely[mention.name]:
                spot = gazetteer.choose(within.get(mention.name, each), self.countries, self.regions)
                self._add_place(mention, spot)

    def _within(
        self, spots: tuple[Spot, ...], by_start: dict[int, tuple[Spot, ...]], mention: Mention
    ) -> tuple[Spot, ...]:
        """Return those of *spots* that lie in what follows: `Birmingham, Alabama`."""
        if self.text[mention.end : mention.end + 2] != ", ":
            return ()
        around = {(spot.country, spot.code) for spot in by_start.get(mention.end + 2, ()) if spot.kind == "region"}
        countries = {spot.country for spot in by_start.get(mention.end + 2, ()) if spot.kind == "country"}
        return tuple(
            spot for spot in spots if (spot.country, spot.code) in around or (spot.country in countries and spot.code)
        )

    def _is_likely(self, mention: Mention, spots: tuple[Spot, ...]) -> bool:
        """Tell whether *mention* means a place at all, and not a family, a word, or something unheard of."""
        name = mention.name
        if mention.kind == PLACE:
            return True
        best = spots[0] if len(spots) == 1 else gazetteer.choose(spots, self.countries, self.regions)
        if best.kind in {"country", "continent", "own"}:
            return True
        spelled = _spelled(name)
        is_ambiguous = spelled in tables.given() or spelled in tables.family() or spelled.lower() in tables.words()
        if self._has_place_around(mention):
            return best.people >= 5_000 or best.country in self.countries
        if is_ambiguous:
            return best.kind == "capital" and spelled.lower() not in tables.words()
        return best.kind in {"capital", "region"} or best.people >= _SURE_PEOPLE or best.country in self.countries

    def _has_place_around(self, mention: Mention) -> bool:
        before = _BEFORE.search(self.text, max(0, mention.start - 15), mention.start)
        if before and before[1].lower() in v.IN_A_PLACE:
            return True
        after = self.text[mention.end : mention.end + 20].lstrip().split(" ", 1)[0].rstrip(".,;:’'")
        return after in v.KINDS_OF_PLACE

    def _add_place(self, mention: Mention, spot: Spot | None) -> None:
        name = spot.name if spot else mention.name
        key = spot.number or name if spot else name
        if key not in self.places:
            self.places[key] = Found(PLACE, name, spot=spot)
        self.places[key].spans.append((mention.start, mention.end))

    def _judge(self, name: str, mentions: list[Mention]) -> None:
        """Take a word that no table knows for what it is most like; for nothing where little speaks."""
        kind = self._guess(name, mentions)
        for mention in mentions if kind else ():
            if kind == PERSON:
                self.people.setdefault(name, Found(PERSON, name)).spans.append((mention.start, mention.end))
            elif kind == ORGANIZATION:
                self._add_body(name, mention.start, mention.end)
            else:
                self._add_place(mention, None)

    def _guess(self, name: str, mentions: list[Mention]) -> str:
        if name.lower() in tables.words() or len(name) < 3:
            return ""
        around = [self._cues(mention) for mention in mentions]
        cues = Counter(cue for each in around for cue in each)
        if name.isupper():
            return ORGANIZATION if len(mentions) > 1 or cues[ORGANIZATION] else ""
        if cues[PLACE] and cues[PLACE] >= cues[ORGANIZATION]:
            return PLACE
        if cues[ORGANIZATION] > cues[PERSON]:
            return ORGANIZATION
        is_name = name in tables.given() or name in tables.family()
        if (cues[PERSON] and (is_name or len(mentions) > 1)) or (is_name and len(mentions) > 2):
            return PERSON
        return ""

    def _cues(self, mention: Mention) -> list[str]:
        cues = []
        before = _BEFORE.search(self.text, max(0, mention.start - 25), mention.start)
        said = before[1] if before else ""
        after = self.text[mention.end : mention.end + 30].split("\n")[0]
        next_word = after.removeprefix("’s").removeprefix("'s").lstrip(" ,").split(" ", 1)[0].rstrip(".,;:")
        if next_word in v.KINDS_OF_PLACE or said in {"near", "in"}:
            cues.append(PLACE)
        of = _KIND_OF.search(self.text, max(0, mention.start - 25), mention.start)
        if of and of[1].lower() in v.PLACES_OF:
            cues.append(PLACE)
        if said in v.BODY_BEFORE or (next_word in v.BODY_CUES and after[:1] in "’' "):
            cues.append(ORGANIZATION)
        if said in v.ROLES or next_word in v.DEEDS or re.match(r", \d\d[,.]", after):
            cues.append(PERSON)
        return cues

    # Headlines

    def _read_headlines(self, headlines: list[Line]) -> None:
        known = dict.fromkeys((*self.people, *self.called), PERSON) | dict.fromkeys(self.bodies, ORGANIZATION)
        mentions = list(self._mentions(headlines, known, is_titled=True))
        self._add_people(mention for mention in mentions if mention.kind == PERSON)
        self._add_bodies(mention for mention in mentions if mention.kind == ORGANIZATION)
        self._resolve([mention for mention in mentions if mention.kind in {UNKNOWN, PLACE}])


def _spelled(name: str) -> str:
    """Return *name* as the tables write it: `NEW DELHI` is New Delhi."""
    return name.title() if len(name) > 4 and name.isupper() and not gazetteer.knows(name) else name


def _capitalised(text: str, line: Line) -> str:
    """Return *text* with capitals in *line* at the beginnings of words alone; everything stays where it is."""
    titled = text[line.start : line.end].title()
    return text[: line.start] + titled + text[line.end :] if len(titled) == line.end - line.start else text
