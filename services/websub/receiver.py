"""Take what hubs deliver, as if it had been polled."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from services.errors import UnreadableError
from services.gathering import Gathered, gathered
from services.model import Answer, Delivery, Feed, FeedReading, RawDocument, Subscription, SubscriptionState
from services.ports import Archive, Clock, FeedStates, FeedStore, Subscriptions
from services.websub import messages

log = logging.getLogger(__name__)

_OVER = frozenset({SubscriptionState.ENDING, SubscriptionState.DENIED})


@dataclass(frozen=True)
class Receiver:
    """Where deliveries become documents, given what is outside; `read` reads a feed where it can do no harm."""

    subscriptions: Subscriptions
    feeds: FeedStore
    states: FeedStates
    archive: Archive
    read: Callable[[Answer], FeedReading]
    accept: Callable[[Sequence[RawDocument]], list[bool]]
    clock: Clock

    def deliver(self, token: str, delivery: Delivery) -> str:
        """Take what a hub sent to its outcome, count it and return it.

        `delivered`; `unknown` and `unwanted` where nobody subscribed, or not any more; `forged` where the signature is
        missing or wrong: then it is dropped, and its sender isn't told (WebSub, 8). `unreadable` where it is no feed:
        then the feed is polled. Raises as ledger, archive and index do.
        """
        known = self.subscriptions.find(token)
        if known is None:
            return "unknown"
        outcome = self._outcome(known, delivery)
        self.subscriptions.count(known, outcome)
        log.info("delivered", extra={"feed_id": known.feed_id, "hub": known.hub, "outcome": outcome})
        return outcome

    def _outcome(self, known: Subscription, delivery: Delivery) -> str:
        if known.state in _OVER:
            return "unwanted"
        if not messages.is_signed(delivery, known.secret):
            return "forged"
        feed = next(iter(self.feeds.feeds([known.feed_id])), None)
        if feed is None or not feed.is_enabled:
            return "unwanted"
        found = self._gathered(feed, delivery)
        if found is None:
            self.states.hasten([feed.id])
            return "unreadable"
        self.accept(found.documents)
        self.states.note_seen(feed.id, found.digests)
        if found.is_cut:
            self.states.hasten([feed.id])
        return "delivered"

    def _gathered(self, feed: Feed, delivery: Delivery) -> Gathered | None:
        headers = (("Content-Type", delivery.media_type),) if delivery.media_type else ()
        now = self.clock.now()
        answer = Answer(feed.url, feed.url, HTTPStatus.OK, headers, delivery.content, now, timedelta(0))
        (raw_uri,) = self.archive.write([answer])
        try:
            reading = self.read(answer)
        except UnreadableError:
            return None
        return gathered(feed, reading, answer, raw_uri, lambda digests: self.states.seen(feed.id, digests))
