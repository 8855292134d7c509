"""How much may come out of a container, and what is said of that which can't."""

import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import zstandard

from services.model import RawDocument

_LONGEST_NAME = 300
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")

BROKEN = (
    OSError,
    EOFError,
    ValueError,
    ArithmeticError,
    LookupError,
    RuntimeError,  # also RecursionError, and NotImplementedError for a method of compression that Python doesn't know
    MemoryError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zstandard.ZstdError,
)
"""What the libraries that read containers raise over ill-formed ones."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that one container may hold: bytes of a document, bytes and members in all, containers in containers.

    What is packed may grow *ratio*-fold, or to ten documents: text shrinks to a tenth or so, a bomb to a thousandth.
    """

    document_bytes: int = 10_000_000
    expanded_bytes: int = 10_000_000_000
    members: int = 1_000_000
    depth: int = 3
    ratio: int = 200

    @property
    def whole_bytes(self) -> int:
        """The most bytes of a container that can't be read as a stream, such as a message with its attachments."""
        return 5 * self.document_bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """A member that gives no document; `reason` begins with a name. `is_skipped`: it was left out on purpose."""

    name: str
    reason: str
    is_skipped: bool = False


Member = RawDocument | Refusal


class ContainerError(Exception):
    """A container gives no more; the message begins with a name. Stays inside this package."""


class SpentError(Exception):
    """The outermost container held more than it may; ends all. Stays inside this package."""


@dataclass(slots=True)
class Budget:
    """What may still come out of the outermost container."""

    bytes_left: int
    members_left: int

    def spend(self, count: int) -> None:
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise SpentError("too-large: it unpacks to more than it may; NEWSMILL_MAX_CONTAINER_BYTES and its own size")

    def count(self) -> None:
        self.members_left -= 1
        if self.members_left < 0:
            raise SpentError("too-many: more members than may be in one container")


@dataclass(frozen=True, slots=True)
class Part:
    """A container that is being read, or a member that may be one: `about` says all of it but its content."""

    about: RawDocument
    stream: BinaryIO
    bounds: Bounds
    budget: Budget
    expand: Callable[["Part"], Iterator[Member]]
    depth: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1 << 40)))

    def member(self, name: str, stream: BinaryIO, **about: object) -> Iterator[Member]:
        """Yield what the member *name* gives: it costs only itself whatever it is."""
        self.budget.count()
        part = replace(self, about=self._about(name, **about), stream=stream, depth=self.depth + 1)
        return self.expand(replace(part, numbers=iter(range(1 << 40))))

    def document(self, name: str, content: bytes, kind: str, **about: object) -> RawDocument:
        """Return the document *name*, which holds no others."""
        self.budget.count()
        return replace(self._about(name, **about), content=content, kind=kind)

    def refusal(self, name: str, reason: str, *, is_skipped: bool = False) -> Refusal:
        """Return why the member *name* gives nothing, with a number of its own all the same."""
        self.budget.count()
        next(self.numbers)
        return Refusal(f"{self.about.origin}{shown(name)}", reason, is_skipped)

    def _about(self, name: str, **about: object) -> RawDocument:
        # The number follows the position, so that accepting the same container again makes no second row.
        document_id = f"{self.about.id}-{next(self.numbers):06x}"
        origin = f"{self.about.origin}{shown(name)}"
        plain = replace(self.about, id=document_id, origin=origin, kind="", media_type="", charset="")
        return replace(plain, **about)  # type: ignore[arg-type]


def shown(name: str) -> str:
    """Return the name of a member as text that can be stored and printed; it is never used as a path."""
    text = _UNPRINTABLE.sub("\ufffd", name)
    return text if len(text) <= _LONGEST_NAME else f"…{text[-_LONGEST_NAME:]}"


def broken(kind: str, error: BaseException) -> str:
    """Return the reason for a container or member that can't be read further."""
    return f"broken-{kind}: {shown(str(error)) or type(error).__name__}"
