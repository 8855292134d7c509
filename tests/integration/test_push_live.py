"""What is pushed is in the ledger when 202 is answered, and becomes an article."""

import asyncio

import httpx
import pytest
from conftest import Installing

from services.api.app import create
from services.bootstrap import Service

pytestmark = pytest.mark.servers

KEY = "a-key-of-sixteen-or-more"
LINES = b'{"headline": "Bridge opens", "articleBody": "The bridge opened at noon."}\n{"headline": "No text"}\n'


def pushed(to: Service, times: int) -> list[httpx.Response]:
    headers = {"authorization": f"Bearer {KEY}", "content-type": "application/x-ndjson", "idempotency-key": "one"}

    async def answers() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(create(to)), base_url="http://mill.test") as client:
            posts = [client.post("/v1/documents", content=LINES, headers=headers) for _ in range(times)]
            first = await asyncio.gather(*posts)
            followed = await client.get(first[0].json()["results"][0]["href"])
            return [*first, followed]

    return asyncio.run(answers())


def test_pushes_at_the_same_moment_are_one_row_and_become_one_article(install: Installing) -> None:
    service = install(api_keys=KEY)
    *answers, followed = pushed(service, 5)
    assert [answer.status_code for answer in answers] == [202] * 5
    assert len({answer.text for answer in answers}) == 1
    assert followed.json()["outcome"] == "open"
    assert service.ledger.books().accepted == 1
    (due,) = service.pipeline.reconcile()
    assert service.pipeline.process(due.document_ids, "test") == {"indexed": 1}
    *_, after = pushed(service, 1)
    assert after.json()["outcome"] == "indexed"
    article = service.index.article(after.json()["uri"])
    assert article
    assert article.source["headline"] == "Bridge opens"
    assert service.ledger.books().accepted == 1
