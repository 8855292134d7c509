"""What comes in: bytes, where they came from, and what became of them."""

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from services.model.web import Answer


class Outcome(StrEnum):
    """What became of a raw document; each is counted exactly once."""

    INDEXED = "indexed"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


def new_document_id() -> str:
    """Return 32 hex digits that sort by time of making (48 bits of milliseconds, then 80 random ones)."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a publisher reserves: robots directives as written, text and data mining (TDMRep); None where unsaid.

    `ai_training` is False where robots.txt or a header opts out of it.
    """

    robots: str = ""
    tdm_reserved: bool | None = None
    ai_training: bool | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """Bytes as they were answered or dropped, and where they came from.

    `kind` names the reader (`services.sources.READERS`); `origin` is a URL, or a file's name; `id` is chosen by
    whoever accepts, so that accepting again after a timeout makes no second row. `raw_uri` is where the archive keeps
    the answer. `entry` is the feed's entry that linked to a page: it completes the page, or stands in for it.
    `fetched_at` is when we had this very page from its address; None for everything else.
    """

    id: str
    kind: str
    origin: str
    content: bytes
    media_type: str = ""
    charset: str = ""
    url: str = ""
    feed_id: str = ""
    http_status: int | None = None
    raw_uri: str = ""
    entry: bytes = b""
    rights: Rights = field(default_factory=Rights)
    fetched_at: datetime | None = None

    @classmethod
    def of_page(cls, answer: Answer, document_id: str, *, feed_id: str = "", raw_uri: str = "") -> Self:
        """Return what *answer* holds, as a page, or as plain text where it says so."""
        media_type, charset = answer.content_type
        return cls(
            id=document_id,
            kind="text" if media_type == "text/plain" else "page",
            origin=answer.requested,
            content=answer.content,
            media_type=media_type,
            charset=charset,
            url=answer.url,
            feed_id=feed_id,
            http_status=answer.status,
            raw_uri=raw_uri,
            fetched_at=answer.fetched_at,
        )

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()
