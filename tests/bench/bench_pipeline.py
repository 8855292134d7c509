"""How many articles a second one process takes from claimed to closed, against raw bulk of the same documents.

    python tests/bench/bench_pipeline.py [--documents 5000] [--vectors 384] [--profile]

Needs the servers that NEWSMILL_TEST_REDIS_URL and NEWSMILL_TEST_ELASTICSEARCH_URL name; leaves nothing in them. It is a
measurement, no test. The CPU is that of this process alone, and tells more where others share the machine. With
`--vectors` the same follows with a random vector of that length in each article.
"""

import argparse
import cProfile
import os
import pstats
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np

from services import enrich, normalize, seeding, sources
from services.bootstrap import Service
from services.dedup.uris import uri_for
from services.enrich.adapters import Bounded
from services.enrich.analysis import Analysis
from services.index import fields
from services.index.names import Names, month_of
from services.model import Article, RawDocument, new_document_id, utc_now

sys.path.append(str(Path(__file__).parents[1]))
from support import installation

MOST_DOCUMENTS = 5000
PARAGRAPHS, WORDS = 8, 50


@dataclass(frozen=True, slots=True)
class Pace:
    """Articles a second by the clock, and what each cost this process."""

    each_second: float
    cpu_milliseconds: float

    def __str__(self) -> str:
        return f"{self.each_second:7,.0f} articles/s, {self.cpu_milliseconds:.2f} ms of CPU each"


def generated(count: int) -> Iterator[RawDocument]:
    """Yield text documents of 400 of the seeds' words each, all different, the same in each run."""
    chance = random.Random(20261124)  # noqa: S311 (nothing secret)
    words = " ".join(path.read_text(encoding="utf-8") for path in seeding.seed_files()).split()
    for number in range(count):
        paragraphs = [" ".join(chance.choices(words, k=WORDS)) + "." for _ in range(PARAGRAPHS)]
        content = "\n".join((f"Report {number} on {chance.choice(words)}", *paragraphs)).encode()
        yield RawDocument(new_document_id(), "text", f"bench/{number}.txt", content)


class Random:
    """An adapter that makes vectors of no meaning, which cost an index as much as others."""

    version = 1

    def __init__(self, dimensions: int) -> None:
        self._dimensions = dimensions
        self._chance = np.random.default_rng(20261124)

    def enrich(self, article: Article, analysis: Analysis) -> Article:
        return replace(article, vector=tuple(self._chance.normal(size=self._dimensions).tolist()))


def enriching(dimensions: int) -> Callable[[Article], Article]:
    """Return what enriches articles; with *dimensions* they get a vector, too."""
    further = [Bounded("random", lambda: Random(dimensions), timedelta(seconds=5), dimensions)] if dimensions else []
    return partial(enrich.enrich, further=further)


def bulk_lines(raw: RawDocument, names: Names, enriched: Callable[[Article], Article]) -> list[dict[str, object]]:
    """Return the two lines of a bulk request that *raw* comes to."""
    article = normalize.normalize(sources.read(raw), raw, first_seen_at=utc_now())
    article = replace(article, uri=uri_for(article.content_fingerprint, article.first_seen_at))
    create = {"_index": names.write_alias(month_of(article.uri) or ""), "_id": article.uri}
    return [{"create": create}, fields.document(enriched(article))]


def timed(count: int, work: Callable[[], None]) -> Pace:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Pace(count / (time.perf_counter() - wall), (time.process_time() - cpu) * 1000 / count)


def by_pipeline(service: Service, count: int, profile: cProfile.Profile | None) -> Pace:
    settling = replace(service.pipeline.settling, enrich=enriching(service.settings.vector_dimensions))
    pipeline = replace(service.pipeline, settling=settling)
    pipeline.linking.rebuild()  # as it is a minute after the first start
    pipeline.accept(generated(count))
    messages = pipeline.reconcile()

    def work() -> None:
        with profile or nullcontext():
            for number, message in enumerate(messages):
                pipeline.process(message.document_ids, holder=f"bench-{number}")

    pace = timed(count, work)
    books = service.ledger.books()
    if books.indexed != count:
        sys.exit(f"only {books.indexed} of {count} were indexed: {books}")
    return pace


def by_raw_bulk(service: Service, count: int) -> Pace:
    names, size = Names(service.settings), 2 * service.settings.batch_size
    enriched = enriching(service.settings.vector_dimensions)
    lines = [line for raw in generated(count) for line in bulk_lines(raw, names, enriched)]

    def work() -> None:
        for start in range(0, len(lines), size):
            service.elasticsearch.bulk(operations=lines[start : start + size], require_alias=True)

    return timed(count, work)


def ratio(pace: Pace, other: Pace) -> str:
    return f"{pace.each_second / other.each_second:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=MOST_DOCUMENTS)
    parser.add_argument("--vectors", type=int, default=0, metavar="DIMENSIONS")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    count = min(options.documents, MOST_DOCUMENTS)
    urls = [os.environ[f"NEWSMILL_TEST_{name}_URL"] for name in ("REDIS", "ELASTICSEARCH")]
    profile = cProfile.Profile() if options.profile else None
    paces: list[tuple[Pace, Pace]] = []
    for dimensions in dict.fromkeys([0, options.vectors]):
        with installation(*urls, vector_dimensions=dimensions) as service:
            raw = by_raw_bulk(service, count)
        with installation(*urls, vector_dimensions=dimensions) as service:
            pipeline = by_pipeline(service, count, profile)
        paces.append((raw, pipeline))
        sys.stdout.write(f"vectors of {dimensions} dimensions\n" if dimensions else "without vectors\n")
        sys.stdout.write(f"  raw bulk  {raw}\n  pipeline  {pipeline}\n  ratio     {ratio(pipeline, raw)}\n")
    if options.vectors:
        (raw, pipeline), (raw_with, pipeline_with) = paces
        sys.stdout.write(f"with vectors to without: raw bulk {ratio(raw_with, raw)}, pipeline ")
        sys.stdout.write(f"{ratio(pipeline_with, pipeline)}\n")
    if profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


main()
