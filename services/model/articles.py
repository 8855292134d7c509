"""An article, first in the publisher's words and then in ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.model.documents import Rights
from services.model.findings import Amount, Casualties, Named, Place, Quote, Topic
from services.model.stories import Standing
from services.sketches import Sketch

TAKEN_BACK = frozenset({"canceled", "cancelled", "withheld", "withdrawn"})
"""Words of `Entry.pub_status` by which a publisher takes an article back."""


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A time as it was written, and where: `json-ld`, `meta`, `page`, `feed`, `url`, `wire`, `json`, `mail`."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in the publisher's words: nothing cleaned, nothing guessed.

    `pub_status` is ninjs's word, empty for `usable`: `withheld` and `canceled` take the article back (as does
    NewsML-G2's `stat:canceled`, without its prefix). `point` is the latitude and longitude that
    a feed states, in degrees.
    """

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
    guid: str = ""
    point: tuple[float, float] | None = None
    pub_status: str = ""
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
    """One article in our words. `uri` and what follows are empty until the verdict gives them.

    `keys` are what it may be met under again (normalize/keys.py); `version_at` is when this version was seen,
    `fetched_at` when its page was had from its address, if that is where it comes from. `vector` is of length 1
    (enrich/vectors.py), or empty; `vector_by` is the enrichment that made it, with its version.
    """

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
    sentences: tuple[tuple[int, int], ...] = ()
    summary: str = ""
    keyphrases: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    amounts: tuple[Amount, ...] = ()
    casualties: tuple[Casualties, ...] = ()
    quotes: tuple[Quote, ...] = ()
    people: tuple[Named, ...] = ()
    organizations: tuple[Named, ...] = ()
    places: tuple[Place, ...] = ()
    vector: tuple[float, ...] = ()
    vector_by: str = ""
    enriched_by: tuple[str, ...] = ()
    enrichment_failed: tuple[str, ...] = ()
    feed_id: str = ""
    http_status: int | None = None
    fetched_at: datetime | None = None
    origin: str = ""
    guid: str = ""
    point: tuple[float, float] | None = None
    keys: tuple[str, ...] = ()
    pub_status: str = ""
    raw_uri: str = ""
    rights: Rights = field(default_factory=Rights)
    is_accessible_for_free: bool | None = None
    method: str = ""
    method_version: int = 1
    quality: float | None = None
    uri: str = ""
    version: int = 1
    version_at: datetime | None = None
    changed: tuple[str, ...] = ()
    status_reason: str = ""
    note: str = ""
    feeds: tuple[str, ...] = ()
    labels: Mapping[str, object] | None = None
    sketch: Sketch | None = None
    story_id: str = ""
    duplicate_of: str = ""
    story_reason: str = ""
    apart: tuple[str, ...] = ()

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
            apart=frozenset(self.apart),
        )
