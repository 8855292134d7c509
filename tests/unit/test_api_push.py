"""Documents are pushed over HTTP: taken once, refused by name, and followed."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
import served

from services.api.memory import MemoryMill
from services.errors import BacklogFullError
from services.model import Closing, Outcome, RawDocument
from services.settings import load

KEY, OTHER = "a-key-of-sixteen-or-more", "another-key-of-someone-else"
STORY = {"headline": "Bridge opens", "articleBody": "The bridge opened at noon.", "inLanguage": "en"}
Body = bytes | AsyncIterator[bytes]


def mill(**values: object) -> MemoryMill:
    return MemoryMill(settings=load({}, api_keys=f"{KEY},\n{OTHER}", **values))


def push(
    to: MemoryMill,
    body: Body | object,
    media_type: str = "application/json",
    key: str = KEY,
    url: str = "",
    **headers: str,
) -> httpx.Response:
    content = body if isinstance(body, bytes) or hasattr(body, "__aiter__") else json.dumps(body).encode()
    named = {"content-type": media_type, "authorization": f"Bearer {key}"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return ask(to, "POST", "/v1/documents", content, {name: value for name, value in named.items() if value}, url)


def ask(
    to: MemoryMill, method: str, path: str, content: object = None, headers: dict[str, str] | None = None, url: str = ""
) -> httpx.Response:
    return served.ask(to, method, path, content=content, headers=headers, params={"url": url} if url else {})


def documents(of: MemoryMill) -> list[RawDocument]:
    return [claim.document for claim in of.ledger.claim(list(of.ledger._open), "test")]


def test_an_article_is_accepted_and_can_be_followed() -> None:
    here = mill()
    answer = push(here, STORY)
    assert answer.status_code == 202
    href = answer.json()["href"]
    assert answer.headers["location"] == href == f"/v1/documents/{answer.json()['id']}"
    followed = ask(here, "GET", href)
    assert (followed.status_code, followed.json()["outcome"], followed.json()["reader"]) == (200, "open", "json")
    here.ledger.close([Closing(answer.json()["id"], Outcome.INDEXED, "urn:newsmill:x")])
    assert ask(here, "GET", href).json()["uri"] == "urn:newsmill:x"
    assert ask(here, "GET", "/v1/documents/nobody").status_code == 404


def test_a_page_is_accepted_with_its_address() -> None:
    here = mill()
    answer = push(here, b"<p>Text", "text/html; charset=ISO-8859-1", url="https://a.test/1")
    assert answer.status_code == 202
    (document,) = documents(here)
    assert (document.kind, document.url, document.origin, document.charset, document.content) == (
        "page",
        "https://a.test/1",
        "https://a.test/1",
        "iso-8859-1",
        b"<p>Text",
    )


@pytest.mark.parametrize(
    ("body", "media_type", "kind"),
    [
        (b"<nitf><body/></nitf>", "application/xml", "nitf"),
        (b"<newsItem guid='a'/>", "text/xml", "newsml"),
        (b"Title\n\nText", "text/plain", "text"),
        (b"---\ntitle: A\n---\nText", "text/markdown", "markdown"),
        (b"Subject: A\n\nText", "message/rfc822", "mail"),
    ],
)
def test_what_is_pushed_is_read_by_its_kind(body: bytes, media_type: str, kind: str) -> None:
    here = mill()
    assert push(here, body, media_type).status_code == 202
    assert documents(here)[0].kind == kind


def test_a_batch_has_a_result_for_each_line_and_a_bad_one_takes_none_along() -> None:
    here = mill()
    lines = [
        json.dumps(STORY),
        "",
        "not json",
        json.dumps({"headline": "No text"}),
        json.dumps(STORY | {"headline": "B"}),
    ]
    answer = push(here, "\n".join(lines).encode(), "application/x-ndjson")
    assert answer.status_code == 202
    batch = answer.json()
    assert (batch["accepted"], batch["refused"]) == (2, 2)
    assert [(each["line"], each["problem"].partition(":")[0]) for each in batch["results"]] == [
        (1, ""),
        (3, "broken-json"),
        (4, "no-text"),
        (5, ""),
    ]
    assert here.ledger.books().accepted == 2


def test_a_push_without_any_document_is_refused_by_name() -> None:
    here = mill()
    answer = push(here, b"[1]\n{}\n", "application/x-ndjson")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [each["parameter"] for each in answer.json()["errors"]] == ["line 1", "line 2"]
    assert push(here, {"headline": "A"}).json()["detail"] == "Nothing in it is a document: no-text: no `articleBody`."
    assert here.ledger.books().accepted == 0


def test_the_same_push_again_makes_no_second_row() -> None:
    here = mill()
    first, second = push(here, STORY), push(here, STORY)
    assert first.json() == second.json()
    assert here.ledger.books().accepted == 1
    assert push(here, STORY, key=OTHER).json() != first.json()


def test_a_key_and_a_body_again_give_the_same_answer_even_when_the_row_is_forgotten() -> None:
    here = mill()
    first = push(here, STORY, idempotency_key="one")
    here.ledger.close([Closing(first.json()["id"], Outcome.INDEXED, "urn:x")])
    here.ledger._closed.clear()
    again = push(here, STORY, idempotency_key="one")
    assert (again.status_code, again.json()) == (202, first.json())
    assert here.ledger.books().open == 0


def test_a_key_for_another_body_is_refused_and_another_key_is_another_push() -> None:
    here = mill()
    first = push(here, STORY, idempotency_key="one")
    other = push(here, STORY | {"headline": "B"}, idempotency_key="one")
    assert (other.status_code, "Idempotency-Key" in other.json()["detail"]) == (422, True)
    assert push(here, STORY, idempotency_key="two").json() != first.json()
    assert push(here, STORY, idempotency_key="one", key=OTHER).json() != first.json()  # each caller has keys of its own
    assert push(here, STORY, idempotency_key="a b").status_code == 400


def test_a_push_that_failed_can_be_repeated_under_its_key() -> None:
    here = mill()
    here.ledger.is_away = True
    away = push(here, STORY, idempotency_key="one")
    assert (away.status_code, away.headers["retry-after"]) == (503, "5")
    assert "secret" not in away.text
    here.ledger.is_away = False
    assert push(here, STORY, idempotency_key="one").status_code == 202
    assert here.ledger.books().accepted == 1


def test_without_keys_pushing_is_closed_and_says_how_to_open_it() -> None:
    answer = push(MemoryMill(), STORY)
    assert (answer.status_code, "NEWSMILL_API_KEYS" in answer.json()["detail"]) == (403, True)


@pytest.mark.parametrize("key", ["", "wrong-key-of-sixteen-or-more", KEY[:-1], f"{KEY},"])
def test_a_wrong_key_is_refused_before_anything_is_read(key: str) -> None:
    async def never() -> AsyncIterator[bytes]:
        pytest.fail("the body was read")
        yield b""

    here = mill()
    answer = push(here, never(), key=key, authorization="" if not key else f"Bearer {key}")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert "errors" not in answer.json()


@pytest.mark.parametrize(
    ("media_type", "headers", "status"),
    [
        ("application/zip", {}, 415),
        ("", {}, 415),
        ("application/json", {"content_encoding": "gzip"}, 415),
        ("application/json", {"idempotency_key": "\x7f"}, 400),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_headers(media_type: str, headers: dict[str, str], status: int) -> None:
    answer = push(mill(), STORY, media_type, **headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_an_empty_body_is_a_bad_request() -> None:
    assert push(mill(), b" \n").status_code == 400


def test_an_address_must_be_one() -> None:
    assert push(mill(), b"<p>", "text/html", url="javascript:alert(1)").status_code == 422


def test_a_body_is_no_further_read_than_its_bound() -> None:
    @dataclass
    class Endless:
        given: int = field(default=0)

        async def parts(self) -> AsyncIterator[bytes]:
            while True:
                self.given += 1000
                yield b" " * 1000

    here = mill(max_document_bytes=10_000)
    endless = Endless()
    assert push(here, endless.parts()).status_code == 413
    assert endless.given == 11_000
    stated = push(here, b"{}" * 6000)
    assert (stated.status_code, "10,000 bytes" in stated.json()["detail"]) == (413, True)


def test_a_line_may_be_a_document_long_and_a_batch_five() -> None:
    here = mill(max_document_bytes=10_000)
    line = json.dumps(STORY | {"articleBody": "a" * 9000}).encode() + b"\n"
    assert push(here, line * 5, "application/x-ndjson").json()["accepted"] == 5
    assert push(here, line * 6, "application/x-ndjson").status_code == 413
    long = json.dumps(STORY | {"articleBody": "a" * 11_000}).encode() + b"\n"
    assert push(here, long + line, "application/x-ndjson").json()["results"][0]["problem"].startswith("too-large")


def test_a_full_backlog_asks_to_come_back() -> None:
    here = mill()

    def full(_: object) -> list[bool]:
        raise BacklogFullError("more than 100000 documents would be open: wait, or raise NEWSMILL_MAX_OPEN.")

    here.accept = full  # type: ignore[method-assign,assignment]
    answer = push(here, STORY)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    assert "NEWSMILL_MAX_OPEN" in answer.json()["detail"]


def test_it_is_described_for_programs_with_its_key_and_media_types() -> None:
    described = ask(mill(), "GET", "/openapi.json").json()
    post = described["paths"]["/v1/documents"]["post"]
    assert {"202", "400", "401", "403", "413", "415", "422", "429", "503"} <= post["responses"].keys()
    assert "application/x-ndjson" in post["requestBody"]["content"]
    assert post["security"] == [{"HTTPBearer": []}]
