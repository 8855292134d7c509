"""Ask the index of articles."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from services.index import fields, graves, places, searches, tellings
from services.index.client import errors_named
from services.index.names import Names, month_of
from services.model import Filters, Gist, Hit, Holders, Results, Standing, Tombstone, Version
from services.settings import Settings
from services.sketches import Sketched

_MOST_REVISIONS = 1000
_MACHINE_S = ("fingerprint.bands", "fingerprint.sketch")
_PAGE, _TEXTS = 1000, 100
"""Sketches in one answer, some 700 bytes each; texts, of which one may have a million characters."""

_TOLD = [
    *("headline", "alternativeHeadline", "description", "articleBody", "inLanguage"),
    *("fingerprint.content", "firstSeen", "traceId"),
]


class ElasticIndex:
    """Implements `ports.ArticleIndex` over the read alias."""

    def __init__(self, client: Elasticsearch, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)

    def holders(self, keys: Sequence[str]) -> Holders:
        if not keys:
            return Holders()
        names = ("fingerprint.content", "fingerprint.keys")
        held = [{"terms": {name: list(keys)}} for name in (*names, "keys")]
        # From the columns, not from _source: nothing has to be decompressed.
        answer = self._search(
            index=[self._names.read_alias, self._names.tombstones],
            query={"bool": {"filter": [{"bool": {"should": held}}]}},
            docvalue_fields=[*names, "firstSeen", "keys"],
            source=False,
            size=10_000,
        )
        return places.holders_of(answer["hits"]["hits"], frozenset(keys))

    def refresh(self) -> None:
        with errors_named(self._settings):
            self._client.indices.refresh(index=self._names.read_alias)

    def tombstones(self, since: datetime) -> list[Tombstone]:
        answer = self._search(index=self._names.tombstones, **graves.late(since))
        return [graves.tombstone_of(hit["_source"]) for hit in answer["hits"]["hits"]]

    def brought_back(self, tombstone: Tombstone) -> list[str]:
        indices = [self._names.read_alias, self._names.revisions]
        return graves.uris_of(self._search(index=indices, **graves.brought_back(tombstone)))

    def versions(self, uris: Collection[str]) -> dict[str, Version]:
        found = (each for each in self._mget(list(uris), excluded=_MACHINE_S) if places.stands(each))
        return {each["_id"]: places.version_of(each["_source"], _token(each)) for each in found}

    def brought(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
        if not pairs:
            return {}
        of_id = {f"{uri}:{trace_id}": (uri, trace_id) for uri, trace_id in pairs}
        with errors_named(self._settings):
            answer = self._client.mget(index=self._names.revisions, ids=list(of_id), source_includes=["version"])
        return {of_id[each["_id"]]: each["_source"]["version"] for each in answer["docs"] if each.get("found")}

    def revisions(self, uri: str) -> list[Hit]:
        answer = self._search(
            index=self._names.revisions,
            query={"term": {"uri": uri}},
            sort=[{"version": "asc"}, {"seenAt": "asc"}],
            size=_MOST_REVISIONS,
        )
        return [Hit(uri, None, hit["_source"]) for hit in answer["hits"]["hits"]]

    def standing(self, uris: Sequence[str]) -> set[str]:
        return {each["_id"] for each in self._mget(uris) if places.stands(each)}

    def _mget(
        self, uris: Sequence[str], source: Sequence[str] = (), excluded: Sequence[str] = ()
    ) -> list[dict[str, Any]]:
        months = {uri: month for uri in uris if (month := month_of(uri))}
        if not months:
            return []
        wanted = [{"_index": self._names.write_alias(month), "_id": uri} for uri, month in months.items()]
        shown: dict[str, Any] = {"source_includes": list(source)} if source else {"source": False}
        shown = {"source_excludes": list(excluded)} if excluded else shown
        with errors_named(self._settings):
            found: list[dict[str, Any]] = self._client.mget(docs=wanted, **shown)["docs"]
        return found

    def stories(self, uris: Collection[str]) -> dict[str, Standing]:
        found = (places.standing_of(each) for each in self._mget(list(uris), places.FIELDS) if places.stands(each))
        return {each.uri: each for each in found}

    def bodies(self, uris: Collection[str]) -> dict[str, str]:
        found = (each for each in self._mget(list(uris), ["articleBody"]) if places.stands(each))
        return {each["_id"]: each["_source"].get("articleBody", "") for each in found}

    def copies_of(self, uris: Collection[str]) -> list[str]:
        return self._uris_with("duplicateOf", uris)

    def copied_lately(self, within: timedelta) -> list[str]:
        answer = self._search(**tellings.copied_lately(within))
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    def members(self, story_ids: Collection[str]) -> list[str]:
        return self._uris_with("story.id", story_ids)

    def _uris_with(self, field: str, values: Collection[str]) -> list[str]:
        if not values:
            return []
        answer = self._search(query={"terms": {field: list(values)}}, source=False, size=10_000)
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    def tellings(self, gists: Sequence[Gist], within: timedelta) -> list[list[Gist]]:
        if not gists:
            return []
        header = {"index": self._names.read_alias, "allow_partial_search_results": False}
        searches = [part for each in gists for part in (header, tellings.search(each, within))]
        with errors_named(self._settings):
            answers = self._client.msearch(searches=searches)["responses"]
        return [tellings.found(answer) for answer in answers]

    def told_lately(self, within: timedelta, least_words: int) -> list[Gist]:
        answer = self._search(**tellings.lately(within, least_words))
        return [tellings.gist_of(hit["_id"], hit["_source"]) for hit in answer["hits"]["hits"]]

    def near(self, bands: Collection[bytes]) -> list[Sketched]:
        if not bands:
            return []
        held: dict[str, object] = {"terms": {"fingerprint.bands": [band.hex() for band in bands]}}
        answer = self._search(query=self._lately(held), source_includes=places.SKETCHED, size=10_000)
        return places.sketched_of(answer["hits"]["hits"])

    def sketched(self, since: datetime | None = None) -> Iterator[list[Sketched]]:
        held: list[dict[str, object]] = [{"exists": {"field": "fingerprint.bands"}}]
        if since:
            held.append({"range": {"firstSeen": {"gte": since.isoformat()}}})
        sort = [{"firstSeen": "asc"}, {"uri": "asc"}]
        pages = self._pages(_PAGE, query=self._lately(*held), source_includes=places.SKETCHED, sort=sort)
        return map(places.sketched_of, pages)

    def lacking(self, label: str) -> Iterator[list[Hit]]:
        query = {"bool": {"must_not": {"term": {"vectorBy": label}}}}
        for page in self._pages(_TEXTS, query=query, source_includes=_TOLD, sort=[{"uri": "asc"}]):
            yield [_hit(each) for each in page]

    def _pages(self, size: int, **request: object) -> Iterator[list[dict[str, Any]]]:
        """Yield all that a search finds, *size* at a time, in its order."""
        after: list[object] | None = None
        while True:
            hits = self._search(size=size, search_after=after, **request)["hits"]["hits"]
            yield hits
            if len(hits) < size:
                return
            after = hits[-1]["sort"]

    def _lately(self, *clauses: dict[str, object]) -> dict[str, object]:
        seen = {"range": {"firstSeen": {"gte": f"now-{self._settings.copies_keep_days}d"}}}
        return {"bool": {"filter": [*clauses, seen]}}

    def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        filters = filters or Filters()
        answer = self._search(
            query=searches.query(query, filters),
            source_excludes=list(fields.HIDDEN),
            size=size,
            from_=offset,
            sort=searches.sorting(query, filters),
            track_total_hits=True,
            highlight=searches.HIGHLIGHT,
        )
        found = answer["hits"]
        return Results(total=found["total"]["value"], hits=tuple(_hit(each) for each in found["hits"]))

    def article(self, uri: str) -> Hit | None:
        month = month_of(uri)
        if month is None:
            return None
        with errors_named(self._settings):
            try:
                answer = self._client.get(
                    index=self._names.write_alias(month), id=uri, source_excludes=list(fields.HIDDEN)
                )
            except NotFoundError:
                return None
        return Hit(uri=answer["_id"], score=None, source=answer["_source"])

    def count(self) -> int:
        return int(self._search(size=0, track_total_hits=True)["hits"]["total"]["value"])

    def _search(self, **request: Any) -> Any:  # noqa: ANN401 (passed through)
        with errors_named(self._settings):
            # By default a shard that is away is left out in silence, and its articles would look new.
            named = {"index": self._names.read_alias} | request
            return self._client.search(allow_partial_search_results=False, **named)


def _hit(found: dict[str, Any]) -> Hit:
    return Hit(found["_id"], found.get("_score"), found["_source"], found.get("highlight", {}))


def _token(found: dict[str, Any]) -> tuple[int, int]:
    """Return what tells whether the document is still the same when it is written over."""
    return found["_seq_no"], found["_primary_term"]
