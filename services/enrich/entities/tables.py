"""Read the tables of names that ship beside this package; each once, when first asked for (NOTICE says whose they are).

given, family, words: sets; organizations, others, clubs, demonyms: what `../tables/*.txt` say of themselves.
"""

import gzip
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_TABLES = files("services.enrich") / "tables"


def lines(name: str) -> Iterator[str]:
    """Yield the lines of table *name*, without comments; packed ones end in `.gz`."""
    if name.endswith(".gz"):
        text = gzip.decompress((_TABLES / name).read_bytes()).decode()
    else:
        text = (_TABLES / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line


@cache
def given() -> frozenset[str]:
    return frozenset(lines("given.txt.gz"))


@cache
def family() -> frozenset[str]:
    return frozenset(lines("family.txt.gz"))


@cache
def words() -> frozenset[str]:
    """Ordinary English words, in small letters."""
    return frozenset(lines("words.txt.gz"))


@cache
def organizations() -> dict[str, str]:
    """Known names → the name to show."""
    found: dict[str, str] = {}
    for line in lines("organizations.txt"):
        first, *others = (name.strip() for name in line.split("|"))
        for name in (first, *others):
            found.setdefault(name, first)
            found.setdefault(name.removeprefix("The "), first)
    return found


@cache
def others() -> frozenset[str]:
    return frozenset(lines("others.txt"))


@cache
def clubs() -> frozenset[str]:
    return frozenset(lines("clubs.txt"))


@cache
def demonyms() -> dict[str, str]:
    """Word → country, ISO 3166; empty where it tells of none."""
    return {word: code.strip("-") for code, *rest in map(str.split, lines("demonyms.txt")) for word in rest}
