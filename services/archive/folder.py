"""A folder of files that grow: one for each process that writes, and a new one at a size and after a time.

What is written is on the disk before `append` returns. After a kill a file may end in a part of a record: nobody was
told of it, and no file is ever written to by a second process.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from threading import Lock

from services.archive import naming, warc
from services.archive.files import Kept
from services.archive.naming import Span
from services.model import utc_now

FILE_BYTES = 1_000_000_000
FILE_AGE = timedelta(hours=6)


@dataclass(slots=True)
class _Open:
    """The file that this process writes to."""

    name: str
    descriptor: int
    size: int
    opened_at: datetime
    owner: int


class Folder:
    """Implements `Files` below *path*."""

    def __init__(self, path: Path, software: str, file_bytes: int = FILE_BYTES, file_age: timedelta = FILE_AGE) -> None:
        self._path = path
        self._software = software
        self._file_bytes = file_bytes
        self._file_age = file_age
        self._open: _Open | None = None
        self._lock = Lock()

    def append(self, blocks: Sequence[bytes]) -> list[Span]:
        with self._lock:
            file = self._current(utc_now())
            starts = accumulate(map(len, blocks), initial=file.size)
            try:
                _write(file.descriptor, b"".join(blocks))
                os.fsync(file.descriptor)
            except OSError:
                self._abandon(file)
                raise
            file.size += sum(map(len, blocks))
        return [Span(file.name, start, len(block)) for start, block in zip(starts, blocks, strict=False)]

    def read(self, span: Span) -> bytes:
        with (self._path / span.name).open("rb") as file:
            file.seek(span.offset)
            return file.read(span.length)

    def overwrite(self, span: Span, content: bytes) -> None:
        with (self._path / span.name).open("r+b") as file:
            file.seek(span.offset)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def kept(self, now: datetime) -> Iterator[Kept]:
        """Yield the files that are old enough to be closed by whoever wrote them."""
        for path in sorted(self._path.glob("*/*.warc.zst")):
            name = path.relative_to(self._path).as_posix()
            opened_at = naming.opened_at(name)
            if opened_at and opened_at + self._file_age <= now:
                with suppress(FileNotFoundError):  # another process deletes too
                    yield Kept(name, path.stat().st_size, opened_at + self._file_age)

    def delete(self, name: str) -> None:
        path = self._path / name
        path.unlink()
        with suppress(OSError):  # not empty
            path.parent.rmdir()

    def _current(self, now: datetime) -> _Open:
        file = self._open
        if file:
            # A forked process has its parent's file open, and must not write to it.
            is_ours = file.owner == os.getpid()
            if is_ours and file.size < self._file_bytes and now - file.opened_at < self._file_age:
                return file
            os.close(file.descriptor)
        self._open = self._begun(now)
        return self._open

    def _begun(self, now: datetime) -> _Open:
        name = naming.new_name(now)
        path = self._path / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        for directory in (path.parent, self._path):
            _make_durable(directory)
        beginning = warc.beginning(self._software, now)
        _write(descriptor, beginning)
        return _Open(name, descriptor, len(beginning), now, os.getpid())

    def _abandon(self, file: _Open) -> None:
        """Take back what was written in part, and go on in another file."""
        self._open = None
        with suppress(OSError):
            os.ftruncate(file.descriptor, file.size)
        with suppress(OSError):
            os.close(file.descriptor)


def _write(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _make_durable(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
