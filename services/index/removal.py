"""Remove an article for ever, and keep what keeps it from coming back: done by hand, so each call waits until it shows.

Deleting by query would need a module that a trimmed Elasticsearch hasn't (reindex): versions are found, then deleted.
"""

from elasticsearch import Elasticsearch, NotFoundError

from services.errors import IndexUnavailableError
from services.index.client import errors_named, reason_of
from services.index.names import Names, month_of
from services.model import Tombstone
from services.settings import Settings

_AT_ONCE = 500
_GONE = (200, 404)


class Removal:
    """Deletes for the sink; its user must be allowed to (services/index/access.py)."""

    def __init__(self, client: Elasticsearch, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)

    def bury(self, tombstone: Tombstone) -> None:
        """Keep *tombstone*, found by a search from now on."""
        document = {
            "uri": tombstone.uri,
            "keys": list(tombstone.keys),
            "reason": tombstone.reason,
            "at": tombstone.at.isoformat(),
        }
        with errors_named(self._settings):
            self._client.index(
                index=self._names.tombstones, id=tombstone.uri, document=document, refresh=True, require_alias=True
            )

    def remove(self, uri: str) -> int:
        """Delete the article and what was kept of it; return how many versions that were."""
        return self._article(uri) + self._versions(uri)

    def _article(self, uri: str) -> int:
        month = month_of(uri)
        with errors_named(self._settings):
            try:
                self._client.delete(index=self._names.write_alias(month or ""), id=uri, refresh=True)
            except NotFoundError:
                return 0
        return 1

    def _versions(self, uri: str) -> int:
        count = 0
        with errors_named(self._settings):
            self._client.indices.refresh(index=self._names.revisions)
            while ids := self._kept(uri):
                operations = [{"delete": {"_index": self._names.revisions, "_id": each}} for each in ids]
                for item in self._client.bulk(operations=operations, refresh=True)["items"]:
                    if item["delete"]["status"] not in _GONE:
                        message = f"Elasticsearch can't delete {item['delete']['_id']}: {reason_of(item['delete'])}."
                        raise IndexUnavailableError(message)
                count += len(ids)
        return count

    def _kept(self, uri: str) -> list[str]:
        found = self._client.search(
            index=self._names.revisions, query={"term": {"uri": uri}}, source=False, size=_AT_ONCE
        )
        return [hit["_id"] for hit in found["hits"]["hits"]]
