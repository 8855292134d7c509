"""The whole service on one page.

    RawDocument ──accept──▶ ledger ──reconcile──▶ message of ids ──process──▶ claim
        ─▶ read, normalize ─▶ look up, decide ─▶ enrich ─▶ judge copies ─▶ create ─▶ link ─▶ close ─▶ confirm

The order at the end matters. A row closes only after Elasticsearch confirmed its article and its links; a fingerprint
is confirmed only after the row closed, so that a replay of a batch that died in between meets its own article as its
own, not as a duplicate.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services import enrich, normalize, sources
from services.dedup.decide import decide, uri_for
from services.errors import SetupError, TransientError, UnreadableError
from services.linking import Linking
from services.model import Article, Claim, Closing, Due, Duplicate, Lane, Outcome, RawDocument
from services.ports import ArticleIndex, FingerprintStore, Gate, Ledger, PushedBack, Refused, Sink, WriteResult

log = logging.getLogger(__name__)

ACCEPT_BYTES = 16_000_000
"""Most bytes in one step of acceptance: a Redis that runs a script does nothing else."""

RECONCILE_ROWS = 10_000
PAUSE = timedelta(seconds=5)
"""How long work rests, but for a probe at each look, when nothing got through to Elasticsearch."""

RETRY_AFTER = timedelta(seconds=2)
"""When what has to wait is due again: within the pause, so that it can be the probe."""

MONTH_TURN = timedelta(days=1)
"""How long after a month ended an article of it may still be on its way into the index."""


@dataclass(frozen=True)
class Pipeline:
    """What is done with documents, given what is outside."""

    ledger: Ledger
    fingerprints: FingerprintStore
    index: ArticleIndex
    sink: Sink
    gate: Gate
    linking: Linking
    batch_size: int

    def accept(self, documents: Iterable[RawDocument]) -> list[bool]:
        """Take responsibility for *documents*; from here on each will have an outcome."""
        return [taken for batch in _in_batches(documents, self.batch_size) for taken in self.ledger.accept(batch)]

    def reconcile(self, lane: Lane = Lane.PROCESS) -> list[Due]:
        """Return the messages to publish now: all of *lane* that is due; while work rests, one to process, a probe."""
        rests = self.gate.reason() is not None
        probes = 1 if lane is Lane.PROCESS else 0
        return self.ledger.reconcile(probes if rests else RECONCILE_ROWS, lane)

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
        articles, closings = _articles(claims)
        confirmed, holding = self._evidence(articles)
        fresh: list[Article] = []
        for article in articles:
            fingerprint = article.content_fingerprint
            verdict = decide(article, confirmed.get(fingerprint), holding.get(fingerprint))
            if isinstance(verdict, Duplicate):
                closings.append(Closing(article.trace_id, Outcome.DUPLICATE, verdict.uri))
            else:
                fresh.append(enrich.enrich(replace(article, uri=verdict.uri)))
        fresh, links = self.linking.judged(fresh)
        results = list(zip(fresh, self.sink.create(fresh), strict=True))
        self.linking.link(links)
        pushed_back = [(article, result) for article, result in results if isinstance(result, PushedBack)]
        closings += [_closing(article, result) for article, result in results if not isinstance(result, PushedBack)]
        self._close(closings)
        indexed = {each.uri for each in closings if each.outcome is Outcome.INDEXED}
        self.fingerprints.confirm({a.content_fingerprint: a.uri for a in fresh if a.uri in indexed})
        if pushed_back:
            reason = pushed_back[0][1].reason
            if len(pushed_back) == len(results):
                self.gate.shut(reason, PAUSE)
            self._release([article.trace_id for article, _ in pushed_back], holder, reason)
        return Counter(each.outcome.value for each in closings) + Counter(open=len(pushed_back))

    def _evidence(self, articles: Sequence[Article]) -> tuple[dict[str, str], dict[str, str]]:
        """Look up all at once: what is indexed for sure, and which uri holds for the rest.

        What Redis doesn't know Elasticsearch is asked for; that fixes the uri (and so the month) of an article that
        Redis forgot, but is no confirmation: it may be this very document's own, from an attempt that died.
        """
        first_seen = {a.content_fingerprint: a.first_seen_at for a in reversed(articles)}
        confirmed = self._standing(self.fingerprints.confirmed(list(first_seen)))
        missing = [each for each in first_seen if each not in confirmed]
        known = self.index.uris_of(missing)
        new = {each: uri_for(each, first_seen[each]) for each in missing if each not in known}
        return confirmed, self.fingerprints.reserve(known | new | self._of_last_month(new, first_seen))

    def _standing(self, confirmed: Mapping[str, str]) -> dict[str, str]:
        """Return those of *confirmed* that stand; who dropped an index shall not meet its articles as duplicates."""
        standing = self.index.standing(list(confirmed.values()))
        self.fingerprints.forget({each: uri for each, uri in confirmed.items() if uri not in standing})
        return {each: uri for each, uri in confirmed.items() if uri in standing}

    def _of_last_month(self, new: Mapping[str, str], first_seen: Mapping[str, datetime]) -> dict[str, str]:
        """Return fingerprint → uri of those of *new* that stand in the month before their own.

        A search doesn't find what was written in the last second. In the same month that has the very uri that is
        wanted, and stays alone; in the month before it has another, and is asked for by name.
        """
        before = {each: uri_for(each, first_seen[each] - MONTH_TURN) for each in new}
        other = {each: uri for each, uri in before.items() if uri != new[each]}
        standing = self.index.standing(list(other.values()))
        return {each: uri for each, uri in other.items() if uri in standing}

    def _close(self, closings: Sequence[Closing]) -> None:
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


def _articles(claims: Sequence[Claim]) -> tuple[list[Article], list[Closing]]:
    """Return the articles that the documents hold, and the closings of those that hold none."""
    articles: list[Article] = []
    rejected: list[Closing] = []
    for claim in claims:
        try:
            entry = sources.read(claim.document)
            articles.append(normalize.normalize(entry, claim.document, first_seen_at=claim.accepted_at))
        except UnreadableError as error:
            rejected.append(Closing(claim.document.id, Outcome.REJECTED, reason=str(error)))
    return articles, rejected


def _closing(article: Article, result: WriteResult) -> Closing:
    if isinstance(result, Refused):
        return Closing(article.trace_id, Outcome.QUARANTINED, reason=result.reason)
    is_ours = not isinstance(result, PushedBack) and result.by == article.trace_id
    return Closing(article.trace_id, Outcome.INDEXED if is_ours else Outcome.DUPLICATE, uri=article.uri)


def _in_batches(documents: Iterable[RawDocument], batch_size: int) -> Iterator[list[RawDocument]]:
    batch: list[RawDocument] = []
    size = 0
    for document in documents:
        if batch and (len(batch) >= batch_size or size + len(document.content) > ACCEPT_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.content)
    if batch:
        yield batch
