"""An article's way through the mill, as far as the ledger still knows it."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from services.api.needs import Needs
from services.errors import IngestError
from services.model import Hit, Row
from services.observe.asking import ask
from services.observe.logs import redact

FORGOTTEN = "The ledger has forgotten it: the row was closed long ago."


class Trail(BaseModel):
    """The ledger's row of the raw document that became the article."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    document_id: str = Field(description="Id of the raw document in ledger and logs; the article's `traceId`.")
    origin: str = Field(description="Address or file name that it was read from.")
    reader: str = Field(description="Kind of document, and so which reader read it.")
    accepted: datetime = Field(description="When Newsmill took responsibility for it.")
    claimed: datetime | None = Field(description="When a worker last took it.")
    closed: datetime | None = Field(description="When its outcome was certain.")
    attempts: int = Field(description="How often work on it was begun.")
    outcome: str = Field(description="`indexed`, `revised`, `duplicate`, `rejected`, `quarantined`, or `open`.")
    reason: str = Field(description="Why, where the outcome needs a reason.")
    last_error: str = Field(description="What went wrong at an earlier attempt.")

    @classmethod
    def of(cls, row: Row) -> Self:
        return cls(
            document_id=row.document_id,
            origin=row.origin,
            reader=row.kind,
            accepted=row.accepted_at,
            claimed=row.claimed_at,
            closed=row.closed_at,
            attempts=row.attempts,
            outcome=row.state,
            reason=row.reason,
            last_error=row.last_error,
        )


def trail_of(service: Needs, hit: Hit) -> tuple[Trail | None, str]:
    """Return the trail, or None and why there is none; an article can be read while Redis is away."""
    trace_id = str(hit.source.get("traceId", ""))
    answer = ask({"Redis": lambda: service.ledger.rows([trace_id])})["Redis"]
    if isinstance(answer, IngestError):
        return None, redact(str(answer))
    (row,) = answer
    return (Trail.of(row), "") if row else (None, FORGOTTEN)
