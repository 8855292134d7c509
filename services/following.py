"""Get the pages that links lead to, and put them in the links' places; what is in them is the pipeline's business.

    ledger rows of kind `link` ─claim─▶ visit (budgets, robots.txt, get) ─▶ archive ─replace─▶ rows of kind `page`

Over budget: given back, due a little later. A page that can't be had: the entry that linked to it takes the row, unless
the feed's `content` is `page` or it has no text of its own; else the row is rejected, with the reason. Who dies in
between has done nothing that a repeat undoes.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus

from services import sources
from services.errors import NotAnArticleError, PermanentError, SetupError, TransientError
from services.fetch import asked, rights
from services.fetch.page import ACCEPT, is_page
from services.gathering import reason_without
from services.model import LINK, Answer, Claim, Closing, ContentFrom, Outcome, RawDocument, WebRequest
from services.permission import Permission
from services.ports import Archive, Clock, FeedStore, Ledger
from services.sources import entries, linked
from services.visiting import Barred, Came, Late, Visit, Visitor

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(seconds=30)
"""When links are due again that had to be put off: Redis, Elasticsearch or the archive was away."""

ROBOTS_AGAIN = timedelta(minutes=30)

_AGAIN = (timedelta(minutes=1), timedelta(minutes=15))
"""When a page that wasn't had is tried again, by the attempts before."""

_PATIENCE = timedelta(days=2)
"""How long a host may say that it is asked too often, or have no robots.txt for us, before its page is given up."""

_LEAST_WAIT = timedelta(seconds=30)

Ended = tuple[str, str]
"""A document's id, and what became of its link."""


@dataclass(frozen=True)
class Follower:
    """Follows links, given what is outside."""

    ledger: Ledger
    feeds: FeedStore
    visitor: Visitor
    archive: Archive
    clock: Clock
    max_attempts: int

    def follow(self, document_ids: Sequence[str], holder: str) -> Mapping[str, int]:
        """Follow those of *document_ids* that are open and unheld; return how many ended how.

        What can't be done now stays open: our servers are away.
        """
        claims = {claim.document.id: claim for claim in self.ledger.claim(document_ids, holder)}
        outcomes: Counter[str] = Counter()
        # The message of a worker that died comes again, also for what that worker had made pages of already.
        if pages := [document_id for document_id, claim in claims.items() if claim.document.kind != LINK]:
            self.ledger.release(pages, holder, "it is a page by now", timedelta())
            for document_id in pages:
                del claims[document_id]
        try:
            for document_id, outcome in _Round(self, holder, list(claims.values())).ended():
                del claims[document_id]
                outcomes[outcome] += 1
        except (TransientError, SetupError) as error:
            outcomes["put-off"] += len(claims)
            log.warning("following rests", extra={"documents": len(claims), "reason": str(error)})
            self.ledger.release(list(claims), holder, str(error), RETRY_AFTER)
        return outcomes


