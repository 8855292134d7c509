"""What the API needs of the service; `bootstrap.Service` has it, and so has the twin in the tests."""

from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from services.observe.health import Observed
from services.observe.metrics import Counted


class Needs(Observed, Counted, Protocol):
    """Ledger, index, queues, workers, and the facts about the servers."""


def service_of(request: Request) -> Needs:
    return cast("Needs", request.app.state.service)


Service = Annotated[Needs, Depends(service_of)]
