"""Queue `maintain`: what keeps the mill going."""

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
        due = service().acceptance.reconcile(lane) if waiting[queue] < MOST_WAITING else []
        for message in due:
            task.delay(list(message.document_ids))
        sent += len(due)
    return sent


@app.task(name="maintain.prepare_month")
def prepare_month() -> None:
    service().prepare_month()


@app.task(name="maintain.rebuild_copies")
def rebuild_copies() -> int:
    return service().linking.rebuild()


@app.task(name="maintain.relate_again")
def relate_again() -> int:
    return service().linking.relate_again() + service().linking.straighten()


@app.task(name="maintain.take_away_again")
def take_away_again() -> int:
    return len(service().desk().take_away_again(utc_now()))


@app.task(name="maintain.expire_archive")
def expire_archive() -> int:
    return service().archive.expire(utc_now())


@app.task(name="maintain.requeue_feeds")
def requeue_feeds() -> int:
    return service().registry.requeue()
