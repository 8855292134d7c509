"""What the index says of articles (pure): documents of Elasticsearch in, values out."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from services.errors import IndexUnavailableError
from services.index.client import reason_of
from services.model import USABLE, Holders, Standing, Version
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
        apart=frozenset(story.get("apart", ())),
    )


def sketched_of(hits: Iterable[Mapping[str, Any]]) -> list[Sketched]:
    """Return what is remembered of the articles in *hits*, but for sketches of another version."""
    found = ((hit, Sketch.of(b64decode(hit["_source"]["fingerprint"]["sketch"]))) for hit in hits)
    return [
        Sketched(hit["_id"], datetime.fromisoformat(hit["_source"]["firstSeen"]), sketch)
        for hit, sketch in found
        if sketch
    ]


def holders_of(hits: Iterable[Mapping[str, Any]], keys: frozenset[str]) -> Holders:
    """Return which of the articles in *hits* hold *keys*, and which keys are on a tombstone."""
    contents: list[tuple[str, str]] = []
    others: list[tuple[str, str, str]] = []
    taken_down: set[str] = set()
    for hit in hits:
        columns = hit.get("fields", {})
        taken_down.update(keys.intersection(columns.get("keys", ())))
        contents += [(hit["_id"], each) for each in columns.get("fingerprint.content", ())]
        seen = str(columns.get("firstSeen", [""])[0])
        others += [(seen, hit["_id"], each) for each in columns.get("fingerprint.keys", ())]
    # A dict keeps the last: of a content the first by month, of an address the latest story; a content before both.
    uris = {key: uri for _, uri, key in sorted(others)} | {key: uri for uri, key in sorted(contents, reverse=True)}
    return Holders({key: uri for key, uri in uris.items() if key in keys}, frozenset(taken_down))


def version_of(document: Mapping[str, Any], token: object) -> Version:
    """Return what stands, as *document* says it; a repaired one says less."""
    feed, fingerprint = document.get("feed", {}), document["fingerprint"]
    first_seen = document["firstSeen"]
    return Version(
        uri=document["uri"],
        number=document.get("version", 1),
        trace_id=document.get("traceId", ""),
        content=fingerprint["content"],
        keys=tuple(_several(fingerprint.get("keys"))),
        feeds=tuple(_several(feed.get("via") or feed.get("id"))),
        first_seen_at=datetime.fromisoformat(first_seen),
        seen_at=datetime.fromisoformat(document.get("versionCreated", first_seen)),
        headline=document["headline"],
        body=document["articleBody"],
        domain=document.get("domain", ""),
        status=document.get("pubStatus", USABLE),
        status_reason=document.get("statusReason", ""),
        place=standing_of({"_id": document["uri"], "_source": document}),
        published_at=_time_of_day(document),
        modified_at=_time(document.get("dateModified")),
        labels=document.get("labels"),
        document=document,
        token=token,
    )


def _several(value: str | list[str] | None) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _time_of_day(document: Mapping[str, Any]) -> datetime | None:
    """Return when it was published; None where only the day was stated, which stands as midnight."""
    at = _time(document.get("datePublished"))
    return at if at and (at.hour, at.minute, at.second) != (0, 0, 0) else None
