"""How it is said that something went wrong: a problem (RFC 9457), or a page for those who asked for one.

BacklogFullError ─▶ 429 · TransientError, SetupError ─▶ 503 · PermanentError, wrong parameters ─▶ 422 · others as is
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException

from services.api import templating
from services.api.headers import SECURITY
from services.errors import BacklogFullError, PermanentError, SetupError, TransientError
from services.observe.logs import redact

Fault = Mapping[str, str]
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
_PAGE_ROOTS = ("/articles/",)

DOCUMENTED: dict[int | str, dict[str, object]] = {
    status: {"description": description, "content": {MEDIA_TYPE: {}}}
    for status, description in {
        422: "A parameter is wrong; `errors` says which.",
        503: "Redis or Elasticsearch can't serve now; `detail` says what to do, `Retry-After` when to ask again.",
    }.items()
}
NOT_FOUND: dict[int | str, dict[str, object]] = {
    404: {"description": "There is no such article.", "content": {MEDIA_TYPE: {}}}
}
NO_FEED: dict[int | str, dict[str, object]] = {
    404: {"description": "There is no such feed.", "content": {MEDIA_TYPE: {}}}
}
NO_KEY: dict[int | str, dict[str, object]] = {
    401: {"description": "No API key, or not one of ours.", "content": {MEDIA_TYPE: {}}},
    403: {"description": "Changes are closed: there are no API keys.", "content": {MEDIA_TYPE: {}}},
}
NO_DOCUMENT: dict[int | str, dict[str, object]] = {
    404: {"description": "The ledger has no such document, or has forgotten it.", "content": {MEDIA_TYPE: {}}}
}


class ProblemError(Exception):
    """A problem to answer with; `faults` name what is wrong in detail."""

    def __init__(self, status: HTTPStatus, detail: str, faults: Sequence[Fault] = ()) -> None:
        self.status = status
        self.detail = detail
        self.faults = faults
        super().__init__(detail)


def install(app: FastAPI) -> None:
    """Make *app* answer every error in these ways."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _wrong_parameters)
    app.add_exception_handler(ProblemError, _named)
    app.add_exception_handler(BacklogFullError, _busy)
    app.add_exception_handler(TransientError, _unavailable)
    app.add_exception_handler(SetupError, _unavailable)
    app.add_exception_handler(PermanentError, _refused)
    app.add_exception_handler(HTTPStatus.INTERNAL_SERVER_ERROR, _broken)


def _named(request: Request, error: Exception) -> Response:
    known = cast("ProblemError", error)
    return _answer(request, known.status, known.detail, errors=known.faults)


def _busy(request: Request, error: Exception) -> Response:
    headers = {"retry-after": str(RETRY_AFTER_SECONDS)}
    return _answer(request, HTTPStatus.TOO_MANY_REQUESTS, redact(str(error)), headers=headers)


def _http(request: Request, error: Exception) -> Response:
    known = cast("HTTPException", error)
    return _answer(request, known.status_code, known.detail, headers=known.headers)


def _wrong_parameters(request: Request, error: Exception) -> Response:
    # Not the value: it may be long, and the client knows it.
    found = cast("RequestValidationError", error).errors()
    errors = [{"parameter": _parameter(each["loc"]), "message": _message(each["msg"])} for each in found]
    detail = "; ".join(
        f"{each['parameter']}: {each['message']}" if each["parameter"] else each["message"] for each in errors
    )
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, f"{detail}.", errors=errors)


def _parameter(location: Sequence[object]) -> str:
    return ".".join(str(part) for part in location[1:])


def _message(text: str) -> str:
    return text.removeprefix("Value error, ")


def _unavailable(request: Request, error: Exception) -> Response:
    headers = {"retry-after": str(RETRY_AFTER_SECONDS)}
    return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, redact(str(error)), headers=headers)


def _refused(request: Request, error: Exception) -> Response:
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, redact(str(error)))


def _broken(request: Request, _: Exception) -> Response:
    # This one is answered outside our middleware, which would have added the headers.
    detail = "This is a fault of Newsmill; its log says more."
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, detail, headers=SECURITY)


def _answer(
    request: Request,
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, str]] = (),
) -> Response:
    title = HTTPStatus(status).phrase
    if wants_page(request):
        page = templating.render("problem.html", status=status, title=title, detail=detail)
        return HTMLResponse(page, status, headers=dict(headers or {}))
    problem: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if errors:
        problem["errors"] = list(errors)
    return JSONResponse(problem, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def wants_page(request: Request) -> bool:
    """Tell whether a person looks: a page's address, or an unknown one asked for by a browser."""
    path = request.url.path
    if path == "/" or path.startswith(_PAGE_ROOTS):
        return True
    return not path.startswith("/v1/") and "text/html" in request.headers.get("accept", "")
