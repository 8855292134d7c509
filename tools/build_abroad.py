"""Make the table of countries and large towns as six languages name them; build_tables.py says what to install.

abroad.tsv   languages, a name in them, what places.tsv or aliases.txt call it, and `?` where it needs a word before it:
             countries (CLDR), towns that are spelled alike and capitals (GeoNames), and others (exonyms.txt)
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from build_tables import TABLES, loaded, person_names, write

LANGUAGES = ("de", "es", "fr", "it", "nl", "pt")
LARGE = 500_000
# What means more often something else, in one of them at least: words, people, shops, districts, towns of one name.
NO_COUNTRIES = set("Jersey Guernsey Réunion Reunión Reunião Riunione Granada Maurice Man Chad".split())  # noqa: SIM905
NO_TOWNS = set(
    """Essen Perm Van Buda Pest Kirov Samara Bursa Pune Cali Natal Leon Mesa Córdoba Cartagena Mérida Santiago Victoria
    Trujillo León Barcelona Carrefour Golfe Praia Sucre Nassau Salta Muscat Surrey Sakai Kawasaki Georgetown
    Serra""".split()  # noqa: SIM905 (to be read)
) | {
    "San José",
    "San Jose",
    "San Juan",
    "Villa Nueva",
    "The Valley",
    "East Jerusalem",
    "Álvaro Obregón",
    "Gustavo Adolfo Madero",
}
SURE_TOWNS = set("London Berlin Paris Madrid Lyon Oslo Riga Dresden Sydney Manila Bratislava Palermo Ankara".split())  # noqa: SIM905


def abroad() -> Iterator[str]:
    """Yield languages, a name in them, what the other tables call it, and `?` where it needs a word before it.

    Of two sources that have a name in one language, the first is right.
    """
    taken: set[tuple[str, str]] = set()
    said: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for language, name, *meant in (*_exonyms(), *_countries(), *_large_towns()):
        if (language, name) not in taken:
            taken.add((language, name))
            target, doubt = meant
            said[name, target, doubt].add(language)
    for (name, target, doubt), languages in said.items():
        yield f"{','.join(sorted(languages))}\t{name}\t{target}\t{doubt}"


def _exonyms() -> Iterator[tuple[str, str, str, str]]:
    for line in (Path(__file__).parent / "exonyms.txt").read_text(encoding="utf-8").splitlines():
        target, _, names = line.partition(": ")
        for part in names.split("; ") if names and not line.startswith("#") else ():
            language, _, alternatives = part.partition(" ")
            for name in alternatives.split("/"):
                yield language, name.removesuffix("?"), target, "?" * name.endswith("?")


def _countries() -> Iterator[tuple[str, str, str, str]]:
    own = dict(_shown())
    countries = loaded("countries").items()
    for code, country in ((code, each) for code, each in countries if each["population"] and "," not in each["name"]):
        for language in LANGUAGES:
            name = Locale.parse(language).territories.get(code, "")
            if name and name not in NO_COUNTRIES and "(" not in name:
                yield language, name, own.get(country["name"], country["name"]), ""


def _shown() -> Iterator[tuple[str, str]]:
    """Yield a country's name in GeoNames, and the one that is shown instead."""
    for line in (TABLES / "aliases.txt").read_text(encoding="utf-8").splitlines():
        names, is_shown, target = line.partition(" == ")
        if is_shown:
            yield target.partition(",")[0], names.partition(",")[0]


def _large_towns() -> Iterator[tuple[str, str, str, str]]:
    """Yield the name of each town of LARGE and capital where no other is nearly as large; `?`: it may be somebody's."""
    capitals = {(code, country["capital"]) for code, country in loaded("countries").items()}
    towns = sorted(loaded("cities500").values(), key=lambda town: -town["population"])
    people: dict[str, list[int]] = defaultdict(list)
    for town in towns:
        people[town["name"]].append(town["population"])
    names, families = person_names()
    for town in towns:
        name = town["name"]
        largest, *others = people[name]
        is_meant = largest == town["population"] and all(largest > 3 * other for other in others)
        is_large = largest >= LARGE or (town["countrycode"], name) in capitals
        if is_meant and is_large and name not in NO_TOWNS and "," not in name and not name.endswith("’"):
            doubt = "" if name in SURE_TOWNS else "?" * (name in names | families or len(name) < 5)
            for language in LANGUAGES:
                yield language, name, f"{name}, {town['countrycode']}", doubt


if __name__ == "__main__":
    write("abroad.tsv", abroad())
