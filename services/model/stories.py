"""What an article is to those before it, and its place in its story."""

from dataclasses import dataclass
from datetime import datetime


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
class Gist:
    """What is compared of two texts to tell whether they tell of one event; `story_id` is that of its story.

    `names` are people, organizations and places, those with most mentions first; `apart` as in Standing.
    """

    uri: str
    story_id: str
    first_seen_at: datetime
    published_at: datetime | None
    headline: str
    summary: str
    names: tuple[str, ...]
    keyphrases: tuple[str, ...]
    language: str
    url: str = ""
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class New:
    """First time seen: to be created under `uri`, the original of its story.

    `links` are of articles that stand already and turn out to be copies.
    """

    uri: str
    story_id: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """Nearly the text of another article: to be created under `uri`, and linked; `links` are as those of New."""

    uri: str
    story_id: str
    original: str
    reason: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the index says of an article that may have copies: its place in its story, and whose it is.

    `apart` are the articles that a person has said it is no copy of.
    """

    uri: str
    story_id: str
    first_seen_at: datetime
    original: str = ""
    reason: str = ""
    agency: str = ""
    publisher: str = ""
    url: str = ""
    apart: frozenset[str] = frozenset()


def role_of(place: Standing | Link) -> str:
    """Return what an article at *place* is in its story: only what isn't its original has a reason to be there."""
    if place.original:
        return "copy"
    return "related" if place.reason else "original"
