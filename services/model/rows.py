"""What the ledger keeps."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.model.documents import Outcome, RawDocument


class Lane(StrEnum):
    """Who works on a row: `process` makes an article of it, `links` gets the page that it links to first."""

    PROCESS = "process"
    LINKS = "links"


LINK = "link"
"""The kind of a row in the lane `links`."""


def lane_of(kind: str) -> Lane:
    """Return the lane of a row of *kind*."""
    return Lane.LINKS if kind == LINK else Lane.PROCESS


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a row: its outcome, the article it led to, and the reason where there is no article."""

    document_id: str
    outcome: Outcome
    uri: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that this process may work on until the lease ends; `attempt` counts this one (from 1)."""

    document: RawDocument
    attempt: int
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """What the ledger knows of a document, open or closed."""

    document_id: str
    state: str
    kind: str
    origin: str
    accepted_at: datetime
    attempts: int
    uri: str = ""
    reason: str = ""
    last_error: str = ""
    claimed_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Due:
    """Rows whose work is due, to be sent as one message of at most the size that their attempts allow."""

    document_ids: tuple[str, ...]
    attempts: int


@dataclass(frozen=True, slots=True)
class Books:
    """Counts since the ledger began; they balance at any moment."""

    accepted: int
    indexed: int
    revised: int
    duplicates: int
    rejected: int
    quarantined: int
    open: int

    @property
    def balance(self) -> bool:
        ended = self.indexed + self.revised + self.duplicates + self.rejected + self.quarantined
        return self.accepted == ended + self.open
