"""Write articles by bulk, with our own loop over the results.

`helpers.bulk` never retries an item that got 429 with its default `raise_on_error` (elasticsearch-py#864), and what
is lost there is lost in silence. Here each article gets a result of its own:

    201 ─▶ Written by us     409 ─▶ Written, by whoever the document's traceId names     429, 5xx, blocked ─▶ PushedBack
    400 ─▶ once more with the required fields alone, then Refused     403, 404 ─▶ NotPermittedError
    the request refused as a whole (413, an id too long) ─▶ in halves, down to the one that is at fault
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from services.errors import DocumentRefusedError, NotPermittedError, UnsuitableServerError
from services.index import fields, setup
from services.index.client import errors_named, is_blocked, reason_of
from services.index.names import INDEX_VERSION, Names, month_of
from services.model import Article
from services.ports import PushedBack, Refused, WriteResult, Written
from services.settings import Settings

_CREATED, _BAD_REQUEST, _NOT_PERMITTED, _CONFLICT, _TOO_LARGE, _TOO_MANY = 201, 400, (403, 404), 409, 413, 429
_SERVER_ERROR = 500

# Elasticsearch takes 100 MB in a request by default and works best with a few; one article may be 10 MB.
REQUEST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class _Document:
    """What is sent of an article; `position` is its place in the caller's list."""

    position: int
    article: Article
    body: Mapping[str, object]

    @property
    def size(self) -> int:
        # Text is nearly all of it, and a character is at most four bytes.
        return 1000 + 4 * (len(self.article.body) + len(self.article.headline))


class _RefusedWhole(DocumentRefusedError):
    """Elasticsearch refuses the request for one of its documents, and doesn't say which."""


class ElasticSink:
    """Implements `ports.Sink`."""

    def __init__(self, client: Elasticsearch, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)
        self._stemmers: dict[str, frozenset[str]] = {}

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        documents = [
            _Document(position, article, fields.document(article, self._stemmers_of(_month(article))))
            for position, article in enumerate(articles)
        ]
        results: dict[int, WriteResult] = {}
        for request in in_requests(documents):
            results |= self._write(request, is_repair=False)
        return [results[position] for position in range(len(articles))]

    def _write(self, documents: Sequence[_Document], *, is_repair: bool) -> dict[int, WriteResult]:
        if not documents:
            return {}
        try:
            items = self._bulk(documents)
        except _RefusedWhole as refusal:
            return self._in_halves(documents, str(refusal), is_repair=is_repair)
        results: dict[int, WriteResult] = {}
        standing, refused = [], []
        for document, item in zip(documents, items, strict=True):
            status, error = int(item["status"]), item.get("error")
            if status == _CONFLICT:
                standing.append(document)
            elif status == _BAD_REQUEST and not is_repair:
                refused.append(document)
            else:
                results[document.position] = _result(document.article, status, error)
        results |= self._writers_of(standing)
        return results | self._write([_repaired(each) for each in refused], is_repair=True)

    def _bulk(self, documents: Sequence[_Document]) -> list[dict[str, Any]]:
        operations: list[Mapping[str, object]] = []
        for each in documents:
            alias = self._names.write_alias(_month(each.article))
            operations += [{"create": {"_index": alias, "_id": each.article.uri}}, each.body]
        with errors_named(self._settings):
            try:
                answer = self._client.bulk(operations=operations, require_alias=True)
            except ApiError as error:
                if error.status_code in {_BAD_REQUEST, _TOO_LARGE}:
                    raise _RefusedWhole(reason_of(error.body)) from error
                raise
        return [item["create"] for item in answer["items"]]

    def _in_halves(self, documents: Sequence[_Document], reason: str, *, is_repair: bool) -> dict[int, WriteResult]:
        if len(documents) == 1:
            return {documents[0].position: Refused(documents[0].article.uri, reason)}
        middle = len(documents) // 2
        first = self._write(documents[:middle], is_repair=is_repair)
        return first | self._write(documents[middle:], is_repair=is_repair)

    def _writers_of(self, standing: Sequence[_Document]) -> dict[int, WriteResult]:
        """Tell who wrote what stands: a replay finds its own document, a copy finds another's."""
        if not standing:
            return {}
        wanted = [{"_index": self._names.write_alias(_month(d.article)), "_id": d.article.uri} for d in standing]
        with errors_named(self._settings):
            found = self._client.mget(docs=wanted, source_includes=["traceId"])["docs"]
        return {
            document.position: Written(document.article.uri, by=str(hit.get("_source", {}).get("traceId", "")))
            for document, hit in zip(standing, found, strict=True)
        }

    def _stemmers_of(self, month: str) -> frozenset[str]:
        """Return the languages that the month's index stems, made ready if it isn't there."""
        if month not in self._stemmers:
            setup.make_month(self._client, self._settings, month)
            alias = self._names.write_alias(month)
            with errors_named(self._settings):
                mappings = self._client.indices.get_mapping(index=alias)[self._names.index(month)]["mappings"]
            if mappings.get("_meta", {}).get("newsmill") != INDEX_VERSION:
                message = f"{alias} has no mapping of ours: run `newsmill init`, then delete that index."
                raise UnsuitableServerError(message)
            self._stemmers[month] = frozenset(mappings["properties"].get("stemmed", {}).get("properties", {}))
        return self._stemmers[month]


def in_requests(documents: Sequence[_Document]) -> Iterator[list[_Document]]:
    """Cut *documents* into requests of at most REQUEST_BYTES, or of one document."""
    request: list[_Document] = []
    size = 0
    for document in documents:
        if request and size + document.size > REQUEST_BYTES:
            yield request
            request, size = [], 0
        request.append(document)
        size += document.size
    if request:
        yield request


def _result(article: Article, status: int, error: object) -> WriteResult:
    if status == _CREATED:
        return Written(article.uri, by=article.trace_id)
    if status == _TOO_MANY or status >= _SERVER_ERROR or is_blocked(error):
        return PushedBack(article.uri, reason_of({"error": error}))
    if status in _NOT_PERMITTED:
        message = f"Elasticsearch doesn't let us write {article.uri}: {reason_of({'error': error})}."
        raise NotPermittedError(message)
    return Refused(article.uri, reason_of({"error": error}))


def _repaired(document: _Document) -> _Document:
    return replace(document, body=fields.document(document.article, required_only=True))


def _month(article: Article) -> str:
    month = month_of(article.uri)
    if month is None:
        message = f"{article.uri!r} is no uri of ours"
        raise DocumentRefusedError(message)
    return month
