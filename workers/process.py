"""Queue `process`: documents become articles in the index."""

from collections.abc import Mapping

from workers.app import app
from workers.base import HoldingTask, service


@app.task(name="process.process", base=HoldingTask, bind=True)
def process(self: HoldingTask, document_ids: list[str]) -> Mapping[str, int]:
    return service().pipeline.process(document_ids, holder=self.request.id or "")
