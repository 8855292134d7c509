"""What is known of texts that met others, before they are judged (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from services.dedup.copies import Match, story_id_for
from services.model import Standing
from services.sketches import Meeting, Sketched


def beginning(place: Standing, meeting: Meeting | None) -> Standing:
    # Others that met it have named its story by what is remembered, whoever brings it now.
    return replace(place, story_id=story_id_for(place.uri, meeting.seen_at if meeting else place.first_seen_at))


def remembered(texts: Iterable[Sketched], meetings: Mapping[str, Meeting]) -> list[Standing]:
    """Return the places of texts of which no more is known than what is remembered."""
    return [beginning(Standing(each.uri, "", each.first_seen_at), meetings[each.uri]) for each in texts]


def sharing(uri: str, meeting: Meeting, stored: Iterable[Sketched]) -> list[Sketched]:
    """Return those of *stored* that share a band with the text of *uri* and that the store doesn't know: older ones."""
    known = {uri, *meeting.later, *(each.uri for each in meeting.known)}
    bands = set(meeting.bands)
    found = [each for each in stored if each.uri not in known and not bands.isdisjoint(each.sketch.bands)]
    return sorted(found, key=lambda each: (each.first_seen_at, each.uri))


def to_look_up(found: Mapping[str, Sequence[Match]]) -> set[str]:
    return {each.text.uri for its in found.values() for each in its} | found.keys()
