"""Wire what asks the web, and what it answers to: polls, pages behind links and of articles, hubs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.bootstrap import reading
from services.fetch.pacing import Limits
from services.following import Follower
from services.permission import Permissions
from services.polling import Poller
from services.rechecking import Rechecker
from services.store.budgets import RedisBudgets
from services.store.robots import RedisRobots
from services.visiting import Visitor
from services.websub import Receiver, Subscriber

if TYPE_CHECKING:
    from services.bootstrap import Service
    from services.settings import Settings

POLL_LEASES = 2
"""Leases of documents that make one of feeds: a task ends within one, so what is held after two is a dead worker's."""


def poller(service: Service) -> Poller:
    settings = service.settings
    return Poller(
        feeds=service.feeds,
        states=service.feed_states,
        budgets=RedisBudgets(service.redis, settings, service.clock),
        web=service.web,
        archive=service.archive,
        read=reading.of_feeds(service.confined),
        accept=service.accept,
        counts=service.poll_counts,
        clock=service.clock,
        limits=Limits.of(settings),
        batch_size=_at_once(settings),
        lease=POLL_LEASES * settings.lease,
        has_room=service.has_room,
        note_hub=service.subscriber.wish,
    )


def follower(service: Service) -> Follower:
    return Follower(
        ledger=service.ledger,
        feeds=service.feeds,
        visitor=_visitor(service),
        archive=service.archive,
        clock=service.clock,
        max_attempts=service.settings.max_attempts,
    )


def rechecker(service: Service) -> Rechecker:
    settings = service.settings
    return Rechecker(
        rechecks=service.rechecks,
        index=service.index,
        withdraw=service.withdraw,
        feeds=service.feeds,
        visitor=_visitor(service),
        archive=service.archive,
        read=reading.of_documents(service.confined),
        accept=service.accept,
        counts=service.recheck_counts,
        clock=service.clock,
        ages=settings.recheck_ages,
        batch_size=_at_once(settings),
        lease=POLL_LEASES * settings.lease,
        has_room=service.has_room,
    )


def _visitor(service: Service) -> Visitor:
    budgets = RedisBudgets(service.redis, service.settings, service.clock)
    permissions = Permissions(service.web, RedisRobots(service.redis, service.settings), budgets, service.clock)
    return Visitor(permissions, budgets, service.web, service.clock)


def _at_once(settings: Settings) -> int:
    """Return how many are asked for in a task: all at once, for a second round of slow answers would outlast it."""
    return min(settings.poll_batch_size, settings.fetch_concurrency)


def subscriber(service: Service) -> Subscriber:
    return Subscriber(service.subscriptions, service.feeds, service.web, service.clock, service.settings.public_url)


def receiver(service: Service) -> Receiver:
    return Receiver(
        service.subscriptions,
        service.feeds,
        service.feed_states,
        service.archive,
        reading.of_feeds(service.confined),
        service.accept,
        service.clock,
    )
