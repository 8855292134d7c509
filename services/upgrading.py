"""Give a document of an older index version what this one has beside, so that its article is known again (pure)."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from services.dedup.sketch import sketch
from services.normalize.keys import keys


def upgraded(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return *document* with its keys, its sketch, its feeds and the time of its version, where it lacks them."""
    feed = dict(document.get("feed", {}))
    if feed.get("id"):
        feed.setdefault("via", [feed["id"]])
    result = dict(document) | ({"feed": feed} if feed else {})
    result.setdefault("versionCreated", document["firstSeen"])
    result["fingerprint"] = _keys(document, feed.get("id", "")) | sketched(document) | document["fingerprint"]
    return result


def _keys(document: Mapping[str, Any], feed_id: str) -> dict[str, Any]:
    found = keys(document.get("url", ""), document.get("canonicalUrl", ""), feed_id, document.get("altIds", ""))
    return {"keys": list(found)} if found else {}


def sketched(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `fingerprint` holds of the text of *document*, by which copies are found."""
    made = sketch(document.get("articleBody", ""))
    if made is None:
        return {}
    return {"bands": [band.hex() for band in made.bands], "sketch": b64encode(bytes(made)).decode()}
