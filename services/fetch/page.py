"""One page by the web client, as a raw document."""

from http import HTTPStatus

from services.errors import FetchFailedError, FetchRefusedError
from services.fetch import asked
from services.model import Answer, RawDocument, WebRequest, new_document_id
from services.ports import WebClient

ACCEPT = "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8, */*;q=0.1"
_PAGES = ("text/", "application/xhtml+xml", "application/xml")
_NOT_TEXT = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip", "application/octet-stream")


class PageFetcher:
    """Gets one page at a time with *client*; implements `ports.Fetcher`."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def page(self, url: str) -> RawDocument:
        """Return the answer's bytes. Raises FetchFailedError or FetchRefusedError, beginning with the URL."""
        [(_, answer)] = self._client.get([WebRequest(url, accept=ACCEPT)])
        if isinstance(answer, Answer):
            return page_of(answer)
        raise answer


def page_of(answer: Answer) -> RawDocument:
    """Return a page's *answer* as a document of kind `page` or `text`; raises as `PageFetcher.page`."""
    _check_status(answer.requested, answer.status)
    page = RawDocument.of_page(answer, new_document_id())
    if page.media_type.startswith(_NOT_TEXT):
        message = f"{answer.requested}: {page.media_type} is not a page"
        raise FetchRefusedError(message)
    return page


def is_page(answer: Answer) -> bool:
    """Tell whether *answer* may hold a page, by its media type: also where it states none."""
    media_type = answer.content_type[0]
    return not media_type or media_type.startswith(_PAGES)


def _check_status(url: str, status: int) -> None:
    if status == HTTPStatus.OK:
        return
    message = f"{url}: answered {status}"
    if asked.for_another_try(status):
        raise FetchFailedError(message)
    raise FetchRefusedError(message)
