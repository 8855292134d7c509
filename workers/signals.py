"""A worker's signs of life: a file for its health check, a note in Redis for everyone else."""

import contextlib
from functools import cache
from typing import Any

import redis
from celery.signals import heartbeat_sent, setup_logging, worker_process_init, worker_ready

from services import redis_client, settings
from services.errors import IngestError
from services.garbage import collect_seldom
from services.observe import logs
from services.store.workers import RedisWorkers
from workers import alive


def connect() -> None:
    """Connect the handlers below; Celery keeps weak references, so they are module functions."""
    setup_logging.connect(configure_logging)
    worker_process_init.connect(prepare_process)
    worker_ready.connect(show_life)
    heartbeat_sent.connect(show_life)


def configure_logging(**_: Any) -> None:  # noqa: ANN401 (a signal's arguments)
    logs.configure(settings.current().log_level)


def prepare_process(**_: Any) -> None:  # noqa: ANN401 (as above)
    collect_seldom()


def show_life(sender: Any, **_: Any) -> None:  # noqa: ANN401 (a Consumer or a Heart)
    """Say that this worker lives; a Redis that is away keeps the health check's file from nothing."""
    name = getattr(sender, "hostname", None) or sender.eventer.hostname
    alive.file_of(name.partition("@")[0]).touch()
    with contextlib.suppress(IngestError):
        RedisWorkers(_client(), settings.current()).beat(name)


@cache
def _client() -> redis.Redis:
    return redis_client.connect(settings.current())
