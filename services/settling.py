"""Take articles to what becomes of them: recognized, enriched, judged, written; what the pipeline does but the books.

Articles ─▶ verdicts ─▶ enrich ─▶ judge copies ─▶ create, revise ─▶ amend, link ─▶ Settled
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from services import enrich
from services.dedup.apart import kept_apart, without_apart
from services.dedup.carrying import carried_with
from services.dedup.turns import keys_of
from services.dedup.versions import Create, Duplicate, Moot, Own, TakenDown, Verdict, successor
from services.dedup.withdrawals import awaited, notice_of
from services.linking import Linking
from services.model import Article, Closing, Outcome, Reinstatement, Revision, Withdrawal
from services.ports import Amendment, Notices, Overtaken, PushedBack, Refused, Sink, WriteResult, Written
from services.recognition import Recognition


@dataclass
class Settled:
    """What became of some articles.

    `closings` are certain; what was `pushed_back` has to wait, and of the `overtaken` somebody else wrote under the
    same uri. `keys` → uri are to be remembered once the rows are closed.
    """

    closings: list[Closing] = field(default_factory=list)
    pushed_back: list[tuple[Article, str]] = field(default_factory=list)
    overtaken: list[Article] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    amendments: list[Amendment] = field(default_factory=list)


@dataclass(frozen=True)
class Settling:
    """Settles articles, given what is outside."""

    recognition: Recognition
    linking: Linking
    sink: Sink
    notices: Notices
    enrich: Callable[[Article], Article] = enrich.enrich

    def settle(self, articles: Sequence[Article], *, is_contested: bool = False) -> Settled:
        """Write what *articles* come to; with `is_contested` somebody wrote under their uris meanwhile.

        No two of them may be different versions of one article (`recognition.first_of_each`).
        """
        settled = Settled()
        created: list[Article] = []
        standing: list[Article] = []
        revised: list[Revision] = []
        verdicts = self._verdicts(articles, is_contested=is_contested)
        for article, verdict in zip(articles, verdicts, strict=True):
            if isinstance(verdict, Create):
                created.append(self.enrich(_named(article, verdict)))
            elif isinstance(verdict, Own) and verdict.is_current:
                standing.append(replace(article, uri=verdict.uri))
                _end(settled, article, verdict)
            elif isinstance(verdict, Revision):
                revised.append(self._next(verdict))
            else:
                _end(settled, article, verdict)
        self._write(settled, created, standing, revised)
        as_they_came = {each.trace_id: each for each in articles}
        settled.overtaken = [as_they_came[each.trace_id] for each in settled.overtaken]
        if settled.amendments:
            self.sink.amend(settled.amendments)
        self._take_back([*created, *standing])
        return settled

    def _verdicts(self, articles: Sequence[Article], *, is_contested: bool) -> list[Verdict]:
        """Return what each of *articles* is. A notice of what doesn't stand is remembered, and then looked at again."""
        verdicts = self.recognition.verdicts(articles, is_contested=is_contested)
        moot = [article for article, each in zip(articles, verdicts, strict=True) if isinstance(each, Moot)]
        for article in moot:
            self.notices.remember(notice_of(article), article.keys)
        again = iter(self.recognition.verdicts_again(moot) if moot else [])
        return [next(again) if isinstance(each, Moot) else each for each in verdicts]

    def _take_back(self, articles: Sequence[Article]) -> None:
        """Withdraw those of *articles*, which stand by now, whose notices came before them.

        Whoever brings a notice from now on finds them.
        """
        known = self.notices.known([key for each in articles for key in without_apart(each.keys)])
        if not known:
            return
        found = (awaited(each, [known[key] for key in each.keys if key in known]) for each in articles)
        if withdrawals := [each for each in found if each]:
            self.sink.amend(withdrawals)
        self.notices.forget(list(known))

    def _next(self, revision: Revision) -> Revision:
        return replace(revision, article=successor(replace(revision, article=self.enrich(revision.article))))

    def _write(
        self, settled: Settled, created: Sequence[Article], standing: Sequence[Article], revised: Sequence[Revision]
    ) -> None:
        """Write what is new; what an earlier attempt wrote is judged with it, for the links that this didn't make."""
        following = [each for each in revised if not each.is_late]
        late = [each for each in revised if each.is_late]
        judged, links = self.linking.judged(
            [*created, *(each.article for each in following), *standing], {each.uri for each in created}
        )
        created, again = judged[: len(created)], judged[len(created) : len(created) + len(following)]
        following = [_in_its_place(each, article) for each, article in zip(following, again, strict=True)]
        if created:
            of_batch = {each.trace_id: each for each in created}
            for article, result in zip(created, self.sink.create(created), strict=True):
                first = of_batch.get(result.by) if isinstance(result, Written) else None
                if first and first is not article and first.content_fingerprint == article.content_fingerprint:
                    _end(settled, article, Duplicate(article.uri, carried_with(article, first)))
                else:
                    _note(settled, article, result, Outcome.INDEXED)
        if revisions := [*following, *late]:
            for each, result in zip(revisions, self.sink.revise(revisions), strict=True):
                _note(settled, each.article, result, Outcome.REVISED)
        self.linking.link(links)


def _named(article: Article, verdict: Create) -> Article:
    keys = (*article.keys, *kept_apart(verdict.apart))
    return replace(article, uri=verdict.uri, note=verdict.note, apart=verdict.apart, keys=keys)


def _in_its_place(revision: Revision, article: Article) -> Revision:
    """Return *revision* with what was judged of its new text, but where it stands in its story: links tell that."""
    before = revision.article
    judged = replace(
        article,
        story_id=before.story_id,
        duplicate_of=before.duplicate_of,
        story_reason=before.story_reason,
    )
    return replace(revision, article=judged)


def _end(settled: Settled, article: Article, verdict: Verdict) -> None:
    """Note the outcome of an article that isn't written."""
    match verdict:
        case Own(uri, number):
            outcome = Outcome.INDEXED if number == 1 else Outcome.REVISED
            settled.closings.append(Closing(article.trace_id, outcome, uri))
            settled.keys |= dict.fromkeys(keys_of(article), uri)
        case Duplicate(uri, carried):
            settled.closings.append(Closing(article.trace_id, Outcome.DUPLICATE, uri))
            if carried:
                settled.amendments.append(carried)
                settled.keys |= dict.fromkeys(carried.keys, uri)
        case Withdrawal() | Reinstatement():
            settled.closings.append(Closing(article.trace_id, Outcome.REVISED, verdict.uri, verdict.reason))
            settled.amendments.append(verdict)
        case TakenDown():
            settled.closings.append(Closing(article.trace_id, Outcome.REJECTED, reason="taken-down"))
        case Moot():
            reason = "withdrawn: nothing of it stands yet"
            settled.closings.append(Closing(article.trace_id, Outcome.REJECTED, reason=reason))


def _note(settled: Settled, article: Article, result: WriteResult, outcome: Outcome) -> None:
    """Note what became of an article that was written."""
    match result:
        case Refused(reason=reason):
            settled.closings.append(Closing(article.trace_id, Outcome.QUARANTINED, reason=reason))
        case PushedBack(reason=reason):
            settled.pushed_back.append((article, reason))
        case Overtaken():
            settled.overtaken.append(article)
        case _ if result.by == article.trace_id:
            settled.closings.append(Closing(article.trace_id, outcome, article.uri))
            settled.keys |= dict.fromkeys(keys_of(article), article.uri)
        case _ if outcome is Outcome.REVISED:
            settled.closings.append(Closing(article.trace_id, Outcome.DUPLICATE, article.uri))
        case _:
            settled.overtaken.append(article)
