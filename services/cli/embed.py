"""`newsmill embed`: vectors for articles that were there before."""

from typing import Annotated

import typer

from services import bootstrap
from services.backfill import backfill
from services.bootstrap import Service
from services.cli import context
from services.cli.doctor import loaded
from services.enrich.adapters import Bounded
from services.errors import SettingError


def embed(
    name: Annotated[str, typer.Argument(metavar="ENRICHMENT", help="Its name, such as `embedding`.")],
    *,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Give all articles that stand a vector by one enrichment, where theirs isn't by it.

    Those by another version of it, such as another model, are made anew. It may be stopped, and goes on next time.

    Exits with 4 if some have none.
    """
    service = context.service(state)
    enrichment = _chosen(service, name)
    done = left = 0
    for embedded, without in backfill(service.index, service.pipeline.sink, enrichment):
        done, left = done + embedded, left + without
        context.note(f"{done} embedded, {left} without so far")
    if as_json:
        context.print_json({"enrichment": enrichment.label, "embedded": done, "without": left})
    else:
        context.line(f"{done} embedded by {context.shown(enrichment.label)}, {left} without")
    raise typer.Exit(context.UNFINISHED if left else context.DONE)


def _chosen(service: Service, name: str) -> Bounded:
    if not service.settings.vector_dimensions:
        raise SettingError("NEWSMILL_VECTOR_DIMENSIONS is 0: set it to the length of the vectors.")
    found = bootstrap.enrichments(service.settings.model_copy(update={"enrich": name}))
    if len(found) != 1:
        raise SettingError("Name the one enrichment that makes the vectors, such as `embedding`.")
    (enrichment,) = found
    check = loaded(enrichment)
    if check.fix:
        raise SettingError(f"The enrichment {enrichment.name} can't be loaded: {check.fix}")
    return enrichment
