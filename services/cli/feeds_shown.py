"""How a feed is shown: in a table, and as values for JSON."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from rich.table import Table

from services.cli import context
from services.fetch import health
from services.fetch.health import Health
from services.model import Condition, Subscription
from services.registry import Kept

COLORS = {
    Condition.FRESH: "green",
    Condition.QUIET: "cyan",
    Condition.NEW: "blue",
    Condition.PAUSED: "dim",
    Condition.LATE: "yellow",
    Condition.BROKEN: "red",
    Condition.GONE: "red",
}


def table(judged: Sequence[tuple[Kept, Health]], now: datetime) -> Table:
    """Return *judged* feeds, a row each."""
    table = Table("id", "condition", "feed", "news a day", "last news", "next poll", box=None, pad_edge=False)
    for kept, judgement in judged:
        feed = kept.feed
        table.add_row(
            feed.id,
            f"[{COLORS[judgement.condition]}]{judgement.condition}[/]",
            f"{context.shown(feed.title)}\n[dim]{context.shown(feed.url)}[/]"
            if feed.title
            else context.shown(feed.url),
            f"{judgement.lately:.1f}" if kept.state else "",
            _ago(judgement.changed_at, now),
            _ahead(judgement.due_at, now) if feed.is_enabled else "",
        )
    return table


def _ago(at: datetime | None, now: datetime) -> str:
    return f"{health.span(now - at)} ago" if at else ""


def _ahead(at: datetime | None, now: datetime) -> str:
    return f"in {health.span(at - now)}" if at and at - now > timedelta(seconds=1) else "now" if at else ""


def described(kept: Kept, now: datetime) -> dict[str, object]:
    """Return what is wanted of a feed, and how it is doing."""
    feed = kept.feed
    judged = health.judge(feed, kept.state, now)
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "site_url": feed.site_url,
        "kind": feed.kind.value,
        "content": feed.content.value,
        "enabled": feed.is_enabled,
        "labels": list(feed.labels),
        "added_at": feed.added_at,
        "condition": judged.condition.value,
        "reason": judged.reason,
        "succeeded_at": judged.succeeded_at,
        "changed_at": judged.changed_at,
        "due_at": judged.due_at if feed.is_enabled else None,
        "errors": judged.errors,
        "news_a_day": round(judged.lately, 2),
        "usual_a_day": None if judged.usual is None else round(judged.usual, 2),
    }


def polled(kept: Kept) -> dict[str, object]:
    """Return how polling a feed goes, as far as it was polled."""
    state = kept.state
    if state is None:
        return {}
    return {
        "error": state.error,
        "polls": state.polls,
        "polled_at": state.polled_at,
        "interval_seconds": round(state.interval.total_seconds()),
        "etag": state.validators.etag,
        "last_modified": state.validators.last_modified,
        "moved_to": state.moved_to,
    }


def pushed(subscription: Subscription, counts: Mapping[str, int]) -> dict[str, object]:
    """Return how it goes with the feed's hub; *counts* are its deliveries by outcome."""
    return {
        "hub": subscription.hub,
        "hub_state": subscription.state.value,
        "hub_lease_until": subscription.lease_until,
        "hub_error": subscription.error,
        "delivered": counts.get("delivered", 0),
        "not_taken": sum(count for outcome, count in counts.items() if outcome != "delivered"),
    }
