"""Tell what a word in capitals is that no table knows and no full name explains: by what stands around it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from services.enrich.entities import tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.lexicon import ORGANIZATION, PERSON, PLACE
from services.enrich.entities.persons import is_role, said
from services.enrich.entities.placing import said_before
from services.enrich.entities.reading import Mention

_OFFICE = re.compile(r" (?:administration|presidency|premiership)\b")
# Not `port of`, which games are, too.
_PLACE_OF = re.compile(rf"\b(?:{'|'.join(sorted(v.PLACES_OF - {'port'}))}) of $")
# A capital inside, but for `McCain`, `MacArthur` and `DiCaprio`: `WeWork`, `FromSoftware`.
_BRAND = re.compile(r"(?!Ma?c[A-Z]|D[ei][A-Z]|L[ae][A-Z]|Fitz)[A-Z][a-z]+[A-Z]\w+")
_OFTEN = 3


def guess(text: str, name: str, mentions: Sequence[Mention]) -> str:
    """Return the kind of what *name* means at *mentions*, or nothing where too little speaks."""
    if any(_OFFICE.match(text, mention.end) for mention in mentions):
        return PERSON
    if len(name) < 3 or name.lower() in tables.words():
        return ""
    cues = Counter(cue for mention in mentions for cue in _cues(text, mention))
    if name.isupper() or _BRAND.fullmatch(name):
        return ORGANIZATION if name.isalpha() and (len(mentions) > 1 or cues[ORGANIZATION]) else ""
    if cues[PLACE] and cues[PLACE] >= cues[ORGANIZATION]:
        return PLACE
    if cues[ORGANIZATION] > cues[PERSON]:
        return ORGANIZATION
    return PERSON if _is_person(name, len(mentions), cues[PERSON]) else ""


def _is_person(name: str, count: int, cues: int) -> bool:
    is_name = name in tables.given() or name in tables.family()
    return bool(cues and (is_name or count > 1)) or (is_name and count >= _OFTEN)


def _cues(text: str, mention: Mention) -> Iterator[str]:
    before = said_before(text, mention.start)
    after = text[mention.end : mention.end + 30].split("\n", 1)[0]
    following = after.removeprefix("’s").removeprefix("'s").lstrip(" ,").split(" ", 1)[0].rstrip(".,;:")
    is_called_a_place = bool(_PLACE_OF.search(text[max(0, mention.start - 25) : mention.start]))
    if following in v.KINDS_OF_PLACE or before in {"near", "in"} or is_called_a_place:
        yield PLACE
    if before in v.BODY_BEFORE or (following in v.BODY_CUES and after[:1] in {"’", "'", " "}):
        yield ORGANIZATION
    if is_role(before) or before in v.SAYS or said(after):
        yield PERSON