class _Round:
    """One message's links, asked for at once."""

    def __init__(self, parts: Follower, holder: str, claims: Sequence[Claim]) -> None:
        self._parts = parts
        self._holder = holder
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            self._claims[claim.document.url].append(claim)
        # What was dropped or pushed is of no feed.
        feed_ids = {claim.document.feed_id for claim in claims} - {""}
        self._pages_only = {feed.id for feed in parts.feeds.feeds(feed_ids) if feed.content is ContentFrom.PAGE}

    def ended(self) -> Iterator[Ended]:
        """Yield each document with its outcome, once all is done for it."""
        requests = [WebRequest(url, accept=ACCEPT) for url in self._claims]
        for url, visit in self._parts.visitor.visits(requests, self._holder):
            yield from self._ended(self._claims[url], visit)

    def _ended(self, claims: Sequence[Claim], visit: Visit) -> Iterator[Ended]:
        match visit:
            case Came(answer, permission):
                yield from self._answered(claims, answer, permission)
            case Late(reason, wait):
                yield from self._put_off(claims, reason, wait)
            case Barred(reason, is_lasting=True):
                yield from self._given_up(claims, reason)
            case Barred(reason):
                yield from self._patiently(claims, reason, ROBOTS_AGAIN)
            case PermanentError():
                yield from self._given_up(claims, reason_without(claims[0].document.url, visit))
            case _:
                yield from self._again(claims, reason_without(claims[0].document.url, visit))

    def _answered(self, claims: Sequence[Claim], answer: Answer, permission: Permission) -> Iterator[Ended]:
        (raw_uri,) = self._parts.archive.write([answer])
        reason = f"answered {answer.status}"
        if answer.status in asked.TOO_OFTEN:
            yield from self._too_often(claims, answer, reason)
        elif asked.for_another_try(answer.status):
            yield from self._again(claims, reason)
        elif answer.status != HTTPStatus.OK:
            yield from self._given_up(claims, reason)
        elif not is_page(answer):
            yield from self._given_up(claims, f"{answer.content_type[0]} is no page")
        else:
            pages = [self._page(claim.document, answer, raw_uri, permission) for claim in claims]
            self._parts.ledger.replace(pages, self._holder)
            yield from ((page.id, "page") for page in pages)

    def _page(self, link: RawDocument, answer: Answer, raw_uri: str, permission: Permission) -> RawDocument:
        is_alone = link.feed_id in self._pages_only
        return replace(
            RawDocument.of_page(answer, link.id, feed_id=link.feed_id, raw_uri=raw_uri),
            entry=linked.without_text(link.content) if is_alone else link.content,
            rights=rights.of(answer, training=permission.training, tdm_reserved=permission.tdm_reserved),
        )

    def _put_off(self, claims: Sequence[Claim], reason: str, wait: timedelta) -> Iterator[Ended]:
        ids = [claim.document.id for claim in claims]
        self._parts.ledger.release(ids, self._holder, reason, wait)
        yield from ((each, "put-off") for each in ids)

    def _too_often(self, claims: Sequence[Claim], answer: Answer, reason: str) -> Iterator[Ended]:
        wish = asked.retry_after(answer, answer.fetched_at) or _LEAST_WAIT
        yield from self._patiently(claims, reason, min(max(wish, _LEAST_WAIT), _PATIENCE))

    def _patiently(self, claims: Sequence[Claim], reason: str, wait: timedelta) -> Iterator[Ended]:
        """Put off, no attempt counted; give up what has waited for long."""
        since = self._parts.clock.now() - _PATIENCE
        yield from self._put_off([claim for claim in claims if claim.accepted_at >= since], reason, wait)
        yield from self._given_up([claim for claim in claims if claim.accepted_at < since], reason)

    def _again(self, claims: Sequence[Claim], reason: str) -> Iterator[Ended]:
        """Count the attempt; give up at the last."""
        for claim in claims:
            if claim.attempt >= self._parts.max_attempts:
                yield from self._given_up([claim], reason)
            else:
                delay = _AGAIN[min(claim.attempt, len(_AGAIN)) - 1]
                self._parts.ledger.fail([claim.document.id], self._holder, reason, delay)
                yield claim.document.id, "failed"

    def _given_up(self, claims: Sequence[Claim], reason: str) -> Iterator[Ended]:
        """Let the entry itself be the article, where it may and can; else reject the row."""
        for claim in claims:
            own = replace(claim.document, kind=entries.KIND)
            if own.feed_id not in self._pages_only and _is_article(own):
                self._parts.ledger.replace([own], self._holder)
                yield own.id, "entry"
            else:
                closing = Closing(own.id, Outcome.REJECTED, reason=f"page-unavailable: {reason}")
                self._parts.ledger.close([closing])
                log.info("closed", extra={"document_id": own.id, "outcome": "rejected", "reason": closing.reason})
                yield own.id, "rejected"


def _is_article(document: RawDocument) -> bool:
    try:
        sources.read(document)
    except NotAnArticleError:
        return False
    return True
