"""The archive itself, over whatever keeps its files."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from services.archive import naming, warc
from services.archive.files import Files, Kept
from services.archive.folder import Folder
from services.archive.naming import Span
from services.archive.objects import Objects
from services.errors import ArchiveUnavailableError, NotFoundError, SettingError
from services.model import Answer


def open_archive(location: str, keep: timedelta, most_bytes: int) -> "WarcArchive":
    """Return the archive at *location*, a folder or a URL that fsspec knows; nothing is made there before a write.

    Raises SettingError where there is no such kind of URL, or its library isn't installed.
    """
    software = f"newsmill/{version('newsmill')}"
    try:
        system, root = fsspec.core.url_to_fs(location)
    except (ValueError, ImportError) as error:
        message = f"NEWSMILL_ARCHIVE is wrong: {error}."
        raise SettingError(message) from error
    is_local = isinstance(system, LocalFileSystem)
    files: Files = Folder(Path(root), software) if is_local else Objects(system, root, software)
    return WarcArchive(files, keep, most_bytes)


class WarcArchive:
    """Implements `ports.Archive`; `expire` leaves what is younger than *keep*, and at most *most_bytes* of it."""

    def __init__(self, files: Files, keep: timedelta, most_bytes: int) -> None:
        self._files = files
        self._keep = keep
        self._most = most_bytes

    def write(self, answers: Sequence[Answer]) -> list[str]:
        """Keep *answers*; those of one call are written together, so call it for many."""
        if not answers:
            return []
        with _available():
            return [span.uri for span in self._files.append([warc.encoded(answer) for answer in answers])]

    def read(self, uri: str) -> Answer:
        """Return what was kept. Raises NotFoundError, also for what was removed, or ArchiveUnavailableError."""
        span = naming.span_of(uri)
        answer = self._answer(span) if span else None
        if answer is None:
            message = f"{uri[:500]}: not in the archive (expired, removed, damaged, or never there)"
            raise NotFoundError(message)
        return answer

    def remove(self, uris: Collection[str]) -> int:
        """Overwrite what is kept under *uris*; other records keep their places."""
        spans = [span for span in map(naming.span_of, uris) if span and self._answer(span)]
        for span in spans:
            with _available():
                self._files.overwrite(span, warc.removed(span.length))
        return len(spans)

    def expire(self, now: datetime) -> int:
        """Delete whole files; one that is still written to stays, whatever its age."""
        with _available():
            kept = sorted(self._files.kept(now), key=lambda file: file.written_by)
            past = list(_past(kept, now - self._keep, self._most))
            for file in past:
                self._files.delete(file.name)
        return sum(file.size for file in past)

    def _answer(self, span: Span) -> Answer | None:
        with _available():
            try:
                frames = self._files.read(span)
                # A uri that somebody made up may name more than there is.
                return warc.decoded(frames) if len(frames) == span.length else None
            except (FileNotFoundError, warc.DamagedError):
                return None


def _past(files: Sequence[Kept], oldest: datetime, most_bytes: int) -> Iterator[Kept]:
    """Yield those of *files*, oldest first, that are too old, and as many more as are too much."""
    excess = sum(file.size for file in files) - most_bytes
    for file in files:
        if file.written_by >= oldest and excess <= 0:
            return
        excess -= file.size
        yield file


@contextmanager
def _available() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"The archive can't be used: {error}."
        raise ArchiveUnavailableError(message) from error
