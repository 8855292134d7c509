"""For those who run it: is it live, can it do its work, what does it count."""

import logging

from fastapi import APIRouter, Request, Response
from prometheus_client import exposition
from pydantic import BaseModel

from services.api.needs import Service
from services.observe import health
from services.observe.logs import redact

router = APIRouter(tags=["operations"])
log = logging.getLogger(__name__)


class Live(BaseModel):
    """The process serves."""

    status: str


class ReadyCheck(BaseModel):
    """One demand: whether it is met, what was found, and how to meet it."""

    name: str
    ok: bool
    detail: str
    fix: str


class Readiness(BaseModel):
    """Whether all checks are met, and each of them."""

    ready: bool
    checks: list[ReadyCheck]


@router.get("/healthz", summary="Is it live?")
def healthz() -> Live:
    """Answer without asking anybody: this process serves."""
    return Live(status="ok")


@router.get("/readyz", summary="Can it do its work?", responses={503: {"model": Readiness}})
def readyz(service: Service, response: Response) -> Readiness:
    """Check Redis, Elasticsearch and the workers; 503 when one of them isn't as it must be."""
    checks = health.check(service)
    ready = health.is_ready(checks)
    response.status_code = 200 if ready else 503
    response.headers["cache-control"] = "no-store"
    shown = [ReadyCheck(name=c.name, ok=c.ok, detail=c.detail, fix=redact(c.fix)) for c in checks]
    return Readiness(ready=ready, checks=shown)


@router.get("/metrics", summary="Metrics for Prometheus", response_class=Response)
def metrics(request: Request) -> Response:
    """Return what Newsmill counts, in the format that the scraper asks for."""
    encode, media_type = exposition.choose_encoder(request.headers.get("accept", ""))
    return Response(encode(request.app.state.metrics), media_type=media_type)
