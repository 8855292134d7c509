"""What hubs were asked to push (WebSub, https://www.w3.org/TR/websub/)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SubscriptionState(StrEnum):
    """Wanted and maybe asked for; verified by the hub; refused by it; to be ended."""

    WANTED = "wanted"
    ACTIVE = "active"
    DENIED = "denied"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed's topic at a hub; `token` ends our callback's address, `secret` signs what the hub sends.

    `asked_at` is when the hub was last asked, `lease_until` when it stops unless it is asked again; `failures` counts
    tries in a row that came to nothing, `error` is the last one's reason.
    """

    token: str
    feed_id: str
    hub: str
    topic: str
    secret: str = field(repr=False)
    state: SubscriptionState = SubscriptionState.WANTED
    asked_at: datetime | None = None
    lease_until: datetime | None = None
    failures: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a hub sent to a callback; `signature` is X-Hub-Signature as it stood."""

    content: bytes = field(repr=False)
    media_type: str = ""
    signature: str = ""
