"""How fast feeds are read, and in how much memory, beside feedparser and fastfeedparser where that is installed.

    python tests/bench/bench_feeds.py DIR [--rounds 3]

DIR has feeds, gzipped or not. Feed by feed in turn, in one process, by CPU time: where others use the machine too, only
the ratios tell. A measurement, no test.
"""

import argparse
import contextlib
import gc
import gzip
import io
import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import feedparser

from services.confined import Confined
from services.errors import UnreadableError
from services.sources import feeds
from services.sources.entries import made_safe

Reader = Callable[[bytes], object]


@dataclass
class Runner:
    """One reader: what it is called, how it reads, and the seconds of CPU that it took at best."""

    name: str
    reader: Reader
    seconds: float = float("inf")


def ours(content: bytes) -> object:
    try:
        return feeds.read(content)
    except UnreadableError:
        return None


def ours_made_safe(content: bytes) -> object:
    try:
        return [made_safe(entry) for entry in feeds.read(content).entries]
    except UnreadableError:
        return None


def feedparser_default(content: bytes) -> object:
    return feedparser.parse(io.BytesIO(content))


def feedparser_bare(content: bytes) -> object:
    return feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)


def fastfeedparser() -> list[Runner]:
    """Return fastfeedparser, if it is installed: it is no dependency."""
    if not find_spec("fastfeedparser"):
        return []
    import fastfeedparser as other  # noqa: PLC0415 (not a dependency)

    def read(content: bytes) -> object:
        try:
            return other.parse(content)
        except ValueError:
            return None

    return [Runner("fastfeedparser", read)]


def measure(runner: Runner, documents: list[bytes]) -> None:
    gc.collect()
    began = time.process_time()
    for content in documents:
        runner.reader(content)
    runner.seconds = min(runner.seconds, time.process_time() - began)


def confined_cost(documents: list[bytes]) -> float:
    """Return the milliseconds of wall-clock that a feed costs more in a process of its own."""
    with Confined() as confined:
        confined.run(feeds.read, documents[0])
        direct = confined_ones = 0.0
        for content in documents:
            began = time.perf_counter()
            ours(content)
            direct += time.perf_counter() - began
            began = time.perf_counter()
            with contextlib.suppress(UnreadableError):
                confined.run(feeds.read, content)
            confined_ones += time.perf_counter() - began
    return (confined_ones - direct) * 1000 / len(documents)


def peak() -> float:
    """Return the most memory that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    paths = sorted(path for path in given.directory.iterdir() if path.is_file())
    documents = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in paths]
    runners = [Runner("newsmill", ours), Runner("newsmill, made safe", ours_made_safe), *fastfeedparser()]
    before = peak()
    for _ in range(given.rounds):
        measure(runners[0], documents)
    grown = peak() - before
    for _ in range(given.rounds):
        for runner in runners[1:]:
            measure(runner, documents)
    slow = [Runner("feedparser, bare", feedparser_bare), Runner("feedparser", feedparser_default)]
    for runner in slow:
        measure(runner, documents)
    measure(runners[0], documents)
    for runner in (*runners, *slow):
        speed, ratio = len(documents) / runner.seconds, slow[-1].seconds / runner.seconds
        sys.stdout.write(f"{runner.name:22} {speed:8.1f} feeds/s {ratio:6.1f} × feedparser\n")
    sys.stdout.write(f"{len(documents)} feeds; reading them grew the process by {grown:.0f} MB at its peak;")
    sys.stdout.write(f" a feed costs {confined_cost(documents):.2f} ms more in a process of its own\n")


if __name__ == "__main__":
    main()
