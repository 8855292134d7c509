"""A small WebSub hub on loopback: it verifies who asks, and delivers what is published, signed.

with Hub() as hub:
hub.url                       # what feeds name as their hub
hub.wait_for("subscribe")     # until a subscription was verified
hub.publish(topic, content)   # → status of the answer; `is_forged` signs it with another secret
hub.denies = "not today"      # requests are answered, and denied
"""

import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

import httpx
from support import wait_until


@dataclass
class Subscribed:
    """Who wants a topic, and until when."""

    callback: str
    secret: str
    lease: int


class Hub:
    """The server; a context manager."""

    def __init__(self, lease: int = 1000) -> None:
        self.lease = lease
        self.denies = ""
        self.asked: list[dict[str, str]] = []
        self.verified: list[str] = []
        self.subscribers: dict[str, Subscribed] = {}
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hub.asked.append(dict(parse_qsl(body.decode())))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()
                threading.Thread(target=hub.verify, args=[hub.asked[-1]]).start()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hub"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def verify(self, asked: dict[str, str]) -> None:
        """Ask whether it was really the subscriber who asked, and do what it wanted."""
        topic, callback = asked["hub.topic"], asked["hub.callback"]
        if self.denies:
            denied = {"hub.mode": "denied", "hub.topic": topic, "hub.reason": self.denies}
            httpx.get(callback, params=denied).raise_for_status()
            self.verified.append("denied")
            return
        challenge = secrets.token_hex(20)
        question = {"hub.mode": asked["hub.mode"], "hub.topic": topic, "hub.challenge": challenge}
        answer = httpx.get(callback, params=question | {"hub.lease_seconds": str(self.lease)})
        if answer.status_code != 200 or answer.text != challenge:
            self.verified.append("refused")
            return
        self.subscribers.pop(topic, None)
        if asked["hub.mode"] == "subscribe":
            self.subscribers[topic] = Subscribed(callback, asked["hub.secret"], self.lease)
        self.verified.append(asked["hub.mode"])

    def wait_for(self, mode: str, times: int = 1) -> None:
        wait_until(lambda: self.verified.count(mode) >= times, 10, f"no {mode}, only {self.verified},")

    def publish(self, topic: str, content: bytes, *, is_forged: bool = False) -> int:
        """Deliver *content* to who subscribed to *topic*; return the status of the answer."""
        to = self.subscribers[topic]
        digest = hmac.new(("another" if is_forged else to.secret).encode(), content, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/rss+xml; charset=utf-8",
            "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"',
            "X-Hub-Signature": f"sha256={digest}",
        }
        return httpx.post(to.callback, content=content, headers=headers).status_code
