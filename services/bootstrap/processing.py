"""Wire what makes articles of documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from services import enrich
from services.bootstrap import reading
from services.enrich import adapters
from services.pipeline import Pipeline
from services.recognition import Recognition
from services.settling import Settling
from services.watching import Watch

if TYPE_CHECKING:
    from services.bootstrap import Service
    from services.enrich.adapters import Bounded
    from services.model import Article
    from services.settings import Settings


def pipeline(service: Service) -> Pipeline:
    accepting = service.acceptance
    recognition = Recognition(service.fingerprints, service.index)
    return Pipeline(
        ledger=accepting.ledger,
        gate=accepting.gate,
        batch_size=accepting.batch_size,
        settling=Settling(recognition, service.linking, service.sink, service.notices, _enriching(service.settings)),
        read=reading.of_documents(service.confined),
        watch=Watch(service.rechecks, service.settings.recheck_ages).begin,
    )


def _enriching(settings: Settings) -> Callable[[Article], Article]:
    """Return what enriches articles; models that the operator chose are loaded at the first of them."""
    return partial(enrich.enrich, further=enrichments(settings))


def enrichments(settings: Settings) -> tuple[Bounded, ...]:
    names = [name.strip() for name in settings.enrich.split(",") if name.strip()]
    return adapters.chosen(names, timedelta(seconds=settings.enrich_seconds), settings.vector_dimensions)
