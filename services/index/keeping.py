"""Keep versions of articles for ever, each once: for those who write the next one.

version ─create─▶ revisions, under its uri and the document that brought it    409: it is kept already
"""

from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from services.index.answers import Item, stands_already
from services.index.client import errors_named
from services.index.names import Names
from services.settings import Settings

Kept = tuple[str, Mapping[str, Any]]
"""The `_id` of a version that is to be kept, and the version (amendments.py makes both)."""


class Keeping:
    """Writes what is kept, and tells who brought it."""

    def __init__(self, client: Elasticsearch, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._index = Names(settings).revisions

    def keep(self, versions: Sequence[Kept], *, refresh: bool = False) -> list[Item]:
        """Keep *versions*; return what Elasticsearch says of each, a conflict where it is kept already.

        What no document brought (a withdrawal by hand, a page that is gone) bears the id of the one before: where that
        is kept under it, it is kept under its number as well. With `refresh` all that is kept can be searched then.
        """
        items = self._create(versions, refresh=refresh)
        known = {
            at: versions[at] for at, item in enumerate(items) if stands_already(item) and not versions[at][1]["isLate"]
        }
        numbers = self._values([id_ for id_, _ in known.values()], "version")
        others = {at: (id_, each) for at, (id_, each) in known.items() if numbers.get(id_) != each["version"]}
        numbered = [(f"{id_}:{each['version']}", each) for id_, each in others.values()]
        return list(
            (dict(enumerate(items)) | dict(zip(others, self._create(numbered, refresh=refresh), strict=True))).values()
        )

    def bringers(self, ids: Sequence[str]) -> dict[str, str]:
        """Return id → trace id of the documents that brought what is kept."""
        return {id_: str(value) for id_, value in self._values(ids, "traceId").items()}

    def _create(self, versions: Sequence[Kept], *, refresh: bool) -> list[Item]:
        operations: list[Mapping[str, object]] = []
        for id_, version in versions:
            operations += [{"create": {"_index": self._index, "_id": id_}}, version]
        if not operations:
            return []
        with errors_named(self._settings):
            items = self._client.bulk(operations=operations, require_alias=True, refresh=refresh)["items"]
        return [item["create"] for item in items]

    def _values(self, ids: Sequence[str], name: str) -> dict[str, Any]:
        if not ids:
            return {}
        with errors_named(self._settings):
            found = self._client.mget(index=self._index, ids=list(ids), source_includes=[name])["docs"]
        return {each["_id"]: each["_source"].get(name) for each in found if each.get("found")}
