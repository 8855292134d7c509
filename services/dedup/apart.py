"""What a person has said is not this article, as the article itself remembers it (pure).

Among `fingerprint.keys` stand names that begin with `apart:`, which nothing is searched by:

    apart:urn:newsmill:…     an article that was split off it, or that it was split off
    apart:88a0…              a text that is another article's, whatever it shares with this one
    apart:url:…, guid:…      an address, or an id in a feed, under which another story comes
    apart:feed:top           a feed that carries another story under the keys of this one

So whatever else is lost, and whoever repeats what, the next verdict knows.
"""

from collections.abc import Iterable, Sequence

from services.dedup.sameness import held_in
from services.model import Article, Version

_APART, _URI = "apart:", "urn:"


def kept_apart(names: Iterable[str]) -> tuple[str, ...]:
    """Return what an article remembers so that *names* are kept apart from it."""
    return tuple(f"{_APART}{name}" for name in dict.fromkeys(names))


def names_apart(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the names that an article with these *keys* is kept apart from."""
    return tuple(key.removeprefix(_APART) for key in keys if key.startswith(_APART))


def without_apart(keys: Sequence[str]) -> tuple[str, ...]:
    """Return those of *keys* under which the article may be met again."""
    return tuple(key for key in keys if not key.startswith(_APART))


def siblings(current: Version) -> tuple[str, ...]:
    """Return the uris of articles that have keys of *current*, and are known to be others."""
    return tuple(name for name in names_apart(current.keys) if name.startswith(_URI))


def of_feed(feed_id: str) -> str:
    """Return the name of all that a feed carries."""
    return f"feed:{feed_id}"


def is_apart(article: Article, current: Version) -> bool:
    """Tell whether somebody has said that *article* is not the one that stands."""
    said = set(names_apart(current.keys))
    return not said.isdisjoint({article.content_fingerprint, *article.keys, of_feed(article.feed_id)})


def nearest(article: Article, standing: Sequence[Version]) -> list[Version]:
    """Return *standing*, and of those that were split the ones first that hold more of the text of *article*.

    They share addresses, so these don't tell whose next version it is.
    """
    split = {uri for each in standing for uri in siblings(each)}
    if not any(each.uri in split for each in standing):
        return list(standing)
    return sorted(standing, key=lambda each: -_nearness(article, each))


def _nearness(article: Article, current: Version) -> float:
    is_known = article.content_fingerprint in {current.content, *current.keys}
    return 2.0 if is_known else held_in(article.body, current.body)
