"""Read a request's body within bounds, while it comes."""

from http import HTTPStatus

from fastapi import HTTPException, Request


async def body_of(request: Request, most_bytes: int) -> bytes:
    """Return the whole body.

    Raises HTTPException: 413 as soon as it is known to be over *most_bytes*, 415 for one that is encoded, 400 for one
    that is empty.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        detail = "Send the body as it is: no content coding is taken."
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail, headers={"accept-encoding": "identity"})
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated[:20]) > most_bytes:
        raise _too_large(most_bytes)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise _too_large(most_bytes)
    if not body.strip():
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The body is empty.")
    return bytes(body)


def _too_large(most_bytes: int) -> HTTPException:
    detail = f"The body is over {most_bytes:,} bytes; NEWSMILL_MAX_DOCUMENT_BYTES bounds each document."
    # What is still under way isn't read.
    return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, headers={"connection": "close"})
