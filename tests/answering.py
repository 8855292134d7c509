"""An Elasticsearch client whose answers are made by the test: elasticsearch-py whole, without a socket below it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from elastic_transport import ApiResponseMeta, BaseNode, ConnectionTimeout, HttpHeaders
from elasticsearch import Elasticsearch
from twins import SETTINGS

from services.index import fields
from services.index.names import INDEX_VERSION

MAPPING = {"_meta": {"newsmill": INDEX_VERSION}, "properties": fields.properties() | {"stemmed": {"properties": {}}}}
Operation = tuple[Mapping[str, Any], Mapping[str, Any]]
"""What one article is in a bulk request: the `create` with its `_id` and `_index`, and the document."""


@dataclass(frozen=True)
class Answer:
    """One answer over HTTP; `body` is sent as JSON, or as it is if it's text."""

    status: int
    body: object = field(default_factory=dict)

    def over_http(self) -> tuple[str, bytes]:
        if isinstance(self.body, str):
            return "text/html", self.body.encode()
        return "application/json", json.dumps(self.body).encode()


class Response(NamedTuple):
    """What a node of elasticsearch-py returns."""

    meta: ApiResponseMeta
    body: bytes


class TimeOut(Exception):  # noqa: N818 (it is an answer, if none)
    """Raised by a test's handler for an answer that doesn't come in time."""


@dataclass
class Answering:
    """Answers what the sink asks: mappings and writers by themselves, bulk as the test says; notes what was asked."""

    bulk: Callable[[Sequence[Operation]], Answer]
    mapping: Mapping[str, Any] = field(default_factory=lambda: MAPPING)
    writers: Mapping[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    requests: list[list[Operation]] = field(default_factory=list)

    def client(self) -> Elasticsearch:
        answer = self._answer

        class Node(BaseNode):
            _CLIENT_META_HTTP_CLIENT = ("test", "0")

            def perform_request(self, method: str, target: str, body: bytes | None = None, **_: object) -> Response:
                try:
                    found = answer(method, target, body or b"")
                except TimeOut:
                    message = "Connection timed out"
                    raise ConnectionTimeout(message) from None
                media_type, content = found.over_http()
                sent = HttpHeaders({"content-type": media_type, "x-elastic-product": "Elasticsearch"})
                return Response(ApiResponseMeta(found.status, "1.1", sent, 0.0, self.config), content)

            def close(self) -> None:
                pass

        return Elasticsearch(SETTINGS.elasticsearch_url, node_class=Node, max_retries=0)

    def _answer(self, method: str, target: str, body: bytes) -> Answer:
        path = target.partition("?")[0]
        self.asked.append(f"{method} {path}")
        if path.endswith("/_mapping"):
            name = path.strip("/").partition("/")[0]
            return Answer(200, {f"{name}-v{INDEX_VERSION}": {"mappings": self.mapping}})
        if path == "/_mget":
            return Answer(200, {"docs": [self._found(each["_id"]) for each in json.loads(body)["docs"]]})
        lines = [json.loads(line) for line in body.splitlines()]
        operations = [(lines[i]["create"], lines[i + 1]) for i in range(0, len(lines), 2)]
        self.requests.append(operations)
        return self.bulk(operations)

    def _found(self, uri: str) -> dict[str, object]:
        if uri not in self.writers:
            return {"_id": uri, "found": False}
        return {"_id": uri, "found": True, "_source": {"traceId": self.writers[uri]}}


def items(*statuses: int, error: Mapping[str, object] | None = None) -> Answer:
    """Return the answer to a bulk request whose items have *statuses*."""
    failed = error or {"type": "some_exception", "reason": "because"}
    return Answer(
        200,
        {"items": [{"create": {"status": each} | ({"error": failed} if each >= 400 else {})} for each in statuses]},
    )
