"""Write articles by bulk, with our own loop over the results.

`helpers.bulk` never retries an item that got 429 with its default `raise_on_error` (elasticsearch-py#864), and what
is lost there is lost in silence. Here each article gets a result of its own (`answers.py`), and:

    409 ─▶ ask whose document stands there
    400 ─▶ once more with the required fields alone, then Refused
    the request refused as a whole (413, an id too long) ─▶ in halves, down to the one that is at fault
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from elasticsearch import ApiError, Elasticsearch

from services.errors import IndexUnavailableError, IngestError, SetupError
from services.index import answers
from services.index.client import errors_named, reason_of
from services.index.months import Months
from services.index.names import Names, month_of
from services.index.outgoing import Outgoing, in_requests
from services.index.planting import Planting
from services.index.removal import Removal
from services.index.rewrites import Rewrites
from services.model import Article, Revision, Tombstone, Version
from services.ports import Amendment, Refused, WriteResult
from services.settings import Settings

log = logging.getLogger(__name__)

_REFUSED_WHOLE = frozenset({400, 413})

# How long Elasticsearch waits for a shard that is away: below the client's timeout, so that the others' results arrive.
_SHARD_PATIENCE = "5s"

Results = dict[int, WriteResult]
"""Position in the caller's list → result."""


class _RequestRefusedError(IngestError):
    """Elasticsearch refuses the request for one of its documents, and doesn't say which."""


class ElasticSink:
    """Implements `ports.Sink`."""

    def __init__(self, client: Elasticsearch, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)
        self._months = Months(client, settings)
        self._clock = clock
        self._rewrites = Rewrites(client, settings, self._months)
        self._planting = Planting(client, settings, self._months)
        self._removal = Removal(client, settings)

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        # A batch that outlives its lease is killed, and that would count as an attempt of innocent documents.
        deadline = self._clock() + self._settings.lease_seconds / 4
        documents, results = self._sorted(articles)
        for number, request in enumerate(in_requests(documents)):
            if number and self._clock() > deadline:
                message = f"Elasticsearch at {self._settings.elasticsearch_url} is slow: give it time, memory or disk."
                raise IndexUnavailableError(message)
            results |= self._write(request)
        answers.require_any(results.values())
        return [results[position] for position in range(len(articles))]

    def revise(self, revisions: Sequence[Revision]) -> list[WriteResult]:
        results = self._rewrites.revise(revisions)
        answers.require_any(results)
        return results

    def amend(self, amendments: Sequence[Amendment]) -> None:
        self._rewrites.amend(amendments)

    def exchange(self, current: Version, document: Mapping[str, object]) -> WriteResult:
        return self._rewrites.exchange(current, document)

    def plant(self, versions: Sequence[Mapping[str, object]]) -> None:
        self._planting.plant(versions)

    def bury(self, tombstone: Tombstone) -> None:
        self._removal.bury(tombstone)

    def remove(self, uri: str) -> int:
        return self._removal.remove(uri)

    def _sorted(self, articles: Sequence[Article]) -> tuple[list[Outgoing], Results]:
        """Return what can be sent, and the results of what can't."""
        months = [month_of(article.uri) for article in articles]
        stemmers, reasons = self._ready({month for month in months if month})
        documents: list[Outgoing] = []
        results: Results = {}
        for position, (article, month) in enumerate(zip(articles, months, strict=True)):
            if month is None:
                results[position] = Refused(article.uri, f"{article.uri[:100]!r} is no uri of ours")
            elif month in reasons:
                results[position] = answers.Barred(article.uri, reasons[month])
            else:
                documents.append(Outgoing(position, article, month, stemmers[month]))
        return documents, results

    def _ready(self, months: Collection[str]) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
        """Return month → what its index stems, and month → why there is no index to write to."""
        stemmers: dict[str, frozenset[str]] = {}
        reasons: dict[str, str] = {}
        for month in months:
            try:
                stemmers[month] = self._months.stemmers_of(month)
            except SetupError as error:
                reasons[month] = str(error)
        return stemmers, reasons

    def _write(self, documents: Sequence[Outgoing]) -> Results:
        if not documents:
            return {}
        try:
            items = self._bulk(documents)
        except _RequestRefusedError as refusal:
            return self._in_halves(documents, str(refusal))
        results: Results = {}
        standing: list[Outgoing] = []
        refused: list[tuple[Outgoing, str]] = []
        for document, item in zip(documents, items, strict=True):
            if answers.stands_already(item):
                standing.append(document)
            elif answers.is_refused(item) and not document.is_repaired:
                refused.append((document, reason_of(item)))
            else:
                results[document.position] = answers.result_of(document.article, item)
        barred = [each for each in documents if isinstance(results.get(each.position), answers.Barred)]
        self._months.forget({each.month for each in barred})
        return results | self._writers_of(standing) | self._write(self._repaired(refused))

    def _bulk(self, documents: Sequence[Outgoing]) -> list[answers.Item]:
        operations: list[Mapping[str, object]] = []
        for each in documents:
            alias = self._names.write_alias(each.month)
            operations += [{"create": {"_index": alias, "_id": each.article.uri}}, each.body]
        with errors_named(self._settings):
            try:
                answer = self._client.bulk(operations=operations, require_alias=True, timeout=_SHARD_PATIENCE)
            except ApiError as error:
                if error.status_code in _REFUSED_WHOLE:
                    raise _RequestRefusedError(reason_of(error.body)) from error
                raise
        return [item["create"] for item in answer["items"]]

    def _in_halves(self, documents: Sequence[Outgoing], reason: str) -> Results:
        if len(documents) == 1:
            return {documents[0].position: Refused(documents[0].article.uri, reason)}
        middle = len(documents) // 2
        return self._write(documents[:middle]) | self._write(documents[middle:])

    def _writers_of(self, standing: Sequence[Outgoing]) -> Results:
        """Tell who wrote what stands: a replay finds its own document, a copy finds another's."""
        if not standing:
            return {}
        wanted = [{"_index": self._names.write_alias(each.month), "_id": each.article.uri} for each in standing]
        with errors_named(self._settings):
            found = self._client.mget(docs=wanted, source_includes=["traceId"])["docs"]
        return {each.position: answers.writer_of(each.article, hit) for each, hit in zip(standing, found, strict=True)}

    def _repaired(self, refused: Sequence[tuple[Outgoing, str]]) -> list[Outgoing]:
        """Return what to send in the place of what was refused for a reason.

        The same once more where the index was made anew with other analyzers; else the required fields alone.
        """
        self._months.forget({document.month for document, _ in refused})
        repaired: list[Outgoing] = []
        for document, reason in refused:
            stemmers = self._months.stemmers_of(document.month)
            is_ours = stemmers == document.stemmers
            if is_ours:
                where = {"document_id": document.article.trace_id, "uri": document.article.uri}
                log.warning("sent with the required fields alone", extra={**where, "reason": reason})
            repaired.append(replace(document, stemmers=stemmers, is_repaired=is_ours))
        return repaired
