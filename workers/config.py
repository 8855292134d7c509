"""Celery's settings, each with its reason.

A Celery message on Redis can be lost (BRPOP takes it before kombu notes it: celery#4354, kombu#305), so nothing here
tries to make messages durable: the ledger is. What stands here keeps workers from hanging and queues from growing.
"""

from kombu import Queue

from services.bootstrap import QUEUES
from services.sentinels import sentinels_of
from services.settings import Settings
from workers.schedule import TICKS

SOFT_SHUTDOWN_SECONDS = 20.0


def key_prefix(settings: Settings) -> str:
    """Return what begins every key of Celery in Redis."""
    return f"{settings.redis_prefix}:celery:"


def configuration(settings: Settings) -> dict[str, object]:
    """Return Celery's configuration for *settings* (pure)."""
    sentinels = sentinels_of(settings.redis_url)
    return {
        "broker_url": sentinels.broker_url() if sentinels else settings.redis_url,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_transport_options": {
            "global_keyprefix": key_prefix(settings),
            **({"master_name": sentinels.master} if sentinels else {}),
            # Without them a half-open connection hangs a worker for good.
            "socket_timeout": 5,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 5,
            # Give back what a dead worker had taken soon; both count, the period is their product.
            "unacked_restore_interval": 1,
            "unacked_restore_throttle": 1,
            # A task ends within the lease, so what is unacknowledged after two is a dead worker's.
            "visibility_timeout": 2 * settings.lease_seconds,
        },
        "task_queues": [Queue(name) for name in QUEUES],
        "task_default_queue": "maintain",
        "task_create_missing_queues": False,
        "task_routes": {f"{name}.*": {"queue": name} for name in QUEUES},
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        # With the next line, a killed process's message comes back marked as redelivered: see `base.HoldingTask`.
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_time_limit": settings.task.total_seconds(),
        "worker_soft_shutdown_timeout": SOFT_SHUTDOWN_SECONDS,
        "worker_enable_soft_shutdown_on_idle": False,
        "worker_cancel_long_running_tasks_on_connection_loss": True,
        "worker_max_tasks_per_child": 1000,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": True,
        "task_send_sent_event": False,
        "event_queue_ttl": 5.0,
        "event_queue_expires": 60.0,
        "beat_schedule": TICKS,
        "beat_scheduler": "workers.schedule:BoundedScheduler",
        "enable_utc": True,
    }
