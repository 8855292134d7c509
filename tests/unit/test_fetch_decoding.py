"""A small answer can't become a large one."""

import gzip
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard

from services.fetch.decoding import Body, BodyError

TEXT = b"The dam opened early. " * 500
RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


def in_parts(content: bytes, size: int = 7) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def decoded(encoded: bytes, encoding: str, most_bytes: int, size: int = 7) -> bytes:
    body = Body(encoding, most_bytes)
    for part in in_parts(encoded, size):
        body.add(part)
    return body.whole()


@pytest.mark.parametrize(
    ("encoding", "encoded"),
    [
        ("identity", TEXT),
        ("X-GZip", gzip.compress(TEXT)),
        ("deflate", RAW_DEFLATE.compress(TEXT) + RAW_DEFLATE.flush()),
        (" gzip , identity", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:])),  # members, RFC 1952, 2.2
        ("gzip", gzip.compress(TEXT) + bytes(100)),  # padding, as tape drives left it
        ("zstd", zstandard.compress(TEXT[:99]) + zstandard.compress(TEXT[99:])),  # frames, RFC 8878, 3.1
        *((name, encode(TEXT)) for name, encode in ENCODERS.items()),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_body_comes_out_whole(encoding: str, encoded: bytes, size: int) -> None:
    assert decoded(encoded, encoding, len(TEXT), size) == TEXT


@pytest.mark.parametrize("encoding", ENCODERS)
def test_one_byte_over_the_bound_is_refused(encoding: str) -> None:
    with pytest.raises(BodyError, match="more than"):
        decoded(ENCODERS[encoding](TEXT), encoding, len(TEXT) - 1)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_refused_before_it_is_unpacked(encoding: str) -> None:
    body, bomb = Body(encoding, 100_000), ENCODERS[encoding](bytes(8_000_000))
    with pytest.raises(BodyError, match="more than"):
        body.add(bomb)
    # At most the bound and one step of the decoder's.
    assert body.size < 2_300_000


@pytest.mark.parametrize("encoding", ["compress", "gzip, gzip", "gzip, br", "br, zstd", "x" * 10_000])
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(BodyError):
        decoded(TEXT, encoding, 10**6)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_broken_body_is_no_body(encoding: str) -> None:
    with pytest.raises(BodyError, match="broken"):
        decoded(b"never encoded", encoding, 10**6)
    with pytest.raises(BodyError, match=f"{encoding} that ends too early"):
        decoded(ENCODERS[encoding](TEXT)[:-5], encoding, 10**6)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_million_empty_parts_cost_no_time(encoding: str) -> None:
    with pytest.raises(BodyError, match="more than 1,000"):
        decoded(ENCODERS[encoding](b"") * 2000, encoding, 10**6, 10_000)


def test_a_zstd_window_over_8_mb_is_refused() -> None:
    long = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    ).compressobj()
    with pytest.raises(BodyError, match="broken zstd"):
        decoded(long.compress(TEXT) + long.flush(), "zstd", 10**6)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_an_empty_body_is_empty_whatever_it_says(encoding: str) -> None:
    assert decoded(b"", encoding, 10) == b""
