"""What is polled: feeds, sitemaps and pages; what they say, and how polling them goes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from services.model.web import Validators


class FeedKind(StrEnum):
    """What stands behind a feed's URL: a feed of any format, a sitemap or an index of them, or one article page."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"


class ContentFrom(StrEnum):
    """Where an article's text comes from: the entry itself, the page it links to, or the page where it is a teaser."""

    FEED = "feed"
    PAGE = "page"
    AUTO = "auto"


class Condition(StrEnum):
    """What can be said of a feed, in the order in which it matters."""

    PAUSED = "paused"
    GONE = "gone"
    NEW = "new"
    BROKEN = "broken"
    LATE = "late"
    QUIET = "quiet"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Judged:
    """The condition of a feed as of its last poll; it is late from `late_at` on, None being never."""

    condition: Condition
    late_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A URL that is polled, as a person wants it; kept in Elasticsearch. `labels` are its folders in an OPML."""

    id: str
    url: str
    added_at: datetime
    kind: FeedKind = FeedKind.FEED
    title: str = ""
    site_url: str = ""
    content: ContentFrom = ContentFrom.AUTO
    is_enabled: bool = True
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry brings: audio, video, image. `length` in bytes, as stated."""

    url: str
    media_type: str = ""
    length: int | None = None


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry in the feed's words: `summary` and `content` are HTML as written, or made safe; times are as written.

    `base` is where relative addresses in that HTML start, and empty once it is safe. `point` is latitude and longitude
    in degrees (WGS 84).
    """

    guid: str = ""
    url: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    language: str = ""
    image: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    base: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Pacing:
    """How often a feed wants to be asked: `ttl`, `sy:*`, `skipHours` (UTC, 0 to 23), `skipDays` (0 is Monday)."""

    interval: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A feed or sitemap as it was read; `method` names the reader, `problem` what was ill-formed.

    `hub` and `self_url` are WebSub's; `links` are the sitemaps that a sitemap index names.
    """

    entries: tuple[FeedEntry, ...] = ()
    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    hub: str = ""
    self_url: str = ""
    links: tuple[str, ...] = ()
    pacing: Pacing = field(default_factory=Pacing)
    method: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How polling a feed goes; kept in Redis, and built anew by the next poll when that is lost.

    `interval` is the one that adapts to the feed's rhythm; `due_at` heeds what the publisher asks as well. `errors`
    counts failures in a row, `error` is the last one's reason. `moves` are the first and the latest times at which a
    permanent redirect to `moved_to` was answered. `daily` counts new entries by day (UTC), the last one being the day
    of `polled_at`; `rate_new` is new entries an hour of late, `hours` the same for each hour of the day (UTC) over
    weeks, as of `hours_at`. `window` is how many entries the feed held; `pacing` what it asked for then.
    `conditionals` counts conditional requests in a row, `doubts` how often news came without validators telling.
    """

    due_at: datetime
    interval: timedelta
    validators: Validators = field(default_factory=Validators)
    body_sha256: str = ""
    polls: int = 0
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    changed_at: datetime | None = None
    unconditional_at: datetime | None = None
    errors: int = 0
    error: str = ""
    moved_to: str = ""
    moves: tuple[datetime, ...] = ()
    rate_new: float = 0.0
    daily: tuple[int, ...] = ()
    is_gone: bool = False
    hours: tuple[float, ...] = ()
    hours_at: datetime | None = None
    window: int = 0
    pacing: Pacing = field(default_factory=Pacing)
    conditionals: int = 0
    doubts: int = 0
