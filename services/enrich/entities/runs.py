"""Find runs of words in capitals, line by line: what may be a name, or several.

text ─▶ Line (is it a headline, or all in capitals?) ─▶ Run ─▶ Words, each with what joins it to the one before
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.enrich.entities.vocabulary import COMPOUNDS, HOLDERS, OFFICES, SHOPS

_LATIN = map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)])
_UPPER = "A-Z" + "".join(letter for letter in _LATIN if letter.isupper())
_ABBREVIATIONS = (
    "Mr Mrs Ms Dr St Ste Sen Sens Rep Reps Gov Gen Lt Col Capt Sgt Maj Rev Prof Hon Adm Cmdr Det Supt Fr Mt Ft Calif"
    " Fla Tex Ariz Conn Colo Mass Mich Minn Wis Ill Tenn Okla Nev Va Pa Ga Inc Ltd Corp Co Jr Sr Bros"
)
_IS_ABBREVIATION = "|".join(rf"(?<=(?<![\w'’]){word}\.)" for word in _ABBREVIATIONS.split())
# Behind its first letter: `U.S.`, `J.` before a name, `O’Brien`, `G20`, `Sen.`; a possessive ending stays out.
_CAPITALISED = (
    rf"(?:\.(?:(?:[{_UPPER}]\.)+[{_UPPER}]?(?![{_UPPER}\w])|(?=[ -][{_UPPER}]))"
    rf"|\w*(?:['’](?![sS]\b)\w+)*\+?(?:\.(?:{_IS_ABBREVIATION}))?)"
)
_ARTICLE = "(?:al|el|as|ash|ad|an)"
_WORD = rf"[{_UPPER}]{_CAPITALISED}|{_ARTICLE}-[{_UPPER}]\w+"
_JOINT = (
    r" (?:of the|of|for the|for|and the|and|on the|on|de la|de los|del?|da|dos?|d[iu]|van de[rn]?|van|von de[rn]|von"
    r"|bin|ibn|al|el|l[ae]|y|e|es|ten|ter|the|bint|upon|sur) | & | |[-‑]"
)
# The first letter before what it may be of, since a search leaps to it: a third of the time. No name has more words; a
# text of nothing but capitals is read in pieces.
_RUN = re.compile(
    rf"([{_UPPER}ae](?<!\w.)(?:(?<=[{_UPPER}]){_CAPITALISED}|(?<=(?={_ARTICLE}-).)\w+-[{_UPPER}]\w+))"
    rf"((?:(?:{_JOINT})(?:{_WORD})){{0,24}})"
)
_PARTS = re.compile(rf"({_WORD})({_JOINT})?")
_TAIL = re.compile(r"[-‑]([a-zà-ÿ]+)")
_LINE = re.compile(r"[^\n]+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_MAY_BE_UPPER = re.compile("[A-Z\u0080-\U0010ffff]{4}")
_LONGEST_HEADLINE = 300
_POSSESSIVES = ("’s", "'s")
_STARTS = frozenset(".!?:;…“‘\"'([—–-•*>|/")


class Word(NamedTuple):
    """One word of a run. `joint` is what stands between it and the one before: a blank, a hyphen, ` of `, ` & `."""

    text: str
    start: int
    end: int
    joint: str


class Run(NamedTuple):
    """Words in capitals that stand together. `is_opening`: its first word would be in capitals anyway."""

    words: tuple[Word, ...]
    is_opening: bool


class Line(NamedTuple):
    """One line of a text. `is_titled`: capitals tell nothing here, since nearly every word has one."""

    start: int
    end: int
    is_titled: bool
    is_upper: bool


def lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        is_short = len(match[0]) < _LONGEST_HEADLINE and not match[0].rstrip("”’\"' ").endswith((".", ","))
        if not is_short and not _MAY_BE_UPPER.search(match[0]):
            yield Line(*match.span(), is_titled=False, is_upper=False)  # nine of ten
            continue
        long = _LONG_WORD.findall(match[0][:2000])
        upper = len(long) > 2 and sum(map(str.isupper, long)) * 10 >= len(long) * 7
        titled = is_short and len(long) > 3 and sum(word[0].isupper() for word in long) * 10 >= len(long) * 7
        yield Line(*match.span(), is_titled=upper or titled, is_upper=upper)


def runs(text: str, line: Line) -> Iterator[Run]:
    """Yield the runs of *line*; a possessive ends its run, but for that of an office or a shop."""
    held: Run | None = None
    for match in _RUN.finditer(text, line.start, line.end):
        # Seven of ten are one word.
        words = tuple(_words(text, match)) if match[2] else (Word(match[1], *match.span(1), ""),)
        run = Run(words, _is_opening(text, line, match.start()))
        if held:
            run, *before = _joined(held, run)
            yield from before
        held = None
        if text.startswith(_POSSESSIVES, match.end()):
            if words[-1].text in SHOPS:
                run = _owning(run, f"{words[-1].text}'s")
            elif words[-1].text in HOLDERS:
                held = run
        if not held:
            yield run
    if held:
        yield held


def _owning(run: Run, name: str) -> Run:
    """Return *run* with the possessive behind it in its last word, which is *name* then."""
    *others, last = run.words
    return run._replace(words=(*others, last._replace(text=name, end=last.end + 2)))


def _joined(holder: Run, run: Run) -> tuple[Run, ...]:
    """Return `Sheriff’s Department` as one run; *run* and the *holder* before it where that has no office in it."""
    first, *more = run.words
    last = holder.words[-1]
    if first.start != last.end + 3 or not OFFICES.intersection(word.text for word in run.words):
        return run, holder
    owning = _owning(holder, f"{last.text}’s")
    return (owning._replace(words=(*owning.words, first._replace(joint=" "), *more)),)


def _words(text: str, match: re.Match[str]) -> Iterator[Word]:
    joint = ""
    for part in _PARTS.finditer(text, *match.span()):
        start, end = part.span(1)
        tail = _TAIL.match(text, end) if joint else None
        if tail and tail[1] not in COMPOUNDS and len(tail[1]) < 6 and not tail[1].endswith(("ed", "ing")):
            end = tail.end()  # `Son Heung-min`
        yield Word(text[start:end], start, end, joint)
        joint = part[2] or ""


def _is_opening(text: str, line: Line, start: int) -> bool:
    before = text[max(line.start, start - 3) : start]
    if before in {"s' ", "s’ "}:
        return False  # `Fox News' Jane Doe`
    before = before[-2:].rstrip()
    return not before or before[-1] in _STARTS
