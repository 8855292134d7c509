"""What moves with an article to another story: its copies, and what is related to it (pure).

An article becomes a copy of another: what belongs to it comes along. Or it is split in two: copies go where their text
went, and of those that have the text of the new article the earliest is their original.
"""

from collections.abc import Mapping

from services.dedup.copies import copy_reason, story_id_for
from services.dedup.likeness import exactly
from services.dedup.related import Relation, related_to
from services.dedup.sketch import Shingles
from services.model import Link, Standing, role_of


def left_by(made: Mapping[str, Link], standing: Mapping[str, Standing]) -> dict[str, str]:
    """Return uri → the story that it was the original of, of those that leave it by the links *made*."""
    return {
        uri: standing[uri].story_id
        for uri, link in made.items()
        if role_of(standing[uri]) == "original" and standing[uri].story_id != link.story_id
    }


def copies_moved(made: Mapping[str, Link], copies: Mapping[str, Standing]) -> list[Link]:
    """Return the links of those of *copies* whose original becomes a copy by the links *made*, to the new original."""
    return [
        Link(uri, link.story_id, link.original or link.uri, place.reason)
        for uri, place in copies.items()
        if uri not in made and (link := made.get(place.original)) and uri != link.original
    ]


def related_moved(made: Mapping[str, Link], members: Mapping[str, Standing]) -> list[Link]:
    """Return the links of those *members* of stories that are related to what leaves these, and of their copies."""
    others = {uri: place for uri, place in members.items() if uri not in made}
    roots = {uri: link for uri, place in others.items() if (link := made.get(related_to(place)))}
    return [
        Link(uri, link.story_id, place.original, place.reason)
        for uri, place in others.items()
        if (link := roots.get(place.original or uri))
    ]


def related_after_all(relations: Mapping[str, Relation], standing: Mapping[str, Standing]) -> list[Link]:
    """Return the links of *relations* between those that are originals still."""
    originals = {uri: place.story_id for uri, place in standing.items() if role_of(place) == "original"}
    return [
        Link(uri, each.story_id, "", each.reason)
        for uri, each in relations.items()
        if uri in originals and originals.get(each.original) == each.story_id
    ]


def straightened(copies: Mapping[str, Standing], originals: Mapping[str, Standing]) -> list[Link]:
    """Return the links of *copies* that are in another story than their *originals*, or copies of copies."""
    found = [(place, originals[place.original]) for place in copies.values() if place.original in originals]
    return [
        Link(place.uri, at.story_id, at.original or at.uri, place.reason)
        for place, at in found
        if (at.original or at.story_id != place.story_id) and at.original not in {place.uri, *place.apart}
    ]


def met_by(uri: str, into: str, copies: Mapping[str, Standing]) -> set[str]:
    """Return those of *copies* that are linked by the text of *uri* or *into*, or by another that is."""
    found: set[str] = set()
    latest = {uri, into}
    while latest:
        latest = {
            each
            for each, place in copies.items()
            if each not in {uri, into, *found} and (place.original in {uri, into} or _copied_from(place) in latest)
        }
        found |= latest
    return found


def parted_copies(uri: str, into: str, places: Mapping[str, Standing], texts: Mapping[str, Shingles]) -> list[Link]:
    """Return the links of copies to *uri*, or to what was split off *into* an article; *places* and *texts* of all."""
    copies = places.keys() - {uri, into}
    reasons = {each: _copied(texts[each], into, texts[into], texts[uri]) for each in copies}
    theirs = [each for each in copies if reasons[each]]
    ours = [Link(each, places[uri].story_id, uri, places[each].reason) for each in copies if not reasons[each]]
    # Whoever died after `into` was linked goes on with the original that it has.
    root = places[into].original or min([*theirs, into], key=lambda each: (places[each].first_seen_at, each))
    story_id = story_id_for(root, places[root].first_seen_at) if root in {into, *theirs} else places[into].story_id
    links = [Link(each, story_id, root, reasons[each]) for each in theirs if each != root]
    if root not in theirs:
        return [*ours, *links]
    own = Link(into, story_id, root, _copied(texts[into], root, texts[root], texts[uri]))
    return [*ours, *links, own, Link(root, story_id, "", "")]


def _copied_from(place: Standing) -> str:
    """Return the article whose text a copy was found to have, which may be a copy itself; empty if it is none."""
    return place.reason.removeprefix("copy of ").split(": ", 1)[0] if place.original else ""


def _copied(text: Shingles, uri: str, one: Shingles, other: Shingles) -> str:
    """Return why *text* is a copy of *one*, under *uri*; empty unless it is, and more so than of the *other*."""
    if not all(len(each.hashes) for each in (text, one, other)):
        return ""
    found = exactly(text, one)
    is_nearer = found.contained > exactly(text, other).contained
    return copy_reason(uri, found) if found.is_copy and is_nearer else ""
