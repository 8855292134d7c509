"""Elasticsearch, as what is written and what is asked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from services.model import (
    Apart,
    Article,
    Carried,
    Disowned,
    Embedded,
    Filters,
    Gist,
    Hit,
    Holders,
    Link,
    Reinstatement,
    Results,
    Revision,
    Standing,
    Tombstone,
    Version,
    Withdrawal,
)
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


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody else wrote in between: what was decided may not hold any more."""

    uri: str


WriteResult = Written | Refused | PushedBack | Overtaken
Amendment = Link | Carried | Withdrawal | Reinstatement | Apart | Disowned | Embedded


class Sink(Protocol):
    """Where documents are written."""

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        """Write each once, in order; an article that stands already is left as it is and reported with its writer.

        Raises NotPermittedError when the credentials or the index allow writing none of them, IndexUnavailableError
        when the index can't be asked. Some may have been written then: a repeat finds them as its own.
        """
        ...

    def revise(self, revisions: Sequence[Revision]) -> list[WriteResult]:
        """Keep what stands for ever, then write the next version in its place unless somebody else did so, in order.

        Of one that is late the text is kept alone, and what stands stays. Raises as `create` does.
        """
        ...

    def amend(self, amendments: Sequence[Amendment]) -> None:
        """Change articles that stand, each in turn; one that doesn't is left out. A repeat changes nothing.

        Withdrawals and reinstatements are versions of their own. Raises as `create` does; some may have been changed
        then.
        """
        ...

    def exchange(self, current: Version, document: Mapping[str, object]) -> WriteResult:
        """Keep what stands as *current* for ever, to be searched at once, then write *document* in its place.

        Overtaken where something else stands by now. Raises as `create` does.
        """
        ...

    def plant(self, versions: Sequence[Mapping[str, object]]) -> None:
        """Create an article of the documents of its *versions*: the last one stands, those before it are kept.

        What stands already, or is kept, is left as it is. Raises as `create` does.
        """
        ...

    def bury(self, tombstone: Tombstone) -> None:
        """Keep *tombstone*, so that `holders` knows at once what was taken down. Raises as `create` does."""
        ...

    def remove(self, uri: str) -> int:
        """Delete the article and all that was kept of it; return how many versions there were. Raises as `create`."""
        ...


class ArticleIndex(Protocol):
    """What can be asked of the index. All raise IndexUnavailableError or NotPermittedError."""

    def holders(self, keys: Sequence[str]) -> Holders:
        """Return which articles hold *keys* (contents, addresses, ids), as far as they can be searched yet.

        That is a second after they were written; `standing` knows at once. Of several that hold a content the first by
        month counts, of an address or id the latest. What was taken down is known at once.
        """
        ...

    def refresh(self) -> None:
        """Let all that was written be searched from now on: costly, for once in a while."""
        ...

    def tombstones(self, since: datetime) -> list[Tombstone]:
        """Return what was taken down since then."""
        ...

    def brought_back(self, tombstone: Tombstone) -> list[str]:
        """Return the uris of what was taken down that stands or is kept again, as far as it can be searched.

        That is what has its uri, and what was created since with one of its keys and isn't kept apart from it.
        """
        ...

    def versions(self, uris: Collection[str]) -> dict[str, Version]:
        """Return uri → what stands there now, of those of *uris* where something does."""
        ...

    def brought(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Return (uri, trace id) → number of the earlier version that this document brought, of those that did."""
        ...

    def revisions(self, uri: str) -> list[Hit]:
        """Return the earlier versions of an article, the first one first, as far as they can be searched yet."""
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

    def copied_lately(self, within: timedelta) -> list[str]:
        """Return the uris of copies that were written *within* that time, 2,000 at most, as `told_lately` does."""
        ...

    def members(self, story_ids: Collection[str]) -> list[str]:
        """Return the uris of all articles of these stories, as far as they can be searched yet."""
        ...

    def tellings(self, gists: Sequence[Gist], within: timedelta) -> list[list[Gist]]:
        """Return for each of *gists* the few originals of stories that share most of its names, as `holders` does.

        They were seen and, if they say so, published *within* that time of it, and not seen after it.
        """
        ...

    def told_lately(self, within: timedelta, least_words: int) -> list[Gist]:
        """Return the originals of stories that were written *within* that time and have so many words, as `holders`.

        They are 2,000 at most, the latest ones.
        """
        ...

    def near(self, bands: Collection[bytes]) -> list[Sketched]:
        """Return the articles that hold one of *bands*, of the days that copies are looked for, as `holders` does."""
        ...

    def sketched(self, since: datetime | None = None) -> Iterator[list[Sketched]]:
        """Yield all articles of those days, or from *since* on, the earliest first, some hundred at a time."""
        ...

    def lacking(self, label: str) -> Iterator[list[Hit]]:
        """Yield all articles whose vector isn't by *label* (`vectorBy`), a hundred at a time, as `holders` does.

        They come in order of their uris, each with its text, its language and fingerprint, `firstSeen` and `traceId`.
        """
        ...

    def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        """Return the articles that match *query* (all of them when it is empty).

        `size` is at most 100, and `offset + size` at most 10,000.
        """
        ...

    def article(self, uri: str) -> Hit | None: ...

    def count(self) -> int: ...
