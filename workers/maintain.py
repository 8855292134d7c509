"""Queue `maintain`: what keeps the mill going."""

from services import bootstrap
from services.model import utc_now
from workers.app import app
from workers.base import service
from workers.process import process

MOST_WAITING = 50
"""Messages in `process` above which nothing is published: the ledger is the backlog, Redis's queue isn't."""


@app.task(name="maintain.reconcile")
def reconcile() -> int:
    if service().queues()["process"] >= MOST_WAITING:
        return 0
    due = service().pipeline.reconcile()
    for message in due:
        process.delay(list(message.document_ids))
    return len(due)


@app.task(name="maintain.prepare_month")
def prepare_month() -> None:
    service().prepare_month()


@app.task(name="maintain.rebuild_copies")
def rebuild_copies() -> int:
    return service().pipeline.linking.rebuild()


@app.task(name="maintain.expire_archive")
def expire_archive() -> int:
    return bootstrap.archive(service().settings).expire(utc_now())
