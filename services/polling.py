"""Look at the feeds that are due, and accept what is new in them.

    lease ─▶ budgets ─▶ get ─▶ archive ─▶ read ─▶ RawDocuments ─accept─▶ ledger ─▶ finish (validators, due time) ─▶ seen

The order at the end matters. Validators and the due time are saved only after the ledger has the poll's entries; the
entries are noted as seen last. Who dies in between polls again after the lease, and accepts the same documents under
the same ids: it costs time, and loses and doubles nothing.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus

from services.errors import IngestError, PermanentError, SetupError, TransientError, UnreadableError
from services.fetch import asked, conditional, moves, schedule
from services.fetch.pacing import Limits
from services.fetch.schedule import Found
from services.gathering import Gathered, child_id, gathered, parent_of, reason_without
from services.model import Answer, Feed, FeedKind, FeedReading, FeedState, RawDocument, WebRequest
from services.ports import Archive, Budgets, Clock, FeedStates, FeedStore, Leased, PollCounts, WebClient

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(seconds=30)
"""When feeds are due again whose poll had to be broken off: Redis, Elasticsearch or the archive was away."""

_TOO_OFTEN = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})

Reading = Callable[[Answer], FeedReading]
"""Reads a feed or a sitemap, where it can do no harm. Raises a PermanentError."""


@dataclass(frozen=True, slots=True)
class Poll:
    """One look at a feed; of a sitemap that another names, `feed` is the other one with this one's URL."""

    id: str
    feed: Feed
    state: FeedState
    request: WebRequest


