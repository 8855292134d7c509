"""Many are asked at once; redirects are followed by rule, statuses sorted into again-later and never."""

from collections.abc import Iterable, Iterator

import aiohttp
import pytest
from wires import Handler, MemoryReply, MemoryWire, Sent, answering

from services.errors import FetchFailedError, FetchRefusedError, IngestError
from services.fetch.client import GuardedClient
from services.fetch.page import PageFetcher
from services.model import Answer, RawDocument, Redirect, Validators, WebRequest
from services.settings import load

URL = "https://paper.example/a"


def ask(handler: Handler, *requests: WebRequest | str, **settings: object) -> list[Answer | IngestError]:
    wire = MemoryWire(handler)
    wanted = [each if isinstance(each, WebRequest) else WebRequest(each) for each in requests or (URL,)]
    got = dict(GuardedClient(load({}, **settings), wire.wiring).get(wanted))
    return [got[each] for each in wanted]


def one(handler: Handler, request: WebRequest | str = URL, **settings: object) -> Answer:
    [answer] = ask(handler, request, **settings)
    if isinstance(answer, IngestError):
        raise answer
    return answer


def page(handler: Handler, **settings: object) -> RawDocument:
    return PageFetcher(GuardedClient(load({}, **settings), MemoryWire(handler).wiring)).page(URL)


def unread() -> Iterator[bytes]:
    pytest.fail("the body was read")
    yield b""


def test_an_answer_is_what_came_with_its_headers_as_written() -> None:
    answer = one(answering(200, b"<html>", content_type="text/html; charset=ISO-8859-1", x_name="Zürich"))
    assert (answer.requested, answer.url, answer.status, answer.content) == (URL, URL, 200, b"<html>")
    assert answer.headers == (("Content-Type", "text/html; charset=ISO-8859-1"), ("X-Name", "Zürich"))
    assert answer.redirects == ()


def test_a_page_is_a_document_with_where_it_was_found_and_what_it_is() -> None:
    document = page(answering(200, b"x", content_type="text/html; charset=ISO-8859-1"))
    assert (document.kind, document.origin, document.url, document.content) == ("page", URL, URL, b"x")
    assert (document.http_status, document.media_type, document.charset) == (200, "text/html", "iso-8859-1")


def sent_for(request: WebRequest, **settings: object) -> dict[str, str]:
    wire = MemoryWire(answering())
    list(GuardedClient(load({}, **settings), wire.wiring).get([request]))
    return dict(wire.sent[0].headers)


def test_the_request_says_who_asks_and_what_can_be_decoded_and_nothing_else() -> None:
    assert sent_for(WebRequest(URL, accept="text/html"), contact="https://mill.example/about") == {
        "User-Agent": "Newsmill/0.1.0 (+https://mill.example/about)",
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Accept": "text/html",
    }


@pytest.mark.parametrize(
    ("validators", "sent"),
    [
        (Validators('W/"a  b"', "Tue, 24 Nov 2026 10:00:00 GMT"), ('W/"a  b"', "Tue, 24 Nov 2026 10:00:00 GMT")),
        (Validators("unquoted", "yesterday"), ("unquoted", "yesterday")),  # wrong, and theirs
        (Validators('"Ã¼"'), ('"ü"', None)),  # UTF-8 on the wire, where it came as the same bytes
        (Validators('"\xfc"'), (None, None)),  # bytes that can't be sent again: better none than others
        (Validators('"a"\r\nX-More: b'), (None, None)),
        (Validators(), (None, None)),
    ],
)
def test_validators_go_out_byte_for_byte_or_not_at_all(
    validators: Validators, sent: tuple[str | None, str | None]
) -> None:
    headers = sent_for(WebRequest(URL, validators))
    assert (headers.get("If-None-Match"), headers.get("If-Modified-Since")) == sent


@pytest.mark.parametrize("status", [200, 204, 206, 300, 304, 404, 410, 429, 503])
def test_an_answer_of_any_status_is_an_answer(status: int) -> None:
    answer = one(answering(status, etag='"a"', last_modified="today", retry_after="120"))
    assert (answer.status, answer.validators, answer.header("RETRY-AFTER")) == (
        status,
        Validators('"a"', "today"),
        "120",
    )


def redirecting(steps: int, target: str = "") -> Handler:
    def handler(sent: Sent) -> MemoryReply:
        number = int(sent.url.query.get("n", "0"))
        if number >= steps:
            return MemoryReply(200, {}, [b"found"])
        location = target or f"?n={number + 1}"
        return MemoryReply(302, {"Location": location, "Set-Cookie": "a=b"}, unread())

    return handler


def test_five_redirects_are_followed_unread_and_the_last_address_counts() -> None:
    answer = one(redirecting(5))
    assert (answer.requested, answer.url, answer.content) == (URL, f"{URL}?n=5", b"found")
    assert answer.redirects == tuple(Redirect(302, f"{URL}?n={number}") for number in range(1, 6))


