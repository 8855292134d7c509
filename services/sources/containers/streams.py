"""Streams that count what comes out of them, and that make do without going back."""

import io
from collections.abc import Callable
from typing import BinaryIO, cast

from services.sources.containers.bounds import BROKEN, ContainerError

OPENING = 65_536
"""Bytes at the beginning of a stream that are looked at to tell what it is."""

_LARGEST_READ = 16_000_000
_KEPT_BEHIND = 4096


class Counting(io.RawIOBase):
    """What *source* gives, each byte told to *spend*, which may end it by raising."""

    def __init__(self, source: BinaryIO, spend: Callable[[int], None]) -> None:
        # `read` would lose what it has already when the next part is broken.
        self._read: Callable[[int], bytes] = getattr(source, "read1", source.read)
        self._spend = spend

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self._read(len(buffer))
        self._spend(len(found))
        buffer[: len(found)] = found
        return len(found)


class Forward(io.RawIOBase):
    """A stream that goes forward only, but for the last few bytes, for a reader that seeks.

    One read of more than 16 MB raises ContainerError: no header that we know is so large, and a reader that believes
    one that says so would take as much memory.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._at = 0
        self._kept = b""
        self._back = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at - self._back

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _LARGEST_READ:
            raise ContainerError("too-large: one header of more than 16 MB")
        found = b""
        if self._back:
            found = self._kept[len(self._kept) - self._back :][:size]
            self._back -= len(found)
        while len(found) < size and (more := self._source.read(size - len(found))):
            found += more
            self._at += len(more)
            self._kept = (self._kept + more)[-_KEPT_BEHIND:]
        return found

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation
        back = self._at - offset
        if back > len(self._kept):
            raise ContainerError("broken-tar: a header that leads back")
        self._back = max(0, back)
        while self.tell() < offset and self.read(min(OPENING, offset - self.tell())):
            pass
        return self.tell()


class Guarded(io.RawIOBase):
    """A seekable *source* of which nobody reads more than *most* bytes at once: see `Forward`."""

    def __init__(self, source: BinaryIO, most: int) -> None:
        self._source = source
        self._most = most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._source.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._source.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        found = self._source.read(min(size, self._most + 1) if size >= 0 else self._most + 1)
        if len(found) > self._most:
            raise ContainerError(f"too-large: a directory of more than {self._most:,} bytes")
        return found


class _Filling(io.RawIOBase):
    """Any object with `read` as the bottom of a BufferedReader; each read is filled, so that `peek` shows enough."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._trouble: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._trouble:
            raise self._trouble
        at = 0
        try:
            while at < len(buffer) and (found := self._source.read(len(buffer) - at)):
                buffer[at : at + len(found)] = found
                at += len(found)
        except BROKEN as error:
            # What came before counts: of a file that breaks off, the members that are whole.
            self._trouble = error
            if not at:
                raise
        return at


def peekable(source: BinaryIO) -> io.BufferedReader:
    """Return *source*, whose beginning can be looked at with `peek`; one that can go back still can."""
    if isinstance(source, io.BufferedReader):
        return source
    if isinstance(source, io.BytesIO):
        return io.BufferedReader(cast("io.RawIOBase", source), OPENING)
    return io.BufferedReader(_Filling(source), OPENING)
