"""What Elasticsearch's answer means for an article (pure).

201 ─▶ Written by us · 409 ─▶ stands already: ask whose it is · 429, 5xx, a blocked or closed index ─▶ PushedBack ·
403, 404 ─▶ Barred · 400 and the rest ─▶ Refused
"""

from collections.abc import Collection, Mapping
from typing import Any

from services.errors import IndexUnavailableError, NotPermittedError
from services.index.client import block_of, reason_of
from services.model import Article
from services.ports import PushedBack, Refused, WriteResult, Written

_CREATED, _BAD_REQUEST, _NOT_PERMITTED, _CONFLICT, _TOO_MANY, _SERVER_ERROR = 201, 400, (401, 403, 404), 409, 429, 500

DONE = (200, 201)
_REFUSED_US = (401, 403)

Item = Mapping[str, Any]
"""One article's part of the answer to a bulk request: `status`, and `error` where it failed."""


class Barred(PushedBack):
    """Pushed back until a person acts: the credentials don't allow it, or the index is missing or not ours."""


def stands_already(item: Item) -> bool:
    return bool(item["status"] == _CONFLICT)


def is_refused(item: Item) -> bool:
    """Tell whether the document is at fault, so that another form of it may be taken."""
    return item["status"] == _BAD_REQUEST and not block_of(item)


def result_of(article: Article, item: Item) -> WriteResult:
    """Return what *item* says of *article*, where no more has to be asked."""
    status, reason = int(item["status"]), reason_of(item)
    if status == _CREATED:
        return Written(article.uri, by=article.trace_id)
    if status == _TOO_MANY or status >= _SERVER_ERROR or block_of(item):
        return PushedBack(article.uri, reason)
    if status in _NOT_PERMITTED:
        return Barred(article.uri, f"Elasticsearch doesn't let us write {article.uri}: {reason}.")
    return Refused(article.uri, reason)


def writer_of(article: Article, found: Mapping[str, Any]) -> WriteResult:
    """Return who wrote what stands in the place of *article*, as it was *found* by its uri."""
    if "_source" not in found:
        return PushedBack(article.uri, "it stood a moment ago and is gone")
    return Written(article.uri, by=str(found["_source"].get("traceId", "")))


def require_any(results: Collection[WriteResult]) -> None:
    """Raise NotPermittedError if all were barred: nothing goes on before a person has acted."""
    barred = [each for each in results if isinstance(each, Barred)]
    if barred and len(barred) == len(results):
        raise NotPermittedError(barred[0].reason)


def require_done(item: Item) -> None:
    """Raise IndexUnavailableError or NotPermittedError where *item*, of an article that stands, failed."""
    if item["status"] not in DONE:
        message = f"Elasticsearch can't change {item['_id']}: {reason_of(item)}."
        raise (NotPermittedError if item["status"] in _REFUSED_US else IndexUnavailableError)(message)
