"""Tell who said what is quoted, from the words beside it in its own sentence; else nobody.

A speaker has a name: `he said` and `officials said` name nobody, and a sentence before isn't asked. Where a report puts
another between its own verb and the words (`CNN said Smith had ordered them to “go”`), they aren't the reporter's, and
whether they are the other's it doesn't say.
"""

import re
from functools import cache
from typing import NamedTuple

from services.enrich.analysis import Span
from services.enrich.quote_words import CALLED, NOT_LEADING, SAID, SAID_OF

_UPPER = "".join(chr(code) for code in (*range(0x250), *range(0x370, 0x530)) if chr(code).isupper())
_PARTICLE = "(?:de|da|do|dos|del|della|di|du|la|le|van|von|der|den|zu|bin|ibn|al|el|ter|y|af|av)"
# A period stands behind an initial or a title, else it ends the sentence: `says Krug. At the summit`.
_SHORT = "Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sen|Rep|Gov|St|Sgt|Capt|Maj|Rev|Hon|Adm|Adv|Jr|Sr"
_PART = rf"(?:(?:{_SHORT}|[{_UPPER}])\.(?:[{_UPPER}]\.)*(?=\s[{_UPPER}])|[{_UPPER}][\w’'-]*)"
_NAME = rf"{_PART}(?:\s(?:(?:{_PARTICLE}\s){{0,2}}{_PART}))*"
RUNS = re.compile(rf"{_PART}(?:\s(?:(?:{_PARTICLE}\s){{0,2}}{_PART}))+")
"""Names of two words and more."""

_ASIDE = r"(?:,\s[^,“”\"\n]{1,90},|\s\([^()\n]{1,60}\))?"
_WHEN = r"(?:\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?"
_ADVERB = rf"{_WHEN}\s(?:(?:\w+ly|also|then|later|once|has|had)\s)?"
_ENDS_CLAUSE = re.compile(r"[,!?…—–-]['’]?\Z")
_JOINS = re.compile(r"(?:\b(?:and|or|from|in|of|at|near|for|to|with|by|und|et|y|e)|&|,)\s\Z")
_NAMED = re.compile(rf"\b[{_UPPER}][^\W\d_]*[a-zß-ÿ]")
"""A name that is no abbreviation: someone else, who may have said what is quoted."""

_ASKED = re.compile(r"\b[Aa]sked\b[^.]{0,40}\Z")
_MARKS = re.compile('[“”"«»„]')
_LONGEST = 220
"""How many characters beside a quote are looked at."""


class _Rules(NamedTuple):
    after: re.Pattern[str]
    before: re.Pattern[str]
    in_part: re.Pattern[str] | None


@cache
def _rules(language: str) -> _Rules | None:
    if language not in SAID:
        return None
    said = rf"(?:{SAID[language]})"
    # Words that lead to a name: `analyst Jane Doe`, `the group's head of news, Jane Doe,`; not through `of` or `for` to
    # another's name, nor into another clause.
    leading = (
        rf"(?:(?:(?!(?:{NOT_LEADING[language]})\b)[^\W\d_][\w'’&-]*\s){{0,{6 if language == 'en' else 3}}}?"
        rf"|(?:a|an|the|[{_UPPER}]\w+['’]s?)\s[^,“”\"\n.]{{3,90}},\s)"
    )
    subject = rf"{leading}(?P<%s>{_NAME}){_ASIDE}"
    after = rf"\s*,?\s*(?:{said}\s{subject % 'last'}|{subject % 'first'}{_ADVERB}{said}\b)"
    before = rf"(?P<first>{_NAME}){_ASIDE}{_ADVERB}{said}\b(?P<rest>[^“”\"«»„:]{{0,90}}?)[:,]\s*\Z"
    in_part = rf"(?P<first>{_NAME}){_ASIDE}{_ADVERB}(?:{SAID_OF}|{CALLED})\b(?P<rest>[^“”\"]{{0,120}})\Z"
    return _Rules(re.compile(after), re.compile(before), re.compile(in_part) if language == "en" else None)


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
    return after or _before(beginning, rules, is_part=text[quote.start].islower())


def _after(text: str, quote: Span, rules: _Rules) -> str:
    begins = quote.end + 1
    if not _ENDS_CLAUSE.search(text[quote.start : quote.end]) and text[begins : begins + 1] != ",":
        return ""
    end = text.find("\n", begins, begins + _LONGEST)
    match = rules.after.match(text, begins, end if end >= 0 else begins + _LONGEST)
    return (match["first"] or match["last"] or "") if match else ""


def _before(beginning: str, rules: _Rules, *, is_part: bool) -> str:
    if match := rules.before.search(beginning):
        return "" if _is_joined(beginning[: match.start()]) else match["first"]
    if not rules.in_part or not is_part:
        return ""
    match = _last(rules.in_part, beginning)
    if not match or _is_joined(beginning[: match.start()]) or _NAMED.search(match["rest"]) or match["first"].isupper():
        return ""
    return match["first"]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the match that begins last."""
    last = None
    at = 0
    while match := pattern.search(text, at):
        last, at = match, match.end("first")
    return last


def _is_joined(text: str) -> bool:
    """Tell whether a name behind *text* is the second of two, or where someone is from."""
    return bool(_JOINS.search(text))
