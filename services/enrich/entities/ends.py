"""Tell where titles end that stand before a name, and where the name of a piece of land ends."""

from services.enrich.entities import vocabulary as v
from services.enrich.entities.runs import Word


def past_titles(words: tuple[Word, ...], at: int) -> int:
    """Return the end of the titles that begin at *at*: `Deputy Foreign Minister`; *at* where there is none."""
    end = at
    for index in range(at, len(words)):
        text = words[index].text
        if text in v.TITLES:
            end = index + 1
        elif text not in v.TITLE_PARTS:
            break
    return end


def land_end(words: tuple[Word, ...], at: int) -> int:
    """Return the end of a place that says so: `Lake Malawi`, `Whistlers Mountain`; 0 where none does."""
    for end in (at + 1, at + 2):
        if end < len(words) and words[end].joint == " " and words[end].text in v.LAND:
            return end + 1
    is_first = words[at].text in v.LAND_FIRST and at + 1 < len(words) and words[at + 1].joint in {" ", " of "}
    return at + 2 if is_first else 0
