"""What a small answer can do to a process: its memory grows by at most 100 MB, and it is back within the deadline.

Measured in a process of its own, which asks for many of a kind at once.
"""

import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping

import brotli
import origin as web
import pytest
import zstandard
from origin import Origin

MOST_GROWTH = 100_000_000
UNPACKED = 300_000_000
AT_ONCE = 12
SECONDS = 2.0

ASKING = f"""
import json, sys, time
from services.fetch.client import GuardedClient
from services.model import Answer, WebRequest
from services.settings import load

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))

client = GuardedClient(load({{}}, allow_private_networks="127.0.0.0/8", fetch_seconds={SECONDS}))
list(client.get([WebRequest(sys.argv[1] + "/nothing")]))
before, began = peak(), time.monotonic()
answers = [answer for _, answer in client.get([WebRequest(url) for url in sys.argv[2:]])]
seconds = time.monotonic() - began
print(json.dumps({{
    "growth": peak() - before,
    "seconds": seconds,
    "answers": ["answer" if isinstance(each, Answer) else f"{{type(each).__name__}} {{each}}" for each in answers],
}}))
"""


def asked(origin: Origin, *paths: str) -> dict[str, object]:
    """Ask for *paths* at once in a new process; return how it went there."""
    command = [sys.executable, "-c", ASKING, origin.url(), *map(origin.url, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    report: dict[str, object] = json.loads(done.stdout)
    return report


def streamed(add: Callable[[bytes], bytes], end: Callable[[], bytes]) -> bytes:
    block = bytes(1_000_000)
    return b"".join([*(add(block) for _ in range(UNPACKED // len(block))), end()])


def gzipped() -> bytes:
    deflater = zlib.compressobj(6, wbits=31)
    return streamed(deflater.compress, deflater.flush)


def deflated() -> bytes:
    deflater = zlib.compressobj(6)
    return streamed(deflater.compress, deflater.flush)


def raw_deflated() -> bytes:
    deflater = zlib.compressobj(6, wbits=-15)
    return streamed(deflater.compress, deflater.flush)


def brotlied() -> bytes:
    compressor = brotli.Compressor(quality=5, lgwin=24)
    return streamed(compressor.process, compressor.finish)


def zstandarded() -> bytes:
    compressor = zstandard.ZstdCompressor(3).compressobj()
    return streamed(compressor.compress, compressor.flush)


BOMBS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "gzip": (gzipped, "gzip"),
    "deflate": (deflated, "deflate"),
    "raw deflate": (raw_deflated, "deflate"),
    "brotli": (brotlied, "br"),
    "zstd": (zstandarded, "zstd"),
    "gzip in gzip": (lambda: gzip.compress(gzipped()), "gzip, gzip"),
    "brotli in gzip": (lambda: gzip.compress(brotlied()), "br, gzip"),
    "gzip that is a bomb once more": (lambda: gzip.compress(gzipped()), "gzip"),
    "many members": (lambda: gzip.compress(bytes(1_000_000)) * 300, "gzip"),
    "many frames": (lambda: zstandard.compress(bytes(1_000_000)) * 300, "zstd"),
    "nothing, very often": (lambda: gzip.compress(b"") * 200_000, "gzip"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_and_leaves_no_mark(origin: Origin, name: str) -> None:
    make, encoding = BOMBS[name]
    origin.misbehave("/bomb", web.sending(make(), encoding))
    report = asked(origin, *["/bomb"] * AT_ONCE)
    answers = report["answers"]
    assert isinstance(answers, list)
    # One bomb of these is a harmless file of 300 kB once it is unpacked a single time.
    expected = "answer" if name == "gzip that is a bomb once more" else "FetchRefusedError"
    assert {each.split()[0] for each in answers} == {expected}
    check(report)


ENDLESS: Iterable[web.Misbehaviour] = (
    web.endless_body,
    web.endless_headers,
    web.endless_header,
    web.endless_chunk_extension,
    web.endless_trailers,
    web.endless_continues,
    web.endless_small_chunks,
    web.drip_headers,
    web.drip_body,
    web.hang,
)


@pytest.mark.parametrize("how", ENDLESS, ids=lambda how: how.__name__)
def test_what_never_ends_is_left_and_leaves_no_mark(origin: Origin, how: web.Misbehaviour) -> None:
    origin.misbehave("/endless", how)
    report = asked(origin, *["/endless"] * AT_ONCE)
    answers = report["answers"]
    assert isinstance(answers, list)
    assert {each.split()[0] for each in answers} <= {"FetchFailedError", "FetchRefusedError"}
    check(report)


def test_large_answers_that_are_allowed_fit_too(origin: Origin) -> None:
    origin.put("/large", bytes(9_900_000), encodings=("zstd",))
    report = asked(origin, *["/large"] * 3)
    assert report["answers"] == ["answer"] * 3
    check(report)


def check(report: Mapping[str, object]) -> None:
    growth, seconds = report["growth"], report["seconds"]
    assert isinstance(growth, int)
    assert isinstance(seconds, float)
    assert growth <= MOST_GROWTH, f"{growth:,} bytes"
    # Answers that flood the loop end a moment late where other tests want the processors too.
    assert seconds <= SECONDS + 4
