"""Look at the feeds that are due, and accept what is new in them.

    lease ─▶ budgets ─▶ get ─▶ archive ─▶ read ─▶ RawDocuments ─accept─▶ ledger ─▶ finish (validators, due time) ─▶ seen

The order at the end matters. Validators and the due time are saved only after the ledger has the poll's entries; the
entries are noted as seen last. Who dies in between polls again after the lease, and accepts the same documents under
the same ids: it costs time, and loses and doubles nothing.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from services.answering import Answering, Poll
from services.errors import IngestError, SetupError, TransientError
from services.fetch import conditional, schedule
from services.gathering import parent_of
from services.model import FeedKind
from services.ports import Counts, Leased, WebClient

log = logging.getLogger(__name__)

WITHIN = 0.4
"""Part of the lease after which what is left is left to the next poll: some feeds take all the CPU that they may."""

RETRY_AFTER = timedelta(seconds=30)
"""When feeds are due again whose poll had to be broken off: Redis, Elasticsearch or the archive was away."""


@dataclass(frozen=True, kw_only=True)
class Poller(Answering):
    """Polls what is due, given what is outside; `batch_size` feeds at a time, for as long as `lease`.

    While the ledger has no room for news (`has_room`), nobody is asked for any.
    """

    web: WebClient
    counts: Counts
    batch_size: int
    lease: timedelta
    has_room: Callable[[], bool] = lambda: True

    def poll_due(self, holder: str) -> Mapping[str, int]:
        """Poll up to `batch_size` feeds that are due; return how many ended how.

        What can't be done now is due again soon: our servers are away, or too much is open.
        """
        if not self.has_room():
            return {}
        until = self.clock.now() + WITHIN * self.lease
        waiting = {each.feed_id: each for each in self.states.lease(self.batch_size, self.lease, holder)}
        outcomes: Counter[str] = Counter()
        try:
            with closing(self._polled(list(waiting.values()), holder)) as polled:
                for feed_id, outcome in polled:
                    del waiting[feed_id]
                    outcomes[outcome] += 1
                    if waiting and self.clock.now() > until:
                        self._put_off(waiting, holder, "the others took long", timedelta())
                        outcomes["put-off"] += len(waiting)
                        break
        except (TransientError, SetupError) as error:
            outcomes["put-off"] += len(waiting)
            with suppress(IngestError):
                self._put_off(waiting, holder, str(error), RETRY_AFTER)
        if outcomes:
            with suppress(IngestError):
                self.counts.add(outcomes)
        return outcomes

    def _put_off(self, feed_ids: Collection[str], holder: str, reason: str, wait: timedelta) -> None:
        log.warning("polling rests", extra={"feeds": len(feed_ids), "reason": reason})
        self.states.release(holder, dict.fromkeys(feed_ids, self.clock.now() + wait))

    def _polled(self, leased: Sequence[Leased], holder: str) -> Generator[tuple[str, str]]:
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
                outcome = self.take(poll, answer, holder)
                log.info("polled", extra={"feed_id": poll.feed.id, "outcome": outcome})
                yield poll.id, outcome
        finally:
            if waiting:
                self.budgets.leave(list(waiting), holder)
