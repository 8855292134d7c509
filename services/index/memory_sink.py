"""The twin of the sink in memory, for unit tests: what was created stands, once, and what was kept stays."""

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.errors import IndexUnavailableError
from services.index import amendments, fields
from services.model import Article, Revision, Tombstone, Version, utc_now
from services.ports import Amendment, Overtaken, PushedBack, Refused, WriteResult, Written
from services.sketches import Sketch


class MemorySink:
    """Implements `ports.Sink`.

    `is_away` makes every call fail; `pushes_back` and `refuses` choose articles that get that answer; with `lags` what
    is created can be searched after `refresh` only, as with Elasticsearch.
    """

    def __init__(self, *, lags: bool = False) -> None:
        self.articles: dict[str, Article] = {}
        self.kept: dict[str, Mapping[str, object]] = {}
        self.buried: dict[str, Tombstone] = {}
        self.is_away = False
        self.pushes_back: Callable[[Article], bool] = lambda _: False
        self.refuses: Callable[[Article], bool] = lambda _: False
        self._past: dict[str, Article] = {}
        self._lags = lags
        self._unseen: set[str] = set()
        self._written_at: dict[str, datetime] = {}

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        self._answer()
        return [self._create(article) for article in articles]

    def _create(self, article: Article) -> WriteResult:
        if self.pushes_back(article):
            return PushedBack(article.uri, "429")
        if self.refuses(article):
            return Refused(article.uri, "400")
        if article.uri not in self.articles:
            self._written_at[article.uri] = utc_now()
            self._unseen |= {article.uri} if self._lags else set()
        return Written(article.uri, by=self.articles.setdefault(article.uri, article).trace_id)

    def revise(self, revisions: Sequence[Revision]) -> list[WriteResult]:
        self._answer()
        return [self._revise(each) for each in revisions]

    def _revise(self, revision: Revision) -> WriteResult:
        current, article = revision.current, revision.article
        if self.pushes_back(article):
            return PushedBack(article.uri, "429")
        if self.refuses(article):
            return Refused(article.uri, "400")
        if revision.is_late:
            late = fields.document(article)
            standing = self._keep(amendments.kept_id(late, is_late=True), late, is_late=True)
            return Written(article.uri, by=str(standing["traceId"]))
        return self._replace(current, article)

    def _replace(self, current: Version, article: Article) -> WriteResult:
        self._keep(amendments.kept_id(current.document), current.document)
        if self.articles.get(current.uri) is not current.token:
            return Overtaken(current.uri)
        self.articles[current.uri] = article
        return Written(article.uri, by=article.trace_id)

    def exchange(self, current: Version, document: Mapping[str, Any]) -> WriteResult:
        self._answer()
        return self._replace(current, self._told(document))

    def plant(self, versions: Sequence[Mapping[str, Any]]) -> None:
        self._answer()
        *earlier, last = versions
        for each in earlier:
            self._keep(amendments.kept_id(each), each)
        self._create(self._told(last))

    def _told(self, document: Mapping[str, Any]) -> Article:
        """Return the article that *document* tells of, by the one that brought its text."""
        known = (*self.articles.values(), *self._past.values())
        content = document["fingerprint"]["content"]
        text = next(each for each in known if each.content_fingerprint == content)
        return _as_documented(replace(text, labels=document.get("labels")), document)

    def _keep(self, id_: str, document: Mapping[str, object], *, is_late: bool = False) -> Mapping[str, object]:
        version = amendments.kept(document, utc_now(), is_late=is_late)
        self._past |= {each.content_fingerprint: each for each in [self.articles.get(str(document["uri"]))] if each}
        standing = self.kept.setdefault(id_, version)
        if is_late or standing["version"] == version["version"]:
            return standing
        return self.kept.setdefault(f"{id_}:{version['version']}", version)

    def amend(self, changes: Sequence[Amendment]) -> None:
        self._answer()
        for each in changes:
            if each.uri in self.articles:
                self._amend(self.articles[each.uri], each)

    def _amend(self, article: Article, amendment: Amendment) -> None:
        before = fields.document(article)
        after = amendments.amended(before, amendment)
        if amendments.is_version(amendment) and after != before:
            self._keep(amendments.kept_id(before), before)
        changed = _as_documented(article, after)
        if fields.document(changed) | {"indexedAt": ""} != before | {"indexedAt": ""}:
            self.articles[article.uri] = changed

    def refresh(self) -> None:
        """Let all that was created be searched; Elasticsearch does so by itself, too, also while nobody reaches it."""
        self._unseen.clear()

    def bury(self, tombstone: Tombstone) -> None:
        self._answer()
        self.buried[tombstone.uri] = tombstone

    def remove(self, uri: str) -> int:
        self._answer()
        kept = [id_ for id_, each in self.kept.items() if each["uri"] == uri]
        for id_ in kept:
            del self.kept[id_]
        return len(kept) + bool(self.articles.pop(uri, None))

    def _answer(self) -> None:
        if self.is_away:
            message = "Elasticsearch is away"
            raise IndexUnavailableError(message)


def _as_documented(article: Article, document: Mapping[str, Any]) -> Article:
    """Return *article* with all but its text as *document* has it."""
    story, feed, fingerprint = document.get("story", {}), document.get("feed", {}), document["fingerprint"]
    sketch, enrichment = fingerprint.get("sketch"), document.get("enrichment", {})
    return replace(
        article,
        uri=document["uri"],
        first_seen_at=datetime.fromisoformat(document["firstSeen"]),
        version=document["version"],
        version_at=datetime.fromisoformat(document["versionCreated"]),
        changed=tuple(document.get("changed", ())),
        note=document.get("note", ""),
        pub_status=document["pubStatus"],
        status_reason=document.get("statusReason", ""),
        trace_id=document["traceId"],
        feed_id=feed.get("id", ""),
        feeds=tuple(feed.get("via", ())),
        keys=tuple(fingerprint.get("keys", ())),
        sketch=Sketch.of(b64decode(sketch)) if sketch else None,
        story_id=story.get("id", ""),
        duplicate_of=document.get("duplicateOf", ""),
        story_reason=story.get("reason", ""),
        apart=tuple(story.get("apart", ())),
        vector=tuple(document.get("vector", ())),
        vector_by=document.get("vectorBy", ""),
        enriched_by=tuple(enrichment.get("done", ())),
        enrichment_failed=tuple(enrichment.get("failed", ())),
    )
