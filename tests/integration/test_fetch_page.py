"""The fetcher against a real server on loopback."""

import gzip
import socketserver
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from services.errors import FetchFailedError, FetchRefusedError
from services.fetch import PageFetcher
from services.settings import load


class Paper(BaseHTTPRequestHandler):
    """Answers as its paths say."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/drip":
            self._drip()
        elif self.path == "/inside":
            self._answer(302, b"", Location="http://169.254.169.254/latest/meta-data/")
        elif self.path == "/bomb":
            self._answer(200, gzip.compress(bytes(20_000_000)), Content_Encoding="gzip")
        else:
            self._answer(
                200,
                gzip.compress(b"<html>page</html>"),
                Content_Encoding="gzip",
                Content_Type="text/html; charset=utf-8",
            )

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            return  # the fetcher left, as it should

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of clients that leave early."""


@pytest.fixture
def paper() -> Iterator[str]:
    with Server(("127.0.0.1", 0), Paper) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


ALLOWED = load({}, allow_private_networks="127.0.0.0/8", max_document_bytes=1_000_000)


def test_a_page_of_an_allowed_network_is_fetched(paper: str) -> None:
    document = PageFetcher(ALLOWED).page(f"{paper}/a")
    assert (document.content, document.media_type, document.charset) == (b"<html>page</html>", "text/html", "utf-8")
    assert document.http_status == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
def test_loopback_is_refused_at_the_dialler_however_it_is_written(paper: str, host: str) -> None:
    address = paper.replace("127.0.0.1", host)
    with pytest.raises((FetchRefusedError, FetchFailedError), match=r"not a public address|resolved|Name or service"):
        PageFetcher(load({})).page(address)


def test_a_redirect_inside_is_refused_though_its_origin_is_allowed(paper: str) -> None:
    with pytest.raises(FetchRefusedError, match=r"169\.254\.169\.254 is not a public address"):
        PageFetcher(ALLOWED).page(f"{paper}/inside")


def test_a_bomb_is_refused(paper: str) -> None:
    with pytest.raises(FetchRefusedError, match="more than"):
        PageFetcher(ALLOWED).page(f"{paper}/bomb")


def test_a_drip_of_bytes_ends_at_the_deadline(paper: str) -> None:
    with pytest.raises(FetchFailedError, match=r"no whole answer in 0\.5 seconds"):
        PageFetcher(ALLOWED, seconds=0.5).page(f"{paper}/drip")


def test_a_closed_port_is_a_failure_for_now() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as closed:
        port = closed.server_address[1]
    with pytest.raises(FetchFailedError, match=f"^http://127.0.0.1:{port}/: "):
        PageFetcher(ALLOWED).page(f"http://127.0.0.1:{port}/")
