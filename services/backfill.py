"""Give articles that stand a vector by one enrichment, where theirs isn't by it.

    index ─lacking its vector─▶ Hit ─▶ Article ─enrichment─▶ Embedded ─▶ sink

An article whose text is another by then stays as it is: its next version has been through the enrichment.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from services.enrich.adapters import Bounded
from services.enrich.registry import apply
from services.model import Article, Embedded, Hit
from services.ports import ArticleIndex, Sink


def backfill(index: ArticleIndex, sink: Sink, enrichment: Bounded) -> Iterator[tuple[int, int]]:
    """Yield for some hundred articles at a time how many have a vector by *enrichment* now, and how many have none.

    A repeat goes on with those that have none. Raises what loading the enrichment raises, and what index and sink do.
    """
    for hits in index.lacking(enrichment.ready()):
        embedded = [each for hit in hits if (each := _embedded(hit, enrichment))]
        sink.amend(embedded)
        yield len(embedded), len(hits) - len(embedded)


def _embedded(hit: Hit, enrichment: Bounded) -> Embedded | None:
    """Return the vector of an article; None without one (the log says why)."""
    article = _article(hit.source)
    vector = apply([enrichment], article).vector
    return Embedded(hit.uri, article.content_fingerprint, enrichment.label, vector) if vector else None


def _article(source: Mapping[str, Any]) -> Article:
    """Return what an enrichment reads of an article."""
    return Article(
        headline=source["headline"],
        alternative_headline=source.get("alternativeHeadline", ""),
        description=source.get("description", ""),
        paragraphs=tuple(source["articleBody"].split("\n\n")),
        language=source.get("inLanguage", ""),
        content_fingerprint=source["fingerprint"]["content"],
        first_seen_at=datetime.fromisoformat(source["firstSeen"]),
        trace_id=source["traceId"],
        raw_sha256="",
    )
