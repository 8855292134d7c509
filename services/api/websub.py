"""`/websub/{token}`: where hubs verify subscriptions, and deliver. Who doesn't know a token finds nothing here."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, Response

from services.api.bodies import body_of
from services.api.needs import Service
from services.model import Delivery
from services.websub import Verification

router = APIRouter(prefix="/websub", include_in_schema=False)

_LONGEST = 4096
_MOST_SECONDS = 10**10
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,100}$")]
_GONE = {"unknown", "unwanted"}


@router.get("/{token}")
def verify(
    service: Service,
    token: Token,
    mode: Annotated[str, Query(alias="hub.mode", max_length=20)],
    topic: Annotated[str, Query(alias="hub.topic", max_length=_LONGEST)],
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=_LONGEST)] = "",
    lease: Annotated[int | None, Query(alias="hub.lease_seconds", ge=1, le=_MOST_SECONDS)] = None,
    reason: Annotated[str, Query(alias="hub.reason", max_length=_LONGEST)] = "",
) -> PlainTextResponse:
    """Echo the challenge of what we asked for; 404 for anything else."""
    seconds = timedelta(seconds=lease) if lease else None
    answer = service.subscriber.verify(token, Verification(mode, topic, challenge, seconds, reason))
    if answer is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Nobody asked for this.")
    return PlainTextResponse(answer)


@router.post("/{token}")
async def deliver(request: Request, service: Service, token: Token) -> Response:
    """Take what a hub pushes; 202 also for what is forged, so that its sender learns nothing."""
    content = await body_of(request, service.settings.max_document_bytes)
    media_type = request.headers.get("content-type", "")[:500]
    delivery = Delivery(content, media_type, request.headers.get("x-hub-signature", "")[:500])
    outcome = await run_in_threadpool(service.receiver.deliver, token, delivery)
    if outcome in _GONE:
        # By this a hub knows that it may end the subscription.
        raise HTTPException(HTTPStatus.GONE, "Nobody is subscribed here.")
    return Response(status_code=HTTPStatus.ACCEPTED)
