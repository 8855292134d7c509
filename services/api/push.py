"""`/v1/documents`: push articles and pages, and follow what becomes of them.

body ─bodies.body_of─▶ bytes ─pushing.taken─▶ lines ─accept─▶ ledger ─▶ 202 with ids
"""

import re
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Header, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from services.api import problems
from services.api.bodies import body_of
from services.api.keys import Caller
from services.api.needs import Needs, Service
from services.api.problems import DOCUMENTED, MEDIA_TYPE, Fault, ProblemError
from services.api.trail import Trail
from services.intake import pushing
from services.intake.pushing import Line, Push
from services.model import content_type
from services.sources import Bounds

router = APIRouter(prefix="/v1", tags=["documents"])

_MOST_LINES = 10_000
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_PROBLEMS: dict[int | str, dict[str, object]] = {
    status: {"description": description, "content": {MEDIA_TYPE: {}}}
    for status, description in {
        400: "An empty body, or an `Idempotency-Key` that is none.",
        401: "No API key, or not one of ours.",
        403: "Pushing is closed: there are no API keys.",
        413: "The body is too large.",
        415: "Not a media type that is read.",
        422: "Nothing in it is a document (`errors` says why), or the key was used for something else.",
        429: "Too many documents are open; `Retry-After` says when to push again.",
    }.items()
}


class Accepted(BaseModel):
    """A document that the ledger holds, and where to follow it."""

    id: str = Field(description="Its id in the ledger; a repeat of the same push gets the same.")
    href: str = Field(description="Where to see what becomes of it.")


class Result(BaseModel):
    """One document of a batch: accepted, or why not."""

    line: int = Field(description="Its place among the documents of this push, from 1.")
    id: str = ""
    href: str = ""
    problem: str = Field("", description="Why it isn't accepted; begins with a name. Empty for one that is.")


class AcceptedBatch(BaseModel):
    """What became of each document of a push."""

    accepted: int
    refused: int
    results: list[Result]


class Followed(Trail):
    """A document's row in the ledger, and the article it led to."""

    uri: str = Field(description="The article that it became or is a duplicate of; empty for none.")


_CONTENT = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in pushing.TYPES}


@router.post(
    "/documents",
    status_code=HTTPStatus.ACCEPTED,
    summary="Push articles or pages",
    responses=DOCUMENTED | _PROBLEMS,
    openapi_extra={"requestBody": {"required": True, "content": _CONTENT}},
)
async def push(
    request: Request,
    response: Response,
    service: Service,
    caller: Caller,
    url: Annotated[str, Query(max_length=4096, description="Address that the body is of: a page's own.")] = "",
    idempotency_key: Annotated[str, Header(description="The same key and body again make nothing new.")] = "",
) -> Accepted | AcceptedBatch:
    """Accept one document, or several as lines of JSON; 202 only when the ledger holds them."""
    media_type, charset = _media_type(request)
    if idempotency_key and not _KEY.fullmatch(idempotency_key):
        raise HTTPException(HTTPStatus.BAD_REQUEST, "`Idempotency-Key` is 1 to 255 printable ASCII characters.")
    limits = service.settings
    bounds = Bounds(limits.max_document_bytes, expanded_bytes=5 * limits.max_document_bytes, members=_MOST_LINES)
    most = bounds.whole_bytes if media_type in pushing.BATCH_TYPES else bounds.document_bytes
    pushed = Push(await body_of(request, most), media_type, charset, _address(url), idempotency_key, caller)
    lines = await run_in_threadpool(_accepted, service, pushed, bounds)
    answer = _answer(pushed, lines)
    if isinstance(answer, Accepted):
        response.headers["location"] = answer.href
    return answer


@router.get("/documents/{document_id}", summary="Follow a document", responses=DOCUMENTED | problems.NO_DOCUMENT)
def followed(service: Service, document_id: str) -> Followed:
    """Return what the ledger knows of a document: its state, and its outcome once it has one."""
    (row,) = service.ledger.rows([document_id])
    if row is None:
        detail = f"The ledger has no document {document_id[:100]!r}, or has forgotten it."
        raise HTTPException(HTTPStatus.NOT_FOUND, detail)
    return Followed(**Trail.of(row).model_dump(), uri=row.uri)


def _media_type(request: Request) -> tuple[str, str]:
    media_type, charset = content_type(request.headers.get("content-type", ""))
    if media_type not in pushing.TYPES:
        detail = f"{media_type or 'A body without Content-Type'} isn't read; these are: {', '.join(pushing.TYPES)}."
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
    return media_type, charset


def _address(url: str) -> str:
    if url and not pushing.is_address(url):
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "url: must be an http or https address.")
    return url


def _accepted(service: Needs, pushed: Push, bounds: Bounds) -> list[Line]:
    """Return the lines of a push after the ledger took those that are documents."""
    key = pushing.key_of(pushed)
    known = service.pushes.claim(key, pushed.fingerprint) if key else None
    if known and known.fingerprint != pushed.fingerprint:
        raise ProblemError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "This `Idempotency-Key` was used for another body: choose a new one."
        )
    lines = pushing.taken(pushed, bounds)
    documents = [line.document for line in lines if line.document]
    if not documents:
        faults: list[Fault] = [{"parameter": f"line {line.number}", "message": line.refusal} for line in lines]
        detail = f"Nothing in it is a document: {lines[0].refusal}." if lines else "There is nothing in it."
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, faults[:100])
    if not (known and known.is_accepted):
        service.accept(documents)
        if key:
            service.pushes.note_accepted(key, pushed.fingerprint)
    return lines


def _answer(pushed: Push, lines: list[Line]) -> Accepted | AcceptedBatch:
    if not pushed.is_batch and len(lines) == 1 and (document := lines[0].document):
        return Accepted(id=document.id, href=_href(document.id))
    results = [_result(line) for line in lines]
    refused = sum(1 for result in results if result.problem)
    return AcceptedBatch(accepted=len(results) - refused, refused=refused, results=results)


def _result(line: Line) -> Result:
    if line.document is None:
        return Result(line=line.number, problem=line.refusal)
    return Result(line=line.number, id=line.document.id, href=_href(line.document.id))


def _href(document_id: str) -> str:
    return f"/v1/documents/{quote(document_id)}"
