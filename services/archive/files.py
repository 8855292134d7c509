"""What an archive needs of where its files are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.archive.naming import Span


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that nobody writes to any more; nothing in it is younger than `written_by`."""

    name: str
    size: int
    written_by: datetime


class Files(Protocol):
    """A folder, or whatever is like one. All raise OSError; FileNotFoundError for what isn't there."""

    def append(self, blocks: Sequence[bytes]) -> list[Span]:
        """Write *blocks* and return where each is, when they are safe: none of them counts otherwise."""
        ...

    def read(self, span: Span) -> bytes: ...

    def overwrite(self, span: Span, content: bytes) -> None:
        """Put *content*, of the same length, in the place of what is there."""
        ...

    def kept(self, now: datetime) -> Iterator[Kept]: ...

    def delete(self, name: str) -> None: ...
