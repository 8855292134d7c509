"""Which articles of a batch can be decided at once, and which wait for others of it (pure)."""

from collections.abc import Sequence
from dataclasses import replace

from services.dedup.apart import without_apart
from services.dedup.sameness import is_same
from services.dedup.versions import told
from services.dedup.withdrawals import takes_back
from services.model import Article


def keys_of(article: Article) -> tuple[str, ...]:
    """Return what holds *article*: its content first, then its addresses and ids."""
    keys = without_apart(article.keys)
    return keys if takes_back(article) else (article.content_fingerprint, *keys)


def first_of_each(articles: Sequence[Article]) -> tuple[list[Article], list[Article]]:
    """Return those of *articles* that can be decided at once, and those that have to wait for one of these.

    Two versions of one article in a batch are told one after the other; the same content twice needs no waiting. What
    two stories of one batch share is no key of either: some feeds send all their links to one page.
    """
    held: dict[str, Article] = {}
    now: list[Article] = []
    later: list[Article] = []
    for article in articles:
        shared = {key: held[key] for key in keys_of(article) if key in held}
        others = [each for each in shared.values() if each.content_fingerprint != article.content_fingerprint]
        if any(takes_back(each) or takes_back(article) or is_same(told(article), told(each)) for each in others):
            later.append(article)
            continue
        if others:
            article = replace(article, keys=tuple(each for each in article.keys if each not in shared))  # noqa: PLW2901 (the same article)
        held = dict.fromkeys(keys_of(article), article) | held
        now.append(article)
    return now, later
