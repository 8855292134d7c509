"""What is left of an article that held two stories, and what the other article is made of (pure): documents both.

versions that stay, versions that go along ─Sides─▶ the next version of the one, all versions of the other
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from services.dedup.apart import kept_apart, names_apart, without_apart
from services.dedup.copies import story_id_for
from services.dedup.uris import uri_for
from services.model import Disowned, Version
from services.normalize.keys import keys
from services.upgrading import sketched

Document = Mapping[str, Any]

LONGEST_NOTE = 250
_TEXTS = ("headline", "alternativeHeadline", "articleBody", "dateline")
_NOT_OF_THE_TEXT = frozenset({"story", "duplicateOf", "labels", "note", "changed", "fingerprint", "vector", "vectorBy"})


@dataclass(frozen=True)
class Sides:
    """The versions of either story: those that `stay` with what is `current`, and those that go `along`."""

    current: Version
    stay: tuple[Document, ...]
    along: tuple[Document, ...]
    reason: str

    @cached_property
    def into(self) -> str:
        return uri_for(content_of(self.along[-1]), self.first_seen_at, beside=self.current.uri)

    @property
    def first_seen_at(self) -> datetime:
        return datetime.fromisoformat(_seen(self.along[0]))

    @cached_property
    def theirs(self) -> tuple[str, ...]:
        """The texts, and the addresses and ids, that are the new article's alone."""
        return (*contents_of(self.along), *_only(self.along, self.stay))

    @cached_property
    def ours(self) -> tuple[str, ...]:
        contents = [each for each in contents_of(self.stay) if each not in self.theirs]
        return (*contents, *_only(self.stay, self.along))

    @property
    def before(self) -> Document:
        """The version that stands again."""
        return next(each for each in reversed(self.stay) if number_of(each) < number_of(self.along[0]))

    @cached_property
    def disowned(self) -> Disowned:
        first, last = number_of(self.along[0]), number_of(self.along[-1])
        named = f"version {first}, which was" if first == last else f"versions {first} to {last}, which were"
        return Disowned(
            self.current.uri,
            removed=self.theirs,
            added=kept_apart((self.into, *self.theirs)),
            apart=(self.into,),
            note=self._note(f"without {named} split off as {self.into}"),
        )

    def remains(self, at: datetime) -> Document:
        """Return the next version of the article: what stood before, again."""
        before, current = self.before, self.current.document
        names = [each for each in _TEXTS if before.get(each) != current.get(each)]
        held = [each for each in self.current.keys if each not in {*self.theirs, content_of(before)}]
        feed = before.get("feed")
        return {
            **_text(before),
            "version": self.current.number + 1,
            "changed": names,
            "note": self.disowned.note,
            "indexedAt": _iso(at),
            "fingerprint": _fingerprint(before, dict.fromkeys((*held, *self.disowned.added))),
            **_place(before, self.current, self.into),
            **({"feed": feed} if feed else {}),
            **({"labels": self.current.labels} if self.current.labels else {}),
        }

    def others(self, at: datetime) -> tuple[Document, ...]:
        """Return the versions of the new article, the last one whole."""
        apart = sorted({*self.current.place.apart, self.current.uri} - {self.into})
        beginning = {"id": story_id_for(self.into, self.first_seen_at), "role": "original", "apart": apart}
        named = {"uri": self.into, "firstSeen": _seen(self.along[0]), "story": beginning}
        versions = [
            {**_text(each), **named, "version": number, "fingerprint": {"content": content_of(each)}}
            | ({"changed": each.get("changed", [])} if number > 1 else {})
            for number, each in enumerate(self.along, 1)
        ]
        feeds = [each for each in _feeds(self.along[-1]) if each not in _feeds(self.before)] or _feeds(self.along[-1])
        versions[-1] |= {
            "indexedAt": _iso(at),
            "note": self._note(f"split off {self.current.uri}, of which it was version {number_of(self.along[0])}"),
            "fingerprint": _fingerprint(self.along[-1], dict.fromkeys(self._their_keys())),
        } | ({"feed": {"id": feeds[0], "via": feeds}} if feeds else {})
        return tuple(versions)

    def _their_keys(self) -> Iterable[str]:
        addresses = [each for each in without_apart(self.current.keys) if ":" in each]
        earlier = [each for each in contents_of(self.along) if each != content_of(self.along[-1])]
        apart = [each for each in names_apart(self.current.keys) if each not in {*self.theirs, self.into}]
        held = [each for each in (*addresses, *self.theirs, *earlier) if each not in self.ours]
        return (
            *(each for each in held if each != content_of(self.along[-1])),
            *kept_apart((self.current.uri, *self.ours, *apart)),
        )

    def _note(self, text: str) -> str:
        return (f"{text}: {self.reason}" if self.reason else text)[:LONGEST_NOTE]


def _place(before: Document, current: Version, into: str) -> Document:
    """Return where it stands in its story: where it stood *before*, unless that has moved since with its original."""
    story = before.get("story", {})
    is_moved = story.get("reason", "") == current.place.reason or before.get("duplicateOf") in current.place.apart
    at: Document = current.document if is_moved or not story else before
    result = {"story": {**at.get("story", {}), "apart": sorted({*current.place.apart, into})}}
    return result | ({"duplicateOf": at["duplicateOf"]} if at.get("duplicateOf") else {})


def _text(document: Document) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in _NOT_OF_THE_TEXT}


def _fingerprint(document: Document, held: Iterable[str]) -> Document:
    return {"content": content_of(document), "keys": list(held), **sketched(document)}


def _only(mine: Iterable[Document], others: Iterable[Document]) -> list[str]:
    """Return the addresses and ids of *mine* that none of *others* has."""
    theirs = {key for each in others for key in _addresses(each)}
    return [key for key in dict.fromkeys(key for each in mine for key in _addresses(each)) if key not in theirs]


def _addresses(document: Document) -> tuple[str, ...]:
    feed_id = document.get("feed", {}).get("id", "")
    return keys(document.get("url", ""), document.get("canonicalUrl", ""), feed_id, document.get("altIds", ""))


def _feeds(document: Document) -> list[str]:
    return list(document.get("feed", {}).get("via", ()))


def contents_of(documents: Iterable[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(content_of, documents)))


def content_of(document: Document) -> str:
    return str(document["fingerprint"]["content"])


def number_of(document: Document) -> int:
    return int(document.get("version", 1))


def _seen(document: Document) -> str:
    return str(document.get("versionCreated", document["firstSeen"]))


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
