"""Read files and folders, bounded; what can't be read is named, and the rest goes on."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's bytes, or why there are none: `missing`, `unreadable`, `too-large`, `not-a-file`, `directory-loop`."""

    name: str
    content: bytes = b""
    refusal: str = ""


def read(path: Path, most_bytes: int) -> Iterator[ReadFile]:
    """Yield the file *path*, or every file below it, in order of name; links are followed, once."""
    yield from _read(path, most_bytes, frozenset())


def _read(path: Path, most_bytes: int, parents: frozenset[tuple[int, int]]) -> Iterator[ReadFile]:
    name = os.fspath(path)
    try:
        status = path.stat()
        if not stat.S_ISDIR(status.st_mode):
            yield _file(path, status, most_bytes)
            return
        identity = (status.st_dev, status.st_ino)
        if identity in parents:
            yield ReadFile(name, refusal="directory-loop: it contains itself by a link")
            return
        children = sorted(path.iterdir())
    except OSError as error:
        yield ReadFile(name, refusal=_refusal(path, error))
        return
    for child in children:
        yield from _read(child, most_bytes, parents | {identity})


def _file(path: Path, status: os.stat_result, most_bytes: int) -> ReadFile:
    name = os.fspath(path)
    if not stat.S_ISREG(status.st_mode):
        # Opening a pipe or a device could wait for ever.
        return ReadFile(name, refusal="not-a-file: a pipe, socket or device")
    with path.open("rb") as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        return ReadFile(name, refusal=f"too-large: {status.st_size:,} bytes, {most_bytes:,} are taken")
    return ReadFile(name, content)


def _refusal(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "missing: a link to nothing" if path.is_symlink() else "missing: no such file or directory"
    if error.errno is not None and os.strerror(error.errno).startswith("Too many levels"):
        return "directory-loop: links that lead to each other"
    return f"unreadable: {error.strerror}"
