"""`/docs`: Swagger UI over `/openapi.json`, with files of our own server, so that it works offline."""

import importlib.util
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.api import templating

router = APIRouter(include_in_schema=False)

PACKAGE = "fastapi_standalone_docs"
MOUNT = "/static/swagger"
_CDN = "https://cdn.jsdelivr.net"
_CDN_FILES = f"{_CDN}/npm/swagger-ui-dist@5"


def swagger_directory() -> Path | None:
    """Return where Swagger UI's files are installed; None without the package that ships them."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "static" / "swagger"


@router.get("/docs")
def docs() -> HTMLResponse:
    is_local = swagger_directory() is not None
    page = templating.render("docs.html", files=MOUNT if is_local else _CDN_FILES)
    return HTMLResponse(page, headers={"content-security-policy": policy(is_local=is_local)})


def policy(*, is_local: bool) -> str:
    """Return the page's content security policy: scripts by address alone, none inline."""
    source = "'self'" if is_local else f"'self' {_CDN}"
    return (
        f"default-src 'none'; script-src {source}; style-src {source}; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
