"""Ask for the texts that may tell of the event that another tells of (pure): what is sent, and what comes back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.errors import IndexUnavailableError
from services.index.client import reason_of
from services.model import Gist

MOST = 5
"""Texts that one is compared with."""

MOST_LATELY = 2_000
"""Texts of the last minute that are looked at again; some 2 KB each."""

_ORIGINALS: dict[str, object] = {"term": {"story.role": "original"}}
_NAMED = ("people", "organizations", "places")
_ASKED_NAMES = 12
SOURCE = [
    "story", "firstSeen", "datePublished", "headline", "summary", "keyphrases", "inLanguage", "url",
    *(f"{kind}.{part}" for kind in _NAMED for part in ("name", "count")),
]  # fmt: skip


def search(gist: Gist, within: timedelta) -> dict[str, object]:
    """Return the search for originals that have two names of *gist* in common, those with the most and rarest first."""
    names = gist.names[:_ASKED_NAMES]
    # A name is of one kind in one text and may be of another in the next: whichever counts once.
    should = [{"dis_max": {"queries": [{"term": {f"{kind}.name.exact": name}} for kind in _NAMED]}} for name in names]
    seen = {"gte": (gist.first_seen_at - within).isoformat(), "lte": gist.first_seen_at.isoformat()}
    narrowed: list[dict[str, object]] = [_ORIGINALS, {"range": {"firstSeen": seen}}]
    if at := gist.published_at:
        published = {"gte": (at - within).isoformat(), "lte": (at + within).isoformat()}
        undated = {"bool": {"must_not": {"exists": {"field": "datePublished"}}}}
        narrowed.append({"bool": {"should": [{"range": {"datePublished": published}}, undated]}})
    return {
        "query": {"bool": {"filter": narrowed, "should": should, "minimum_should_match": 2}},
        "size": MOST,
        "_source": SOURCE,
        "track_total_hits": False,
    }


def lately(within: timedelta, least_words: int) -> dict[str, Any]:
    """Return the search for originals that were written lately, the last ones first."""
    found: list[Mapping[str, object]] = [_ORIGINALS, {"range": {"wordCount": {"gte": least_words}}}]
    return _written(within, found) | {"source_includes": SOURCE}


def copied_lately(within: timedelta) -> dict[str, Any]:
    """Return the search for copies that were written lately, the last ones first."""
    return _written(within, [{"exists": {"field": "duplicateOf"}}]) | {"source": False}


def _written(within: timedelta, found: Sequence[Mapping[str, object]]) -> dict[str, Any]:
    written = {"range": {"indexedAt": {"gte": f"now-{int(within.total_seconds())}s"}}}
    query = {"bool": {"filter": [*found, written]}}
    return {"query": query, "sort": [{"indexedAt": "desc"}], "size": MOST_LATELY}


def found(answer: Mapping[str, Any]) -> list[Gist]:
    """Return what *answer* found. Raises IndexUnavailableError where it failed."""
    if "error" in answer:
        message = f"Elasticsearch can't search for texts on the same event: {reason_of(answer['error'])}."
        raise IndexUnavailableError(message)
    return [gist_of(hit["_id"], hit["_source"]) for hit in answer["hits"]["hits"]]


def gist_of(uri: str, source: Mapping[str, Any]) -> Gist:
    """Return what is compared of the article that *source* is the document of."""
    named = [each for kind in _NAMED for each in source.get(kind, ())]
    names = dict.fromkeys(each["name"] for each in sorted(named, key=lambda each: -int(each.get("count", 1))))
    story, published = source.get("story", {}), source.get("datePublished")
    return Gist(
        uri=uri,
        story_id=story.get("id", uri),
        first_seen_at=datetime.fromisoformat(source["firstSeen"]),
        published_at=datetime.fromisoformat(published) if published else None,
        headline=source["headline"],
        summary=source.get("summary", ""),
        names=tuple(names),
        keyphrases=tuple(source.get("keyphrases", ())),
        language=source.get("inLanguage", ""),
        url=source.get("url", ""),
        apart=frozenset(story.get("apart", ())),
    )
