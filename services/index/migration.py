"""Bring months of an older INDEX_VERSION along: copied into an index of this one, which then takes their aliases.

So are months whose vectors are given up for others of another length, since a mapping can't change that.

    older index ─block writes─▶ ─in order of uri, upgraded─▶ new index ─same count?─▶ aliases change hands

Copying by ourselves, since a trimmed Elasticsearch has no `_reindex`. It may die anywhere: what is in the new index
says how far it came, and until all is there every alias names the older one.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from services.errors import IndexUnavailableError
from services.index import fields, vectors
from services.index.client import errors_named, reason_of
from services.index.names import INDEX_VERSION, Names
from services.settings import Settings

log = logging.getLogger(__name__)

Document = Mapping[str, Any]
Upgrade = Callable[[Document], dict[str, Any]]
"""Adds to a document of an older version what this one has beside: equal where nothing is missing."""

PAGE = 500
_DONE, _CONFLICT = 201, 409


@dataclass(frozen=True, slots=True)
class Move:
    """One month's way from an older index to one of this version; `dimensions` are of the vectors that come along."""

    month: str
    older: str
    newer: str
    dimensions: int = 0


def moves(indices: Mapping[str, Document], settings: Settings) -> list[Move]:
    """Return what is to be moved, the latest month first, of index → its mapping and aliases (pure)."""
    names = Names(settings)
    found = [
        move
        for index, about in indices.items()
        if (month := names.month(index)) and (move := _move(month, index, about, settings))
    ]
    return sorted(found, key=lambda each: each.month, reverse=True)


def _move(month: str, index: str, about: Document, settings: Settings) -> Move | None:
    names, length = Names(settings), vectors.dimensions(about["mappings"])
    is_dropped = vectors.is_dropped(length, settings)
    if _version(about["mappings"]) < INDEX_VERSION:
        return Move(month, index, names.index(month), 0 if is_dropped else length)
    # What no alias names is a copy that isn't finished.
    if is_dropped and about["aliases"]:
        return Move(month, index, names.index(month, names.generation(index) + 1))
    return None


def _version(mapping: Document) -> int:
    """Return the version that *mapping* was made by; an index that isn't ours stays where it is."""
    return int(mapping.get("_meta", {}).get("newsmill", INDEX_VERSION))


class Migration:
    """Moves months, given what a document of this version has beside."""

    def __init__(self, client: Elasticsearch, settings: Settings, upgrade: Upgrade, page: int = PAGE) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)
        self._upgrade = upgrade
        self._page = page

    def run(self) -> list[Move]:
        """Move all that is of an older version; return the moves. Raises IndexUnavailableError; a repeat goes on."""
        with errors_named(self._settings):
            indices = self._client.indices.get(index=self._names.every_index, features="aliases,mappings")
            waiting = moves(indices.body, self._settings)
            for move in waiting:
                self._move(move)
        return waiting

    def _move(self, move: Move) -> None:
        self._client.indices.put_settings(index=move.older, settings={"index.blocks.write": True})
        stemmers = self._make(move)
        total = self._count(move.older)
        for page in self._pages(move):
            self._write(move, page, stemmers)
            log.info("moving", extra={"index": move.older, "to": page[-1]["_id"], "articles": total})
        if (there := self._count(move.newer)) != total:
            message = f"{move.newer} has {there} articles and {move.older} {total}: remove the former, and try again."
            raise IndexUnavailableError(message)
        self._hand_over(move)
        log.info("moved", extra={"index": move.older, "to": move.newer, "articles": total})

    def _make(self, move: Move) -> frozenset[str]:
        """Make the newer index unless it is there; return what it stems."""
        if not self._client.indices.exists(index=move.newer):
            self._client.indices.create(index=move.newer)
        # The template puts it behind the alias that reads, where each article would be found twice.
        aliases = self._client.indices.get_alias(index=move.newer)[move.newer]["aliases"]
        if self._names.read_alias in aliases:
            self._client.indices.delete_alias(index=move.newer, name=self._names.read_alias)
        if move.dimensions:
            # Also where they were switched off since.
            self._client.indices.put_mapping(index=move.newer, properties=fields.of_vectors(move.dimensions))
        mapping = self._client.indices.get_mapping(index=move.newer)[move.newer]["mappings"]
        return frozenset(mapping["properties"].get("stemmed", {}).get("properties", {}))

    def _pages(self, move: Move) -> Iterator[list[dict[str, Any]]]:
        """Yield what isn't in the newer index yet, by uri."""
        last = self._found(move.newer, size=1, order="desc", is_whole=False)
        after = last[0]["sort"] if last else None
        while page := self._found(move.older, size=self._page, order="asc", after=after):
            yield page
            after = page[-1]["sort"]

    def _found(self, index: str, *, size: int, order: str, after: object = None, is_whole: bool = True) -> list[Any]:
        self._client.indices.refresh(index=index)
        answer = self._client.search(
            index=index,
            size=size,
            sort=[{"uri": order}],
            search_after=after,  # type: ignore[arg-type]
            source={"includes": fields.WHOLE} if is_whole else False,
            allow_partial_search_results=False,
        )
        return list(answer["hits"]["hits"])

    def _write(self, move: Move, page: list[dict[str, Any]], stemmers: frozenset[str]) -> None:
        operations: list[Document] = []
        for hit in page:
            document = self._upgrade(hit["_source"])
            if not move.dimensions:
                document = {name: value for name, value in document.items() if name not in fields.OF_VECTORS}
            place = {"_index": move.newer, "_id": hit["_id"]}
            operations += [{"create": place}, document | fields.stemmed(document, stemmers)]
        for item in self._client.bulk(operations=operations)["items"]:
            if item["create"]["status"] not in (_DONE, _CONFLICT):
                message = f"{item['create']['_id']} can't be moved to {move.newer}: {reason_of(item['create'])}."
                raise IndexUnavailableError(message)

    def _count(self, index: str) -> int:
        self._client.indices.refresh(index=index)
        return int(self._client.count(index=index)["count"])

    def _hand_over(self, move: Move) -> None:
        """Let the newer index have the aliases, and remove the older, in one step."""
        write_alias = self._names.write_alias(move.month)
        self._client.indices.update_aliases(
            actions=[
                {"add": {"index": move.newer, "alias": self._names.read_alias}},
                {"add": {"index": move.newer, "alias": write_alias, "is_write_index": True}},
                {"remove_index": {"index": move.older}},
            ]
        )
