"""People and bodies of one article, under all the names that it gives them: surnames, first names, initials."""

import re
from dataclasses import dataclass, field

from services.enrich.entities import tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.gazetteer import Spot
from services.enrich.entities.lexicon import ORGANIZATION, PERSON

_DEFINED = re.compile(r" \(([A-Z][\w&-]{1,9})\)")
_BETWEEN = re.compile(r"[ -]")


@dataclass(slots=True)
class Found:
    """One person, organization or place of an article, and where it is mentioned."""

    kind: str
    name: str
    spans: list[tuple[int, int]] = field(default_factory=list)
    spot: Spot | None = None


class People:
    """The people of one article. Who is named in full owns the surname; of two with one, who was named first."""

    def __init__(self) -> None:
        self.found: dict[str, Found] = {}
        self.called: dict[str, str] = {}

    def add(self, name: str, span: tuple[int, int]) -> None:
        known = self.named(name)
        if not known:
            known = name
            self.found[name] = Found(PERSON, name)
            self._note(name)
        self.found[known].spans.append(span)

    def named(self, name: str) -> str:
        """Return the person whom *name* means: the same, by surname, or with another middle name; empty if none."""
        if name in self.found:
            return name
        if name in self.called:
            return self.called[name]
        parts = _without_suffix(name)
        for other in self.found if len(parts) > 1 else ():
            others = _without_suffix(other)
            if len(others) > 1 and (others[0], others[-1]) == (parts[0], parts[-1]):
                return other
        return ""

    def _note(self, name: str) -> None:
        parts = _without_suffix(name)
        for at in range(1, len(parts)):
            self.called.setdefault(" ".join(parts[at:]), name)
        if len(parts) > 1 and parts[0].lower() not in v.PARTICLES:
            self.called.setdefault(parts[0], name)


def _without_suffix(name: str) -> list[str]:
    parts = name.split(" ")
    while len(parts) > 1 and parts[-1] in v.SUFFIXES:
        parts.pop()
    return parts


class Bodies:
    """The organizations of one article, and the initials and short forms that stand for them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.found: dict[str, Found] = {}
        self._short: dict[str, str] = {}

    def add(self, name: str, span: tuple[int, int]) -> None:
        shown = self._paper(name) or tables.organizations().get(name) or self._longer(name) or name
        if shown not in self.found:
            self.found[shown] = Found(ORGANIZATION, shown)
            capitals = [word[0] for word in _BETWEEN.split(name) if word[:1].isupper()]
            if len(capitals) > 1:
                self._short.setdefault("".join(capitals), shown)
        self.found[shown].spans.append(span)
        defined = _DEFINED.match(self._text, span[1])
        if defined:
            self._short[defined[1]] = shown

    def _paper(self, name: str) -> str:
        """Return what the article named in full before it said `the Times`; empty if nothing."""
        bare = name.removeprefix("The ")
        return "" if " " in bare else next((other for other in self.found if other.endswith(f" {bare}")), "")

    def named(self, name: str) -> str:
        """Return the body that *name* means, itself or by its initials; empty if none."""
        return self._short.get(name) or (name if name in self.found else "")

    def _longer(self, name: str) -> str:
        """Return what *name* begins or ends, `National Bank` of `National Bank of Canada`; or what it abbreviates."""
        if name in self.found:
            return name
        for other in self.found:
            if other.startswith(f"{name} ") or other.endswith(f" {name}"):
                return other
        return self._short.get(name, "")
