"""What the API needs of the service; `bootstrap.Service` has it, and so has the twin in the tests."""

from collections.abc import Sequence
from typing import Annotated, Protocol, cast

from fastapi import Depends, Request

from services.model import RawDocument
from services.observe.health import Observed
from services.observe.metrics import Counted
from services.ports import PushMemory
from services.registry import Registry
from services.settings import Settings
from services.websub import Receiver, Subscriber


class Needs(Observed, Counted, Protocol):
    """Ledger, index, queues, workers, feeds, the facts about the servers; and for those who push, what takes it."""

    @property
    def registry(self) -> Registry: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def pushes(self) -> PushMemory: ...

    @property
    def subscriber(self) -> Subscriber: ...

    @property
    def receiver(self) -> Receiver: ...

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        """Take responsibility for *documents*; raises BacklogFullError or StoreUnavailableError."""
        ...


def service_of(request: Request) -> Needs:
    return cast("Needs", request.app.state.service)


Service = Annotated[Needs, Depends(service_of)]
