"""Queue `maintain`: what keeps the mill going."""

from collections.abc import Sequence

from services.model import Lane, utc_now
from workers.app import app
from workers.base import service
from workers.poll import fetch_pages
from workers.process import process

MOST_WAITING = 50
"""Messages in a lane's queue above which nothing is published: the ledger is the backlog, Redis's queue isn't."""

LANES = {Lane.PROCESS: ("process", process), Lane.LINKS: ("poll", fetch_pages)}


@app.task(name="maintain.reconcile")
def reconcile() -> int:
    waiting, sent = service().queues(), 0
    for lane, (queue, task) in LANES.items():
        due = service().pipeline.reconcile(lane) if waiting[queue] < MOST_WAITING else []
        # All pages of a message are asked for at once: a second round of slow ones would outlast the task.
        most = service().settings.fetch_concurrency if lane is Lane.LINKS else service().settings.batch_size
        for message in due:
            for ids in parts(message.document_ids, most):
                task.delay(ids)
        sent += len(due)
    return sent


def parts(ids: Sequence[str], most: int) -> list[list[str]]:
    """Return *ids* in lists of up to *most*."""
    return [list(ids[start : start + most]) for start in range(0, len(ids), most)]


@app.task(name="maintain.prepare_month")
def prepare_month() -> None:
    service().prepare_month()


@app.task(name="maintain.rebuild_copies")
def rebuild_copies() -> int:
    return service().pipeline.linking.rebuild()


@app.task(name="maintain.expire_archive")
def expire_archive() -> int:
    return service().archive.expire(utc_now())


@app.task(name="maintain.requeue_feeds")
def requeue_feeds() -> int:
    return service().poller.requeue()
