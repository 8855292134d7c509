"""Elasticsearch, as what is written and what is asked."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.model import Article, Filters, Hit, Link, Results, Standing
from services.sketches import Sketched


@dataclass(frozen=True, slots=True)
class Written:
    """It is in the index now; `by` is the trace id of the document that stands there (maybe another's)."""

    uri: str
    by: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Elasticsearch will never take it as it is."""

    uri: str
    reason: str


@dataclass(frozen=True, slots=True)
class PushedBack:
    """Not now: 429, 5xx, a timeout, a full disk."""

    uri: str
    reason: str


WriteResult = Written | Refused | PushedBack


class Sink(Protocol):
    """Where documents are written."""

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        """Write each once, in order; an article that stands already is left as it is and reported with its writer.

        Raises NotPermittedError when the credentials or the index allow writing none of them, IndexUnavailableError
        when the index can't be asked. Some may have been written then: a repeat finds them as its own.
        """
        ...

    def link(self, links: Sequence[Link]) -> None:
        """Make copies of articles that stand; one that doesn't is left out. A repeat changes nothing.

        Raises as `create` does; some may have been linked then.
        """
        ...


class ArticleIndex(Protocol):
    """What can be asked of the index. All raise IndexUnavailableError or NotPermittedError."""

    def uris_of(self, fingerprints: Sequence[str]) -> dict[str, str]:
        """Return fingerprint → uri of the articles that hold them, as far as they can be searched yet.

        That is a second after they were written; `standing` knows at once.
        """
        ...

    def standing(self, uris: Sequence[str]) -> set[str]:
        """Return those of *uris* under which an article stands now, written a moment ago or long since."""
        ...

    def stories(self, uris: Collection[str]) -> dict[str, Standing]:
        """Return uri → its place in its story, of those of *uris* that stand now."""
        ...

    def bodies(self, uris: Collection[str]) -> dict[str, str]:
        """Return uri → text, of those of *uris* that stand now."""
        ...

    def copies_of(self, uris: Collection[str]) -> list[str]:
        """Return the uris of all copies of *uris*, as far as they can be searched yet."""
        ...

    def near(self, bands: Collection[bytes]) -> list[Sketched]:
        """Return the articles that hold one of *bands*, of the days that copies are looked for, as `uris_of` does."""
        ...

    def sketched(self, since: datetime | None = None) -> Iterator[list[Sketched]]:
        """Yield all articles of those days, or from *since* on, the earliest first, some hundred at a time."""
        ...

    def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        """Return the articles that match *query* (all of them when it is empty).

        `size` is at most 100, and `offset + size` at most 10,000.
        """
        ...

    def article(self, uri: str) -> Hit | None: ...

    def count(self) -> int: ...
