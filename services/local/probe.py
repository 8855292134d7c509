"""One question to a server of ours on loopback, with nothing kept open."""

import http.client
from contextlib import closing

from services.local.free_ports import LOOPBACK

_TIMEOUT_SECONDS = 5.0


def get(port: int, path: str) -> tuple[int, bytes]:
    """Return status and body of *path*; (0, b"") if nobody answers."""
    # Not httpx: a client a probe costs 20 ms for certificates that loopback has none of, and no proxy may interfere.
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=_TIMEOUT_SECONDS)) as connection:
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
