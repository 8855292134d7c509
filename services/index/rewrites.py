"""Write articles that stand anew, unless somebody else did so meanwhile: next versions, and amendments.

    Revision    what stands ─create─▶ revisions, then the next version ─index, if that still stands─▶ in its place
    Amendment   read ─▶ amended ─index, if that still stands─▶ in its place, else again

An update by Elasticsearch would do with less, but starts from what is stored: it would lose `stemmed`, which isn't.
What is read to be written again is read with its vector (`fields.WHOLE`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from services.errors import IndexUnavailableError
from services.index import amendments, answers, fields, places
from services.index.answers import Item
from services.index.client import errors_named
from services.index.keeping import Keeping, Kept
from services.index.months import Months
from services.index.names import Names, month_of
from services.model import Revision, Version, utc_now
from services.ports import Amendment, Overtaken, PushedBack, WriteResult, Written
from services.settings import Settings

_AT_ONCE = 100
_TRIES = 3
_CONFLICT = 409

Document = Mapping[str, Any]


class Rewrites:
    """Next versions and amendments, for the sink; an article that doesn't stand is left out."""

    def __init__(self, client: Elasticsearch, settings: Settings, months: Months) -> None:
        self._client = client
        self._settings = settings
        self._names = Names(settings)
        self._months = months
        self._keeping = Keeping(client, settings)

    def revise(self, revisions: Sequence[Revision]) -> list[WriteResult]:
        """Write *revisions*; of each that was overtaken nothing is left but what stood then, kept."""
        starts = range(0, len(revisions), _AT_ONCE)
        return [result for start in starts for result in self._revise(revisions[start : start + _AT_ONCE])]

    def _revise(self, revisions: Sequence[Revision]) -> list[WriteResult]:
        kept = self._keeping.keep([_to_keep(each) for each in revisions])
        results: dict[int, WriteResult] = {}
        following: list[int] = []
        known: list[int] = []
        for at, (revision, item) in enumerate(zip(revisions, kept, strict=True)):
            if item["status"] not in (*answers.DONE, _CONFLICT):
                results[at] = answers.result_of(revision.article, item)
            elif not revision.is_late:
                following.append(at)
            elif item["status"] == _CONFLICT:
                known.append(at)
            else:
                results[at] = Written(revision.article.uri, by=revision.article.trace_id)
        results |= dict(zip(known, self._bringers([revisions[at] for at in known]), strict=True))
        results |= dict(zip(following, self._follow([revisions[at] for at in following]), strict=True))
        return [results[at] for at in range(len(revisions))]

    def _follow(self, revisions: Sequence[Revision]) -> list[WriteResult]:
        items = self._write([(fields.document(each.article), each.current.token) for each in revisions])
        refused = {month_of(item["_id"]) or "" for item in items if answers.is_refused(item)}
        self._months.forget(refused)
        for month in refused:
            # Raises where another index has taken the month, and vectors of our length no longer fit.
            self._months.stemmers_of(month)
        return [_written(each, item) for each, item in zip(revisions, items, strict=True)]

    def exchange(self, current: Version, document: Document) -> WriteResult:
        """Keep what stands as *current*, then write *document* in its place, unless it was overtaken."""
        # What is written after this is found by who reads the versions once it stands.
        (kept,) = self._keeping.keep([_standing_to_keep(current)], refresh=True)
        if kept["status"] != _CONFLICT:
            answers.require_done(kept)
        (item,) = self._write([(dict(document), current.token)])
        if _is_overtaken(item):
            return Overtaken(current.uri)
        return Written(current.uri, by=str(document["traceId"]))

    def _bringers(self, revisions: Sequence[Revision]) -> list[WriteResult]:
        """Return who brought the late texts that are kept already."""
        ids = [_to_keep(each)[0] for each in revisions]
        found = self._keeping.bringers(ids)
        gone = "it was kept a moment ago and is gone"
        return [
            Written(each.article.uri, found[id_]) if id_ in found else PushedBack(each.article.uri, gone)
            for each, id_ in zip(revisions, ids, strict=True)
        ]

    def amend(self, changes: Sequence[Amendment]) -> None:
        """Make *changes*. Raises IndexUnavailableError or NotPermittedError; some may have been made then."""
        of_each: dict[str, list[Amendment]] = {}
        for each in changes:
            of_each.setdefault(each.uri, []).append(each)
        uris = list(of_each)
        for start in range(0, len(uris), _AT_ONCE):
            waiting = uris[start : start + _AT_ONCE]
            for _ in range(_TRIES):
                waiting = self._amend({uri: of_each[uri] for uri in waiting})
            if waiting:
                message = f"Elasticsearch can't change {waiting[0]}: others change it all the time."
                raise IndexUnavailableError(message)

    def _amend(self, changes: Mapping[str, Sequence[Amendment]]) -> list[str]:
        """Return those uris of *changes* whose articles were changed between reading and writing."""
        written: list[tuple[dict[str, Any], object]] = []
        kept: list[Kept] = []
        for found in self._standing(changes):
            before, document = found["_source"], found["_source"]
            for each in changes[found["_id"]]:
                document = amendments.amended(document, each)
            if document == before:
                continue
            if any(map(amendments.is_version, changes[found["_id"]])) and document["version"] != before.get("version"):
                kept.append((amendments.kept_id(before), amendments.kept(before, utc_now())))
            written.append((document, (found["_seq_no"], found["_primary_term"])))
        for item in self._keeping.keep(kept):
            if item["status"] != _CONFLICT:
                answers.require_done(item)
        items = self._write(written)
        return [document["uri"] for (document, _), item in zip(written, items, strict=True) if _is_overtaken(item)]

    def _write(self, documents: Sequence[tuple[dict[str, Any], object]]) -> list[Item]:
        """Write *documents* over what they were made from; one that was changed meanwhile answers 409."""
        operations: list[Mapping[str, object]] = []
        for document, token in documents:
            month = month_of(document["uri"]) or ""
            seq_no, primary_term = token if isinstance(token, tuple) else (0, 0)
            place = {"_index": self._names.write_alias(month), "_id": document["uri"]}
            operations += [
                {"index": {**place, "if_seq_no": seq_no, "if_primary_term": primary_term}},
                document | fields.stemmed(document, self._months.stemmers_of(month)),
            ]
        if not operations:
            return []
        with errors_named(self._settings):
            items = self._client.bulk(operations=operations, require_alias=True)["items"]
        return [item["index"] for item in items]

    def _standing(self, uris: Iterable[str]) -> list[dict[str, Any]]:
        wanted = [{"_index": self._names.write_alias(month), "_id": uri} for uri in uris if (month := month_of(uri))]
        if not wanted:
            return []
        with errors_named(self._settings):
            found: list[dict[str, Any]] = self._client.mget(docs=wanted, source_includes=fields.WHOLE)["docs"]
        return [each for each in found if places.stands(each)]


def _to_keep(revision: Revision) -> Kept:
    if revision.is_late:
        late = fields.document(revision.article)
        return amendments.kept_id(late, is_late=True), amendments.kept(late, utc_now(), is_late=True)
    return _standing_to_keep(revision.current)


def _standing_to_keep(current: Version) -> Kept:
    return amendments.kept_id(current.document), amendments.kept(current.document, utc_now())


def _written(revision: Revision, item: Item) -> WriteResult:
    if item["status"] in answers.DONE:
        return Written(revision.current.uri, by=revision.article.trace_id)
    if item["status"] == _CONFLICT:
        return Overtaken(revision.current.uri)
    return answers.result_of(revision.article, item)


def _is_overtaken(item: Item) -> bool:
    """Tell whether somebody else wrote in between; raises for everything but that and success."""
    if item["status"] == _CONFLICT:
        return True
    answers.require_done(item)
    return False
