"""Undo a content encoding without letting a small answer become a large one.

    parts as answered ─Body.add─▶ at most `most_bytes` decoded ─Body.whole─▶ the content

Each decoder yields steps of at most a few hundred kB, so what is over the bound is known before it is unpacked.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import brotli
import zstandard

ACCEPTED = "gzip, deflate, br, zstd"

_STEP = 262_144
_BROTLI_STEP = 65_536
"""brotli 1.2 returns up to twice what it is asked for (google/brotli#1396)."""

_ZSTD_SLICE = 64
"""zstandard can't bound one call. A block of 128 kB takes 4 bytes at least, so a slice unpacks to 2 MB at most."""

_ZSTD_WINDOW = 8 * 2**20
"""The largest window that a content coding may ask for (RFC 9659, 3)."""

_MOST_MEMBERS = 1000
_GZIP = b"\x1f\x8b"


class BodyError(Exception):
    """The body is too large, of an encoding that we didn't ask for, or broken; stays inside `services.fetch`."""


class Decoder(Protocol):
    """Undoes one encoding."""

    def add(self, part: bytes) -> Iterator[bytes]:
        """Yield what *part* unpacks to, in steps. Raises the errors of its library."""
        ...

    def is_complete(self) -> bool: ...


class Body:
    """Collects a body of at most *most_bytes*, decoded; never holds more than that, one part and one step.

    Raises BodyError, also for more than one encoding.
    """

    def __init__(self, encoding: str, most_bytes: int) -> None:
        self._name = _named(encoding)
        self._decoder = _DECODERS[self._name]() if self._name else None
        self._most = most_bytes
        self._parts: list[bytes] = []
        self._raw = 0
        self.size = 0

    def add(self, part: bytes) -> None:
        self._raw += len(part)
        if self._raw > self._most:
            raise BodyError(self._too_large())
        if self._decoder is None:
            self._keep(part)
            return
        try:
            for step in self._decoder.add(part):
                self._keep(step)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            message = f"broken {self._name}: {error}"
            raise BodyError(message) from error

    def whole(self) -> bytes:
        """Return the content; raises BodyError where the encoding ends too early."""
        if self._decoder and self._raw and not self._decoder.is_complete():
            message = f"{self._name} that ends too early"
            raise BodyError(message)
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def _keep(self, step: bytes) -> None:
        if not step:
            return
        self.size += len(step)
        if self.size > self._most:
            raise BodyError(self._too_large())
        self._parts.append(step)

    def _too_large(self) -> str:
        return f"more than {self._most:,} bytes"


def _named(encoding: str) -> str:
    if not encoding or encoding in _DECODERS:
        return encoding
    names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in ("", "identity")]
    if len(names) > 1:
        message = f"encoded more than once ({encoding[:100]})"
        raise BodyError(message)
    if names and names[0] not in _DECODERS:
        message = f"encoded as {names[0][:40]}, which wasn't asked for"
        raise BodyError(message)
    return names[0] if names else ""


class _Gzip:
    """Members one after the other (RFC 1952, 2.2); what follows the last and isn't one is passed over."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._members = 1
        self._opening = b""

    def add(self, part: bytes) -> Iterator[bytes]:
        while part:
            if self._inflater.eof:
                part = self._opening + part
                self._opening = part if len(part) < len(_GZIP) else b""
                if not part.startswith(_GZIP):
                    return
                self._begin_member()
            yield self._inflater.decompress(part, _STEP)
            part = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail

    def _begin_member(self) -> None:
        self._members += 1
        if self._members > _MOST_MEMBERS:
            message = f"gzip of more than {_MOST_MEMBERS:,} members"
            raise BodyError(message)
        self._inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def is_complete(self) -> bool:
        return self._inflater.eof


class _Deflate:
    """zlib's format, or raw deflate, which some servers send instead (RFC 9110, 8.4.1.2)."""

    def __init__(self) -> None:
        self._inflater: zlib._Decompress | None = None
        self._opening = b""

    def add(self, part: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            part = self._opening = self._opening + part
            if len(part) < 2:
                return
            self._inflater = zlib.decompressobj(_window(part))
        while part and not self._inflater.eof:
            yield self._inflater.decompress(part, _STEP)
            part = self._inflater.unconsumed_tail

    def is_complete(self) -> bool:
        return self._inflater is not None and self._inflater.eof


def _window(opening: bytes) -> int:
    """Return what zlib is told: its own header is recognised by its checksum."""
    is_zlib = opening[0] & 0x0F == 8 and (opening[0] * 256 + opening[1]) % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS


class _Brotli:
    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()

    def add(self, part: bytes) -> Iterator[bytes]:
        if self._decompressor.is_finished():
            return
        step = self._decompressor.process(part, output_buffer_limit=_BROTLI_STEP)
        # What the last input unpacks to may still be inside when the decompressor would take more.
        while step:
            yield step
            step = self._decompressor.process(b"", output_buffer_limit=_BROTLI_STEP)

    def is_complete(self) -> bool:
        return bool(self._decompressor.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self._new = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj
        self._frame = self._new()
        self._frames = 1

    def add(self, part: bytes) -> Iterator[bytes]:
        for start in range(0, len(part), _ZSTD_SLICE):
            yield from self._slice(part[start : start + _ZSTD_SLICE])

    def _slice(self, part: bytes) -> Iterator[bytes]:
        while part:
            if self._frame.eof:
                self._begin_frame()
            yield self._frame.decompress(part)
            part = self._frame.unused_data if self._frame.eof else b""

    def _begin_frame(self) -> None:
        self._frames += 1
        if self._frames > _MOST_MEMBERS:
            message = f"zstd of more than {_MOST_MEMBERS:,} frames"
            raise BodyError(message)
        self._frame = self._new()

    def is_complete(self) -> bool:
        return self._frame.eof


_DECODERS: Mapping[str, Callable[[], Decoder]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}
