"""Any file system of fsspec (s3://, gs://, az://, …), where files can't grow: each write is an object of its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import accumulate

import fsspec

from services.archive import naming, warc
from services.archive.files import Kept
from services.archive.naming import Span
from services.model import utc_now


class Objects:
    """Implements `Files` below *root*; an object is there whole or not at all."""

    def __init__(self, system: fsspec.AbstractFileSystem, root: str, software: str) -> None:
        self._system = system
        self._root = root.rstrip("/")
        self._software = software

    def append(self, blocks: Sequence[bytes]) -> list[Span]:
        now = utc_now()
        name, beginning = naming.new_name(now), warc.beginning(self._software, now)
        starts = accumulate(map(len, blocks), initial=len(beginning))
        with _as_os_errors():
            self._put(name, b"".join([beginning, *blocks]))
        return [Span(name, start, len(block)) for start, block in zip(starts, blocks, strict=False)]

    def read(self, span: Span) -> bytes:
        with _as_os_errors():
            content: bytes = self._system.cat_file(
                self._at(span.name), start=span.offset, end=span.offset + span.length
            )
        return content

    def overwrite(self, span: Span, content: bytes) -> None:
        with _as_os_errors():
            whole = bytearray(self._system.cat_file(self._at(span.name)))
            whole[span.offset : span.offset + span.length] = content
            self._put(span.name, bytes(whole))

    def kept(self, now: datetime) -> Iterator[Kept]:
        with _as_os_errors():
            found = self._system.find(self._root, detail=True) if self._system.exists(self._root) else {}
        for path, facts in sorted(found.items()):
            name = "/".join(path.split("/")[-2:])
            if opened_at := naming.opened_at(name):
                yield Kept(name, int(facts["size"]), opened_at)

    def delete(self, name: str) -> None:
        with _as_os_errors():
            self._system.rm_file(self._at(name))

    def _put(self, name: str, content: bytes) -> None:
        path = self._at(name)
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._system.pipe_file(path, content)

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"


@contextmanager
def _as_os_errors() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        # Each library below fsspec has errors of its own for a bucket that is away.
        message = f"{type(error).__name__}: {error}"
        raise OSError(message) from error
