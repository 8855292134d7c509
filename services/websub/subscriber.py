"""Ask hubs for what feeds publish, and answer their questions.

A hub may verify before it has answered the request: so what is asked is written down before it is asked, and a change
is made only to what was read.
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus

from services.errors import IngestError
from services.model import Answer, Feed, FeedReading, Subscription, SubscriptionState, WebRequest
from services.ports import Clock, FeedStore, Subscriptions, WebClient
from services.websub import decide, messages
from services.websub.decide import Decision
from services.websub.messages import Verification

log = logging.getLogger(__name__)

_AT_ONCE = 20
_ASKING = timedelta(minutes=2)
_TRIES = 5


@dataclass(frozen=True)
class Subscriber:
    """Our side of WebSub, given what is outside; off where *public_url*, under which hubs reach us, is empty."""

    subscriptions: Subscriptions
    feeds: FeedStore
    web: WebClient
    clock: Clock
    public_url: str

    def wish(self, feed: Feed, reading: FeedReading, answer: Answer) -> None:
        """Note that *feed* has a hub, if its answer names one; after a change or an end it is subscribed at anew."""
        hub, topic = messages.named(reading, answer, feed.url) if self.public_url else ("", "")
        if not hub:
            return
        known = self.subscriptions.of_feeds([feed.id]).get(feed.id)
        if known and (known.hub, known.topic) == (hub, topic) and known.state is not SubscriptionState.ENDING:
            return
        if known:
            self.subscriptions.forget(known)
        self.subscriptions.add(decide.wanted(feed.id, hub, topic), self.clock.now())

    def end(self, feed_id: str) -> None:
        """Have the hub of *feed_id* told by the next `ask_hubs` that nothing more is wanted."""
        known = self.subscriptions.of_feeds([feed_id]).get(feed_id)
        if known and known.state is not SubscriptionState.ENDING:
            ending = replace(known, state=SubscriptionState.ENDING, asked_at=None, failures=0)
            self._settle(known, Decision(ending, self.clock.now()))

    def ask_hubs(self) -> int:
        """Ask the hubs whose subscriptions are due: new, unverified, near the end of their lease, or to be ended."""
        due, now = self.subscriptions.due(_AT_ONCE, _ASKING), self.clock.now()
        wanted = {feed.id for feed in self.feeds.feeds({each.feed_id for each in due}) if feed.is_enabled}
        requests: dict[WebRequest, Subscription] = {}
        for each in due:
            decision = decide.asked(each, now, is_wanted=each.feed_id in wanted)
            if self._settle(each, decision) and decision.after:
                requests[decide.request(decision.after, self.public_url)] = decision.after
        for request, answer in self.web.get(list(requests)):
            if reason := _refusal(answer):
                asked = requests[request]
                # Where it was verified meanwhile, that counts.
                self._settle(asked, decide.refused(asked, self.clock.now(), reason))
                log.warning("hub refused", extra={"feed_id": asked.feed_id, "hub": asked.hub, "reason": reason[:500]})
        return len(requests)

    def verify(self, token: str, message: Verification) -> str | None:
        """Return what to answer a hub: the challenge, or nothing for a denial; None for what nobody asked for."""
        for _ in range(_TRIES):
            known = self.subscriptions.find(token)
            decision = decide.verified(known, message, self.clock.now()) if known else None
            if known is None or decision is None:
                return None
            if self._settle(known, decision):
                return decision.answer
        return None

    def _settle(self, before: Subscription, decision: Decision) -> bool:
        """Make it so; False where somebody changed *before* meanwhile."""
        if decision.after is None:
            self.subscriptions.forget(before)
            return True
        return self.subscriptions.change(before, decision.after, decision.due_at)


def _refusal(answer: Answer | IngestError) -> str:
    if isinstance(answer, IngestError):
        return str(answer)
    is_taken = HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES
    return "" if is_taken else f"the hub answered {answer.status}"
