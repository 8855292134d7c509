"""`newsmill show`: one article, its revisions, and its way through the pipeline."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from services.bootstrap import Service
from services.cli import context
from services.errors import IngestError, NotFoundError
from services.model import Hit, Row

FORGOTTEN = "The ledger has forgotten it: the row was closed long ago."

_DOCUMENT_ID = re.compile(r"[0-9a-f]{32}(?:-[0-9a-f]+)*")
_APART = frozenset({"articleBody", "headline", "alternativeHeadline"})


@dataclass(frozen=True, slots=True)
class Found:
    """An article, a document's way through the pipeline, or both; `note` says why there is no way."""

    hit: Hit | None = None
    trail: Mapping[str, object] | None = None
    note: str = ""

    @property
    def source(self) -> Mapping[str, object]:
        return self.hit.source if self.hit else {}

    @property
    def revisions(self) -> list[Mapping[str, object]]:
        names = ("version", "firstSeen", "indexedAt", "pubStatus")
        return [{name: self.source.get(name) for name in names}] if self.hit else []


def show(
    name: Annotated[
        str, typer.Argument(metavar="URI", help="An article's uri, as `search` prints it; or a document's id.")
    ],
    *,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Show an article, its revisions, where it came from, and its way through the pipeline.

    A document that became no article has its way alone, with the reason; `ingest --json` and `status` name its id.

    Exits with 1 if there is neither.
    """
    service = context.service(state)
    found = _document(service, name) if _DOCUMENT_ID.fullmatch(name) else _article(service, name)
    if found is None:
        message = f"There is no article or document {context.text(name)!r}: `newsmill search` prints uris."
        raise NotFoundError(message)
    if as_json:
        way = {"revisions": found.revisions, "trail": found.trail, "trailNote": found.note}
        context.print_json({"uri": None, **found.source, **way})
    else:
        _print(found)


def _document(service: Service, document_id: str) -> Found | None:
    (row,) = service.ledger.rows([document_id])
    return Found(service.index.article(row.uri) if row.uri else None, _steps(row)) if row else None


def _article(service: Service, uri: str) -> Found | None:
    hit = service.index.article(uri)
    if hit is None:
        return None
    try:
        (row,) = service.ledger.rows([str(hit.source.get("traceId", ""))])
    except IngestError as error:
        # An article can be read while Redis is away.
        return Found(hit, note=str(error))
    return Found(hit, _steps(row)) if row else Found(hit, note=FORGOTTEN)


def _steps(row: Row) -> dict[str, object]:
    """Return *row* as the API's `trail` has it."""
    return {
        "documentId": row.document_id,
        "origin": row.origin,
        "reader": row.kind,
        "accepted": row.accepted_at,
        "claimed": row.claimed_at,
        "closed": row.closed_at,
        "attempts": row.attempts,
        "outcome": row.state,
        "reason": row.reason,
        "lastError": row.last_error,
    }


def _print(found: Found) -> None:
    if found.hit:
        _print_text(found.source)
        context.line("\n[bold]Fields[/]")
        _print_fields({name: value for name, value in found.source.items() if name not in _APART})
        if "datePublished" not in found.source:
            context.line(f"  {'datePublished':<24} [dim]not stated by the publisher[/]")
        context.line("\n[bold]Revisions[/]")
        for revision in found.revisions:
            _print_fields({f"version {revision['version']}": f"indexed {revision['indexedAt']}"})
        context.line("")
    context.line("[bold]Way through the pipeline[/]")
    _print_fields(found.trail or {"ledger": found.note})


def _print_text(source: Mapping[str, object]) -> None:
    context.line(f"[bold]{context.shown(source.get('headline', 'Without a headline'))}[/]")
    if deck := source.get("alternativeHeadline"):
        context.line(f"[italic]{context.shown(deck)}[/]")
    for paragraph in str(source.get("articleBody", "")).split("\n\n"):
        context.line("")
        context.console.print(context.shown(paragraph), highlight=False, soft_wrap=not context.console.is_terminal)


def _print_fields(values: Mapping[str, object]) -> None:
    for name, value in _flat(values):
        context.line(f"  {name:<24} {context.shown(context.plain(value))}")


def _flat(values: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif value not in (None, ""):
            yield prefix + name, value
