"""What the index says of articles that may have copies (pure): documents of Elasticsearch in, values out."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from services.errors import IndexUnavailableError
from services.index.client import reason_of
from services.model import Link, Standing
from services.sketches import Sketch, Sketched

FIELDS = ("story", "duplicateOf", "firstSeen", "creditLine", "publisher.name", "url")
SKETCHED = ["fingerprint.sketch", "firstSeen"]


def stands(found: Mapping[str, Any]) -> bool:
    """Tell whether an article was *found* by its uri. Raises IndexUnavailableError where that can't be told."""
    error = found.get("error")
    if error and error["type"] != "index_not_found_exception":
        message = f"Elasticsearch can't tell whether {found['_id']} stands: {reason_of(error)}."
        raise IndexUnavailableError(message)
    return bool(found.get("found"))


def standing_of(hit: Mapping[str, Any]) -> Standing:
    """Return the place of the article in *hit*; one that was repaired has lost its story, and stands alone."""
    source, uri = hit["_source"], hit["_id"]
    story = source.get("story", {})
    return Standing(
        uri=uri,
        story_id=story.get("id", uri),
        first_seen_at=datetime.fromisoformat(source["firstSeen"]),
        original=source.get("duplicateOf", ""),
        reason=story.get("reason", ""),
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


def linked(source: Mapping[str, Any], link: Link) -> dict[str, Any]:
    """Return *source* as it is by *link*."""
    story = {"id": link.story_id, "role": "copy" if link.original else "original"}
    if link.reason:
        story["reason"] = link.reason
    others = {name: value for name, value in source.items() if name not in {"story", "duplicateOf"}}
    return others | {"story": story} | ({"duplicateOf": link.original} if link.original else {})
