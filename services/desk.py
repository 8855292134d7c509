"""What a person decides about articles, and every later verdict keeps to: take down, unlink (split: splitting.py).

    takedown   tombstone ─▶ copies get another original ─▶ article and versions ─▶ archive ─▶ Redis

The tombstone comes first, so that nothing comes back while the rest goes; each step may be repeated. A worker that had
looked before may write after it: for a while, `take_away_again` looks for that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.dedup.apart import without_apart
from services.dedup.copies import story_id_for
from services.dedup.related import related_to
from services.errors import NotFoundError
from services.model import Apart, Link, Tombstone, Version, text_at, utc_now
from services.ports import Archive, ArticleIndex, CopyStore, FingerprintStore, Rechecks, Sink

SWEPT = timedelta(hours=2)
"""How long after a takedown a worker may still write what it looked up before: twice the longest lease."""

MOST_APART = 200
"""Articles of a story that one is told apart from."""


@dataclass(frozen=True, slots=True)
class TakenAway:
    """What a takedown removed: versions of the article, raw answers; `relinked` are copies that lost their original."""

    uri: str
    versions: int
    raw_answers: int
    relinked: int


@dataclass(frozen=True)
class Desk:
    """Carries out what a person decided, given what is outside."""

    index: ArticleIndex
    sink: Sink
    fingerprints: FingerprintStore
    copies: CopyStore
    archive: Archive
    rechecks: Rechecks

    def takedown(self, uri: str, reason: str) -> TakenAway:
        """Remove the article from everywhere, for ever. Raises NotFoundError where there is nothing of it."""
        current, documents = self.index.versions([uri]).get(uri), self._documents(uri)
        if not documents:
            message = f"There is no article {uri!r}: `newsmill search` prints uris."
            raise NotFoundError(message)
        held = without_apart(current.keys) if current else ()
        keys = tuple(dict.fromkeys((*held, *map(_content, documents))))
        self.sink.bury(Tombstone(uri, keys, reason, utc_now()))
        return self._taken_away(uri, keys, documents)

    def take_away_again(self, now: datetime) -> list[TakenAway]:
        """Remove what came back of late takedowns: a worker looked before one, and wrote after it."""
        return [
            self._taken_away(uri, tombstone.keys, self._documents(uri))
            for tombstone in self.index.tombstones(now - SWEPT)
            for uri in self.index.brought_back(tombstone)
        ]

    def _documents(self, uri: str) -> list[Mapping[str, object]]:
        """Return all versions of the article, that which stands the last."""
        current = self.index.versions([uri]).get(uri)
        return [*_kept(self.index, uri), *([current.document] if current else [])]

    def _taken_away(self, uri: str, keys: Sequence[str], documents: Sequence[Mapping[str, object]]) -> TakenAway:
        relinked = self._relinked(uri)
        self.sink.amend(relinked)
        versions = self.sink.remove(uri)
        answers = self.archive.remove({raw for each in documents if (raw := text_at(each, "raw", "uri"))})
        self.fingerprints.forget(dict.fromkeys(keys, uri))
        self.copies.forget([uri])
        self.rechecks.forget([uri])
        return TakenAway(uri, versions, answers, len(relinked))

    def _relinked(self, uri: str) -> list[Link]:
        """Return the links that make the earliest copy of *uri* the original of the others."""
        places = sorted(self.index.stories(self.index.copies_of([uri])).values(), key=lambda each: each.first_seen_at)
        if not places:
            return []
        first, *others = places
        story_id = story_id_for(first.uri, first.first_seen_at)
        reason = "copies of one text, whose original was taken down"
        return [Link(first.uri, story_id, "", ""), *(Link(each.uri, story_id, first.uri, reason) for each in others)]

    def unlink(self, uri: str) -> Version:
        """Make a copy, or what is related, an article of a story of its own, for ever; return what stood.

        Raises NotFoundError.
        """
        current = self.index.versions([uri]).get(uri)
        original = current and (current.place.original or related_to(current.place))
        if not current or not original:
            message = f"{uri!r} is no copy of another article, nor related to one."
            raise NotFoundError(message)
        others = [each for each in (original, *sorted(self.index.copies_of([original]))) if each != uri]
        story_id = story_id_for(uri, current.first_seen_at)
        self.sink.amend([Apart(uri, tuple(others[:MOST_APART]), story_id)])
        return current


def _kept(index: ArticleIndex, uri: str) -> Iterator[Mapping[str, object]]:
    for hit in index.revisions(uri):
        document = hit.source["document"]
        if isinstance(document, Mapping):
            yield document


def _content(document: Mapping[str, object]) -> str:
    return text_at(document, "fingerprint", "content")
