"""A small answer can't become a large one."""

import gzip
import zlib
from collections.abc import Iterator

import pytest

from services.fetch.decoding import BodyError, decoded

BODY = b"The dam opened early. " * 500
RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)


def in_parts(content: bytes, size: int = 7) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


@pytest.mark.parametrize(
    ("encoding", "encoded"),
    [
        ("", BODY),
        ("identity", BODY),
        ("gzip", gzip.compress(BODY)),
        ("X-GZip", gzip.compress(BODY)),
        ("deflate", zlib.compress(BODY)),
        ("deflate", RAW_DEFLATE.compress(BODY) + RAW_DEFLATE.flush()),
        (" gzip , identity", gzip.compress(BODY)),
    ],
)
def test_a_body_comes_out_whole(encoding: str, encoded: bytes) -> None:
    assert decoded(in_parts(encoded), encoding, len(BODY)) == BODY


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_one_byte_over_the_bound_is_refused(encoding: str) -> None:
    encoded = {"": BODY, "gzip": gzip.compress(BODY), "deflate": zlib.compress(BODY)}[encoding]
    with pytest.raises(BodyError, match="more than"):
        decoded(in_parts(encoded), encoding, len(BODY) - 1)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    read: list[int] = []

    def parts() -> Iterator[bytes]:
        for part in in_parts(bomb, 1000):
            read.append(len(part))
            yield part

    with pytest.raises(BodyError, match="more than"):
        decoded(parts(), "gzip", 100_000)
    assert sum(read) < len(bomb) / 10


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip, br"])
def test_what_was_not_asked_for_is_refused(encoding: str) -> None:
    with pytest.raises(BodyError):
        decoded(in_parts(BODY), encoding, 10**6)


@pytest.mark.parametrize("encoded", [b"not gzip", gzip.compress(BODY)[:-20]])
def test_a_broken_body_is_no_body(encoded: bytes) -> None:
    with pytest.raises(BodyError):
        decoded(in_parts(encoded), "gzip", 10**6)


def test_an_empty_body_is_empty_whatever_it_says() -> None:
    assert decoded([], "gzip", 10) == b""
