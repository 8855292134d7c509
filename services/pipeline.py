"""The whole service on one page.

    RawDocument ──accept──▶ ledger ──reconcile──▶ message of ids (acceptance.py) ──process──▶ claim
        ─▶ read, normalize ─▶ settle (look up, decide, enrich, judge copies, write, link) ─▶ watch ─▶ close ─▶ confirm

The order at the end matters. A row closes only after Elasticsearch confirmed its article and its links, and after the
article was noted to be asked for again: that is what a replay of a closed row couldn't do any more. A fingerprint
is confirmed only after the row closed, so that a replay of a batch that died in between meets its own article as its
own, not as a duplicate.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services import normalize, sources
from services.acceptance import Acceptance
from services.dedup.turns import first_of_each
from services.errors import SetupError, TransientError, UnreadableError
from services.linking import Linking
from services.model import (
    BY_HAND,
    PAGE_GONE,
    Article,
    Claim,
    Closing,
    Entry,
    Outcome,
    RawDocument,
    Reinstatement,
    Withdrawal,
    utc_now,
)
from services.ports import Amendment, ArticleIndex, Sink
from services.settling import Settled, Settling

log = logging.getLogger(__name__)

_GOT_THROUGH = (Outcome.INDEXED, Outcome.REVISED, Outcome.QUARANTINED)

PAUSE = timedelta(seconds=5)
"""How long work rests, but for a probe at each look, when nothing got through to Elasticsearch."""

RETRY_AFTER = timedelta(seconds=2)
"""When what has to wait is due again: within the pause, so that it can be the probe."""

MOST_TRIES = 5
"""How often what another worker wrote in between is decided anew, before it has to wait."""


@dataclass(frozen=True)
class Pipeline(Acceptance):
    """What is done with documents, given what is outside."""

    settling: Settling
    read: Callable[[RawDocument], Entry] = sources.read
    watch: Callable[[Iterable[Article]], None] = lambda _: None

    @property
    def index(self) -> ArticleIndex:
        return self.settling.recognition.index

    @property
    def linking(self) -> Linking:
        return self.settling.linking

    @property
    def sink(self) -> Sink:
        return self.settling.sink

    def withdraw(self, name: str, reason: str, *, is_gone: bool = True, at: datetime | None = None) -> str:
        """Note that an article, named by uri or address, is withdrawn; return its uri, or nothing.

        `is_gone`: its page isn't there any more, as *reason* tells ("answered 410"), seen *at* that time, or now. Such
        an article is usable again once its page is had from its address after *at*. What a person decided (not
        `is_gone`) holds until a person decides otherwise, and also weighs more than that a page is gone.

        It stays, as a version of its own that says so; a repeat changes nothing.
        """
        return self._amended(name, lambda uri: Withdrawal(uri, _said(reason, is_gone=is_gone), at or utc_now()))

    def reinstate(self, name: str, reason: str) -> str:
        """Note a person's decision that a withdrawn article may be used again, as `withdraw` does; return its uri."""
        return self._amended(name, lambda uri: Reinstatement(uri, f"reinstated {_said(reason)}", utc_now()))

    def _amended(self, name: str, amendment: Callable[[str], Amendment]) -> str:
        uri = self.settling.recognition.uri_named(name)
        if uri:
            self.sink.amend([amendment(uri)])
        return uri

    def process(self, document_ids: Sequence[str], holder: str) -> Mapping[str, int]:
        """Take those of *document_ids* that are open and unheld to their outcome; return how many got which.

        What can't be done now stays open: Elasticsearch is away, pushes back, or doesn't permit it.
        """
        claims = self.ledger.claim(document_ids, holder)
        if not claims:
            return {}
        try:
            return self._process(claims, holder)
        except (TransientError, SetupError) as error:
            self.gate.shut(str(error), PAUSE)
            self._release([claim.document.id for claim in claims], holder, str(error))
            return {"open": len(claims)}

    def _process(self, claims: Sequence[Claim], holder: str) -> Mapping[str, int]:
        articles, rejected = self._articles(claims)
        settled = self._settled(articles)
        self._close(rejected)
        ended = Counter(each.outcome.value for each in (*rejected, *settled.closings))
        if settled.overtaken:
            self._release([each.trace_id for each in settled.overtaken], holder, "others change it all the time")
        if settled.pushed_back:
            reason = settled.pushed_back[0][1]
            if not any(ended[each] for each in _GOT_THROUGH):
                self.gate.shut(reason, PAUSE)
            self._release([article.trace_id for article, _ in settled.pushed_back], holder, reason)
        return ended + Counter(open=len(settled.pushed_back) + len(settled.overtaken))

    def _settled(self, articles: Sequence[Article]) -> Settled:
        """Settle *articles*, of those that are versions of one article one after the other."""
        ended = Settled()
        while articles:
            now, articles = first_of_each(articles)
            self._settle(now, ended)
        return ended

    def _settle(self, articles: Sequence[Article], ended: Settled) -> None:
        """Add to *ended* what became of *articles*; what others wrote in between is decided anew, a few times."""
        for tries in range(MOST_TRIES):
            settled = self.settling.settle(articles, is_contested=tries > 0)
            self.watch(_new(articles, settled.closings))
            self._close(settled.closings)
            if settled.keys:
                self.settling.recognition.confirm(settled.keys)
            ended.closings += settled.closings
            ended.pushed_back += settled.pushed_back
            articles = settled.overtaken
            if not articles:
                return
        ended.overtaken += articles

    def _articles(self, claims: Sequence[Claim]) -> tuple[list[Article], list[Closing]]:
        """Return the articles that the documents hold, and the closings of those that hold none."""
        articles: list[Article] = []
        rejected: list[Closing] = []
        for claim in claims:
            try:
                entry = self.read(claim.document)
                articles.append(normalize.normalize(entry, claim.document, first_seen_at=claim.accepted_at))
            except UnreadableError as error:
                rejected.append(Closing(claim.document.id, Outcome.REJECTED, reason=str(error)))
        return articles, rejected

    def _close(self, closings: Sequence[Closing]) -> None:
        if not closings:
            return
        for closing, is_first in zip(closings, self.ledger.close(closings), strict=True):
            if is_first:
                log.info(
                    "closed",
                    extra={
                        "document_id": closing.document_id,
                        "outcome": closing.outcome.value,
                        "uri": closing.uri,
                        "reason": closing.reason,
                    },
                )

    def _release(self, document_ids: Sequence[str], holder: str, reason: str) -> None:
        log.warning("resting", extra={"documents": len(document_ids), "reason": reason})
        self.ledger.release(document_ids, holder, reason, RETRY_AFTER)


def _new(articles: Sequence[Article], closings: Sequence[Closing]) -> Iterator[Article]:
    """Yield those of *articles* that are new, each under its uri."""
    uris = {each.document_id: each.uri for each in closings if each.outcome is Outcome.INDEXED}
    return (replace(each, uri=uris[each.trace_id]) for each in articles if each.trace_id in uris)


def _said(reason: str, *, is_gone: bool = False) -> str:
    """Return *reason* with what tells the kinds of withdrawals apart."""
    if is_gone:
        return f"{PAGE_GONE}{reason}"
    return f"{BY_HAND}: {reason}" if reason else BY_HAND
