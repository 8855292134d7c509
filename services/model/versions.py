"""An article that stands, and what its next version is to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.model.articles import Article
from services.model.stories import Standing

WITHDRAWN, USABLE = "withdrawn", "usable"

PAGE_GONE, BY_HAND = "page gone: ", "by hand"
"""How the reason of a withdrawal begins whose page wasn't there any more, and of one that a person decided."""


@dataclass(frozen=True, slots=True)
class Version:
    """What stands under `uri` now, as `document` and in parts; `token` tells whether it still stands when written over.

    `keys` are the hashes of its addresses and feed ids, and the content of its earlier versions.
    """

    uri: str
    number: int
    trace_id: str
    content: str
    keys: tuple[str, ...]
    feeds: tuple[str, ...]
    first_seen_at: datetime
    seen_at: datetime
    headline: str
    body: str
    domain: str
    status: str
    status_reason: str
    place: Standing
    published_at: datetime | None = None
    modified_at: datetime | None = None
    labels: Mapping[str, object] | None = None
    document: Mapping[str, object] = field(default_factory=dict)
    token: object = None


@dataclass(frozen=True, slots=True)
class Revision:
    """The next version of what stands: `article` is whole. With `is_late` it is an earlier text that came too late."""

    current: Version
    article: Article
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """The article under `uri` was carried by a feed, too, or is known under more `keys`."""

    uri: str
    feed_id: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Its publisher has taken the article under `uri` back; `trace_id` names the document that said so, if one did."""

    uri: str
    reason: str
    at: datetime
    trace_id: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """That a publisher took something back which doesn't stand, as the document `trace_id` said, accepted `at`."""

    reason: str
    at: datetime
    trace_id: str


@dataclass(frozen=True, slots=True)
class Reinstatement:
    """The withdrawn article under `uri` may be used again.

    `trace_id` names the document that showed its page again, which undoes nothing but that this was gone; without one,
    a person decided.
    """

    uri: str
    reason: str
    at: datetime
    trace_id: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """A person's decision: the article under `uri` is no copy of `others`, and begins the story `story_id`."""

    uri: str
    others: tuple[str, ...]
    story_id: str


@dataclass(frozen=True, slots=True)
class Disowned:
    """A person's decision: something that the article under `uri` was known by is another's.

    Of its keys some are `removed` and some `added`, a feed hasn't carried it, and from the articles `apart` it is kept
    apart; `note` says why.
    """

    uri: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    note: str
    apart: tuple[str, ...] = ()
    feed_id: str = ""


@dataclass(frozen=True, slots=True)
class Embedded:
    """An enrichment has made `vector` of the text with the fingerprint `content`; `label` is its name and version."""

    uri: str
    content: str
    label: str
    vector: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What keeps an article that was taken down from coming back: hashes of what it was known by, and no content."""

    uri: str
    keys: tuple[str, ...]
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Holders:
    """Which articles hold some keys: key → uri, and the keys of what was taken down."""

    uris: Mapping[str, str] = field(default_factory=dict)
    taken_down: frozenset[str] = frozenset()


def text_at(document: Mapping[str, object], group: str, name: str) -> str:
    """Return what a document says under `group.name`; empty where it says nothing."""
    found = document.get(group)
    return str(found.get(name, "")) if isinstance(found, Mapping) else ""
