"""Whether an article is a copy of another, or another one of it (pure).

Article + those it met ─compare, matches─▶ Match … + their places ─judge─▶ New(…, links) | Copy(original, …, links)

A story is named by the second in which its first article was seen, and of two stories that turn out to be one the
earlier takes the other in. So whatever the order in which workers find out, links lead one way and never in a circle.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from services.dedup.likeness import Likeness, exactly, likeness
from services.dedup.sketch import Shingles
from services.model import Copy, Link, New, Standing, role_of
from services.sketches import Sketched

GONE_AFTER = timedelta(days=1)
"""When an article that was seen, and doesn't stand, is no more on its way but gone: its index was dropped."""

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier text that is this one, too."""

    text: Sketched
    likeness: Likeness

    @property
    def reason(self) -> str:
        return copy_reason(self.text.uri, self.likeness)


_Placed = tuple[Match, Standing]


def copy_reason(uri: str, found: Likeness) -> str:
    return f"copy of {uri}: {found.contained:.2f} of 5-grams contained"


def story_id_for(uri: str, first_seen_at: datetime) -> str:
    """Return the name of the story that begins with this article; earlier ones sort first."""
    return f"urn:newsmill:story:{first_seen_at.astimezone(UTC):%Y%m%d%H%M%S}:{uri.rpartition(':')[2]}"


def compare(text: Sketched, known: Iterable[Sketched]) -> list[Match]:
    """Return those of *known* that are, or may be, the same text as *text*."""
    compared = ((each, likeness(text.sketch, each.sketch)) for each in known if each.uri != text.uri)
    return [Match(each, found) for each, found in compared if found.is_copy or found.is_unsure]


def to_read(compared: Sequence[Match]) -> list[str]:
    """Return the uris of the texts that must decide themselves: sketches are unsure."""
    return [each.text.uri for each in compared if each.likeness.is_unsure]


def matches(uri: str, compared: Sequence[Match], texts: Mapping[str, Shingles]) -> list[Match]:
    """Return those of *compared* that are the same text as that of *uri*, the unsure ones by *texts* where known."""
    own = texts.get(uri)
    read = [Match(each.text, _decided(each, own, texts.get(each.text.uri))) for each in compared]
    return [each for each in read if each.likeness.is_copy]


def _decided(each: Match, own: Shingles | None, other: Shingles | None) -> Likeness:
    if each.likeness.is_unsure and own and other and len(other.hashes):
        return exactly(own, other)
    return each.likeness


def judge(article: Standing, found: Sequence[Match], standing: Mapping[str, Standing]) -> New | Copy:
    """Return what *article* is among the texts *found* to be its own, and which standing ones become copies by it.

    Its place is in a story of its own so far. *standing* are the places of those that stand in the index,
    of *article* too if an earlier attempt wrote it: what that wrote holds. A match that doesn't stand is on its way, or
    gone; nothing can be linked to this article then.
    """
    own = standing.get(article.uri)
    apart = (own or article).apart
    places = [
        (each, place)
        for each in found
        if (place := _place(article, each, standing)) and not _is_apart(article.uri, apart, place)
    ]
    if not places:
        return _as_before(article, own)
    each, first = _first(places, standing)
    verdict: New | Copy
    if first.original == article.uri:
        verdict = New(article.uri, first.story_id)
    elif own and _stays(own, first):
        verdict = _as_before(article, own)
    elif own is None and role_of(first) == "original" and first.uri in standing and _precedes(article, first):
        verdict = New(article.uri, first.story_id)
    else:
        verdict = Copy(article.uri, first.story_id, first.original or first.uri, each.reason)
    return _with_links(verdict, article, places, standing)


def _is_apart(uri: str, apart: AbstractSet[str], place: Standing) -> bool:
    """Tell whether somebody has said that the article under *uri* is no copy of that one, or of its original."""
    return uri in place.apart or not apart.isdisjoint({place.uri, place.original})


def _first(places: Sequence[_Placed], standing: Mapping[str, Standing]) -> _Placed:
    """Return the match to follow: of what stands the earliest story's, else the earliest that is on its way.

    What is on its way may become a copy itself, of an earlier one; all who choose the earliest choose the same.
    """
    stand = [pair for pair in places if pair[1].uri in standing]
    if not stand:
        return places[0]
    return min(stand, key=lambda pair: (*_rank(pair[1]), bool(pair[1].original)))


def _rank(place: Standing) -> tuple[str, int, str]:
    """Return what sorts the roots of copies: a story's original comes before what is related to it."""
    root = place.original or place.uri
    if role_of(place) == "original":
        return place.story_id, 0, ""
    begins = root.rpartition(":")[2] == place.story_id.rpartition(":")[2]
    return place.story_id, 1 if begins else 2, root


def _stays(own: Standing, first: Standing) -> bool:
    """Tell whether what stands keeps its place before *first*; of two that are related to one story one gives way."""
    if own.story_id != first.story_id:
        return own.story_id < first.story_id
    return role_of(own) != "related" or _rank(own) <= _rank(first)


def _as_before(article: Standing, own: Standing | None) -> New | Copy:
    if own and own.original:
        return Copy(article.uri, own.story_id, own.original, own.reason)
    return New(article.uri, own.story_id if own else article.story_id)


def _place(article: Standing, each: Match, standing: Mapping[str, Standing]) -> Standing | None:
    """Return the place of a match: that in the index, or of its own story while it is on its way; None if gone."""
    text = each.text
    if text.uri in standing:
        return standing[text.uri]
    if article.first_seen_at - text.first_seen_at > GONE_AFTER:
        return None
    return Standing(text.uri, story_id_for(text.uri, text.first_seen_at), text.first_seen_at)


def _with_links(
    verdict: New | Copy,
    article: Standing,
    places: Sequence[_Placed],
    standing: Mapping[str, Standing],
) -> New | Copy:
    is_copy = isinstance(verdict, Copy)
    original = verdict.original if isinstance(verdict, Copy) else verdict.uri
    links: dict[str, Link] = {}
    own = standing.get(article.uri)
    if own and (own.story_id, own.original) != (verdict.story_id, original if is_copy else ""):
        reason = verdict.reason if isinstance(verdict, Copy) else ""
        links[article.uri] = Link(article.uri, verdict.story_id, original if is_copy else "", reason)
    for each, place in places:
        root = place.original or place.uri
        if place.uri in standing and root != original and place.story_id >= verdict.story_id:
            reason = copy_reason(article.uri, each.likeness)
            links[root] = Link(root, verdict.story_id, original, reason)
    if isinstance(verdict, Copy):
        return Copy(verdict.uri, verdict.story_id, verdict.original, verdict.reason, tuple(links.values()))
    return New(verdict.uri, verdict.story_id, tuple(links.values()))


def _precedes(article: Standing, other: Standing) -> bool:
    """Tell whether *article* is the original of *other*: its agency is credited there, or it was seen earlier."""
    ours = is_credited(other.agency, article.publisher, article.url)
    theirs = is_credited(article.agency, other.publisher, other.url)
    return ours if ours != theirs else article.first_seen_at < other.first_seen_at


def is_credited(agency: str, publisher: str, url: str) -> bool:
    """Tell whether *agency*, as a dateline has it, is that publisher: by its name, its initials, or its host's name."""
    name = agency.casefold()
    words = _WORDS.findall(publisher.casefold())
    hosts = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    return bool(name) and name in {publisher.casefold(), "".join(word[0] for word in words), hosts[0]}
