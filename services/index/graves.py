"""Ask for what was taken down, and what came back of it (pure): what is sent, and what comes back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.model import Tombstone

_MOST_TOMBSTONES, _MOST_BACK = 1000, 10_000

ON_ITS_WAY = timedelta(seconds=30)
"""How long a document that was made may take to be written: its time is of the former."""


def tombstone_of(source: Mapping[str, Any]) -> Tombstone:
    """Return what keeps an article from coming back, as it is stored."""
    keys, at = source["keys"], datetime.fromisoformat(source["at"])
    return Tombstone(source["uri"], tuple(keys if isinstance(keys, list) else [keys]), source.get("reason", ""), at)


def late(since: datetime) -> dict[str, object]:
    """Return the search for what was taken down since then."""
    return {"query": {"range": {"at": {"gte": since.isoformat()}}}, "size": _MOST_TOMBSTONES}


def brought_back(tombstone: Tombstone) -> dict[str, object]:
    """Return the search for articles and versions that were written after *tombstone*, and are what it is of.

    A next version of another story that shares a key is written later as well, but isn't its first.
    """
    held = [{"terms": {name: list(tombstone.keys)}} for name in ("fingerprint.content", "fingerprint.keys")]
    since = (tombstone.at - ON_ITS_WAY).isoformat()
    created = {
        "filter": [{"bool": {"should": held}}, {"range": {"indexedAt": {"gte": since}}}, {"term": {"version": 1}}],
        "must_not": {"term": {"fingerprint.keys": f"apart:{tombstone.uri}"}},
    }
    query = {"bool": {"filter": {"bool": {"should": [{"term": {"uri": tombstone.uri}}, {"bool": created}]}}}}
    return {"query": query, "docvalue_fields": ["uri"], "source": False, "size": _MOST_BACK}


def uris_of(answer: Mapping[str, Any]) -> list[str]:
    return sorted({str(hit["fields"]["uri"][0]) for hit in answer["hits"]["hits"]})
