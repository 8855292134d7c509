"""Read figures as they are written: separators differ by language, and what could be read in two ways isn't read."""

import re

from services.enrich.money_words import COMMA_IS_DECIMAL

# It begins with a digit and nothing else, so that a search leaps from one to the next.
FIGURE = r"\d(?:\d{0,2}(?:(?:,\d{2,3})+|(?:[.’'\u00a0\u202f ]\d{3})+)(?:[.,]\d{1,2})?(?!\d)|\d*(?:[.,]\d+)?)"
_SEPARATORS = re.compile(r"[^\d]")
_LONGEST = 20


def read(figure: str, language: str) -> float | None:
    """Return the number that *figure* is in *language* (a BCP 47 tag, empty if unknown), or None if that is unclear."""
    separators = _SEPARATORS.findall(figure)
    if len(figure) > _LONGEST:
        return None
    if not separators:
        return float(figure)
    last = separators[-1]
    whole, _, rest = figure.rpartition(last)
    if last in ".," and (len(rest) != 3 or _is_decimal(last, separators, language)):
        if last in separators[:-1]:
            return None
        return float(f"{_SEPARATORS.sub('', whole)}.{rest}")
    if last in ".," and len(separators) == 1 and not language:
        return None
    return float(_SEPARATORS.sub("", figure))


def _is_decimal(mark: str, separators: list[str], language: str) -> bool:
    """Tell whether *mark*, before three digits, begins the decimals."""
    if len(separators) > 1:
        return mark not in separators[:-1] and any(each in ".," for each in separators[:-1])
    if not language:
        return False
    decimal = "," if language.partition("-")[0] in COMMA_IS_DECIMAL else "."
    return mark == decimal
