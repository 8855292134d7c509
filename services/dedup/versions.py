"""What an article is to those that stand and have one of its keys (pure).

    Article + Versions that stand ─decide─▶ Create | Duplicate | Own | Revision | Withdrawal | Reinstatement | Moot

Traps, each with its test: ids that are used again for another story; an id that changes while the link stays; a link
that changes while the id stays; an address that serves another story later; a summary of what stands in full; a feed
in another order, or a cache, that brings an earlier text after a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.dedup.apart import is_apart, nearest
from services.dedup.carrying import carried
from services.dedup.cosmetic import essence
from services.dedup.sameness import Told, held_in, is_same
from services.dedup.withdrawals import is_by_hand, is_notice, reinstatement, takes_back, withdrawal
from services.model import WITHDRAWN, Article, Carried, Reinstatement, Revision, Version, Withdrawal

_LESSER, _HELD_OF_LESSER = 0.7, 0.8
_ELLIPSIS = ("…", "...", "[…]", "[...]")
_MOST_EARLIER = 200
"""Contents of earlier versions by which an article is known again."""

_TEXTS = (("headline", "headline"), ("alternative_headline", "alternativeHeadline"), ("body", "articleBody"))


@dataclass(frozen=True, slots=True)
class Create:
    """First time seen: to be created under `uri`, with a `note` where another story has one of its keys.

    `apart` are articles that it isn't, as somebody has said.
    """

    uri: str = ""
    note: str = ""
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duplicate:
    """It brings nothing new to the article under `uri`, but maybe another feed that carried it.

    `is_earlier`: its content is an earlier version's, so it may be what brought that.
    """

    uri: str
    carried: Carried | None = None
    is_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """An earlier attempt wrote it: version `number` under `uri`. It may have died before the links were made."""

    uri: str
    number: int
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class TakenDown:
    """It was taken down, and doesn't come back."""


@dataclass(frozen=True, slots=True)
class Moot:
    """It takes back what doesn't stand."""


Verdict = Create | Duplicate | Own | Revision | Withdrawal | Reinstatement | TakenDown | Moot


def decide(article: Article, standing: Sequence[Version]) -> Verdict:
    """Return what *article* is to those of *standing* that have one of its keys, the nearest first."""
    apart = tuple(each.uri for each in standing if is_apart(article, each))
    for current in nearest(article, [each for each in standing if each.uri not in apart]):
        if verdict := _against(article, current):
            return verdict
    if takes_back(article):
        return Moot()
    others = [each.uri for each in standing]
    return Create(note=f"another story than {others[0]}, which has its address or id" if others else "", apart=apart)


def _against(article: Article, current: Version) -> Verdict | None:
    if current.trace_id == article.trace_id:
        return Own(current.uri, current.number)
    if is_notice(article):
        return withdrawal(article, current) or Duplicate(current.uri)
    is_later = bool(article.modified_at and current.modified_at and article.modified_at > current.modified_at)
    is_earlier = article.content_fingerprint in current.keys and not is_later
    if is_earlier or article.content_fingerprint == current.content:
        again = Duplicate(current.uri, carried(article, current), is_earlier=is_earlier)
        return reinstatement(article, current) or again
    if not is_same(told(article), _told_by(current)):
        return None
    if _is_cosmetic(article, current) or (_is_lesser(article, current) and not is_later):
        return reinstatement(article, current) or Duplicate(current.uri, carried(article, current))
    return Revision(current, article, is_late=_is_late(article, current))


def told(article: Article) -> Told:
    published = article.published
    at = published.at if published and not published.is_day else None
    return Told(article.headline, article.body, at, _addresses(article.keys))


def _told_by(current: Version) -> Told:
    return Told(current.headline, current.body, current.published_at, _addresses(current.keys))


def _addresses(keys: Sequence[str]) -> frozenset[str]:
    return frozenset(each for each in keys if each.startswith("url:"))


def _is_cosmetic(article: Article, current: Version) -> bool:
    return essence(article.headline, article.body) == essence(current.headline, current.body)


def _is_lesser(article: Article, current: Version) -> bool:
    """Tell whether *article* is a summary, or the beginning, of what stands: a feed's rendering of a page.

    A page that is shorter now was cut by its publisher; what a feed gives of it is cut by the feed.
    """
    is_cut = article.method.startswith("feed") or article.body.rstrip().endswith(_ELLIPSIS)
    return is_cut and is_part(article, current)


def is_part(article: Article, current: Version) -> bool:
    """Tell whether the text of *article* stands in *current*, which is much longer."""
    is_shorter = len(article.body) < _LESSER * len(current.body)
    return is_shorter and held_in(article.body, current.body) >= _HELD_OF_LESSER


def _is_late(article: Article, current: Version) -> bool:
    """Tell whether *article* is earlier than what stands: by what the publisher says, else by when it came.

    What came before an article was withdrawn doesn't undo that, whatever it is dated.
    """
    if current.status == WITHDRAWN and article.first_seen_at < current.seen_at:
        return True
    if article.modified_at and current.modified_at and article.modified_at != current.modified_at:
        return article.modified_at < current.modified_at
    return article.first_seen_at < current.seen_at


def successor(revision: Revision) -> Article:
    """Return the next version, whole: what was found out about the article, and what users added, goes on.

    Of one that is late, the text as it is kept: before the version that stands.
    """
    current, article = revision.current, revision.article
    named = replace(
        article,
        uri=current.uri,
        version=current.number,
        version_at=article.first_seen_at,
        first_seen_at=current.first_seen_at,
    )
    if revision.is_late:
        return named
    earlier = [each for each in current.keys if ":" not in each and each != article.content_fingerprint]
    keys = dict.fromkeys((*article.keys, *(each for each in current.keys if ":" in each)))
    return replace(
        named,
        version=current.number + 1,
        changed=changed(current, article),
        feed_id=current.feeds[0] if current.feeds else article.feed_id,
        feeds=tuple(dict.fromkeys((*current.feeds, *filter(None, [article.feed_id])))),
        keys=(*keys, *earlier[-_MOST_EARLIER:], current.content),
        labels=current.labels,
        story_id=current.place.story_id,
        duplicate_of=current.place.original,
        story_reason=current.place.reason,
        apart=tuple(sorted(current.place.apart)),
        # A person's decision holds for what its publisher writes later.
        pub_status=WITHDRAWN if is_by_hand(current) else article.pub_status,
        status_reason=current.status_reason if is_by_hand(current) else article.status_reason,
    )


def changed(current: Version, article: Article) -> tuple[str, ...]:
    """Return the names of the text's fields that differ."""
    texts = ((name, getattr(article, attribute)) for attribute, name in _TEXTS)
    names = [name for name, text in texts if text != current.document.get(name, "")]
    dateline = article.dateline.text if article.dateline else ""
    return (*names, *(["dateline"] if dateline != current.document.get("dateline", "") else []))
