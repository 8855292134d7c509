"""Places of one article: whether a name means one at all, and which.

names that tables have ─▶ countries and regions that the article names ─▶ likely? ─▶ gazetteer.choose ─▶ Found
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.enrich.entities import gazetteer, tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.gazetteer import Spot
from services.enrich.entities.lexicon import PLACE
from services.enrich.entities.naming import Found
from services.enrich.entities.reading import Mention

_SURE_PEOPLE = 100_000
_REGION_PEOPLE = 1_000_000
_SMALL = 500_000
_TOWN = 5_000
_BEFORE = 40
# Who works there says that it is a body: `analysts at Acme`; a credit, that it is somebody: `Editing by Jane Doe`.
_WORKS_AT = re.compile(
    r"\b(?:CEO|chief executive(?: officer)?|(?:co-?)?founder|chair(?:man|woman)?|vice president|owner"
    r"|(?:analyst|economist|strategist|researcher|scientist|executive|employee|engineer|lecturer|fellow)s?)"
    r" (?:of|at) \Z"
)
_CREDIT = re.compile(
    r"(?:Report(?:ing|ed)|Edit(?:ing|ed)|Writ(?:ing|ten)|Photos?|Compiled|Tested|Reviewed|Words) by \Z"
)


class Places:
    """The places of one article. `countries` are those that it names, by their own name or by their people's."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.found: dict[str, Found] = {}
        self.countries: set[str] = set()
        self._regions: set[str] = set()

    def add(self, mention: Mention, spot: Spot | None = None) -> None:
        name = spot.name if spot else mention.name
        key = (spot.number if spot else "") or name
        if key not in self.found:
            self.found[key] = Found(PLACE, name, spot=spot)
        self.found[key].spans.append((mention.start, mention.end))

    def take(self, mentions: Sequence[Mention]) -> None:
        """Add those of *mentions*, all of names that the tables have, that mean places."""
        spots = {mention.start: gazetteer.candidates(spelled(mention.name)) for mention in mentions}
        for each in spots.values():
            self._note(each)
        best = self._best({mention.name: spots[mention.start] for mention in mentions})
        within: dict[str, tuple[Spot, ...]] = {}
        likely: dict[str, bool] = defaultdict(bool)
        certain: set[int] = set()
        for mention in mentions:
            narrowed = self._within(spots, mention)
            if narrowed:
                within[mention.name] = narrowed
                certain |= {mention.start, mention.end + 2}
            likely[mention.name] |= mention.start in certain or self._is_likely(mention, best[mention.name])
        best |= self._best(within)
        for mention in mentions:
            if likely[mention.name]:
                self.add(mention, best[mention.name])

    def _best(self, spots: Mapping[str, tuple[Spot, ...]]) -> dict[str, Spot]:
        return {name: gazetteer.choose(those, self.countries, self._regions) for name, those in spots.items()}

    def _note(self, spots: tuple[Spot, ...]) -> None:
        country = next((spot.country for spot in spots if spot.kind == "country"), "")
        if country:
            self.countries.add(country)
        elif spots[0].kind == "region":
            self._regions.add(spots[0].country)

    def _within(self, spots: dict[int, tuple[Spot, ...]], mention: Mention) -> tuple[Spot, ...]:
        """Return where *mention* can be by what follows it: `Birmingham, Alabama`; nothing where nothing follows."""
        following = spots.get(mention.end + 2, ())
        if not following or self._text[mention.end : mention.end + 2] != ", ":
            return ()
        regions = {(spot.country, spot.code) for spot in following if spot.kind == "region"}
        countries = {spot.country for spot in following if spot.kind == "country"}
        return tuple(
            spot
            for spot in spots[mention.start]
            if (spot.country, spot.code) in regions or (spot.code and spot.country in countries)
        )

    def _is_likely(self, mention: Mention, best: Spot) -> bool:
        """Tell whether *mention* means a place, and not a family, a word, or a place unheard of."""
        if len(mention.name) == 2 and self._text[max(0, mention.start - 2) : mention.start - 1].isdigit():
            return False  # `500 BC`
        if mention.kind == PLACE or best.kind in {"country", "continent", "own"}:
            return True
        return self._is_town_or_region(mention, best)

    def _is_town_or_region(self, mention: Mention, best: Spot) -> bool:
        name = spelled(mention.name)
        is_here = best.country in self.countries or best.country in self._regions
        is_ordinary, goes_on = name.lower() in tables.words(), self._goes_on(mention, best)
        if not goes_on and self._has_place_around(mention):
            return is_here or best.people >= (_SURE_PEOPLE if is_ordinary else _TOWN)
        if best.kind == "region" and best.people >= _REGION_PEOPLE and name not in tables.given():
            return True
        if is_ordinary or goes_on or name in tables.given() or name in tables.family():
            return best.kind == "capital" and not is_ordinary
        return is_here or best.kind in {"capital", "region"} or best.people >= _SURE_PEOPLE

    def _goes_on(self, mention: Mention, best: Spot) -> bool:
        """Tell whether an unknown name of more words goes on after what may be a small town: `Van Gogh`."""
        after = self._text[mention.end : mention.end + 20]
        word = after[1:].split(" ", 1)[0] if after[:1] == " " else ""
        is_known = word in v.TITLES or word in v.TITLE_PARTS or word in v.HEADS or word in v.OTHER_HEADS
        return best.people < _SMALL and word[:1].isupper() and not is_known

    def _has_place_around(self, mention: Mention) -> bool:
        after = self._text[mention.end : mention.end + 20].lstrip().split(" ", 1)[0].rstrip(".,;:’'")
        return word_before(self._text, mention.start).lower() in v.IN_A_PLACE or after in v.KINDS_OF_PLACE


def word_before(text: str, start: int) -> str:
    """Return the word before *start*, where just a blank is between; empty otherwise."""
    if start < 2 or text[start - 1] != " ":
        return ""
    words = text[max(0, start - 25) : start - 1].replace("\n", " ").rsplit(" ", 1)
    word = words[-1]
    return word if word.isalnum() or word.replace("-", "").isalnum() else ""


def said_before(text: str, start: int) -> str:
    """Return the word before *start*, or one that says what the words before say."""
    word = word_before(text, start)
    if word in {"of", "at", "by"}:
        before = text[max(0, start - _BEFORE) : start]
        return "company" if _WORKS_AT.search(before) else "reporter" if _CREDIT.search(before) else word
    return word


def spelled(name: str) -> str:
    """Return *name* as the tables write it: `NEW DELHI` is New Delhi, and Lindi Region is Lindi."""
    if gazetteer.knows(name):
        return name
    base, _, last = name.rpartition(" ")
    if last in v.REGION_WORDS and gazetteer.knows(base):
        return base
    return name.title() if len(name) > 4 and name.isupper() else name
