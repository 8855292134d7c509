"""Look at an address that somebody names: is it a feed, or a page that offers some? Nothing is kept of it.

URL ─look─▶ Sighting      home page ─discover─▶ Sightings of the feeds that it offers, the best first
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from services.errors import FetchRefusedError, IngestError, NotAnArticleError, PermanentError
from services.fetch.conditional import ACCEPT
from services.gathering import reason_without
from services.model import Answer, FeedKind, FeedReading, RawDocument, WebRequest
from services.ports import WebClient
from services.sources import discovery

MOST_TRIED = 10


@dataclass(frozen=True, slots=True)
class Sighting:
    """What answers at `url`: a feed (`reading`), or `problem` says why it is none."""

    url: str
    answer: Answer | None = None
    reading: FeedReading | None = None
    problem: str = ""

    @property
    def kind(self) -> FeedKind:
        is_sitemap = self.reading is not None and self.reading.method.startswith("sitemap")
        return FeedKind.SITEMAP if is_sitemap else FeedKind.FEED


@dataclass
class Scout:
    """Looks at addresses; `answers` are all that came, for telling what it cost."""

    web: WebClient
    read: Callable[[Answer], FeedReading]
    answers: list[Answer] = field(default_factory=list)

    def look(self, url: str) -> Sighting:
        """Return what answers at *url*."""
        (sighting,) = self._look([url])
        return sighting

    def discover(self, url: str) -> list[Sighting]:
        """Return the feeds at *url*: itself, or those that its page offers, or those at the usual places.

        Raises FetchRefusedError where there is none.
        """
        first = self.look(url)
        if first.reading:
            return [first]
        found: list[Sighting] = []
        if first.answer and first.answer.status == HTTPStatus.OK:
            found = self._feeds(_offered(first.answer)) or self._feeds(discovery.guesses(first.answer.url))
        if not found:
            message = f"{url}: no feed was found ({first.problem})"
            raise FetchRefusedError(message)
        return found

    def _feeds(self, urls: Sequence[str]) -> list[Sighting]:
        return [each for each in self._look(urls[:MOST_TRIED]) if each.reading]

    def _look(self, urls: Sequence[str]) -> list[Sighting]:
        """Return what answers at each of *urls*, in their order."""
        found = {request.url: answer for request, answer in self.web.get([WebRequest(u, accept=ACCEPT) for u in urls])}
        self.answers += [each for each in found.values() if isinstance(each, Answer)]
        return [self._sighted(url, found[url]) for url in urls]

    def _sighted(self, url: str, answer: Answer | IngestError) -> Sighting:
        if isinstance(answer, IngestError):
            return Sighting(url, problem=reason_without(url, answer))
        if answer.status != HTTPStatus.OK:
            return Sighting(url, answer, problem=f"answered {answer.status}")
        try:
            return Sighting(url, answer, self.read(answer))
        except PermanentError as error:
            return Sighting(url, answer, problem=str(error))


def _offered(answer: Answer) -> list[str]:
    media_type, charset = answer.content_type
    page = RawDocument("", "page", answer.url, answer.content, media_type, charset, url=answer.url)
    try:
        return [offer.url for offer in discovery.offers(page)]
    except NotAnArticleError:
        return []
