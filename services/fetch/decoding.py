"""Undo a content encoding without letting a small answer become a large one."""

import zlib
from collections.abc import Iterable

ACCEPTED = "gzip, deflate"


class BodyError(Exception):
    """The body is too large, of an encoding that we didn't ask for, or broken; stays inside `services.fetch`."""


def decoded(parts: Iterable[bytes], encoding: str, most_bytes: int) -> bytes:
    """Return the body of at most *most_bytes*; never holds more than that and one part.

    Raises BodyError. brotli and zstd can't be bounded while decoding with what httpx uses, so they are refused.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in ("", "identity")]
    if len(names) > 1:
        message = f"encoded more than once ({encoding})"
        raise BodyError(message)
    if not names:
        return _collected(parts, most_bytes)
    if names[0] not in ("gzip", "x-gzip", "deflate"):
        message = f"encoded as {names[0][:40]}, which wasn't asked for"
        raise BodyError(message)
    return _collected(_inflated(parts, names[0], most_bytes), most_bytes)


def _collected(parts: Iterable[bytes], most_bytes: int) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > most_bytes:
            message = f"more than {most_bytes:,} bytes"
            raise BodyError(message)
    return bytes(body)


def _inflated(parts: Iterable[bytes], name: str, most_bytes: int) -> Iterable[bytes]:
    inflater = None
    for part in parts:
        if not part:
            continue
        inflater = inflater or zlib.decompressobj(_window(name, part))
        try:
            # One byte over the bound is enough to know.
            yield inflater.decompress(part, most_bytes + 1)
        except zlib.error as error:
            message = f"broken {name}: {error}"
            raise BodyError(message) from error
        if inflater.unconsumed_tail:
            message = f"more than {most_bytes:,} bytes"
            raise BodyError(message)
    if inflater and not inflater.eof:
        message = f"{name} that ends too early"
        raise BodyError(message)


def _window(name: str, opening: bytes) -> int:
    if name != "deflate":
        return 16 + zlib.MAX_WBITS
    # Some servers send raw deflate for `deflate` (RFC 9110, 8.4.1.2); zlib's header is recognised by its checksum.
    is_zlib = len(opening) > 1 and opening[0] & 0x0F == 8 and (opening[0] * 256 + opening[1]) % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
