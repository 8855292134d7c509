"""The client against a real server on loopback: what the web does, well and badly."""

import socket
import socketserver
import time

import origin as web
import pytest
from inside import LITERALS, ODD
from origin import Lie, Origin

from services.errors import FetchFailedError, FetchRefusedError, IngestError
from services.fetch.client import GuardedClient
from services.fetch.page import PageFetcher
from services.model import Answer, WebRequest
from services.settings import load

FEED = "<rss>" + "one entry, and another. " * 500 + "</rss>"
ALLOWED = {"allow_private_networks": "127.0.0.0/8", "max_document_bytes": 1_000_000}


def client(**settings: object) -> GuardedClient:
    return GuardedClient(load({}, **(ALLOWED | settings)))


def ask(request: WebRequest | str, **settings: object) -> Answer:
    wanted = request if isinstance(request, WebRequest) else WebRequest(request)
    [(_, answer)] = client(**settings).get([wanted])
    if isinstance(answer, IngestError):
        raise answer
    return answer


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate", "br", "zstd"])
def test_a_feed_comes_in_any_encoding(origin: Origin, encoding: str) -> None:
    origin.put("/feed", FEED, "application/rss+xml", encodings=(encoding,))
    answer = ask(origin.url("/feed"))
    assert (answer.content.decode(), answer.header("content-encoding")) == (FEED, encoding)


def test_what_is_known_is_answered_304_until_it_changes(origin: Origin) -> None:
    origin.put("/feed", FEED)
    first = ask(origin.url("/feed"))
    again = ask(WebRequest(origin.url("/feed"), first.validators))
    assert (again.status, again.content) == (304, b"")
    origin.put("/feed", FEED + "new")
    changed = ask(WebRequest(origin.url("/feed"), first.validators))
    assert (changed.status, changed.content.decode()) == (200, FEED + "new")
    assert changed.validators != first.validators
    assert [asked.is_conditional for asked in origin.asked] == [False, True, True]


def test_an_origin_may_lie_about_what_changed(origin: Origin) -> None:
    origin.put("/feed", "old")
    first = ask(origin.url("/feed"))
    origin.put("/feed", "new", lie=Lie.SAME_VALIDATORS)
    assert ask(WebRequest(origin.url("/feed"), first.validators)).status == 304
    origin.put("/feed", "new", lie=Lie.IGNORES_CONDITIONS)
    assert ask(WebRequest(origin.url("/feed"), ask(origin.url("/feed")).validators)).status == 200
    origin.put("/feed", "new", lie=Lie.NEW_ETAG_EACH_TIME)
    assert ask(origin.url("/feed")).validators != ask(origin.url("/feed")).validators


def test_nothing_but_what_is_needed_is_sent(origin: Origin) -> None:
    origin.answer("/a", 302, set_cookie="a=b", location="/b")
    ask(origin.url("/a"))
    assert [[line.partition(":")[0] for line in asked.header_lines] for asked in origin.asked] == [
        ["Host", "User-Agent", "Accept-Encoding", "Accept"]
    ] * 2


def test_a_page_is_fetched_from_an_allowed_network(origin: Origin) -> None:
    origin.put("/a", "<html>page</html>", encodings=("gzip",))
    document = PageFetcher(client()).page(origin.url("/a"))
    assert (document.content, document.media_type, document.charset) == (b"<html>page</html>", "text/html", "utf-8")


def test_a_private_network_is_not_fetched_by_default(origin: Origin) -> None:
    with pytest.raises(FetchRefusedError, match=r"127\.0\.0\.1 is not a public address"):
        ask(origin.url("/a"), allow_private_networks="")
    assert origin.connections == 0


def test_a_redirect_inside_is_refused_though_its_origin_is_allowed(origin: Origin) -> None:
    origin.redirect("/inside", 302, "http://169.254.169.254/latest/meta-data/")
    with pytest.raises(FetchRefusedError, match=r"169\.254\.169\.254 is not a public address"):
        ask(origin.url("/inside"))


