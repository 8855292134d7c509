"""The base of tasks that hold rows: an attempt that failed is written down, whoever made it fail."""

from functools import cache
from typing import Any

from billiard.einfo import ExceptionInfo
from celery import Task

from services import bootstrap, settings
from services.bootstrap import Service


@cache
def service() -> Service:
    """Return this process's service; made at its first task, so never shared across a fork."""
    return bootstrap.build(settings.current())


class HoldingTask(Task):  # type: ignore[type-arg]
    """A task whose first argument is a list of document ids, and whose id is the holder of their rows."""

    abstract = True

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:  # noqa: ANN401, ARG002 (Celery's signature)
        """Count the attempt of a process that was killed: its message comes back under the same id."""
        if self.request.delivery_info and self.request.delivery_info.get("redelivered"):
            service().ledger.fail(args[0], task_id, "the worker died over it")

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: ExceptionInfo) -> None:  # noqa: ANN401, ARG002
        service().ledger.fail(args[0], task_id, f"{type(exc).__name__}: {exc}")
