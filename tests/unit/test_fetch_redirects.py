"""A page is one answer: redirects are followed by rule, statuses sorted into again-later and never."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from services.errors import FetchFailedError, FetchRefusedError
from services.fetch import PageFetcher
from services.settings import Settings, load

URL = "https://paper.example/a"
Handler = Callable[[httpx.Request], httpx.Response]


def fetcher(handler: Handler, **settings: object) -> PageFetcher:
    return PageFetcher(load({}, **settings), lambda _: httpx.MockTransport(handler))


def answering(*args: object, **kwargs: object) -> Handler:
    return lambda _: httpx.Response(*args, **kwargs)  # type: ignore[arg-type]


class Unread(httpx.SyncByteStream):
    """A body that must not be read."""

    def __iter__(self) -> Iterator[bytes]:
        pytest.fail("the body was read")


def test_a_page_comes_with_where_it_was_found_and_what_it_is() -> None:
    headers = {"Content-Type": "text/html; charset=ISO-8859-1"}
    document = fetcher(answering(200, headers=headers, stream=httpx.ByteStream(b"<html>"))).page(URL)
    assert (document.kind, document.origin, document.url, document.content) == ("page", URL, URL, b"<html>")
    assert (document.http_status, document.media_type, document.charset) == (200, "text/html", "iso-8859-1")


def test_plain_text_goes_to_the_reader_of_text() -> None:
    assert (
        fetcher(answering(200, headers={"Content-Type": "text/plain"}, stream=httpx.ByteStream(b"x"))).page(URL).kind
        == "text"
    )


def test_the_request_says_who_asks_and_what_can_be_decoded() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, stream=httpx.ByteStream(b"x"))

    fetcher(handler, contact="https://mill.example/about").page(URL)
    assert seen[0].headers["User-Agent"] == "Newsmill/0.1 (+https://mill.example/about)"
    assert seen[0].headers["Accept-Encoding"] == "gzip, deflate"


def redirecting(steps: int, target: str = "") -> Handler:
    def handler(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("n", "0"))
        if number >= steps:
            return httpx.Response(200, stream=httpx.ByteStream(b"found"))
        location = target or f"?n={number + 1}"
        return httpx.Response(302, headers={"Location": location, "Set-Cookie": "a=b"}, stream=Unread())

    return handler


def test_five_redirects_are_followed_unread_and_the_last_address_counts() -> None:
    document = fetcher(redirecting(5)).page(URL)
    assert (document.origin, document.url) == (URL, f"{URL}?n=5")


def test_a_sixth_redirect_is_refused() -> None:
    with pytest.raises(FetchRefusedError, match="more than 5 redirects"):
        fetcher(redirecting(6)).page(URL)


def test_cookies_of_a_redirect_are_not_sent_on() -> None:
    sent: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers.get("Cookie", ""))
        return redirecting(2)(request)

    fetcher(handler).page(URL)
    assert sent == ["", "", ""]


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://paper.example/", "javascript:alert(1)", "https://u:p@paper.example/", "http://[", ""],
)
def test_a_redirect_out_of_the_web_is_refused(location: str) -> None:
    handler = answering(302, headers={"Location": location} if location else {})
    with pytest.raises(FetchRefusedError, match=f"^{URL}: "):
        fetcher(handler).page(URL)


@pytest.mark.parametrize(
    "url", ["ftp://paper.example/", "https://u:p@paper.example/", "https://", "http://paper.example:99999/", "x", ""]
)
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(FetchRefusedError):
        fetcher(lambda _: pytest.fail("asked")).page(url)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 204, 206, 304])
def test_a_refusal_is_for_good(status: int) -> None:
    with pytest.raises(FetchRefusedError, match=f"^{URL}: answered {status}$"):
        fetcher(answering(status)).page(URL)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again_later(status: int) -> None:
    with pytest.raises(FetchFailedError, match=f"^{URL}: answered {status}$"):
        fetcher(answering(status)).page(URL)


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("odd")]
)
def test_a_broken_connection_is_tried_again_later(error: httpx.HTTPError) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(FetchFailedError, match=f"^{URL}: "):
        fetcher(handler).page(URL)


def test_a_body_over_the_bound_is_refused_by_its_length_before_it_is_read() -> None:
    handler = answering(200, headers={"Content-Length": "1001"}, stream=Unread())
    with pytest.raises(FetchRefusedError, match=r"more than 1,000 bytes"):
        fetcher(handler, max_document_bytes=1000).page(URL)


def test_an_endless_body_is_left_at_the_bound() -> None:
    sent: list[int] = []

    class Endless(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                sent.append(400)
                yield b"x" * 400

    with pytest.raises(FetchRefusedError, match=r"more than 1,000 bytes"):
        fetcher(answering(200, stream=Endless()), max_document_bytes=1000).page(URL)
    assert sum(sent) <= 1200


def test_pictures_are_refused_unread() -> None:
    with pytest.raises(FetchRefusedError, match="image/png is not a page"):
        fetcher(answering(200, headers={"Content-Type": "image/png"}, stream=Unread())).page(URL)


def test_time_that_is_up_is_a_failure_for_now() -> None:
    with pytest.raises(FetchFailedError, match=f"^{URL}: no whole answer in 0 seconds"):
        PageFetcher(Settings(), lambda _: httpx.MockTransport(answering(200)), seconds=0).page(URL)
