"""Feeds as people want them, in an index of their own: they survive a lost Redis."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from itertools import islice
from typing import Any

import elasticsearch
from elasticsearch import Elasticsearch

from services.errors import IndexUnavailableError, NotFoundError
from services.index.client import errors_named, reason_of
from services.index.names import Names
from services.model import ContentFrom, Feed, FeedKind
from services.settings import Settings

_KEYWORD: dict[str, object] = {"type": "keyword", "ignore_above": 8192}
MAPPING: dict[str, object] = {
    "dynamic": "strict",
    "properties": {
        "id": {"type": "keyword"},
        "url": _KEYWORD,
        "addedAt": {"type": "date_nanos"},
        "kind": {"type": "keyword"},
        "title": _KEYWORD,
        "siteUrl": _KEYWORD,
        "content": {"type": "keyword"},
        "isEnabled": {"type": "boolean"},
        "labels": _KEYWORD,
    },
}
"""What `setup.install` makes the index with; a field that is added later is added to an index that stands."""

_PAGE = 1000
_CREATED, _CONFLICT, _FOUND_AND_DELETED = 201, 409, 200


class ElasticFeeds:
    """Implements `ports.FeedStore`. Each change can be searched once it is made: they are few, and people's."""

    def __init__(self, client: Elasticsearch, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._index = Names(settings).feeds

    def add(self, feeds: Sequence[Feed]) -> list[bool]:
        operations: list[Mapping[str, object]] = []
        for feed in feeds:
            operations += [{"create": {"_id": feed.id}}, _document(feed)]
        return [status == _CREATED for status in self._bulk("create", operations)]

    def change(self, before: Feed, after: Feed) -> None:
        known = _document(before)
        changes = {name: value for name, value in _document(after).items() if value != known[name]}
        with errors_named(self._settings):
            try:
                self._client.update(index=self._index, id=before.id, doc=changes, refresh=True, retry_on_conflict=3)
            except elasticsearch.NotFoundError as error:
                message = f"There is no feed {before.id}."
                raise NotFoundError(message) from error

    def remove(self, feed_ids: Collection[str]) -> int:
        deletions = [{"delete": {"_id": each}} for each in feed_ids]
        return sum(status == _FOUND_AND_DELETED for status in self._bulk("delete", deletions))

    def _bulk(self, action: str, operations: Sequence[Mapping[str, object]]) -> list[int]:
        """Return the statuses; raises IndexUnavailableError for an error that is no answer to the question."""
        if not operations:
            return []
        with errors_named(self._settings):
            answer = self._client.bulk(index=self._index, operations=operations, refresh=True)
        items = [item[action] for item in answer["items"]]
        for item in items:
            if "error" in item and item["status"] != _CONFLICT:
                message = f"Elasticsearch doesn't take the feed {item['_id']}: {reason_of(item)}."
                raise IndexUnavailableError(message)
        return [int(item["status"]) for item in items]

    def feeds(self, feed_ids: Collection[str] | None = None) -> list[Feed]:
        found = self._following("") if feed_ids is None else self._named(feed_ids)
        return sorted(found, key=lambda feed: (feed.added_at, feed.id))

    def _named(self, feed_ids: Collection[str]) -> list[Feed]:
        if not feed_ids:
            return []
        with errors_named(self._settings):
            docs = self._client.mget(index=self._index, ids=list(feed_ids))["docs"]
        return [_feed(each["_source"]) for each in docs if each.get("found")]

    def after(self, feed_id: str, most: int) -> list[Feed]:
        return list(islice(self._following(feed_id), most))

    def count(self, *, is_enabled: bool) -> int:
        with errors_named(self._settings):
            answer = self._client.count(index=self._index, query={"term": {"isEnabled": is_enabled}})
        return int(answer["count"])

    def _following(self, feed_id: str) -> Iterator[Feed]:
        while True:
            with errors_named(self._settings):
                answer = self._client.search(
                    index=self._index,
                    allow_partial_search_results=False,
                    size=_PAGE,
                    sort=[{"id": "asc"}],
                    search_after=[feed_id],
                )
            hits = answer["hits"]["hits"]
            yield from (_feed(hit["_source"]) for hit in hits)
            if len(hits) < _PAGE:
                return
            feed_id = hits[-1]["sort"][0]


def install(client: Elasticsearch, settings: Settings) -> None:
    """Make the index unless it is there, and give it the fields that it lacks."""
    index = Names(settings).feeds
    shape = {"number_of_shards": 1, "number_of_replicas": settings.index_replicas}
    with errors_named(settings):
        try:
            if not client.indices.exists(index=index):
                client.indices.create(index=index, mappings=MAPPING, settings=shape)
                return
        except elasticsearch.BadRequestError as error:
            # Another installer was quicker.
            if not client.indices.exists(index=index):
                raise IndexUnavailableError(reason_of(error.body)) from error
        client.indices.put_mapping(index=index, **MAPPING)  # type: ignore[arg-type] # it is what create takes


def _document(feed: Feed) -> dict[str, object]:
    return {
        "id": feed.id,
        "url": feed.url,
        "addedAt": feed.added_at.isoformat(),
        "kind": feed.kind.value,
        "title": feed.title,
        "siteUrl": feed.site_url,
        "content": feed.content.value,
        "isEnabled": feed.is_enabled,
        "labels": list(feed.labels),
    }


def _feed(source: Mapping[str, Any]) -> Feed:
    return Feed(
        id=source["id"],
        url=source["url"],
        added_at=datetime.fromisoformat(source["addedAt"]),
        kind=FeedKind(source["kind"]),
        title=source["title"],
        site_url=source["siteUrl"],
        content=ContentFrom(source["content"]),
        is_enabled=source["isEnabled"],
        labels=tuple(source["labels"]),
    )


class MemoryFeeds:
    """The twin in memory, for unit tests."""

    def __init__(self) -> None:
        self._feeds: dict[str, Feed] = {}

    def add(self, feeds: Sequence[Feed]) -> list[bool]:
        return [self._feeds.setdefault(feed.id, feed) is feed for feed in feeds]

    def change(self, before: Feed, after: Feed) -> None:
        if before.id not in self._feeds:
            message = f"There is no feed {before.id}."
            raise NotFoundError(message)
        names = (field.name for field in fields(Feed))
        changes = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
        self._feeds[before.id] = replace(self._feeds[before.id], **changes)

    def remove(self, feed_ids: Collection[str]) -> int:
        return sum(self._feeds.pop(each, None) is not None for each in set(feed_ids))

    def feeds(self, feed_ids: Collection[str] | None = None) -> list[Feed]:
        found = [feed for feed in self._feeds.values() if feed_ids is None or feed.id in feed_ids]
        return sorted(found, key=lambda feed: (feed.added_at, feed.id))

    def after(self, feed_id: str, most: int) -> list[Feed]:
        return [self._feeds[each] for each in sorted(self._feeds) if each > feed_id][:most]

    def count(self, *, is_enabled: bool) -> int:
        return sum(feed.is_enabled == is_enabled for feed in self._feeds.values())
