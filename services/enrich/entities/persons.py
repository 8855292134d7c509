"""Tell where a person's name ends, and how much speaks for its being one."""

from services.enrich.entities import tables
from services.enrich.entities import vocabulary as v
from services.enrich.entities.runs import Word

_HYPHENS = frozenset({"-", "‑"})
_LONGEST = 5


def name_end(words: tuple[Word, ...], at: int) -> int:
    """Return the end of what may be a person's name from *at*, with `van den` and `Jr.` in it."""
    end = at + 1
    while end < len(words) and end - at < _LONGEST and _is_part(words[end]):
        end += 1
    return end


def _is_part(word: Word) -> bool:
    text = word.text
    if not (word.joint == " " or word.joint in _HYPHENS or word.joint.strip().split(" ")[0] in v.PARTICLES):
        return False
    if text in v.TITLES or text in tables.demonyms() or (text in v.FUNCTION and text.lower() not in v.PARTICLES):
        return False
    return word.joint != " " or text in tables.family() or not (text in v.OTHER_HEADS or text in v.LAND)


def core_end(words: tuple[Word, ...], at: int, end: int) -> int:
    """Return where the name from *at* to *end* ends without `Jr.` and `II`."""
    while end > at + 1 and words[end - 1].text in v.SUFFIXES:
        end -= 1
    return end


def parts(words: tuple[Word, ...]) -> int:
    """Return of how many names *words* are made; a hyphen makes one of two."""
    return 1 + sum(1 for word in words[1:] if word.joint not in _HYPHENS)


def evidence(words: tuple[Word, ...], *, is_at_start: bool, after: str) -> int:
    """Return how much speaks for *words* being a person: above zero it is one.

    `is_at_start`: the first has its capital from its place. `after` is what follows the name, empty where more does.
    """
    first, last = words[0].text, words[-1].text
    given, ordinary = first in tables.given(), tables.words()
    score = (2 if given else 0) + (1 if last in tables.family() else 0) + _shape(words)
    if first.lower() not in ordinary and last.lower() not in ordinary:
        score += 1
    if first.lower() in ordinary:
        score -= (1 if given else 3) + (1 if is_at_start else 0)
    if last.lower() in ordinary:
        score -= 2 if last not in tables.family() else 0 if given else 1
    if last in v.HEADS or last in v.OTHER_HEADS:
        score -= 2
    return score + said(after)


def _shape(words: tuple[Word, ...]) -> int:
    """Return what an initial, a particle, or capitals throughout tell."""
    score = 2 if any(len(word.text) == 2 and word.text[1] == "." for word in words) else 0
    score += 1 if any(word.text.lower() in v.PARTICLES for word in words[1:-1]) else 0
    first, last = words[0].text, words[-1].text
    # `Sui-Lee Wee`
    score += 2 if len(words) == 3 and words[1].joint in _HYPHENS and words[1].text in tables.family() else 0
    if first.endswith(".") and last in tables.family():
        return score + 2  # `J.K. Rowling`
    if (len(first) == 1 and last not in tables.family()) or any(word.text[-1].isdigit() for word in words):
        score -= 3  # `M Street SE`, `Brent LCOc1`
    score -= 2 if first.isupper() and len(first) > 1 else 0
    return score - (2 if last.isupper() and len(last) > 1 and not first.isupper() else 0)


def said(after: str) -> int:
    """Return how much what follows speaks for a person: an age, or what people do."""
    if after.startswith(", ") and after[2:4].isdigit() and after[4:5] in {",", "."}:
        return 3
    if after.startswith((", who ", ", whose ")):
        return 1
    verb = after.removeprefix("’s").lstrip(" ,").split(" ", 1)[0].rstrip(",.")
    return 1 if verb in v.DEEDS else 0


def is_role(word: str) -> bool:
    """Tell whether *word*, before a name, says what a person is: `leader`, `geologist`."""
    return word in v.ROLES or word.endswith(v.ROLE_ENDINGS)
