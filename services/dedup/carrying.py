"""What a duplicate adds to the article that it is one of (pure)."""

from urllib.parse import urlsplit

from services.model import Article, Carried, Version


def carried(article: Article, current: Version) -> Carried | None:
    """Return what a duplicate adds: its feed, and keys by which its publisher may bring it again."""
    is_its_own = not set(current.keys).isdisjoint(article.keys) or _domain(article) == current.domain
    keys = tuple(each for each in article.keys if each not in current.keys) if is_its_own else ()
    feed_id = article.feed_id if article.feed_id not in current.feeds else ""
    return Carried(current.uri, feed_id, keys) if feed_id or keys else None


def carried_with(article: Article, first: Article) -> Carried | None:
    """Return what *article* adds to the same content that came with it and is written *first*."""
    is_its_own = not set(first.keys).isdisjoint(article.keys) or _domain(article) == _domain(first)
    keys = tuple(each for each in article.keys if each not in first.keys) if is_its_own else ()
    feed_id = article.feed_id if article.feed_id != first.feed_id else ""
    return Carried(first.uri, feed_id, keys) if feed_id or keys else None


def _domain(article: Article) -> str:
    return urlsplit(article.url).hostname or ""
