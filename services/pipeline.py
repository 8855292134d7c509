"""The whole service on one page.

    RawDocument ──accept──▶ ledger ──reconcile──▶ message of ids ──process──▶ claim
        ─▶ read, normalize ─▶ look up, decide ─▶ enrich ─▶ create ─▶ close ─▶ confirm

The order at the end matters. A row closes only after Elasticsearch confirmed its article; a fingerprint is confirmed
only after the row closed, so that a replay of a batch that died in between meets its own article as its own, not as
a duplicate.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from services import enrich, normalize, sources
from services.dedup.decide import decide, uri_for
from services.errors import IngestError, NotAnArticleError, SetupError, TransientError
from services.model import Article, Claim, Closing, Due, Duplicate, Outcome, RawDocument
from services.ports import ArticleIndex, FingerprintStore, Gate, Ledger, PushedBack, Refused, Sink, WriteResult

log = logging.getLogger(__name__)

ACCEPT_BYTES = 16_000_000
"""Most bytes in one step of acceptance: a Redis that runs a script does nothing else."""

RECONCILE_ROWS = 10_000
PAUSE = timedelta(seconds=5)
"""How long work rests after Elasticsearch or a person has to be waited for."""


@dataclass(frozen=True)
class Pipeline:
    """What is done with documents, given what is outside."""

    ledger: Ledger
    fingerprints: FingerprintStore
    index: ArticleIndex
    sink: Sink
    gate: Gate
    batch_size: int

    def accept(self, documents: Iterable[RawDocument]) -> list[bool]:
        """Take responsibility for *documents*; from here on each will have an outcome."""
        return [taken for batch in _in_batches(documents, self.batch_size) for taken in self.ledger.accept(batch)]

    def reconcile(self) -> list[Due]:
        """Return the messages to publish now: everything that is due, or one as a probe while work rests."""
        rests = self.gate.reason() is not None
        return self.ledger.reconcile(1 if rests else RECONCILE_ROWS)

    def process(self, document_ids: Sequence[str], holder: str) -> Mapping[str, int]:
        """Take those of *document_ids* that are open and unheld to their outcome; return how many got which.

        What can't be done now stays open: Elasticsearch is away, pushes back, or doesn't permit it.
        """
        claims = self.ledger.claim(document_ids, holder)
        try:
            return self._process(claims, holder)
        except (TransientError, SetupError) as error:
            self._rest([claim.document.id for claim in claims], holder, error)
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
        results = list(zip(fresh, self.sink.create(fresh), strict=True))
        pushed_back = [(article, result) for article, result in results if isinstance(result, PushedBack)]
        closings += [_closing(article, result) for article, result in results if not isinstance(result, PushedBack)]
        self._close(closings)
        indexed = {each.uri for each in closings if each.outcome is Outcome.INDEXED}
        self.fingerprints.confirm({a.content_fingerprint: a.uri for a in fresh if a.uri in indexed})
        if pushed_back:
            reason = TransientError(pushed_back[0][1].reason)
            self._rest([article.trace_id for article, _ in pushed_back], holder, reason)
        return Counter(each.outcome.value for each in closings) + Counter(open=len(pushed_back))

    def _evidence(self, articles: Sequence[Article]) -> tuple[dict[str, str], dict[str, str]]:
        """Look up all at once: what is indexed for sure, and which uri holds for the rest.

        What Redis doesn't know Elasticsearch is asked for; that fixes the uri (and so the month) of an article that
        Redis forgot, but is no confirmation: it may be this very document's own, from an attempt that died.
        """
        first_seen = {a.content_fingerprint: a.first_seen_at for a in reversed(articles)}
        confirmed = self.fingerprints.confirmed(list(first_seen))
        missing = [each for each in first_seen if each not in confirmed]
        known = self.index.uris_of(missing)
        wanted = {each: known.get(each) or uri_for(each, first_seen[each]) for each in missing}
        return confirmed, self.fingerprints.reserve(wanted)

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

    def _rest(self, document_ids: Sequence[str], holder: str, error: IngestError) -> None:
        log.warning("resting", extra={"documents": len(document_ids), "reason": str(error)})
        self.gate.shut(str(error), PAUSE)
        self.ledger.release(document_ids, holder, str(error), PAUSE)


def _articles(claims: Sequence[Claim]) -> tuple[list[Article], list[Closing]]:
    """Return the articles that the documents hold, and the closings of those that hold none."""
    articles: list[Article] = []
    rejected: list[Closing] = []
    for claim in claims:
        try:
            entry = sources.read(claim.document)
            articles.append(normalize.normalize(entry, claim.document, first_seen_at=claim.accepted_at))
        except NotAnArticleError as error:
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
