"""What is known of subscriptions at hubs."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from services.model import Subscription


class Subscriptions(Protocol):
    """Subscriptions, and which of them need asking, in Redis; atomic steps that raise as the ledger.

    Losing them costs pushes until the next poll of each feed subscribes anew.
    """

    def add(self, subscription: Subscription, due_at: datetime) -> bool:
        """Keep it, to be asked for at *due_at*; False, unchanged, where its feed has one already."""
        ...

    def change(self, before: Subscription, after: Subscription, due_at: datetime | None) -> bool:
        """Put *after* in the place of *before*, due at *due_at* or never; False, unchanged, where it changed since."""
        ...

    def find(self, token: str) -> Subscription | None: ...

    def of_feeds(self, feed_ids: Collection[str]) -> dict[str, Subscription]: ...

    def due(self, limit: int, duration: timedelta) -> list[Subscription]:
        """Return up to *limit* that are due, and put each off by *duration*, so that nobody else is given it."""
        ...

    def forget(self, subscription: Subscription) -> None: ...

    def count(self, subscription: Subscription, outcome: str) -> None:
        """Count one delivery: what became of it."""
        ...

    def counted(self, subscription: Subscription) -> dict[str, int]:
        """Return how many deliveries had which outcome, since *subscription* was made."""
        ...

    def deliveries(self) -> dict[str, int]:
        """Return the same of all subscriptions there ever were."""
        ...

    def states(self) -> dict[str, int]:
        """Return how many subscriptions are in which state; all states are named."""
        ...
