"""The twin of the index in memory, for unit tests: what can be asked of what stands."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.index import fields, graves, places, tellings
from services.index.memory_sink import MemorySink
from services.model import (
    Article,
    Filters,
    Gist,
    Hit,
    Holders,
    Results,
    Standing,
    Tombstone,
    Version,
    role_of,
    utc_now,
)
from services.sketches import Sketched


class MemoryIndex(MemorySink):
    """Implements `ports.ArticleIndex`, and `ports.Sink` by what it inherits."""

    def holders(self, keys: Sequence[str]) -> Holders:
        self._answer()
        hits = [{"_id": uri, "fields": _columns(article)} for uri, article in self._seen().items()]
        hits += [{"_id": each.uri, "fields": {"keys": list(each.keys)}} for each in self.buried.values()]
        return places.holders_of(hits, frozenset(keys))

    def tombstones(self, since: datetime) -> list[Tombstone]:
        self._answer()
        return [each for each in self.buried.values() if each.at >= since]

    def brought_back(self, tombstone: Tombstone) -> list[str]:
        self._answer()
        again = {str(kept["uri"]) for kept in self.kept.values() if kept["uri"] == tombstone.uri}
        since = tombstone.at - graves.ON_ITS_WAY
        for uri, article in self._seen().items():
            held = {article.content_fingerprint, *article.keys}
            is_new = article.version == 1 and self._written_at[uri] >= since and f"apart:{tombstone.uri}" not in held
            if uri == tombstone.uri or (is_new and not held.isdisjoint(tombstone.keys)):
                again.add(uri)
        return sorted(again)

    def versions(self, uris: Collection[str]) -> dict[str, Version]:
        self._answer()
        standing = {uri: self.articles[uri] for uri in uris if uri in self.articles}
        return {uri: places.version_of(fields.document(article), article) for uri, article in standing.items()}

    def brought(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
        self._answer()
        found = {(uri, trace_id): self.kept.get(f"{uri}:{trace_id}") for uri, trace_id in pairs}
        return {pair: int(str(kept["version"])) for pair, kept in found.items() if kept}

    def revisions(self, uri: str) -> list[Hit]:
        self._answer()
        found = [Hit(uri, None, kept) for kept in self.kept.values() if kept["uri"] == uri]
        return sorted(found, key=lambda hit: (int(str(hit.source["version"])), str(hit.source["seenAt"])))

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

    def copied_lately(self, within: timedelta) -> list[str]:
        self._answer()
        since = utc_now() - within
        return [uri for uri, each in self._seen().items() if each.duplicate_of and self._written_at[uri] > since]

    def members(self, story_ids: Collection[str]) -> list[str]:
        self._answer()
        return [uri for uri, article in self._seen().items() if article.story_id in story_ids]

    def tellings(self, gists: Sequence[Gist], within: timedelta) -> list[list[Gist]]:
        self._answer()
        originals = self._originals()
        return [[each for each in originals if _may_tell(each, gist, within)][: tellings.MOST] for gist in gists]

    def told_lately(self, within: timedelta, least_words: int) -> list[Gist]:
        self._answer()
        since = utc_now() - within
        return [
            each
            for each in self._originals()
            if self._written_at[each.uri] > since and self.articles[each.uri].word_count >= least_words
        ]

    def _originals(self) -> list[Gist]:
        return [
            tellings.gist_of(uri, fields.document(article))
            for uri, article in self._seen().items()
            if article.story_id and role_of(article.place) == "original"
        ]

    def near(self, bands: Collection[bytes]) -> list[Sketched]:
        held = set(bands)
        return [each for page in self.sketched() for each in page if not held.isdisjoint(each.sketch.bands)]

    def sketched(self, since: datetime | None = None) -> Iterator[list[Sketched]]:
        self._answer()
        found = [Sketched(a.uri, a.first_seen_at, a.sketch) for a in self._seen().values() if a.sketch]
        found = [each for each in found if since is None or each.first_seen_at >= since]
        yield sorted(found, key=lambda each: (each.first_seen_at, each.uri))

    def lacking(self, label: str) -> Iterator[list[Hit]]:
        self._answer()
        found = {uri: each for uri, each in self._seen().items() if each.vector_by != label}
        yield [Hit(uri, None, fields.document(found[uri])) for uri in sorted(found)]

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


def _shown(article: Article) -> dict[str, object]:
    return fields.document(replace(article, sketch=None, keys=(), vector=()))


def _columns(article: Article) -> dict[str, list[str]]:
    seen_at = article.first_seen_at.astimezone(UTC).isoformat()
    return {
        "fingerprint.content": [article.content_fingerprint],
        "fingerprint.keys": list(article.keys),
        "firstSeen": [seen_at],
    }


def _may_tell(other: Gist, gist: Gist, within: timedelta) -> bool:
    is_near = other.first_seen_at <= gist.first_seen_at <= other.first_seen_at + within
    return is_near and len(set(other.names) & set(gist.names)) >= 2


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