@dataclass(frozen=True)
class Poller:
    """Polls what is due, given what is outside; `batch_size` feeds at a time, for as long as `lease`."""

    feeds: FeedStore
    states: FeedStates
    budgets: Budgets
    web: WebClient
    archive: Archive
    read: Reading
    accept: Callable[[Sequence[RawDocument]], list[bool]]
    counts: PollCounts
    clock: Clock
    limits: Limits
    batch_size: int
    lease: timedelta
    note_hub: Callable[[Feed, FeedReading, Answer], None] = lambda *_: None

    def poll_due(self, holder: str) -> Mapping[str, int]:
        """Poll up to `batch_size` feeds that are due; return how many ended how.

        What can't be done now is due again soon: our servers are away, or too much is open.
        """
        waiting = {each.feed_id: each for each in self.states.lease(self.batch_size, self.lease, holder)}
        outcomes: Counter[str] = Counter()
        try:
            for feed_id, outcome in self._polled(list(waiting.values()), holder):
                del waiting[feed_id]
                outcomes[outcome] += 1
        except (TransientError, SetupError) as error:
            outcomes["put-off"] += len(waiting)
            log.warning("polling rests", extra={"feeds": len(waiting), "reason": str(error)})
            with suppress(IngestError):
                self.states.release(holder, dict.fromkeys(waiting, self.clock.now() + RETRY_AFTER))
        if outcomes:
            with suppress(IngestError):
                self.counts.add(outcomes)
        return outcomes

    def requeue(self, spread: timedelta = timedelta(minutes=5)) -> int:
        """Queue every enabled feed that isn't queued: after a Redis that was lost. Return how many feeds there are.

        They come due one after the other, a fifth of a second apart, but all within *spread*.
        """
        enabled = [feed for feed in self.feeds.feeds() if feed.is_enabled]
        step = min(timedelta(seconds=0.2), spread / max(len(enabled), 1))
        now = self.clock.now()
        self.states.schedule({feed.id: now + number * step for number, feed in enumerate(enabled)})
        return len(enabled)

    def _polled(self, leased: Sequence[Leased], holder: str) -> Iterator[tuple[str, str]]:
        """Yield each of *leased* with its outcome, once all is done for it."""
        polls = self._polls(leased)
        if gone := [each.feed_id for each in leased if each.feed_id not in polls]:
            self.states.forget(gone)
            yield from ((feed_id, "removed") for feed_id in gone)
        asked_for = {poll.request.url: poll for poll in reversed(polls.values())}
        turns = self.budgets.enter(list(asked_for), holder) if asked_for else {}
        late = {
            poll.id: turns[poll.request.url] or timedelta(seconds=1)
            for poll in polls.values()
            if turns[poll.request.url] or asked_for[poll.request.url] is not poll
        }
        if late:
            self.states.release(holder, {feed_id: self.clock.now() + wait for feed_id, wait in late.items()})
            yield from ((feed_id, "over-budget") for feed_id in late)
        yield from self._fetched({url: poll for url, poll in asked_for.items() if not turns[url]}, holder)

    def _polls(self, leased: Sequence[Leased]) -> dict[str, Poll]:
        """Return the polls of those that are still wanted, in order."""
        known = {feed.id: feed for feed in self.feeds.feeds({parent_of(each.feed_id)[0] for each in leased})}
        now, polls = self.clock.now(), dict[str, Poll]()
        for each in leased:
            parent_id, url = parent_of(each.feed_id)
            feed = known.get(parent_id)
            if feed is None or not feed.is_enabled:
                continue
            if url:
                feed = replace(feed, url=url, kind=FeedKind.SITEMAP)
            state = each.state or schedule.begun(now)
            polls[each.feed_id] = Poll(each.feed_id, feed, state, conditional.request(feed, state, now))
        return polls

    def _fetched(self, asked_for: Mapping[str, Poll], holder: str) -> Iterator[tuple[str, str]]:
        waiting = dict(asked_for)
        try:
            for request, answer in self.web.get([poll.request for poll in asked_for.values()]):
                poll = waiting.pop(request.url)
                self.budgets.leave([request.url], holder)
                outcome = self._ended(poll, answer, holder)
                log.info("polled", extra={"feed_id": poll.feed.id, "outcome": outcome})
                yield poll.id, outcome
        finally:
            if waiting:
                self.budgets.leave(list(waiting), holder)

    def _ended(self, poll: Poll, answer: Answer | IngestError, holder: str) -> str:
        """Do all that *answer* asks for; return the outcome's name."""
        if isinstance(answer, IngestError):
            is_lasting = isinstance(answer, PermanentError)
            return self._failed(poll, answer, holder, "refused" if is_lasting else "no-answer")
        if answer.status in _TOO_OFTEN:
            self.budgets.slow_down(poll.request.url, asked.retry_after(answer, answer.fetched_at))
        body_sha256 = hashlib.sha256(answer.content).hexdigest()
        if not conditional.has_news(poll.state, answer, body_sha256):
            if answer.status >= HTTPStatus.BAD_REQUEST:
                self.archive.write([answer])
            state = schedule.answered(poll.id, poll.state, poll.request, answer, self.limits)
            outcome = self._finished(poll, state, holder, _without_news(answer))
            self._renew(poll, FeedReading(), state)
            return outcome
        return self._read(poll, answer, body_sha256, holder)

    def _read(self, poll: Poll, answer: Answer, body_sha256: str, holder: str) -> str:
        raw_uri = self.archive.write([answer])[0]
        try:
            found = self._gathered(poll, answer, raw_uri)
        except PermanentError as error:
            return self._failed(poll, error, holder, "unreadable")
        if found.children:
            now = self.clock.now()
            self.states.schedule({child_id(poll.id, url): now for url in found.children})
        self.accept(found.documents)
        counted = Found(found.entries, len(found.documents), found.reading.pacing)
        state = schedule.answered(
            poll.id, poll.state, poll.request, answer, self.limits, found=counted, body_sha256=body_sha256
        )
        if found.is_cut:
            # What was left out comes with the next poll, which mustn't be told that nothing has changed.
            state = replace(state, validators=poll.state.validators, body_sha256=poll.state.body_sha256)
        outcome = self._finished(poll, state, holder, "news" if found.documents else "no-news")
        self.states.note_seen(poll.id, found.digests)
        self._renew(poll, found.reading, state)
        with suppress(IngestError):
            self.note_hub(poll.feed, found.reading, answer)
        return outcome

    def _gathered(self, poll: Poll, answer: Answer, raw_uri: str) -> Gathered:
        if poll.feed.kind is FeedKind.PAGE:
            return gathered(poll.feed, FeedReading(), answer, raw_uri, lambda digests: [False] * len(digests))
        reading = self.read(answer)
        is_child = poll.id != poll.feed.id
        return gathered(
            poll.feed,
            replace(reading, links=()) if is_child else reading,
            answer,
            raw_uri,
            lambda digests: self.states.seen(poll.id, digests),
        )

    def _renew(self, poll: Poll, reading: FeedReading, state: FeedState) -> None:
        """Write down where the feed has moved to for good, and its title where nobody gave it one."""
        if poll.id != poll.feed.id:
            return
        url = moves.moved(poll.feed, state) or poll.feed.url
        title = poll.feed.title or reading.title[:500]
        changed = replace(poll.feed, url=url, title=title, site_url=poll.feed.site_url or reading.link[:2000])
        if changed != poll.feed:
            # Nothing of it may fail a poll that has gone well: the next one does it again.
            with suppress(IngestError):
                self.feeds.save(changed)

    def _failed(self, poll: Poll, error: IngestError, holder: str, outcome: str) -> str:
        reason = reason_without(poll.request.url, error)
        if isinstance(error, UnreadableError):
            outcome = f"unreadable-{error.reason}"
        state = schedule.failed(
            poll.id,
            poll.state,
            poll.request,
            reason,
            self.clock.now(),
            self.limits,
            is_lasting=isinstance(error, PermanentError),
        )
        return self._finished(poll, state, holder, outcome)

    def _finished(self, poll: Poll, state: FeedState, holder: str, outcome: str) -> str:
        (is_ours,) = self.states.finish(holder, {poll.id: state})
        return outcome if is_ours else "overtaken"


def _without_news(answer: Answer) -> str:
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return "not-modified"
    return "same" if answer.status < HTTPStatus.MULTIPLE_CHOICES else f"http-{answer.status}"
