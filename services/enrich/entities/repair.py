"""Mend what a statistical model takes for names, by what tables and rules know better.

model's mentions ─▶ without articles and possessives ─▶ no peoples, months, wars ─▶ places that the gazetteer vetoes
─▶ only where no rule has read a name, and never in headlines, whose capitals mislead models
"""

from collections.abc import Iterable, Iterator, Sequence

from services.enrich.entities import gazetteer, tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.lexicon import ORGANIZATION, OTHER, PERSON, PLACE, lexicon
from services.enrich.entities.reading import UNKNOWN, Mention
from services.enrich.entities.runs import Line

_ARTICLES = ("The ", "the ", "A ", "a ", "an ")
_POSSESSIVES = ("'s", "’s", "'", "’")


def repaired(text: str, mentions: Iterable[Mention]) -> dict[int, Mention]:
    """Return start → mention of those of *mentions* that stand up to what is known."""
    mended = (_mended(text, mention) for mention in mentions)
    return {mention.start: mention for mention in mended if mention}


def _mended(text: str, mention: Mention) -> Mention | None:
    start, end = mention.start, mention.end
    for article in _ARTICLES:
        if text.startswith(article, start, end):
            start += len(article)
    for ending in _POSSESSIVES:
        if text.endswith(ending, start, end):
            end -= len(ending)
            break
    name = text[start:end]
    known = lexicon().kinds.get(name, "")
    if known == OTHER or not _is_name(name) or (mention.kind == PERSON and not _is_persons(name)):
        return None
    if known == PLACE and mention.kind == ORGANIZATION and gazetteer.candidates(name)[0].kind in {"country", "region"}:
        return Mention(start, end, PLACE, name)
    return Mention(start, end, mention.kind, name)


def _is_name(name: str) -> bool:
    """Tell whether *name* looks like one: in capitals, in one line, and not of ordinary words alone."""
    parts = name.split()
    if (
        not parts
        or "\n" in name
        or ". " in name
        or not parts[0][0].isupper()
        or not parts[-1][0].isupper()
        or len(name) < 3
    ):
        return False
    if any(part in v.OTHER_HEADS or part in v.TITLES or part in tables.others() or part == "or" for part in parts):
        return False
    return not all(part.lower() in tables.words() for part in parts)


def _is_persons(name: str) -> bool:
    parts = name.split()
    return not any(any(map(str.isdigit, part)) or part in v.HEADS for part in parts)


def unread(told: Iterable[Mention], read: Sequence[Mention], headlines: Sequence[Line]) -> Iterator[Mention]:
    """Yield those of *told* of more than one word where none is *read* for certain, and no headline stands."""
    taken = {at for each in read if each.kind != UNKNOWN for at in range(each.start, each.end)}
    taken |= {at for each in headlines for at in range(each.start, each.end)}
    for mention in told:
        if " " in mention.name and taken.isdisjoint(range(mention.start, mention.end)):
            yield mention
