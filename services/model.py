"""The values that travel through the mill: frozen, complete, times aware and in UTC.

RawDocument ─read─▶ Entry ─normalize─▶ Article ─decide─▶ Verdict ─▶ Closing (an Outcome, counted once)
"""

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from services.sketches import Sketch


class Outcome(StrEnum):
    """What became of a raw document; each is counted exactly once."""

    INDEXED = "indexed"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


def new_document_id() -> str:
    """Return 32 hex digits that sort by time of making (48 bits of milliseconds, then 80 random ones)."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Bytes as they were answered or dropped, and where they came from.

    `kind` names the reader (`services.sources.READERS`); `origin` is a URL, or a file's name; `id` is chosen by
    whoever accepts, so that accepting again after a timeout makes no second row.
    """

    id: str
    kind: str
    origin: str
    content: bytes
    media_type: str = ""
    charset: str = ""
    url: str = ""
    feed_id: str = ""
    http_status: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A time as it was written, and where: `json-ld`, `meta`, `page`, `feed` or `url`."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in the publisher's words: nothing cleaned, nothing guessed."""

    headline: str
    alternative_headline: str = ""
    description: str = ""
    paragraphs: tuple[str, ...] = ()
    url: str = ""
    canonical_url: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    language: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    image: str = ""
    published: str = ""
    published_source: str = ""
    published_otherwise: tuple[StatedTime, ...] = ()
    modified: str = ""
    is_free: bool | None = None
    method: str = ""
    method_version: int = 1
    quality: float | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a wire story, split from its text: `WASHINGTON, United States (MNTV) –`."""

    text: str
    place: str = ""
    region: str = ""
    date: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class PublishedAt:
    """A time of publication with its origin (`json-ld`, `meta`, `page`, `feed`, `url`) and a confidence from 0 to 1.

    `is_day`: no time of day was stated, so `at` is midnight.
    """

    at: datetime
    source: str
    confidence: float
    is_zone_stated: bool = True
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One article in our words. `uri` and what follows are empty until the verdict gives them."""

    headline: str
    paragraphs: tuple[str, ...]
    first_seen_at: datetime
    trace_id: str
    raw_sha256: str
    content_fingerprint: str
    alternative_headline: str = ""
    description: str = ""
    url: str = ""
    canonical_url: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    image: str = ""
    dateline: Dateline | None = None
    published: PublishedAt | None = None
    published_candidates: tuple[PublishedAt, ...] = ()
    modified_at: datetime | None = None
    language: str = ""
    word_count: int = 0
    reading_minutes: int = 0
    feed_id: str = ""
    http_status: int | None = None
    origin: str = ""
    is_accessible_for_free: bool | None = None
    method: str = ""
    method_version: int = 1
    quality: float | None = None
    uri: str = ""
    sketch: Sketch | None = None
    story_id: str = ""
    duplicate_of: str = ""
    story_reason: str = ""

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def place(self) -> "Standing":
        """Its place in its story, as the index says it once the article stands."""
        return Standing(
            uri=self.uri,
            story_id=self.story_id,
            first_seen_at=self.first_seen_at,
            original=self.duplicate_of,
            reason=self.story_reason,
            agency=self.dateline.agency if self.dateline else "",
            publisher=self.publisher,
            url=self.url,
        )


@dataclass(frozen=True, slots=True)
class Link:
    """An article under `uri` is a copy of `original`, in the story `story_id`; `reason` says what was compared.

    Without an `original` it is the original of that story itself.
    """

    uri: str
    story_id: str
    original: str
    reason: str


@dataclass(frozen=True, slots=True)
class New:
    """First time seen: to be created under `uri`, the original of its story.

    `links` are of articles that stand already and turn out to be copies.
    """

    uri: str
    story_id: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The same content is in the index already, under `uri`."""

    uri: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Nearly the text of another article: to be created under `uri`, and linked; `links` are as those of New."""

    uri: str
    story_id: str
    original: str
    reason: str
    links: tuple[Link, ...] = ()


Verdict = New | Duplicate | Copy


@dataclass(frozen=True, slots=True)
class Standing:
    """What the index says of an article that may have copies: its place in its story, and whose it is."""

    uri: str
    story_id: str
    first_seen_at: datetime
    original: str = ""
    reason: str = ""
    agency: str = ""
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a row: its outcome, the article it led to, and the reason where there is no article."""

    document_id: str
    outcome: Outcome
    uri: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that this process may work on until the lease ends; `attempt` counts this one (from 1)."""

    document: RawDocument
    attempt: int
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """What the ledger knows of a document, open or closed."""

    document_id: str
    state: str
    kind: str
    origin: str
    accepted_at: datetime
    attempts: int
    uri: str = ""
    reason: str = ""
    last_error: str = ""
    claimed_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Due:
    """Rows whose work is due, to be sent as one message of at most the size that their attempts allow."""

    document_ids: tuple[str, ...]
    attempts: int


@dataclass(frozen=True, slots=True)
class Books:
    """Counts since the ledger began; they balance at any moment."""

    accepted: int
    indexed: int
    duplicates: int
    rejected: int
    quarantined: int
    open: int

    @property
    def balance(self) -> bool:
        return self.accepted == self.indexed + self.duplicates + self.rejected + self.quarantined + self.open


@dataclass(frozen=True, slots=True)
class Hit:
    """One article as Elasticsearch stores it (`source`), its relevance, and field → snippets with `<em>` marks."""

    uri: str
    score: float | None
    source: Mapping[str, object] = field(default_factory=dict)
    highlight: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; empty means any. Times are those of `firstSeen`."""

    language: str = ""
    domain: str = ""
    since: datetime | None = None
    until: datetime | None = None
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits out of `total`."""

    total: int
    hits: tuple[Hit, ...]
