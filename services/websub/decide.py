"""What becomes of a subscription when time passes, a hub answers, or it verifies (pure)."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from services.model import Subscription, SubscriptionState, WebRequest
from services.websub.messages import Verification

LEASE = timedelta(days=10)
"""How long hubs are asked to push; what they grant counts."""

LONGEST_LEASE = timedelta(days=365)
DENIED_FOR = timedelta(days=7)
MOST_FAREWELLS = 3

_RENEW_AFTER = 0.8
_WAITS = [timedelta(minutes=minutes) for minutes in (10, 30, 120, 720, 1440)]
"""How long a hub has for its verification, and how long it rests after each failure."""

_ACTIVE, _DENIED, _ENDING, _WANTED = (
    SubscriptionState.ACTIVE,
    SubscriptionState.DENIED,
    SubscriptionState.ENDING,
    SubscriptionState.WANTED,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The subscription as it is to be (None: forgotten), when it is due, and what the hub is answered."""

    after: Subscription | None
    due_at: datetime
    answer: str = ""


def wanted(feed_id: str, hub: str, topic: str) -> Subscription:
    """Return a new subscription; nobody can guess its callback or its secret (192 and 288 bits)."""
    return Subscription(secrets.token_urlsafe(24), feed_id, hub, topic, secrets.token_urlsafe(36))


def asked(before: Subscription, now: datetime, *, is_wanted: bool) -> Decision:
    """Return what to write down before the hub is asked: a try that the last one left unanswered has failed."""
    state = before.state
    is_over = before.lease_until is not None and before.lease_until <= now
    if not is_wanted:
        state = _ENDING
    elif state is _DENIED or (state is _ACTIVE and is_over):
        state = _WANTED
    is_unanswered = before.asked_at is not None and before.state is not _ACTIVE and state is before.state
    failures = before.failures + 1 if is_unanswered else before.failures if state is before.state else 0
    if state is _ENDING and failures >= MOST_FAREWELLS:
        return Decision(None, now)
    error = before.error or ("the hub didn't verify it" if is_unanswered else "")
    return Decision(replace(before, state=state, asked_at=now, failures=failures, error=error), now + wait(failures))


def refused(before: Subscription, now: datetime, reason: str) -> Decision:
    """Return what a request that failed leaves; it is counted when the hub is asked again."""
    return Decision(replace(before, error=reason[:500]), now + wait(before.failures + 1))


def verified(before: Subscription, message: Verification, now: datetime) -> Decision | None:
    """Return what follows from a hub's question, or None where nobody asked for what it says."""
    if message.topic != before.topic:
        return None
    if message.mode == "denied":
        error = message.reason[:500] or "the hub denied it"
        return Decision(replace(before, state=_DENIED, error=error), now + DENIED_FOR)
    if message.mode == "unsubscribe" and before.state is _ENDING:
        return Decision(None, now, message.challenge)
    is_awaited = before.asked_at is not None and before.state is not _ENDING
    if message.mode != "subscribe" or not is_awaited or not message.challenge:
        return None
    lease = min(message.lease or LEASE, LONGEST_LEASE)
    active = replace(before, state=_ACTIVE, lease_until=now + lease, failures=0, error="")
    return Decision(active, now + lease * _RENEW_AFTER, message.challenge)


def request(subscription: Subscription, public_url: str) -> WebRequest:
    """Return what the hub is asked (WebSub, 5.1)."""
    is_ending = subscription.state is _ENDING
    form = {
        "hub.mode": "unsubscribe" if is_ending else "subscribe",
        "hub.topic": subscription.topic,
        "hub.callback": f"{public_url}/websub/{subscription.token}",
    }
    if not is_ending:
        form |= {"hub.lease_seconds": str(int(LEASE.total_seconds())), "hub.secret": subscription.secret}
    return WebRequest(subscription.hub, body=urlencode(form).encode(), media_type="application/x-www-form-urlencoded")


def wait(failures: int) -> timedelta:
    """Return when to ask again: the hub may need minutes to verify, and days to come back."""
    return _WAITS[min(failures, len(_WAITS) - 1)]
