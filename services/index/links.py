"""Write links into articles that stand: each is read, changed and written again, unless somebody changed it meanwhile.

An update by Elasticsearch would do with less, but starts from what is stored: it would lose `stemmed`, which isn't.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from services.errors import IndexUnavailableError, NotPermittedError
from services.index import fields, places
from services.index.answers import Item
from services.index.client import errors_named, reason_of
from services.index.months import Months
from services.index.names import Names, month_of
from services.model import Link
from services.settings import Settings

_AT_ONCE = 100
_TRIES = 3
_DONE, _NOT_PERMITTED, _CONFLICT = (200, 201), (401, 403), 409


class Relinks:
    """Makes copies of articles, for the sink; an article that doesn't stand is left out."""

    def __init__(self, client: Elasticsearch, settings: Settings, months: Months) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)
        self._months = months

    def write(self, links: Sequence[Link]) -> None:
        """Make *links*. Raises IndexUnavailableError or NotPermittedError; some may have been made then."""
        for start in range(0, len(links), _AT_ONCE):
            waiting = list(links[start : start + _AT_ONCE])
            for _ in range(_TRIES):
                waiting = self._tried(waiting)
            if waiting:
                message = f"Elasticsearch can't link {waiting[0].uri}: others change it all the time."
                raise IndexUnavailableError(message)

    def _tried(self, links: Sequence[Link]) -> list[Link]:
        """Return those of *links* whose articles were changed between reading and writing."""
        operations: list[Mapping[str, object]] = []
        sent: list[Link] = []
        for link, found in self._standing(links):
            source = places.linked(found["_source"], link)
            if source == found["_source"]:
                continue
            stemmers = self._months.stemmers_of(month_of(link.uri) or "")
            place = {"_index": self._names.write_alias(month_of(link.uri) or ""), "_id": link.uri}
            seen = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
            operations += [{"index": place | seen}, source | fields.stemmed(source, stemmers)]
            sent.append(link)
        if not operations:
            return []
        with errors_named(self._settings):
            items = self._client.bulk(operations=operations, require_alias=True)["items"]
        return [link for link, item in zip(sent, items, strict=True) if _is_overtaken(item["index"])]

    def _standing(self, links: Sequence[Link]) -> list[tuple[Link, dict[str, Any]]]:
        ours = {link.uri: link for link in links if month_of(link.uri)}
        if not ours:
            return []
        wanted = [{"_index": self._names.write_alias(month_of(uri) or ""), "_id": uri} for uri in ours]
        with errors_named(self._settings):
            found: list[dict[str, Any]] = self._client.mget(docs=wanted)["docs"]
        return [(ours[each["_id"]], each) for each in found if places.stands(each)]


def _is_overtaken(item: Item) -> bool:
    """Tell whether somebody else wrote in between; raises for everything but that and success."""
    status = int(item["status"])
    if status in _DONE:
        return False
    if status == _CONFLICT:
        return True
    message = f"Elasticsearch can't link {item['_id']}: {reason_of(item)}."
    raise (NotPermittedError if status in _NOT_PERMITTED else IndexUnavailableError)(message)
