"""What is sent to Elasticsearch, and in which requests (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.index import fields
from services.model import Article

# Elasticsearch takes 100 MB in a request by default and works best with a few; one article may be 10 MB.
REQUEST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An article as it is sent; `position` is its place in the caller's list, `stemmers` are its index's."""

    position: int
    article: Article
    month: str
    stemmers: frozenset[str] = frozenset()
    is_repaired: bool = False

    @property
    def size(self) -> int:
        """Bytes, roughly: text is nearly all of it, goes out twice to an index that stems, and is UTF-8."""
        return 1000 + 4 * (len(self.article.body) + len(self.article.headline)) + 12 * len(self.article.vector)

    @property
    def body(self) -> fields.Json:
        """The document; of one that was refused before, the required fields alone."""
        return fields.document(self.article, self.stemmers, required_only=self.is_repaired)


def in_requests(documents: Sequence[Outgoing]) -> Iterator[list[Outgoing]]:
    """Cut *documents* into requests of at most REQUEST_BYTES, or of one document."""
    request: list[Outgoing] = []
    size = 0
    for document in documents:
        if request and size + document.size > REQUEST_BYTES:
            yield request
            request, size = [], 0
        request.append(document)
        size += document.size
    if request:
        yield request
