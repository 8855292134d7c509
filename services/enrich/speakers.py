"""Tell who said what is quoted, from the words beside it in its own sentence; else nobody.

A speaker has a name: `he said` and `officials said` name nobody, and a sentence before isn't asked. Where a report puts
another between its own verb and the words (`CNN said Smith had ordered them to “go”`), they aren't the reporter's, and
whether they are the other's it doesn't say.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from services.enrich.analysis import Span
from services.enrich.quote_words import CALLED, NOT_LEADING, SAID, SAID_BESIDE, SAID_OF

_UPPER = "".join(chr(code) for code in (*range(0x250), *range(0x370, 0x530)) if chr(code).isupper())
_PARTICLE = "(?:de|da|do|dos|del|della|di|du|la|le|van|von|der|den|zu|bin|ibn|al|el|ter|y|af|av)"
# A period stands behind an initial or a title, else it ends the sentence: `says Krug. At the summit`.
_SHORT = "Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|St|Sgt|Capt|Maj|Rev|Hon|Adm|Adv|Jr|Sr".split("|")  # noqa: SIM905 (to be read)
# The capital first, and what it begins behind it: a search leaps from one to the next, and takes a third of the time.
_IS_SHORT = "|".join(f"{short[1:]}(?<={short})" for short in _SHORT)
_PART = rf"[{_UPPER}](?:(?:{_IS_SHORT})?\.(?:[{_UPPER}]\.)*(?=\s[{_UPPER}])|[\w’'-]*)"
_NAME = rf"{_PART}(?:\s(?:(?:{_PARTICLE}\s){{0,2}}{_PART}))*"
RUNS = re.compile(rf"{_PART}(?:\s(?:(?:{_PARTICLE}\s){{0,2}}{_PART}))+")
"""Names of two words and more."""

_SEGMENT = r",\s[^,“”\"\n]{1,90}"
_AGED = rf",\s\d{{1,3}}(?:{_SEGMENT}){{0,3}},"
_ASIDE = rf"(?:{_AGED}|{_SEGMENT},|\s\([^()\n]{{1,60}}\)|,)?"
_LONG_ASIDE = rf"(?:(?:{_SEGMENT}){{1,3}},|\s\([^()\n]{{1,60}}\)|,)?"
_WHEN = r"(?:\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?"
_ADVERB = rf"{_WHEN}\s(?:(?:\w+ly|also|then|later|once|has|had)\s)?"
# `JPL scientist and study co-author Jane Doe`, not `officials and adviser Jane Doe`.
_TWO_ROLES = r"(?:(?:[A-Z]{2,5}\s)?[a-z][\w’'-]*[a-rt-z]\sand\s(?:(?:[a-z][\w’'-]*|[A-Z]{2,4})\s){1,3})?"
_ENDS_CLAUSE = re.compile(r"[,!?…—–-]['’]?\Z")
_JOINS = re.compile(r"(?:\b(?:and|or|from|in|of|at|near|for|to|with|by|und|et|y|e)|&)\s(?:the\s)?\Z")
_DATES = (
    "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    "|November|December"
)
_NAMED = re.compile(rf"\b(?!(?:{_DATES})\b)[{_UPPER}][^\W\d_]*[a-zß-ÿ]")
"""A name that is no abbreviation and no date: someone else, who may have said what is quoted."""

_ASKED = re.compile(r"\b[Aa]sked\b[^.]{0,40}\Z")
_REPORTED = re.compile(r"\b(?:said|says|told|claimed|claims|alleged|reported)\b[^,;:]*\Z")
_MARKS = re.compile('[“”"«»„]')
_OPENING = re.compile(
    rf"(?:(?:But|And|Yet|Still|Meanwhile|However|Later|Instead|Then),?\s)?(?:(?:[^\W\d_][\w’'-]*\s){{0,3}}?)(?P<first>{_NAME})"
)
_PARTICIPLE = re.compile(
    r",\s(?:and\s)?(?:saying|adding|stating|calling|describing|denouncing|dubbing|labell?ing|noting|arguing|insisting|warning"
    r"|writing)\b[^“”\"]{0,80}\Z"
)
_AGAIN = re.compile(
    r"[“”\"][^“”\"]*\b(?:and|but)\s(?:(?:also|then|later)\s)?(?:said|says|added|adds|noted|wrote|told\s[a-z ]{3,20})"
    r"[:,]\s*\Z"
)
_RELATIVE = re.compile(r"\b(?:who|whom|whose)\b|[“”\"]")
_JOINED = re.compile(r"’s\b|'s\b|,?\s(?:and|or|&)\s")
_TELLS = re.compile(rf"\b(?:{SAID['en']}|{CALLED}|who)\b|[.!?]\s")
_LONGEST = 220
"""How many characters beside a quote are looked at."""

_LONGEST_SENTENCE = 1000
"""Of a sentence that is longer, its subject isn't looked for."""


class _Rules(NamedTuple):
    after: re.Pattern[str]
    before: tuple[re.Pattern[str], ...]
    in_part: re.Pattern[str] | None
    subject: re.Pattern[str] | None


