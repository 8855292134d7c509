"""The twin of sink and index in memory, for unit tests: what was created stands, once."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from services.errors import IndexUnavailableError
from services.index import fields
from services.model import Article, Filters, Hit, Link, Results, Standing
from services.ports import PushedBack, Refused, WriteResult, Written
from services.sketches import Sketched


class MemoryIndex:
    """Implements `ports.Sink` and `ports.ArticleIndex`.

    `is_away` makes every call fail; `pushes_back` and `refuses` choose articles that get that answer; with `lags` what
    is created can be searched after `refresh` only, as with Elasticsearch.
    """

    def __init__(self, *, lags: bool = False) -> None:
        self.articles: dict[str, Article] = {}
        self.is_away = False
        self.pushes_back: Callable[[Article], bool] = lambda _: False
        self.refuses: Callable[[Article], bool] = lambda _: False
        self._lags = lags
        self._unseen: set[str] = set()

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        self._answer()
        return [self._create(article) for article in articles]

    def _create(self, article: Article) -> WriteResult:
        if self.pushes_back(article):
            return PushedBack(article.uri, "429")
        if self.refuses(article):
            return Refused(article.uri, "400")
        if self._lags and article.uri not in self.articles:
            self._unseen.add(article.uri)
        return Written(article.uri, by=self.articles.setdefault(article.uri, article).trace_id)

    def link(self, links: Sequence[Link]) -> None:
        self._answer()
        for each in links:
            if each.uri in self.articles:
                self.articles[each.uri] = replace(
                    self.articles[each.uri],
                    story_id=each.story_id,
                    duplicate_of=each.original,
                    story_reason=each.reason,
                )

    def refresh(self) -> None:
        """Let all that was created be searched."""
        self._unseen.clear()

    def uris_of(self, fingerprints: Sequence[str]) -> dict[str, str]:
        self._answer()
        # Of several the first by month, since a dict keeps the last.
        standing = {article.content_fingerprint: uri for uri, article in sorted(self._seen().items(), reverse=True)}
        return {each: standing[each] for each in fingerprints if each in standing}

    def standing(self, uris: Sequence[str]) -> set[str]:
        self._answer()
        return {uri for uri in uris if uri in self.articles}

    def stories(self, uris: Collection[str]) -> dict[str, Standing]:
        self._answer()
        return {uri: self.articles[uri].place for uri in uris if uri in self.articles}

    def bodies(self, uris: Collection[str]) -> dict[str, str]:
        self._answer()
        return {uri: self.articles[uri].body for uri in uris if uri in self.articles}

    def copies_of(self, uris: Collection[str]) -> list[str]:
        self._answer()
        return [uri for uri, article in self._seen().items() if article.duplicate_of in uris]

    def near(self, bands: Collection[bytes]) -> list[Sketched]:
        held = set(bands)
        return [each for page in self.sketched() for each in page if not held.isdisjoint(each.sketch.bands)]

    def sketched(self, since: datetime | None = None) -> Iterator[list[Sketched]]:
        self._answer()
        found = [Sketched(a.uri, a.first_seen_at, a.sketch) for a in self._seen().values() if a.sketch]
        found = [each for each in found if since is None or each.first_seen_at >= since]
        yield sorted(found, key=lambda each: (each.first_seen_at, each.uri))

    def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        self._answer()
        narrowed = filters or Filters()
        hits = [
            Hit(uri, 1.0, _shown(article))
            for uri, article in sorted(self._seen().items(), key=_newest_first)
            if _matches(query, article) and _passes(narrowed, article)
        ]
        return Results(total=len(hits), hits=tuple(hits[offset : offset + size]))

    def article(self, uri: str) -> Hit | None:
        self._answer()
        return Hit(uri, None, _shown(self.articles[uri])) if uri in self.articles else None

    def count(self) -> int:
        self._answer()
        return len(self._seen())

    def _seen(self) -> dict[str, Article]:
        return {uri: article for uri, article in self.articles.items() if uri not in self._unseen}

    def _answer(self) -> None:
        if self.is_away:
            message = "Elasticsearch is away"
            raise IndexUnavailableError(message)


def _shown(article: Article) -> dict[str, object]:
    return fields.document(replace(article, sketch=None))


def _newest_first(standing: tuple[str, Article]) -> tuple[float, str]:
    uri, article = standing
    return -article.first_seen_at.timestamp(), uri


def _matches(query: str, article: Article) -> bool:
    """Tell whether all words of *query* occur; only whole words, and without its operators."""
    texts = (article.headline, article.alternative_headline, article.description, article.body)
    words = {word.strip(".,;:!?\"'()") for text in texts for word in text.casefold().split()}
    return words.issuperset(query.casefold().split())


def _passes(filters: Filters, article: Article) -> bool:
    document = fields.document(article)
    return (
        filters.language in {"", document.get("inLanguage")}
        and filters.domain in {"", document.get("domain")}
        and (filters.since is None or filters.since <= article.first_seen_at)
        and (filters.until is None or article.first_seen_at < filters.until)
    )
