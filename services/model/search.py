"""What the index is asked, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


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
