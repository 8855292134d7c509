"""Put the API together; uvicorn calls `create` (`--factory`)."""

from importlib.metadata import version

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from services import bootstrap, settings
from services.api import articles, docs, feeds, headers, operations, pages, problems, push, templating, websub
from services.api.needs import Needs
from services.errors import SetupError
from services.observe import logs, metrics


def create(service: Needs | None = None) -> FastAPI:
    """Return the application on *service*; without one, on what the environment names.

    Nothing is connected before the first request. A wrong setting ends the process with one sentence.
    """
    return on(assembled(), _service() if service is None else service)


def on(app: FastAPI, service: Needs) -> FastAPI:
    """Return *app*, answering for *service* from now on."""
    app.state.service = service
    app.state.metrics = metrics.registry(service)
    return app


def assembled() -> FastAPI:
    """Return the application without a service."""
    app = FastAPI(
        title="Newsmill",
        version=version("newsmill"),
        summary="Clean news articles: every one once, with where it came from.",
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    ours = (articles, feeds, push, websub, operations, pages, docs)
    for router in (*(module.router for module in ours), feeds.pages):
        app.include_router(router)
    app.mount(docs.MOUNT, StaticFiles(directory=docs.swagger_directory()))
    app.mount("/static", StaticFiles(directory=templating.HERE / "static"))
    problems.install(app)
    app.add_middleware(headers.HeadAsGet)
    app.add_middleware(headers.SecurityHeaders)
    return app


def _service() -> Needs:
    try:
        current = settings.current()
        logs.configure(current.log_level)
        logs.adopt("uvicorn")
        return bootstrap.build(current)
    except SetupError as error:
        # uvicorn would print a traceback of forty lines around this sentence.
        raise SystemExit(str(error)) from error
