"""Ask the API of a mill of twins, as a program would over HTTP."""

import asyncio
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI

from services.api.app import assembled, on
from services.api.needs import Needs


def ask(mill: Needs, method: str, path: str, *, raises: bool = True, **request: Any) -> httpx.Response:  # noqa: ANN401 (httpx's own)
    """Return the answer of *mill*; what a handler raises is raised here, or with `raises` false answered as 500."""

    async def answered() -> httpx.Response:
        transport = httpx.ASGITransport(on(_app(), mill), raise_app_exceptions=raises)
        async with httpx.AsyncClient(transport=transport, base_url="http://mill.test") as client:
            return await client.request(method, path, **request)

    return asyncio.run(answered())


@cache
def _app() -> FastAPI:
    """Return the one application of all tests: to put one together takes longer than most requests."""
    return assembled()
