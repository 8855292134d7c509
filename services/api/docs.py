"""`/docs`: Swagger UI over `/openapi.json`, with files of our own server, so that it works offline."""

from pathlib import Path

import fastapi_standalone_docs  # type: ignore[import-untyped]
from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.api import templating

router = APIRouter(include_in_schema=False)

MOUNT = "/static/swagger"
# Scripts and styles by address alone, none inline; Swagger UI brings its pictures as data.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def swagger_directory() -> Path:
    """Return where Swagger UI's files are installed."""
    return Path(fastapi_standalone_docs.__file__).parent / "static" / "swagger"


@router.get("/docs")
def docs() -> HTMLResponse:
    page = templating.render("docs.html", files=MOUNT)
    return HTMLResponse(page, headers={"content-security-policy": POLICY})
