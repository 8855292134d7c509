"""What it costs to know copies: sketches a second, memory an article, and the look-up among ten thousand to a million.

    python tests/bench/bench_copies.py [--articles 1000000] [--seconds 420] [--words 400]

Needs the Redis that NEWSMILL_TEST_REDIS_URL names; leaves nothing in it. It is a measurement, no test. Beside our own
sketch it times those of rensa and datasketch where they are installed. Texts are random words, all different, but for
one in ten, which is a copy of an earlier one; memory is that of Redis by INFO, so nobody else should use it meanwhile.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import redis

from services.clock import ManualClock
from services.dedup.likeness import likeness
from services.dedup.sketch import SHINGLE, sketches
from services.model import utc_now
from services.sketches import BAND_BYTES, BANDS, FIGURES, HASH_BYTES, LEAST, Sketch, Sketched
from services.store.copies import RedisCopies

sys.path.append(str(Path(__file__).parents[1]))
from stores import place

CHANCE = random.Random(20261124)  # noqa: S311 (nothing secret)
BATCH = 100
WORDS = [f"{number:x}th" for number in range(20_000)]
LOOK_UPS = 50
STOPS = (10_000, 30_000, 100_000, 300_000, 500_000, 700_000, 1_000_000)
TEXTS = 1000


def texts(count: int, words: int) -> list[str]:
    return [" ".join(CHANCE.choices(WORDS, k=words)) for _ in range(count)]


def drawn() -> Sketch:
    """Return the sketch of a random text of 400 words, without the text: a million would take an hour."""
    hashes = sorted(CHANCE.getrandbits(64) >> 2 for _ in range(LEAST))
    packed = [value.to_bytes(8) for value in hashes]
    figures = [CHANCE.getrandbits(24).to_bytes(HASH_BYTES) for _ in range(FIGURES)]
    firsts = tuple(each[:HASH_BYTES] for each in packed)
    return Sketch(396, tuple(each[:BAND_BYTES] for each in packed[:BANDS]), firsts, tuple(figures))


def stream(clock: ManualClock) -> Iterator[Sketched]:
    earlier: list[Sketch] = []
    number = 0
    while True:
        found = CHANCE.choice(earlier) if earlier and number % 10 == 9 else drawn()
        if number % 1000 == 0:
            earlier = [*earlier[-99:], found]
        yield Sketched(f"urn:newsmill:2026.11:{number:024x}", clock.now(), found)
        number += 1


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def speeds(words: int) -> None:
    made = texts(TEXTS, words)
    sketches(made[:50])
    started = time.process_time()
    found = [each for start in range(0, TEXTS, BATCH) for each in sketches(made[start : start + BATCH]) if each]
    own = TEXTS / (time.process_time() - started)
    say(f"sketches of {words} words: {own:,.0f} a second of CPU")
    started = time.process_time()
    for one, other in pairwise(found):
        likeness(one, other)
    say(f"comparisons of two: {TEXTS / (time.process_time() - started):,.0f} a second")
    for name, make in libraries().items():
        started = time.process_time()
        for text in made[:200]:
            make(text.split())
        theirs = 200 / (time.process_time() - started)
        say(f"{name}, 128 permutations: {theirs:,.0f}; ours is {own / theirs:.1f} times that")


def libraries() -> dict[str, object]:
    found: dict[str, object] = {}
    if find_spec("rensa"):
        import rensa  # noqa: PLC0415 (not installed everywhere)

        def by_rensa(words: list[str]) -> None:
            made = rensa.RMinHash(128, 42)
            made.update([" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)])
            made.digest()

        found["rensa"] = by_rensa
    if find_spec("datasketch"):
        import datasketch  # noqa: PLC0415 (not installed everywhere)

        def by_datasketch(words: list[str]) -> None:
            made = datasketch.MinHash(128)
            made.update_batch([" ".join(words[at : at + SHINGLE]).encode() for at in range(len(words) - SHINGLE + 1)])

        found["datasketch"] = by_datasketch
    return found


def curve(client: redis.Redis, store: RedisCopies, clock: ManualClock, most: int, seconds: float) -> None:
    memory = int(client.info("memory")["used_memory"])
    coming, count, until = stream(clock), 0, time.monotonic() + seconds
    say("articles   look-up and remembering, ms an article   bytes an article")
    for at in [*(each for each in STOPS if each < most), most]:
        while count < at and time.monotonic() < until:
            store.meet([next(coming) for _ in range(BATCH)])
            count += BATCH
        taken = []
        for batch in [[next(coming) for _ in range(BATCH)] for _ in range(LOOK_UPS)]:
            started = time.perf_counter()
            store.meet(batch)
            taken.append(time.perf_counter() - started)
        count += BATCH * LOOK_UPS
        used = int(client.info("memory")["used_memory"]) - memory
        say(f"{count:9,}   {1000 * sorted(taken)[LOOK_UPS // 2] / BATCH:39.3f}   {used / count:16,.0f}")
        if time.monotonic() >= until:
            say("no time is left for more")
            return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=420)
    parser.add_argument("--words", type=int, default=400)
    options = parser.parse_args()
    speeds(options.words)
    clock = ManualClock(utc_now() - timedelta(days=1))
    with place(os.environ["NEWSMILL_TEST_REDIS_URL"]) as (client, settings):
        curve(client, RedisCopies(client, settings, clock), clock, options.articles, options.seconds)


main()
