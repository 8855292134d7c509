"""Find sums of money in running text: `$50 million`, `€3.2bn`, `Rs 5 crore`, `1億2000万円`.

A sum whose currency several countries share (`500 pesos`), or whose figures can be read in two ways, is given without
a currency, or not at all: never with a guessed one. quantulum3 and dateparser misread running text (`a $50` becomes
2050; docs/decisions/2026-11-24-enrichment.md).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from services.enrich import numerals
from services.enrich.analysis import Analysis
from services.enrich.findings import Findings
from services.enrich.money_words import (
    CODES,
    COUNTED,
    CROWNS,
    DOLLAR_COUNTRIES,
    DOLLARS_ABROAD,
    LONG_SCALE,
    LONG_SCALE_LANGUAGES,
    MAGNITUDES,
    NAMES,
    OF_A_COUNTRY,
    PHRASES,
    RUPEES,
    SHILLINGS,
    SYMBOLS,
)
from services.model import Amount, Article

VERSION = 1

MOST = 100
"""How many sums are kept of one article."""

_LEAST_UNCLEAR = 1000
"""Below this `won` is a verb."""


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_UNCLEAR = ("won", "pounds", "rand", "livres", "libras")
_ABROAD = r"ta[iï]w|canad|austral|hong|singap|néo|neo"

# Figures are found first, and only beside them is looked for a currency: one pattern for all took four times as long.
_EAST = "万萬億亿兆만억조"
_SPACE = "[ \u00a0\u202f]"
_FIGURE = re.compile(numerals.FIGURE)
_THOUSANDS = re.compile("thousand|million|billion|trillion")
_COUNTED = re.compile(rf"\b(?:{_any_of(COUNTED)})(?=[ -]\Z)", re.IGNORECASE)
_LONGEST_COUNTED = 9
_BEFORE = re.compile(
    rf"(?<![\w$€£])(?:(?P<symbol>{_any_of(SYMBOLS)}|[Rr]s\.?){_SPACE}?|(?P<code>{_any_of(CODES)}){_SPACE})\Z"
)
_LONGEST_BEFORE = 7
_MAGNITUDE = _any_of({word for word in (*MAGNITUDES, *PHRASES, *LONG_SCALE) if word not in _EAST})
_MARK = "[€£$₽₴₺]|/-|円|元|원|달러|ドル|ユーロ|美元|欧元|유로"
_NAME = rf"(?:{_any_of(OF_A_COUNTRY)})(?:es|s)?\b|(?:{_any_of(NAMES)})\b|(?-i:{_any_of(CODES)})\b|{_MARK}"
_BEHIND = (
    rf"(?P<east>[{_EAST}](?:\d[\d,]*[{_EAST}])*)?"
    rf"(?:{_SPACE}?-?(?P<magnitude>{_MAGNITUDE})(?![^\W\d_])\.?)?"
    rf"(?:{_SPACE}?-?(?:de |di |d['’])?(?P<name>{_NAME})(?P<abroad>{_SPACE}(?:de |d['’])?(?:{_ABROAD}))?)?"
)
_TO = r"(?:-|–|—|to|and|bis|und|à|et|a|y)"
_RANGE = re.compile(rf"{_SPACE}?{_TO}{_SPACE}?", re.IGNORECASE)
_OPEN_RANGE = (
    # `$500 to 2 people` is none, `$5 to 10 million` is one.
    rf"(?:[-–]|{_SPACE}to{_SPACE}(?={numerals.FIGURE}{_SPACE}(?:{_MAGNITUDE})\b))(?P<end>{numerals.FIGURE})"
    rf"(?:{_SPACE}?(?P<magnitude>{_MAGNITUDE})(?![^\W\d_]))?"
)
_AMERICAN = ("U.S.", "US ", "United States", "America")
# What is before a name behind it: a search leaps from one first letter to the next.
_DOLLAR_COUNTRY = re.compile(
    "|".join(rf"{re.escape(name)}(?<!\w{re.escape(name)})" for name in (*DOLLAR_COUNTRIES, *_AMERICAN))
)
_EAST_PART = re.compile(rf"([\d,.]+)([{_EAST}])")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a large *pattern* compiled, not before it is asked for: the command line starts without it."""
    return re.compile(pattern, re.IGNORECASE)


class _Sum(NamedTuple):
    """A figure and what stands around it."""

    before: str
    figure: str
    east: str
    magnitude: str
    name: str
    is_abroad: bool
    start: int
    end: int


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return the sums of money that the text names: each once, where it is named first."""
    known: dict[tuple[float, str], Amount] = {}
    for amount in find(analysis.text, article.language, country(article) or _named_country(analysis.text)):
        known.setdefault((amount.value, amount.currency), amount)
        if len(known) == MOST:
            break
    return {"amounts": tuple(known.values())}


def country(article: Article) -> str:
    """Return the country that the article's language tag or its site's domain names, in capitals; else nothing."""
    region = article.language.rpartition("-")[2]
    domain = (urlsplit(article.url).hostname or "").rpartition(".")[2].upper()
    return domain if len(domain) == 2 else region if len(region) == 2 and region.isupper() else ""


def _named_country(text: str) -> str:
    """Return the country with dollars of its own that *text* names more often than the United States."""
    if "$" not in text and "dollar" not in text:
        return ""
    named = Counter(match[0] for match in _DOLLAR_COUNTRY.finditer(text))
    american = sum(named.pop(name, 0) for name in _AMERICAN)
    (name, times), *_ = named.most_common(1) or [("", 0)]
    return DOLLAR_COUNTRIES[name] if times > max(1, american) else ""


def find(text: str, language: str = "", at_home: str = "") -> Iterator[Amount]:
    """Yield the sums in *text*; *at_home* is the publisher's country, whose dollars or rupees are meant."""
    sums = list(_sums(text))
    for position, each in enumerate(sums):
        value = _value(each, language)
        currency = _currency(each, language, at_home, value) if value else None
        if not value or currency is None:
            continue
        following = sums[position + 1] if position + 1 < len(sums) else None
        value *= _shared_magnitude(text, each, following, value, language)
        yield Amount(round(value, 6), currency, each.start, each.end)
        if (highest := _end_of_range(text, each, language)) and highest.value > value:
            yield replace(highest, currency=currency)


