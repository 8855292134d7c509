"""Queue `poll`: what asks the web."""

from collections.abc import Mapping

from celery import Task

from workers.app import app
from workers.base import HoldingTask, service


@app.task(name="poll.poll_due", bind=True)
def poll_due(self: Task) -> Mapping[str, int]:  # type: ignore[type-arg] # generic in the stubs alone
    return service().poller.poll_due(holder=self.request.id or "")


@app.task(name="poll.fetch_pages", base=HoldingTask, bind=True)
def fetch_pages(self: HoldingTask, document_ids: list[str]) -> Mapping[str, int]:
    return service().follower.follow(document_ids, holder=self.request.id or "")


@app.task(name="poll.ask_hubs")
def ask_hubs() -> int:
    return service().subscriber.ask_hubs()


@app.task(name="poll.recheck_due", bind=True)
def recheck_due(self: Task) -> Mapping[str, int]:  # type: ignore[type-arg] # generic in the stubs alone
    return service().rechecker.recheck_due(holder=self.request.id or "")
