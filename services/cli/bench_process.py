"""`newsmill bench process`: what each stage between bytes and index costs, beside libraries that read pages too."""

import json
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from services import bootstrap, enrich, sources
from services.cli import bench_pages, context
from services.cli.bench_taken import Taken, megabytes, report_of, show
from services.dedup.uris import uri_for
from services.enrich.analysis import Analysis
from services.enrich.findings import Findings
from services.enrich.registry import Enrichment, apply
from services.errors import NotAnArticleError
from services.garbage import collect_seldom
from services.index import fields
from services.model import Article, RawDocument, utc_now
from services.normalize import normalize

_BATCH = 100


def process(
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Pages `<id>.html.gz`, and `urls.json` {id: URL}.")
    ] = None,
    *,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds over all pages, after one that isn't counted.")] = 3,
    write: Annotated[
        bool, typer.Option("--write", help="Write them to the stack's Elasticsearch too, under a name of their own.")
    ] = False,
    as_json: context.AsJson = False,
) -> None:
    """Take pages from bytes to documents on one core, and tell the CPU of each stage for an article.

    Without DIR, the seeds and pages made of their sentences. Beside the reading, page by page in the same run, what
    trafilatura and newspaper4k take where they are installed. CPU time; where others use the machine, only ratios tell.
    """
    documents = bench_pages.documents(directory)
    with _quiet():
        report = _measured(documents, rounds, write=write)
    if as_json:
        context.print_json(report)
    else:
        show(report)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what other libraries log to themselves."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _measured(documents: Sequence[RawDocument], rounds: int, *, write: bool) -> dict[str, object]:
    _processed(documents[:3], Taken())  # models, tables
    collect_seldom()
    before = megabytes()
    # Not counted: patterns compiled and lists read for each language, as with a worker's first articles.
    _processed(documents, Taken())
    _others(documents, Taken())
    taken = Taken()
    for number in range(rounds):
        articles = _processed(documents, taken)
        _others(documents, taken)
        if write and number == 0:
            _write(articles, taken)
    return report_of(taken, len(documents), rounds, before)


def _processed(documents: Sequence[RawDocument], taken: Taken) -> list[Article]:
    """Return the articles of *documents*, enriched; every page's way is the pipeline's, stage by stage."""
    linking, _ = bootstrap.rehearsal()
    done: list[Article] = []
    articles = [each for each in (_read(document, taken) for document in documents) if each]
    for start in range(0, len(articles), _BATCH):
        batch = articles[start : start + _BATCH]
        placed, links = taken.by("dedup", lambda batch=batch: linking.judged(batch))  # type: ignore[misc]
        linking.link(links)
        for article in placed:
            enriched = _enriched(article, taken)
            taken.by("document", lambda enriched=enriched: json.dumps(fields.document(enriched)))  # type: ignore[misc]
            done.append(enriched)
    return done


def _read(document: RawDocument, taken: Taken) -> Article | None:
    try:
        entry = taken.by("read", lambda: sources.read(document))
        article = taken.by("normalize", lambda: normalize(entry, document, first_seen_at=utc_now()))
    except NotAnArticleError as error:
        taken.counts[error.reason] += 1
        return None
    taken.counts["articles"] += 1
    return replace(article, uri=uri_for(article.content_fingerprint, article.first_seen_at))


def _enriched(article: Article, taken: Taken) -> Article:
    """Return *article* with all enrichments, each measured; what they share counts as such, and so does the rest."""
    before = taken.enrichment
    steps = [replace(each, enrich=_measured_by(taken, each)) for each in (_SHARED, *enrich.ENRICHMENTS)]
    began = time.process_time()
    enriched = apply(steps, article)
    taken.stages["enrich: shared"] += time.process_time() - began - (taken.enrichment - before)
    return enriched


def _measured_by(taken: Taken, enrichment: Enrichment) -> Callable[[Article, Analysis], Findings]:
    return lambda article, analysis: taken.by(
        f"enrich: {enrichment.name}", lambda: enrichment.enrich(article, analysis)
    )


def _share(_article: Article, analysis: Analysis) -> Findings:
    """Work out what several enrichments look at, and find nothing."""
    _ = analysis.sentences, analysis.tokens
    return {}


_SHARED = Enrichment("shared", 1, _share)


def _others(documents: Sequence[RawDocument], taken: Taken) -> None:
    for name, read in bench_pages.others().items():
        for document in documents:
            if document.kind == "page":
                html = document.content.decode("utf-8", "replace")
                began = time.process_time()
                with suppress(Exception):  # whatever ails it there: it isn't ours, and the time counts
                    read(html, document.url)
                taken.others[name] += time.process_time() - began


def _write(articles: Sequence[Article], taken: Taken) -> None:
    """Write *articles* to indices of their own, and remove these."""
    prefix = f"newsmill-bench-{secrets.token_hex(4)}"
    settings = context.stack_settings(None).model_copy(update={"index_prefix": prefix, "redis_prefix": prefix})
    bootstrap.prepare(settings)
    service = bootstrap.build(settings)
    try:
        began = time.perf_counter()
        for start in range(0, len(articles), _BATCH):
            taken.by("write", lambda start=start: service.pipeline.sink.create(articles[start : start + _BATCH]))  # type: ignore[misc]
        taken.write_seconds = time.perf_counter() - began
    finally:
        for index in service.elasticsearch.indices.get(index=f"{prefix}-*"):
            service.elasticsearch.indices.delete(index=index)
        service.elasticsearch.indices.delete_index_template(name=f"{prefix}-*")
        service.close()
