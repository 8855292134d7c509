"""What an amendment makes of the document of an article that stands (pure)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.index.fields import OF_VECTORS
from services.model import (
    PAGE_GONE,
    USABLE,
    WITHDRAWN,
    Apart,
    Carried,
    Disowned,
    Embedded,
    Link,
    Reinstatement,
    Withdrawal,
    role_of,
)
from services.ports import Amendment

Document = Mapping[str, Any]

_LONGEST_NOTE = 256


def amended(document: Document, amendment: Amendment) -> dict[str, Any]:
    """Return *document* as it is by *amendment*: equal to it where that says nothing new."""
    match amendment:
        case Link():
            after = _linked(document, amendment)
        case Carried():
            after = _carried(document, amendment)
        case Apart():
            after = _apart(document, amendment)
        case Disowned():
            after = _disowned(document, amendment)
        case Withdrawal():
            after = _withdrawn(document, amendment)
        case Reinstatement():
            after = _reinstated(document, amendment)
        case Embedded():
            after = _embedded(document, amendment)
    return after


def is_version(amendment: Amendment) -> bool:
    """Tell whether what it makes is another version, so that the one before is kept."""
    return isinstance(amendment, Withdrawal | Reinstatement)


def _linked(document: Document, link: Link) -> dict[str, Any]:
    if link.original in document.get("story", {}).get("apart", ()):
        # A person's decision wins over any later verdict.
        return dict(document)
    story: dict[str, Any] = {"id": link.story_id, "role": role_of(link)}
    if link.reason:
        story["reason"] = link.reason
    return _with_story(document, story, link.original)


def _apart(document: Document, apart: Apart) -> dict[str, Any]:
    others = {*document.get("story", {}).get("apart", ()), *apart.others}
    if document.get("duplicateOf") and document["duplicateOf"] not in others:
        return _with_story(document, document["story"] | {"apart": sorted(others)}, document["duplicateOf"])
    return _with_story(document, {"id": apart.story_id, "role": "original", "apart": sorted(others)}, "")


def _with_story(document: Document, story: dict[str, Any], original: str) -> dict[str, Any]:
    others = {name: value for name, value in document.items() if name not in {"story", "duplicateOf"}}
    kept = {name: value for name, value in document.get("story", {}).items() if name == "apart"}
    return others | {"story": kept | story} | ({"duplicateOf": original} if original else {})


def _carried(document: Document, carried: Carried) -> dict[str, Any]:
    feed, fingerprint = document.get("feed", {}), document["fingerprint"]
    via = _with(feed.get("via", ()), carried.feed_id)
    keys = _with(fingerprint.get("keys", ()), *carried.keys)
    more: dict[str, Any] = {}
    if via:
        more["feed"] = {"id": via[0], **feed, "via": via}
    if keys:
        more["fingerprint"] = {**fingerprint, "keys": keys}
    return {**document, **more}


def _disowned(document: Document, disowned: Disowned) -> dict[str, Any]:
    feed, fingerprint, story = document.get("feed", {}), document["fingerprint"], document.get("story", {})
    held = [each for each in _with(fingerprint.get("keys", ())) if each not in disowned.removed]
    keys = _with(held, *disowned.added)
    via = [each for each in _with(feed.get("via", ())) if each != disowned.feed_id]
    apart = sorted({*story.get("apart", ()), *disowned.apart})
    note = document.get("note", "")
    return {
        **document,
        "fingerprint": fingerprint | {"keys": keys},
        "note": note if disowned.note in note else "; ".join(filter(None, (note, disowned.note)))[:_LONGEST_NOTE],
        **({"feed": feed | {"via": via}} if feed else {}),
        **({"story": story | {"apart": apart}} if apart else {}),
    }


def _embedded(document: Document, embedded: Embedded) -> dict[str, Any]:
    if document["fingerprint"]["content"] != embedded.content:
        # A later version stands, with a vector of its own or a failure of its own.
        return dict(document)
    name, enrichment = embedded.label.partition("/")[0], document.get("enrichment", {})
    done = [each for each in _with(enrichment.get("done", ())) if each.partition("/")[0] != name]
    failed = [each for each in _with(enrichment.get("failed", ())) if each.partition(" ")[0].partition("/")[0] != name]
    noted = {"done": [*done, embedded.label]} | ({"failed": failed} if failed else {})
    return {**document, "vector": list(embedded.vector), "vectorBy": embedded.label, "enrichment": noted}


def _with(values: object, *more: str) -> list[str]:
    known = list(values) if isinstance(values, list | tuple) else [str(values)]
    return list(dict.fromkeys((*known, *filter(None, more))))


def _withdrawn(document: Document, withdrawal: Withdrawal) -> dict[str, Any]:
    is_weightier = _is_gone(document) and not withdrawal.reason.startswith(PAGE_GONE)
    if document.get("pubStatus") == WITHDRAWN and not is_weightier:
        return dict(document)
    return _with_status(document, WITHDRAWN, withdrawal)


def _reinstated(document: Document, reinstatement: Reinstatement) -> dict[str, Any]:
    is_by_page = bool(reinstatement.trace_id)
    if document.get("pubStatus") != WITHDRAWN or (is_by_page and not _is_gone(document)):
        return dict(document)
    return _with_status(document, USABLE, reinstatement)


def _is_gone(document: Document) -> bool:
    return document.get("pubStatus") == WITHDRAWN and document.get("statusReason", "").startswith(PAGE_GONE)


def _with_status(document: Document, status: str, change: Withdrawal | Reinstatement) -> dict[str, Any]:
    return {
        **document,
        "pubStatus": status,
        "statusReason": change.reason,
        "version": document.get("version", 1) + 1,
        "versionCreated": change.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "changed": ["pubStatus"],
        "traceId": change.trace_id or document["traceId"],
    }


def kept(document: Document, replaced_at: datetime, *, is_late: bool = False) -> dict[str, Any]:
    """Return what the index of revisions keeps of a version: it whole, and by what it is found."""
    return {
        "uri": document["uri"],
        "version": document.get("version", 1),
        "traceId": document["traceId"],
        "seenAt": document.get("versionCreated", document["firstSeen"]),
        "keptAt": replaced_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "isLate": is_late,
        # What can be worked out from the text again isn't kept.
        "document": {name: value for name, value in document.items() if name not in {"fingerprint", *OF_VECTORS}}
        | {"fingerprint": {"content": document["fingerprint"]["content"]}},
    }


def kept_id(document: Document, *, is_late: bool = False) -> str:
    """Return the `_id` of a version that is kept: by who brought it, a late one's by its text, which may come again."""
    return f"{document['uri']}:{document['fingerprint']['content'] if is_late else document['traceId']}"