@cache
def _rules(language: str) -> _Rules | None:
    if language not in SAID:
        return None
    said = rf"(?:{SAID[language]})" if language != "en" else rf"(?:{SAID['en']}|{SAID_BESIDE})"
    roles = _TWO_ROLES if language == "en" else ""
    # Words that lead to a name: `analyst Jane Doe`, `the group's head of news, Jane Doe,`; not through `of` or `for` to
    # another's name, nor into another clause.
    leading = (
        rf"(?:(?:(?!(?:{NOT_LEADING[language]})\b)[^\W\d_][\w'’&-]*\s){{0,{6 if language == 'en' else 3}}}?"
        rf"|(?:a|an|the|[{_UPPER}]\w+['’]s?)\s[^,“”\"\n.]{{3,90}},\s)"
    )
    # Not `said Kyiv resident Jane Doe`, but `said Jane Doe last Monday`.
    no_title = (
        rf"(?!\w)(?!\s(?!(?:{NOT_LEADING[language]}|last|this|next|during|late|earlier)\b)"
        rf"[a-zß-ÿ-]+\s(?:[a-zß-ÿ-]+\s)?[{_UPPER}])"
    )
    last = rf"{said}\s{roles}{leading}(?P<last>{_NAME}){no_title}"
    first = rf"{roles}{leading}(?P<first>{_NAME}){_LONG_ASIDE}{_ADVERB}{said}\b"
    if language == "en":
        last = rf"(?:{last}|according\sto\s{leading}(?P<source>{_NAME}){no_title})"
    after = rf"\s*,?\s*(?:{last}|{first})"
    before = rf"(?P<first>{_NAME}){_ASIDE}{_ADVERB}{said}\b(?P<rest>[^“”\"«»„:]{{0,90}}?)[:,]\s*\Z"
    source = rf"\b[Aa]ccording\sto\s{leading}(?P<first>{_NAME}),\s*\Z"
    in_part = rf"(?P<first>{_NAME}){_ASIDE}{_ADVERB}(?:{SAID_OF}|{CALLED})\b(?P<rest>[^“”\"]{{0,120}})\Z"
    if language != "en":
        return _Rules(re.compile(after), (re.compile(before),), None, None)
    subject = rf"{_OPENING.pattern}{_LONG_ASIDE}{_ADVERB}(?:{SAID['en']})\b"
    return _Rules(re.compile(after), (re.compile(before), re.compile(source)), re.compile(in_part), re.compile(subject))


def speaker(text: str, quote: Span, sentence: Span, language: str) -> str:
    """Return the name beside the *quote* that said it, as written there; empty where there is none.

    *sentence* is the one that the quote begins in, and goes on after the quote's last mark.
    """
    rules = _rules(language.partition("-")[0])
    if not rules:
        return ""
    beginning = _MARKS.split(text[max(sentence.start, quote.start - _LONGEST) : quote.start - 1])[-1]
    # Who is said to have asked comes before a question, and who answered behind it.
    after = "" if _ASKED.search(beginning) else _after(text, quote, rules)
    is_part = text[quote.start].islower() or text[quote.start].isdigit()
    if name := after or _before(beginning, rules, is_part=is_part):
        return name
    if not rules.subject or quote.start - sentence.start > _LONGEST_SENTENCE:
        return ""
    opening = text[sentence.start : quote.start - 1]
    return _conjoined(opening, rules.subject) or _subject(opening)


def _conjoined(opening: str, subject: re.Pattern[str]) -> str:
    """Return the *subject* of a sentence that says twice: `Doe said it was “high” and added, “…”`."""
    match = subject.match(opening) if _AGAIN.search(opening) else None
    return match["first"] if match else ""


def goes_on(between: str) -> bool:
    """Tell whether a quote behind *between* is of who said the one before it in the same sentence."""
    return len(between) <= _LONGEST and not _NAMED.search(between) and not _TELLS.search(between)


def _subject(beginning: str) -> str:
    """Return the name that a sentence begins with where its participle leads to the quote: `Doe left, saying: “`."""
    if not _PARTICIPLE.search(beginning) or _RELATIVE.search(beginning):
        return ""
    match = _OPENING.match(beginning)
    if not match or match["first"].endswith("ing") or _JOINED.match(beginning, match.end()):
        return ""
    return match["first"]


def _after(text: str, quote: Span, rules: _Rules) -> str:
    begins = quote.end + 1
    if not _ENDS_CLAUSE.search(text[quote.start : quote.end]) and text[begins : begins + 1] != ",":
        return ""
    end = text.find("\n", begins, begins + _LONGEST)
    match = rules.after.match(text, begins, end if end >= 0 else begins + _LONGEST)
    return next(filter(None, match.groups()), "") if match else ""


def _before(beginning: str, rules: _Rules, *, is_part: bool) -> str:
    # The first that has its verb right before the quote; in running text the last that has one.
    for pattern in rules.before:
        if match := next(_unjoined(pattern, beginning), None):
            return match["first"]
    if not rules.in_part or not is_part:
        return ""
    *_, match = (None, *_unjoined(rules.in_part, beginning))
    if not match or _NAMED.search(match["rest"]) or match["first"].isupper():
        return ""
    # `A source said Doe had called it “…”`: whose word it is, it doesn't say.
    return "" if _REPORTED.search(beginning, 0, match.start("first")) else match["first"]


def _unjoined(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches that don't begin with the second of two names, or with where someone is from."""
    at = 0
    while match := pattern.search(text, at):
        if not _JOINS.search(text, 0, match.start()):
            yield match
        at = match.end("first")
