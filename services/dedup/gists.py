"""What is compared of a text to tell whether it tells of the same event as another (pure).

    Article ─gist_of─▶ Gist ─top_of─▶ Top

A text says at its top what it is about: in its headline, in its lead, and in the phrases that it repeats.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from services.dedup.copies import story_id_for
from services.model import Article, Gist, Named, Place

LEAST_WORDS, LEAST_NAMES = 80, 2
"""A text of fewer words, or with fewer names at its top, tells too little."""

_MOST_NAMES = 30
_WORD = re.compile(r"[^\W\d_]{3,}|(?!(?:19|20)\d\d\b)\d[\d.,]+\d")  # small numbers and years are everywhere
_LETTERS = re.compile(r"[^\W_]+")
_WITHIN = re.compile(r"[\w,]\s$")
_FIGURE = re.compile(r"(?<![\d.,–-])\d{1,3}[.–-]\d{1,3}(?![\d.,–-])")
_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_ENDINGS = ("ations", "ation", "ingly", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s", "e", "y")
_TELLING_NOTHING = frozenset(
    """the and for with that this from are was were has have had not but its his her their they who will would could
    after before over under into out off about than then when where which while more most some any all been being also
    say says said saying tell tells told report reports reported reporting according news new newspaper live latest
    update updates one two three four five six seven eight nine ten first last next year years month months week weeks
    day days today yesterday tomorrow time hours people man woman men women officials official government president
    minister prime spokesman spokesperson statement country world state states national international local
    january february march april may june july august september october november december how why what amid among
    against between during near there here can might must should make makes made take takes took get gets got""".split()  # noqa: SIM905 (a list of words reads best as words)
)


@dataclass(frozen=True, slots=True)
class Top:
    """What headline and lead tell: whom and where they name, stems of words, and what two events differ by.

    `objects` are words of the headline that the lead writes as names, recognized or not; `known` are all words.
    """

    names: frozenset[str]
    titled: frozenset[str]
    headline: frozenset[str]
    words: frozenset[str]
    objects: frozenset[str]
    known: frozenset[str]
    days: frozenset[str]
    figures: frozenset[str]
    spelt: Mapping[str, str]

    @property
    def all(self) -> frozenset[str]:
        return self.names | self.words


def gist_of(article: Article) -> Gist | None:
    """Return what is compared of *article*; None if that is too little to tell."""
    if article.word_count < LEAST_WORDS or not article.headline:
        return None
    # Of other languages only some places are told, which don't tell one event from another.
    places = article.places if article.language.partition("-")[0] == "en" else ()
    named: tuple[Named | Place, ...] = (*article.people, *article.organizations, *places)
    names = tuple(dict.fromkeys(each.name for each in sorted(named, key=lambda each: -each.count)))[:_MOST_NAMES]
    published = article.published
    gist = Gist(
        uri=article.uri,
        story_id=article.story_id or story_id_for(article.uri, article.first_seen_at),
        first_seen_at=article.first_seen_at,
        published_at=published.at if published else None,
        headline=article.headline,
        summary=article.summary,
        names=names,
        keyphrases=article.keyphrases,
        language=article.language,
        url=article.url,
        apart=frozenset(article.apart),
    )
    return at_the_top(gist)


def at_the_top(gist: Gist) -> Gist | None:
    """Return *gist* with the names of headline and summary alone, for no other decides; None if those are too few."""
    told = top_of(gist)
    if len(told.names) < LEAST_NAMES:
        return None
    return replace(gist, names=tuple(each for each in gist.names if _term(each) in told.names))


@lru_cache(maxsize=2048)
def top_of(gist: Gist) -> Top:
    """Return what headline and lead of *gist* tell, and its keyphrases."""
    lead = f"{gist.headline}\n{gist.summary}"
    folded = lead.casefold()
    spelt: dict[str, str] = {}
    title = gist.headline.casefold()
    # Not by an expression for each name: compiling those takes longer than all the rest.
    read = frozenset(_LETTERS.findall(folded))
    names, titled = set[str](), set[str]()
    for name in gist.names:
        # Headlines have a person's last name alone.
        if name.casefold() in folded or name.split()[-1].casefold() in read:
            names.add(_term(name))
            spelt[_term(name)] = name
            if name.casefold() in title:
                titled.add(_term(name))
    of_names = {_stem(word) for name in gist.names for word in _WORD.findall(name.casefold())}
    known = _stems("\n".join((lead, *gist.keyphrases)), spelt)
    headline = _stems(gist.headline, spelt)
    return Top(
        names=frozenset(names),
        titled=frozenset(titled),
        headline=frozenset(headline - of_names),
        words=frozenset(known - of_names),
        objects=frozenset(headline & _written_large(gist.summary)),
        known=frozenset(known | of_names),
        days=frozenset(_DAYS.intersection(_WORD.findall(folded))),
        figures=frozenset(each.replace("–", "-") for each in _FIGURE.findall(lead)),
        spelt=spelt,
    )


def _written_large(text: str) -> set[str]:
    """Return the stems of words that always have a capital in *text*, also within sentences."""
    within, small = set[str](), set[str]()
    for found in _WORD.finditer(text):
        word = found.group()
        if word[0].islower():
            small.add(_stem(word.casefold()))
        elif not word[0].isdigit() and _WITHIN.search(text, max(0, found.start() - 2), found.start()):
            within.add(_stem(word.casefold()))
    return within - small


def _term(name: str) -> str:
    return f"={name.casefold()}"


def _stems(text: str, spelt: dict[str, str]) -> set[str]:
    found = set[str]()
    for word in _WORD.findall(text.casefold()):
        if word not in _TELLING_NOTHING and word not in _DAYS:
            stem = _stem(word)
            spelt.setdefault(stem, word)
            found.add(stem)
    return found


def _stem(word: str) -> str:
    ending = next((each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 4), "")
    return word[: len(word) - len(ending)]
