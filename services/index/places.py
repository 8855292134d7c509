"""What the index says of articles that may have copies (pure): documents of Elasticsearch in, values out."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from services.model import Link, Standing
from services.sketches import Sketch, Sketched

FIELDS = ("story", "duplicateOf", "firstSeen", "creditLine", "publisher.name", "url")
SKETCHED = ["fingerprint.sketch", "firstSeen"]


def standing_of(hit: Mapping[str, Any]) -> Standing:
    """Return the place of the article in *hit*; one that was repaired has lost its story, and stands alone."""
    source, uri = hit["_source"], hit["_id"]
    story = source.get("story", {})
    return Standing(
        uri=uri,
        story_id=story.get("id", uri),
        first_seen_at=datetime.fromisoformat(source["firstSeen"]),
        original=source.get("duplicateOf") or "",
        reason=story.get("reason") or "",
        agency=source.get("creditLine", ""),
        publisher=source.get("publisher", {}).get("name", ""),
        url=source.get("url", ""),
    )


def sketched_of(hits: Iterable[Mapping[str, Any]]) -> list[Sketched]:
    """Return what is remembered of the articles in *hits*, but for sketches of another version."""
    found = ((hit, Sketch.of(b64decode(hit["_source"]["fingerprint"]["sketch"]))) for hit in hits)
    return [
        Sketched(hit["_id"], datetime.fromisoformat(hit["_source"]["firstSeen"]), sketch)
        for hit, sketch in found
        if sketch
    ]


def linked(link: Link) -> dict[str, object]:
    """Return what of a document changes by *link*."""
    role = "copy" if link.original else "original"
    # In an update null takes a value away.
    reason, original = link.reason or None, link.original or None
    return {"story": {"id": link.story_id, "role": role, "reason": reason}, "duplicateOf": original}
