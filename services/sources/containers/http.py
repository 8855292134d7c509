"""Read an HTTP/1 answer as a crawl keeps it: status, headers, and the body without its codings (RFC 9112, 9110)."""

import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import brotli
import zstandard

_MOST_HEADERS = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer; `headers` have their names in lower case, `body` is as it was sent."""

    status: int | None
    headers: Mapping[str, str]
    body: bytes

    def content(self, most: int) -> bytes:
        """Return the body decoded; where it is more than *most* bytes, the first of them and one more."""
        body = self.body
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            body = _joined(body)
        codings = [name.strip() for name in self.headers.get("content-encoding", "").lower().split(",")]
        codings = [name for name in codings if name not in ("", "identity")]
        if len(codings) > 1:
            message = "encoded more than once"
            raise ValueError(message)
        return _decoded(body, codings[0], most + 1) if codings else body


def parsed(block: bytes) -> Answer:
    """Return the answer that *block* is. Raises ValueError where it is none."""
    head, _, body = block.partition(b"\r\n\r\n")
    if b"\n\n" in head:
        head, _, body = block.partition(b"\n\n")
    first, *lines = head.decode("latin-1").splitlines() or [""]
    version, _, rest = first.partition(" ")
    if not version.startswith("HTTP/") or not rest[:3].isdigit():
        message = "no status line"
        raise ValueError(message)
    pairs = (line.partition(":") for line in lines[:_MOST_HEADERS])
    return Answer(int(rest[:3]), {name.strip().lower(): value.strip() for name, _, value in pairs}, body)


def _joined(body: bytes) -> bytes:
    """Return the chunks put together; the body itself where a crawler joined them already and left the header."""
    chunks = list(_chunks(body))
    return b"".join(chunks) if chunks or body.startswith(b"0") else body


def _chunks(body: bytes) -> Iterator[bytes]:
    at = 0
    while (end := body.find(b"\r\n", at, at + 1000)) > 0:
        try:
            size = int(body[at:end].partition(b";")[0], 16)
        except ValueError:
            return
        if size <= 0:
            return
        yield body[end + 2 : end + 2 + size]
        at = end + 2 + size + 2


def _decoded(body: bytes, coding: str, most: int) -> bytes:
    if coding in ("gzip", "x-gzip", "deflate"):
        if body[:2] == b"\x1f\x8b":
            window = 16 + zlib.MAX_WBITS
        else:
            window = zlib.MAX_WBITS if body[:1] == b"x" else -zlib.MAX_WBITS
        return zlib.decompressobj(window).decompress(body, most)
    if coding == "br":
        return _brotli(body, most)
    if coding == "zstd":
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(io.BytesIO(body))
        return reader.read(most)
    message = f"encoded as {coding[:40]}"
    raise ValueError(message)


def _brotli(body: bytes, most: int) -> bytes:
    decompressor = brotli.Decompressor()
    try:
        return bytes(decompressor.process(body, output_buffer_limit=most)[:most])
    except brotli.error as error:
        raise ValueError(str(error) or "broken brotli") from error
