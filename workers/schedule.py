"""When beat ticks. It only ticks: what is due is decided in Redis, in atomic steps, so a second beat does no harm."""

import logging
from typing import Any

from celery.beat import ScheduleEntry, Scheduler

from services import bootstrap, settings
from services.errors import TransientError
from workers import alive

log = logging.getLogger(__name__)

MOST_WAITING = 10
"""Ticks in the queue above which no more are sent: while no worker takes them, they would fill Redis."""

TICKS = {
    "reconcile": {"task": "maintain.reconcile", "schedule": 1.0, "options": {"expires": 10.0}},
    "feeds": {"task": "poll.poll_due", "schedule": 1.0, "options": {"expires": 10.0}},
    "rechecks": {"task": "poll.recheck_due", "schedule": 5.0, "options": {"expires": 10.0}},
    "lost-feeds": {"task": "maintain.requeue_feeds", "schedule": 60.0, "options": {"expires": 60.0}},
    "copies": {"task": "maintain.rebuild_copies", "schedule": 60.0, "options": {"expires": 60.0}},
    "events": {"task": "maintain.relate_again", "schedule": 20.0, "options": {"expires": 20.0}},
    "takedowns": {"task": "maintain.take_away_again", "schedule": 20.0, "options": {"expires": 20.0}},
    "archive": {"task": "maintain.expire_archive", "schedule": 600.0, "options": {"expires": 600.0}},
    "hubs": {"task": "poll.ask_hubs", "schedule": 30.0, "options": {"expires": 30.0}},
    "next-month": {"task": "maintain.prepare_month", "schedule": 60.0, "options": {"expires": 60.0}},
}


class BoundedScheduler(Scheduler):
    """Beat's scheduler in memory, holding back ticks while their queue is long.

    Nothing is kept in a file: the longest interval is ten minutes, and each tick may come early or late.
    """

    def apply_async(self, entry: ScheduleEntry, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (Celery's signature)
        alive.file_of("beat").touch()
        try:
            queue = str(entry.task).partition(".")[0]
            waiting = bootstrap.queues(settings.current())[queue]
        except TransientError as error:
            log.warning("tick held back", extra={"reason": str(error)})
            return None
        if waiting >= MOST_WAITING:
            log.warning("tick held back", extra={"waiting": waiting})
            return None
        return super().apply_async(entry, *args, **kwargs)
