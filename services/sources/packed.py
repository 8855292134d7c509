"""Unpack a gzipped file within bounds: a small one can hold a large one."""

import zlib

from services.errors import NotAnArticleError

LARGEST = 16_000_000
_MAGIC = b"\x1f\x8b"


def unpacked(content: bytes) -> bytes:
    """Return what *content* holds if it is gzipped, else *content*.

    Raises NotAnArticleError: `too-large`, or `broken-gzip`.
    """
    if not content.startswith(_MAGIC):
        return content
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        found = inflater.decompress(content, LARGEST)
    except zlib.error as error:
        raise NotAnArticleError("broken-gzip", str(error)) from error
    if inflater.unconsumed_tail:
        raise NotAnArticleError("too-large", f"over {LARGEST:,} bytes when unpacked")
    return found