def _sums(text: str) -> Iterator[_Sum]:
    last = 0
    beside = _compiled(_BEHIND)
    for start, end in sorted((*_figures(text), *_in_words(text))):
        if start < last:
            continue
        before = _BEFORE.search(text[max(0, start - _LONGEST_BEFORE) : start])
        behind = beside.match(text, end)
        if behind and (before or behind["name"]):
            last = behind.end()
            yield _Sum(
                ((before["symbol"] or before["code"]) if before else "").upper(),
                text[start:end].lower(),
                behind["east"] or "",
                (behind["magnitude"] or "").lower(),
                (behind["name"] or "").lower(),
                bool(behind["abroad"]),
                start - len(before[0]) if before else start,
                behind.end(),
            )


def _figures(text: str) -> Iterator[tuple[int, int]]:
    for match in _FIGURE.finditer(text):
        yield match.span()


def _in_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield where `five` of `five million` stands."""
    if "illion" not in text and "thousand" not in text:
        return
    for match in _THOUSANDS.finditer(text):
        begins = max(0, match.start() - _LONGEST_COUNTED)
        if counted := _COUNTED.search(text[begins : match.start()]):
            yield begins + counted.start(), begins + counted.end()


def _value(sum_: _Sum, language: str) -> float | None:
    number = COUNTED.get(sum_.figure) or numerals.read(sum_.figure, language)
    if number is None:
        return None
    return _eastern(sum_.figure + sum_.east) if sum_.east else number * _factor(sum_.magnitude, language)


def _factor(magnitude: str, language: str) -> float:
    if not magnitude:
        return 1.0
    if magnitude in LONG_SCALE and language.partition("-")[0] in LONG_SCALE_LANGUAGES:
        return LONG_SCALE[magnitude]
    return PHRASES.get(magnitude) or MAGNITUDES.get(magnitude) or LONG_SCALE[magnitude]


def _eastern(figures: str) -> float:
    """Return what `1億2000万` counts."""
    return sum(float(part.replace(",", "")) * MAGNITUDES[unit] for part, unit in _EAST_PART.findall(figures))


def _shared_magnitude(text: str, sum_: _Sum, following: _Sum | None, value: float, language: str) -> float:
    """Return the factor that `$5 to $10 million` and `$5-10 million` say once for both."""
    if sum_.magnitude or sum_.name:
        return 1.0
    end, magnitude = "", ""
    if following and _RANGE.fullmatch(text, sum_.end, following.start):
        end, magnitude = following.figure, following.magnitude
    elif match := _compiled(_OPEN_RANGE).match(text, sum_.end):
        end, magnitude = match["end"], (match["magnitude"] or "").lower()
    highest = numerals.read(end, language) if end and magnitude else None
    return _factor(magnitude, language) if highest is not None and value < highest else 1.0


def _end_of_range(text: str, sum_: _Sum, language: str) -> Amount | None:
    """Return the higher sum of `€300–350` and `$5-10 million`, which has no currency of its own."""
    match = _compiled(_OPEN_RANGE).match(text, sum_.end) if sum_.before and not sum_.magnitude else None
    highest = numerals.read(match["end"], language) if match else None
    if not match or highest is None:
        return None
    return Amount(round(highest * _factor((match["magnitude"] or "").lower(), language), 6), "", *match.span())


def _currency(sum_: _Sum, language: str, at_home: str, value: float) -> str | None:
    """Return the code; empty where it is some other country's; None where it is no money."""
    if sum_.name:
        named = "" if sum_.is_abroad else _named(sum_.name, language, at_home, value)
        if named or not sum_.before:
            return named
    local = {"$": "" if at_home in DOLLARS_ABROAD else "USD", "RMB": "CNY", "RS": RUPEES.get(at_home, "INR")}
    if language.startswith("zh"):
        local["¥"] = "CNY"
    before = sum_.before.removesuffix(".")
    return local.get(before, SYMBOLS.get(before, before))


def _named(name: str, language: str, at_home: str, value: float) -> str | None:
    if named := OF_A_COUNTRY.get(name) or OF_A_COUNTRY.get(name.removesuffix("s")):
        return named
    if name in _UNCLEAR and not (name == "won" and value >= _LEAST_UNCLEAR):
        return "GBP" if name == "pounds" and at_home in ("UK", "GB") else None
    if name == "/-":
        return SHILLINGS.get(at_home, "")
    if name in ("dollar", "dollars", "$"):
        return "" if at_home in DOLLARS_ABROAD else "USD"
    code = NAMES.get(name, SYMBOLS.get(name, name.upper()))
    if code == "INR":
        return RUPEES.get(at_home, "INR")
    return CROWNS.get(language.partition("-")[0], "") if name.startswith("kro") else code