def test_no_redirect_leads_inside_however_it_is_written(origin: Origin, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, dialled = socket.socket.connect, set()

    def note(sock: socket.socket, address: tuple[object, ...]) -> None:
        dialled.add(str(address[0]))
        if address[1] != origin.port:
            raise ConnectionRefusedError
        connect(sock, address)

    monkeypatch.setattr(socket.socket, "connect", note)
    targets = [url for url in (*LITERALS, *ODD) if url.isascii() and url.isprintable() and "#" not in url]
    for number, target in enumerate(targets):
        origin.redirect(f"/{number}", 302, target)
    # The origin's own address is the only one that the operator allowed.
    guarded = GuardedClient(load({}, allow_private_networks="127.0.0.1/32"), look_up=numbers)
    answers = dict(guarded.get([WebRequest(origin.url(f"/{number}")) for number in range(len(targets))]))
    assert len(answers) == len(targets) > 150
    assert dialled == {"127.0.0.1", "::ffff:7f00:1"}  # the same, mapped
    # What reads as a path stays at the origin.
    assert all(answer.url.startswith(origin.url("/")) for answer in answers.values() if isinstance(answer, Answer))


def numbers(host: str, _: int) -> list[str]:
    """Resolve numbers as libc does, and no name."""
    return [socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))]


def test_a_loop_of_redirects_ends(origin: Origin) -> None:
    origin.redirect("/loop", 301, "/loop")
    with pytest.raises(FetchRefusedError, match="more than 5 redirects"):
        ask(origin.url("/loop"))
    assert len(origin.asked) == 6


@pytest.mark.parametrize(
    "how",
    [web.drip_headers, web.drip_body, web.hang, web.endless_chunk_extension, web.endless_continues],
)
def test_whatever_never_ends_is_left_at_the_deadline(origin: Origin, how: web.Misbehaviour) -> None:
    origin.misbehave("/bad", how)
    began = time.monotonic()
    with pytest.raises(FetchFailedError, match=r"no whole answer in 0\.5 seconds"):
        ask(origin.url("/bad"), fetch_seconds=0.5)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "how", [web.endless_body, web.endless_headers, web.endless_header, web.endless_small_chunks, web.endless_trailers]
)
def test_whatever_is_too_much_is_left_before_the_deadline(origin: Origin, how: web.Misbehaviour) -> None:
    origin.misbehave("/bad", how)
    with pytest.raises(IngestError) as raised:
        ask(origin.url("/bad"), fetch_seconds=10)
    assert "seconds" not in str(raised.value)


@pytest.mark.parametrize("how", [web.hang_up, web.too_short, web.cut_chunks, web.no_http, web.two_lengths])
def test_a_broken_answer_is_no_answer_and_is_tried_again(origin: Origin, how: web.Misbehaviour) -> None:
    origin.misbehave("/bad", how)
    with pytest.raises(FetchFailedError, match=f"^{origin.url('/bad')}: "):
        ask(origin.url("/bad"))


def test_the_slow_and_the_broken_hold_up_no_other(origin: Origin) -> None:
    origin.misbehave("/slow", web.drip_body)
    origin.misbehave("/broken", web.no_http)
    for number in range(20):
        origin.put(f"/{number}", f"page {number}")
    urls = [origin.url(path) for path in ("/slow", "/broken", *(f"/{number}" for number in range(20)))]
    arrived = [request.url for request, _ in client(fetch_seconds=1.5).get([WebRequest(url) for url in urls])]
    assert sorted(arrived) == sorted(urls)
    assert arrived[-1] == urls[0]


def test_a_closed_port_is_a_failure_for_now() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as closed:
        port = closed.server_address[1]
    with pytest.raises(FetchFailedError, match=f"^http://127.0.0.1:{port}/: "):
        ask(f"http://127.0.0.1:{port}/")
