"""What takes an article back, and what brings it back (pure).

    Article that says so + Version that stands ─withdrawal─▶ Withdrawal | Duplicate
    Article whose text stands, withdrawn       ─reinstatement─▶ Reinstatement | None
    Article that comes after the notice ─awaited─▶ Withdrawal | None

`statusReason` keeps who withdrew an article, and each is undone by something else: one whose page was gone by that
page, seen again later; its publisher's notice by another text after it; a person's decision by a person.
"""

import re
from collections.abc import Iterable

from services.model import PAGE_GONE, TAKEN_BACK, WITHDRAWN, Article, Notice, Reinstatement, Version, Withdrawal

_BY_PUBLISHER = "by its publisher: "
_NOTICE = re.compile(
    r"\W*(?:(?:mandatory|bc-?\w*-*)\s*kill|kill|withdrawn|withdrawal|retracted|retraction|zurückgezogen|rétractation"
    r"|retirad[oa]|retirat[oa])\s*(?:[:–—|]|-\s|$)",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 150
"""Words."""

_LONGEST_REASON = 200


def takes_back(article: Article) -> bool:
    """Tell whether its publisher says by status that the article is no more to be used; it may have no text then."""
    return article.pub_status in TAKEN_BACK


def is_notice(article: Article) -> bool:
    """Tell whether it says, by status or by its headline, that what has its address or id is taken back."""
    is_headed_so = bool(_NOTICE.match(article.headline)) and len(article.body.split()) <= _LONGEST_NOTICE
    return takes_back(article) or is_headed_so


def notice_of(article: Article) -> Notice:
    """Return what *article* says of what doesn't stand, by status."""
    return Notice(f"{_BY_PUBLISHER}{article.pub_status}"[:_LONGEST_REASON], article.first_seen_at, article.trace_id)


def awaited(article: Article, notices: Iterable[Notice]) -> Withdrawal | None:
    """Return what *notices* make of *article*, which came after them; nothing where its publisher dates it later."""
    dated = [each for each in (article.modified_at, article.published.at if article.published else None) if each]
    holding = [each for each in notices if all(at <= each.at for at in dated)]
    if not holding or takes_back(article):
        return None
    latest = max(holding, key=lambda each: each.at)
    return Withdrawal(article.uri, latest.reason, max(latest.at, article.first_seen_at), latest.trace_id)


def withdrawal(article: Article, current: Version) -> Withdrawal | None:
    """Return what the notice *article* makes of what stands: nothing where it is withdrawn, or the notice is older.

    Older than what stands, that is, and not than the article itself: the publisher has written anew since.
    """
    is_older = current.first_seen_at < article.first_seen_at < current.seen_at
    if is_older if current.status != WITHDRAWN else not is_gone(current):
        return None
    reason = f"{_BY_PUBLISHER}{article.pub_status or article.headline}"
    return Withdrawal(current.uri, reason[:_LONGEST_REASON], article.first_seen_at, article.trace_id)


def is_gone(current: Version) -> bool:
    """Tell whether what stands was withdrawn because its page was gone."""
    return current.status == WITHDRAWN and current.status_reason.startswith(PAGE_GONE)


def is_by_hand(current: Version) -> bool:
    """Tell whether a person withdrew what stands."""
    return current.status == WITHDRAWN and not current.status_reason.startswith((PAGE_GONE, _BY_PUBLISHER))


def reinstatement(article: Article, current: Version) -> Reinstatement | None:
    """Return what brings the withdrawn article back: its page, had from its address after it was found gone.

    Neither a feed that still carries the text, nor an answer from before, says that the page is there.
    """
    fetched_at = article.fetched_at
    is_from_feed = article.method.startswith("feed")
    if not is_gone(current) or fetched_at is None or is_from_feed or fetched_at <= current.seen_at:
        return None
    if not any(each in current.keys for each in article.keys if each.startswith("url:")):
        return None
    return Reinstatement(current.uri, "reinstated: its page was there again", fetched_at, article.trace_id)
