"""Create articles of documents: of what was split off another."""

from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from services.index import amendments, answers, fields
from services.index.client import errors_named
from services.index.keeping import Keeping
from services.index.months import Months
from services.index.names import Names, month_of
from services.model import utc_now
from services.settings import Settings

Document = Mapping[str, Any]


class Planting:
    """Creates articles with all of their versions, for the sink."""

    def __init__(self, client: Elasticsearch, settings: Settings, months: Months) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)
        self._months = months
        self._keeping = Keeping(client, settings)

    def plant(self, versions: Sequence[Document]) -> None:
        """Create an article of *versions*; what stands or is kept of it is left."""
        *earlier, last = versions
        kept = [(amendments.kept_id(each), amendments.kept(each, utc_now())) for each in earlier]
        for item in (*self._keeping.keep(kept), self._created(last)):
            if not answers.stands_already(item):
                answers.require_done(item)

    def _created(self, document: Document) -> answers.Item:
        month = month_of(document["uri"]) or ""
        body = {**document, **fields.stemmed(document, self._months.stemmers_of(month))}
        place = {"_index": self._names.write_alias(month), "_id": document["uri"]}
        with errors_named(self._settings):
            answer = self._client.bulk(operations=[{"create": place}, body], require_alias=True)
        return answer["items"][0]["create"]  # type: ignore[no-any-return] # an answer is open
