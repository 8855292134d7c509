"""Unpack gzip, bzip2, xz and zstd as streams; each byte that comes out is counted."""

import bz2
import gzip
import io
import lzma
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol, cast

import zstandard

from services.sources.containers.bounds import ContainerError, Member, Part
from services.sources.containers.streams import Counting

_CHUNK = 65_536
# An xz file names the memory that its reader shall take, up to 4 GB; `xz -9` asks for 65 MB.
_MOST_MEMORY = 100_000_000
_WINDOW = 1 << 27
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_LARGEST_DICTIONARY = 16_000_000
_SUFFIXES = {".gz", ".bz2", ".xz", ".zst", ".lzma"}
_JOINED = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".svgz": ".svg"}


class _Decompressor(Protocol):
    eof: bool
    needs_input: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Unpacking(io.RawIOBase):
    """One stream after the other, as bzip2 and xz files are made."""

    def __init__(self, source: BinaryIO, kind: str) -> None:
        self._source = source
        self._kind = kind
        self._current: _Decompressor | None = None
        self._ahead = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while True:
            if self._current is None and not (self._ahead or self._more()):
                return 0
            found = self._step(len(buffer))
            if found:
                buffer[: len(found)] = found
                return len(found)

    def _step(self, size: int) -> bytes:
        current = self._current = self._current or self._opened()
        if current.needs_input and not self._ahead and not self._more():
            raise EOFError("it ends too early")
        given, self._ahead = (self._ahead, b"") if current.needs_input else (b"", self._ahead)
        found = current.decompress(given, size)
        if current.eof:
            # Blocks may be filled up with NULs.
            self._ahead = (current.unused_data + self._ahead).lstrip(b"\0")
            self._current = None
        return found

    def _more(self) -> bool:
        self._ahead += self._source.read(_CHUNK)
        return bool(self._ahead)

    def _opened(self) -> _Decompressor:
        if self._kind == "bzip2":
            return cast("_Decompressor", bz2.BZ2Decompressor())
        return cast("_Decompressor", lzma.LZMADecompressor(memlimit=_MOST_MEMORY))


def unpacked(part: Part) -> Iterator[Member]:
    """Yield what the one file in it gives; its name is the container's without the suffix."""
    kind = part.about.kind
    inside = Counting(cast("BinaryIO", _opened(kind, part.stream)), part.budget.spend)
    path = PurePosixPath(part.about.origin)
    suffix = path.suffix.lower()
    name = path.stem if suffix in _SUFFIXES else f"{path.stem}{_JOINED.get(suffix, suffix)}"
    return part.member(f"!{name}", cast("BinaryIO", inside), url=part.about.url)


def _opened(kind: str, stream: BinaryIO) -> io.IOBase | zstandard.ZstdDecompressionReader:
    if kind == "gzip":
        return gzip.GzipFile(fileobj=stream)
    if kind == "zstd":
        return _zstd(stream)
    return _Unpacking(stream, kind)


def _zstd(stream: BinaryIO) -> zstandard.ZstdDecompressionReader:
    """Open zstd; a WARC may bring its dictionary in a first frame that others skip (IIPC, warc-zstd 1.0)."""
    dictionary = None
    peeked = cast("io.BufferedReader", stream).peek(8)[:8]
    if peeked.startswith(_DICTIONARY):
        size = int.from_bytes(peeked[4:8], "little")
        if size > _LARGEST_DICTIONARY:
            raise ContainerError("too-large: a dictionary of more than 16 MB")
        stream.read(8)
        found = stream.read(size)
        if found.startswith(zstandard.FRAME_HEADER):
            reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(io.BytesIO(found))
            found = reader.read(_LARGEST_DICTIONARY)
        dictionary = zstandard.ZstdCompressionDict(found)
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=_WINDOW)
    return decompressor.stream_reader(stream, read_across_frames=True)
