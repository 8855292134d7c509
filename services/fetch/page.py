"""Get one page: at most five redirects, a size, and 20 seconds in all."""

from collections.abc import Callable, Iterator
from email.message import Message
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpx

from services.errors import FetchFailedError, FetchRefusedError
from services.fetch.deadline import Deadline, DeadlineError
from services.fetch.decoding import ACCEPTED, BodyError, decoded
from services.fetch.guard import Guard, networks
from services.fetch.transport import GuardedTransport, RefusedAddressError
from services.model import RawDocument, new_document_id
from services.settings import Settings

SECONDS = 20.0
MOST_REDIRECTS = 5
_LONGEST_URL = 4096
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_TEXT = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/octet-stream")


class PageFetcher:
    """Gets pages for the settings given; implements `ports.Fetcher`.

    `transport` is a seam for tests; the default dials only what the guard lets through.
    """

    def __init__(
        self,
        settings: Settings,
        transport: Callable[[Deadline], httpx.BaseTransport] | None = None,
        seconds: float = SECONDS,
    ) -> None:
        guard = Guard(networks(settings.allow_private_networks))
        self._transport = transport or (lambda deadline: GuardedTransport(guard, deadline))
        self._most_bytes = settings.max_document_bytes
        self._seconds = seconds
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._headers = {
            "User-Agent": f"Newsmill/0.1{contact}",
            "Accept": "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8, */*;q=0.1",
            "Accept-Encoding": ACCEPTED,
        }

    def page(self, url: str) -> RawDocument:
        """Return the answer's bytes. Raises FetchFailedError or FetchRefusedError, beginning with the URL."""
        try:
            return self._page(url)
        except (DeadlineError, httpx.TimeoutException) as error:
            message = f"{url}: no whole answer in {self._seconds:g} seconds"
            raise FetchFailedError(message) from error
        except RefusedAddressError as error:
            message = f"{url}: {error}"
            raise FetchRefusedError(message) from error
        except BodyError as error:
            message = f"{url}: the answer is {error}"
            raise FetchRefusedError(message) from error
        except httpx.InvalidURL as error:
            # Also where a redirect leads: httpx parses that even when it isn't to follow.
            message = f"{url}: {error}"
            raise FetchRefusedError(message) from error
        except (httpx.HTTPError, httpx.StreamError) as error:
            message = f"{url}: {error or type(error).__name__}"
            raise FetchFailedError(message) from error

    def _page(self, url: str) -> RawDocument:
        deadline = Deadline(self._seconds)
        here = url
        with httpx.Client(
            transport=self._transport(deadline), headers=self._headers, trust_env=False, follow_redirects=False
        ) as client:
            for _ in range(MOST_REDIRECTS + 1):
                _check(url, here)
                client.cookies.clear()
                with client.stream("GET", here, timeout=deadline.left()) as response:
                    if response.status_code not in _REDIRECTS:
                        return self._document(url, here, response, deadline)
                    # The body stays unread: a redirect can be a bomb too.
                    here = _target(url, here, response)
        message = f"{url}: more than {MOST_REDIRECTS} redirects"
        raise FetchRefusedError(message)

    def _document(self, url: str, here: str, response: httpx.Response, deadline: Deadline) -> RawDocument:
        _check_status(url, response.status_code)
        media_type, charset = _content_type(response.headers.get("Content-Type", ""))
        if media_type.startswith(_NOT_TEXT):
            message = f"{url}: {media_type} is not a page"
            raise FetchRefusedError(message)
        length = response.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit() and int(length[:20]) > self._most_bytes:
            message = f"the answer is more than {self._most_bytes:,} bytes"
            raise FetchRefusedError(f"{url}: {message}")
        encoding = response.headers.get("Content-Encoding", "")
        content = decoded(_timed(response, deadline), encoding, self._most_bytes)
        return RawDocument(
            id=new_document_id(),
            kind="text" if media_type == "text/plain" else "page",
            origin=url,
            content=content,
            media_type=media_type,
            charset=charset,
            url=here,
            http_status=response.status_code,
        )


def _timed(response: httpx.Response, deadline: Deadline) -> Iterator[bytes]:
    for part in response.iter_raw():
        deadline.left()
        yield part


def _check(url: str, here: str) -> None:
    """Raise FetchRefusedError where *here* isn't a plain web address; *url* is what was asked for."""
    try:
        parts = urlsplit(here)
        is_web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        is_web = port_is_right = False
    if not is_web or not port_is_right or len(here) > _LONGEST_URL:
        message = f"{url}: {_named(url, here)} is not an http or https address"
        raise FetchRefusedError(message)
    if parts.username is not None or parts.password is not None:
        message = f"{url}: {_named(url, here)} carries a user name"
        raise FetchRefusedError(message)


def _named(url: str, here: str) -> str:
    return "it" if here == url else f"the redirect to {here[:200]}"


def _target(url: str, here: str, response: httpx.Response) -> str:
    location = str(response.headers.get("Location", "")).strip()
    if not location:
        message = f"{url}: a redirect ({response.status_code}) to nowhere"
        raise FetchRefusedError(message)
    try:
        return urljoin(here, location)
    except ValueError as error:
        message = f"{url}: a redirect to {location[:200]}, which is no address"
        raise FetchRefusedError(message) from error


def _check_status(url: str, status: int) -> None:
    if status == HTTPStatus.OK:
        return
    message = f"{url}: answered {status}"
    # 408 and 425 ask for another try, as 429 and all of 5xx do.
    if status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS) or status >= 500:
        raise FetchFailedError(message)
    raise FetchRefusedError(message)


def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")[:500]
    return message.get_content_type() if header else "", message.get_content_charset("") if header else ""
