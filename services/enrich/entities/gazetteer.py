"""Tell which place a name means: by what else the article names, then by how many people live there.

    name ─▶ candidates (GeoNames' tables, and names that they lack) ─▶ choose ─▶ Spot

A reader in London and one in Tyneside mean two places by Washington; an article tells by its countries.
"""

import math
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from services.enrich.entities import tables

GEONAMES = "https://sws.geonames.org/"
_OWN = "own"
# In powers of ten of people. A country is meant before a state of its name, a capital before another town.
_BONUS = {"country": 3.0, "continent": 3.0, "capital": 2.0, _OWN: 4.0, "region": 0.0, "town": 0.0}
_IN_A_NAMED_COUNTRY = {"town": 2.5, "capital": 2.5, "region": 1.5}
_AMONG_ITS_REGIONS = 2.0
_REMEMBERED = 2_000
"""How many names' places are kept read: most of those that one day's news names."""


class Spot(NamedTuple):
    """One place on the map. `number` is GeoNames' id, or empty; `code` is its first-level region."""

    name: str
    kind: str
    number: str
    country: str
    code: str
    people: int
    lat: float
    lon: float

    @property
    def uri(self) -> str:
        return f"{GEONAMES}{self.number}/" if self.number else ""


@lru_cache(_REMEMBERED)
def candidates(name: str) -> tuple[Spot, ...]:
    """Return the places of that name, the largest first; none where the tables have none."""
    named, lines = _index()
    name = named.get(name, name)
    found = lines.get(name)
    if found is None:
        return ()
    return tuple(_spot(line) for line in found.split("\n"))


def knows(name: str) -> bool:
    named, lines = _index()
    return name in lines or name in named


def names() -> Iterator[str]:
    """Yield every name that the tables have."""
    named, lines = _index()
    yield from (name for name in lines if not name.startswith("="))
    yield from named


def choose(spots: Collection[Spot], countries: Collection[str], regions: Collection[str]) -> Spot:
    """Return the likeliest of *spots* in an article that names *countries*, and first-level regions of *regions*."""
    best = max(spots, key=lambda spot: _weight(spot, countries, regions))
    if best.kind == "region":
        # `Valencia` is the town before it is the region around it.
        towns = [each for each in spots if each.kind in {"town", "capital"} and _is_in(each, best)]
        return max(towns, key=lambda each: each.people, default=best)
    return best


def _weight(spot: Spot, countries: Collection[str] = (), regions: Collection[str] = ()) -> tuple[float, int]:
    bonus = _BONUS[spot.kind]
    if spot.country in countries:
        bonus += _IN_A_NAMED_COUNTRY.get(spot.kind, 0.0)
    if spot.kind != "country" and spot.country in regions:
        bonus += _AMONG_ITS_REGIONS
    return math.log10(spot.people + 1) + bonus, spot.people


def _is_in(town: Spot, region: Spot) -> bool:
    return town.country == region.country and town.code == region.code and town.people * 8 >= region.people


def _spot(line: str) -> Spot:
    name, kind, number, country, code, people, lat, lon = line.split("\t")
    return Spot(name, kind, number, country, code, int(people), float(lat), float(lon))


@cache
def _index() -> tuple[dict[str, str], dict[str, str]]:
    """Return other name → name, and name → its lines: unread, since an article asks for a dozen of 70,000."""
    found: dict[str, str] = {}
    for line in tables.lines("places.tsv.gz"):
        name = line[: line.index("\t")]
        found[name] = f"{found[name]}\n{line}" if name in found else line
    named: dict[str, str] = {}
    for line in tables.lines("aliases.txt"):
        _add_alias(line, named, found)
    return named, found


def _add_alias(line: str, named: dict[str, str], found: dict[str, str]) -> None:
    if " @ " in line:
        names, _, where = line.partition(" @ ")
        first, *others = names.split(", ")
        lat, lon, *country = where.split()
        found[first] = f"{first}\t{_OWN}\t\t{''.join(country)}\t\t0\t{lat}\t{lon}"
        named |= dict.fromkeys(others, first)
        return
    names, is_shown_otherwise, target = line.partition(" == ")
    if not is_shown_otherwise:
        names, _, target = line.partition(" = ")
    name, _, country_code = target.partition(", ")
    matching = [each for each in found.get(name, "").split("\n") if not country_code or f"\t{country_code}\t" in each]
    if country_code and matching:
        matching = [max(matching, key=lambda each: _weight(_spot(each)))]
    shown, *_ = names.split(", ")
    if is_shown_otherwise:
        matching = [shown + each[len(name) :] for each in matching]
    for other in names.split(", "):
        # Under a key of its own, since the name itself may stand for more places than the alias does.
        found[f"={other}"] = "\n".join(matching)
        named[other] = f"={other}"
