"""Read files and folders, bounded; what isn't read is named, and the rest goes on."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's bytes, or why there are none.

    A file that is larger than a document has only its beginning in `content`, and all of it in the open `stream`: what
    it is decides whether it may be so large. It is closed when the next file is asked for. `size` is in bytes.

    `refusal` begins with `missing`, `unreadable`, `too-large`, `not-a-file`, `directory-loop` or `no-files`; what is
    left out on purpose has `skipped` instead, beginning with `hidden` or `read-already`.
    """

    name: str
    content: bytes = b""
    stream: BinaryIO | None = None
    size: int = 0
    refusal: str = ""
    skipped: str = ""


def read(path: Path, most_bytes: int) -> Iterator[ReadFile]:
    """Yield the file *path*, or every file below it in order of name; links are followed, each folder is read once.

    Hidden files and folders are read only where *path* names them.
    """
    walked: dict[tuple[int, int], Path] = {}
    # A stack, not recursion: a tree may be deeper than Python's.
    waiting = [path]
    while waiting:
        here = waiting.pop()
        found = _look(here, most_bytes, walked) if here is path or not here.name.startswith(".") else _hidden(here)
        if isinstance(found, ReadFile):
            with found.stream or nullcontext():
                yield found
        else:
            waiting += found
            if here is path and not found:
                yield ReadFile(os.fspath(here), refusal="no-files: an empty folder")


def _look(path: Path, most_bytes: int, walked: dict[tuple[int, int], Path]) -> ReadFile | list[Path]:
    """Return the file, or what is in the folder, last first; a folder is noted in *walked*."""
    try:
        status = path.stat()
        if not stat.S_ISDIR(status.st_mode):
            return _file(path, status, most_bytes)
        first = walked.setdefault((status.st_dev, status.st_ino), path)
        return sorted(path.iterdir(), reverse=True) if first is path else _again(path, first)
    except OSError as error:
        return ReadFile(os.fspath(path), refusal=_refusal(path, error))


def _hidden(path: Path) -> ReadFile:
    return ReadFile(os.fspath(path), skipped="hidden: name it itself to take it in")


def _again(folder: Path, first: Path) -> ReadFile:
    if folder.is_relative_to(first):
        return ReadFile(os.fspath(folder), refusal="directory-loop: it contains itself by a link")
    return ReadFile(os.fspath(folder), skipped=f"read-already: as {first}")


def _file(path: Path, status: os.stat_result, most_bytes: int) -> ReadFile:
    # Before it is opened, since that could wait for ever or do something; and after, since it may have been exchanged.
    if not stat.S_ISREG(status.st_mode):
        return _no_file(path)
    with ExitStack() as stack:
        # Closed here, unless it is handed on.
        file = stack.enter_context(open(path, "rb", opener=_not_waiting))
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return _no_file(path)
        content = file.read(most_bytes + 1) or b""
        if len(content) <= most_bytes:
            return ReadFile(os.fspath(path), content)
        file.seek(0)
        stack.pop_all()
        return ReadFile(os.fspath(path), content, file, max(status.st_size, len(content)))


def _not_waiting(file: str, flags: int) -> int:
    return os.open(file, flags | os.O_NONBLOCK)


def _no_file(path: Path) -> ReadFile:
    return ReadFile(os.fspath(path), refusal="not-a-file: a pipe, socket or device")


def too_large(most_bytes: int, size: int = 0, setting: str = "NEWSMILL_MAX_DOCUMENT_BYTES") -> str:
    """Return the refusal of what is over *most_bytes*; its *size* where that is known."""
    found = f"{size:,} bytes" if size > most_bytes else f"over {most_bytes:,} bytes"
    return f"too-large: {found}; {setting} allows {most_bytes:,}"


def _refusal(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "missing: a link to nothing" if path.is_symlink() else "missing: no such file or directory"
    if error.errno == errno.ELOOP:
        return "directory-loop: links that lead to each other"
    return f"unreadable: {error.strerror}"