def test_a_sixth_redirect_is_refused() -> None:
    with pytest.raises(FetchRefusedError, match="more than 5 redirects"):
        one(redirecting(6))


def test_nothing_of_a_redirect_is_sent_on() -> None:
    wire = MemoryWire(redirecting(2))
    list(GuardedClient(load({}), wire.wiring).get([WebRequest(URL)]))
    assert [set(sent.headers) for sent in wire.sent] == [{"User-Agent", "Accept-Encoding", "Accept"}] * 3


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://paper.example/", "javascript:alert(1)", "https://u:p@paper.example/", "http://[", ""],
)
def test_a_redirect_out_of_the_web_is_refused(location: str) -> None:
    with pytest.raises(FetchRefusedError, match=f"^{URL}: "):
        one(answering(302, location=location))


@pytest.mark.parametrize(
    "url", ["ftp://paper.example/", "https://u:p@paper.example/", "https://", "http://paper.example:99999/", "x", ""]
)
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(FetchRefusedError):
        one(lambda _: pytest.fail("asked"), url)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://paper.example/%7ea?b=%3d&c=a+b", "https://paper.example/%7ea?b=%3d&c=a+b"),
        ("https://paper.example/a b/ü?q=ö", "https://paper.example/a%20b/%C3%BC?q=%C3%B6"),
        ("HTTPS://Paper.Example/", "https://paper.example/"),
        ("https://zürich.example/", "https://xn--zrich-kva.example/"),
    ],
)
def test_an_address_is_sent_as_it_is_written_where_it_can_be(written: str, sent: str) -> None:
    wire = MemoryWire(answering())
    list(GuardedClient(load({}), wire.wiring).get([WebRequest(written)]))
    assert str(wire.sent[0].url) == sent


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 204, 206, 304])
def test_a_page_that_is_refused_is_refused_for_good(status: int) -> None:
    with pytest.raises(FetchRefusedError, match=f"^{URL}: answered {status}$"):
        page(answering(status))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_for_the_page_again_later(status: int) -> None:
    with pytest.raises(FetchFailedError, match=f"^{URL}: answered {status}$"):
        page(answering(status))


def test_a_picture_is_no_page() -> None:
    with pytest.raises(FetchRefusedError, match="image/png is not a page"):
        page(answering(200, b"x", content_type="image/png"))


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError("cut"),
        ConnectionResetError(),
        ValueError("a surprise"),
        KeyError("another"),
    ],
)
def test_what_one_url_brings_on_is_tried_again_later_and_harms_no_other(error: Exception) -> None:
    def handler(sent: Sent) -> MemoryReply:
        if sent.url.path == "/bad":
            raise error
        return MemoryReply(200)

    urls = [f"https://paper.example/{name}" for name in ("a", "bad", "b")]
    first, failed, last = ask(handler, *urls)
    assert isinstance(failed, FetchFailedError)
    assert str(failed).startswith(f"{urls[1]}: ")
    assert [answer.status for answer in (first, last) if isinstance(answer, Answer)] == [200, 200]


def test_a_body_over_the_bound_is_refused_by_its_length_before_it_is_read() -> None:
    with pytest.raises(FetchRefusedError, match=r"more than 1,000 bytes"):
        one(lambda _: MemoryReply(200, {"Content-Length": "1001"}, unread()), max_document_bytes=1000)


def test_an_endless_body_is_left_at_the_bound() -> None:
    sent: list[int] = []

    def endless() -> Iterator[bytes]:
        while True:
            sent.append(400)
            yield b"x" * 400

    with pytest.raises(FetchRefusedError, match=r"more than 1,000 bytes"):
        one(lambda _: MemoryReply(200, {}, endless()), max_document_bytes=1000)
    assert sum(sent) <= 1200


def large(name: str) -> Iterable[bytes]:
    return [name.encode() * 700_000]


def test_large_answers_wait_for_those_before_them_to_be_taken_and_all_arrive() -> None:
    urls = [f"https://paper.example/{number}" for number in range(20)]
    answers = ask(lambda sent: MemoryReply(200, {}, large(sent.url.path[-1])), *urls)
    assert [len(answer.content) for answer in answers if isinstance(answer, Answer)] == [700_000] * 20


def test_more_than_can_be_under_way_at_once_are_all_answered() -> None:
    urls = [f"https://paper.example/{number}" for number in range(50)]
    answers = ask(answering(200), *urls, fetch_concurrency=3)
    assert [answer.requested for answer in answers if isinstance(answer, Answer)] == urls


def test_nothing_is_answered_to_nothing() -> None:
    assert list(GuardedClient(load({})).get([])) == []


def test_who_asked_may_leave_before_all_answers_came() -> None:
    wire = MemoryWire(answering(200))
    client = GuardedClient(load({}, fetch_concurrency=2), wire.wiring)
    answers = client.get([WebRequest(f"https://paper.example/{number}") for number in range(1000)])
    next(answers)
    answers.close()
    assert len(wire.sent) < 1000
