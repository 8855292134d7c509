"""The twin of sink and index in memory, for unit tests: what was created stands, once."""

from collections.abc import Callable, Sequence

from services.errors import IndexUnavailableError
from services.index import fields
from services.model import Article, Filters, Hit, Results
from services.ports import PushedBack, Refused, WriteResult, Written


class MemoryIndex:
    """Implements `ports.Sink` and `ports.ArticleIndex`.

    `is_away` makes every call fail; `pushes_back` and `refuses` choose articles that get that answer.
    """

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.is_away = False
        self.pushes_back: Callable[[Article], bool] = lambda _: False
        self.refuses: Callable[[Article], bool] = lambda _: False

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        self._answer()
        return [self._create(article) for article in articles]

    def _create(self, article: Article) -> WriteResult:
        if self.pushes_back(article):
            return PushedBack(article.uri, "429")
        if self.refuses(article):
            return Refused(article.uri, "400")
        return Written(article.uri, by=self.articles.setdefault(article.uri, article).trace_id)

    def uris_of(self, fingerprints: Sequence[str]) -> dict[str, str]:
        self._answer()
        standing = {article.content_fingerprint: uri for uri, article in self.articles.items()}
        return {each: standing[each] for each in fingerprints if each in standing}

    def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        self._answer()
        filters = filters or Filters()
        words = query.casefold().split()
        hits = [
            Hit(uri, 1.0, fields.document(article))
            for uri, article in self.articles.items()
            if all(word in f"{article.headline} {article.body}".casefold() for word in words)
            and filters.language in {"", article.language}
        ]
        return Results(total=len(hits), hits=tuple(hits[offset : offset + size]))

    def article(self, uri: str) -> Hit | None:
        self._answer()
        return Hit(uri, None, fields.document(self.articles[uri])) if uri in self.articles else None

    def count(self) -> int:
        self._answer()
        return len(self.articles)

    def _answer(self) -> None:
        if self.is_away:
            message = "Elasticsearch is away"
            raise IndexUnavailableError(message)
