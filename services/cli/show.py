"""`newsmill show`: one article, its revisions, and its way through the pipeline."""

from typing import Annotated

import typer
from rich.markup import escape

from services.bootstrap import Service
from services.cli import context
from services.model import Hit, Row

_BODY = frozenset({"articleBody", "headline", "alternativeHeadline"})


def show(
    uri: Annotated[str, typer.Argument(help="The article's uri, as `search` prints it.")],
    *,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Show an article with where it came from. Exits with 1 if there is none of that uri."""
    service = context.service(state)
    hit = service.index.article(uri)
    if hit is None:
        context.progress_console.print(f"No article {context.shown(uri)!r}.", markup=False)
        raise typer.Exit(context.FAILED)
    trail = _trail(service, hit)
    if as_json:
        context.print_json(dict(hit.source) | {"revisions": _revisions(hit), "trail": trail})
        return
    _print(hit, trail)


def _revisions(hit: Hit) -> list[dict[str, object]]:
    return [{name: hit.source.get(name) for name in ("version", "firstSeen", "indexedAt", "pubStatus")}]


def _trail(service: Service, hit: Hit) -> dict[str, object] | None:
    """Return what the ledger knows of the document behind *hit*; None once it was forgotten."""
    (row,) = service.ledger.rows([str(hit.source["traceId"])])
    return None if row is None else _steps(row)


def _steps(row: Row) -> dict[str, object]:
    return {
        "documentId": row.document_id,
        "origin": row.origin,
        "reader": row.kind,
        "accepted": row.accepted_at.isoformat(),
        "claimed": row.claimed_at and row.claimed_at.isoformat(),
        "attempts": row.attempts,
        "closed": row.closed_at and row.closed_at.isoformat(),
        "outcome": row.state,
    }


def _print(hit: Hit, trail: dict[str, object] | None) -> None:
    out = context.console.print
    source = hit.source
    out(f"[bold]{_clean(source['headline'])}[/]", highlight=False)
    if deck := source.get("alternativeHeadline"):
        out(f"[italic]{_clean(deck)}[/]", highlight=False)
    for paragraph in str(source["articleBody"]).split("\n\n"):
        out(f"\n{_clean(paragraph)}", highlight=False)
    out("\n[bold]Fields[/]")
    for name, value in _flat({k: v for k, v in source.items() if k not in _BODY}):
        out(f"  {name:<26} {_clean(value)}", highlight=False, soft_wrap=True)
    if "datePublished" not in source:
        out(f"  {'datePublished':<26} [dim]not stated by the publisher[/]", highlight=False)
    out(
        "\n[bold]Revisions[/]\n"
        + "\n".join(f"  version {r['version']}, indexed {r['indexedAt']}" for r in _revisions(hit))
    )
    out("\n[bold]Way through the pipeline[/]")
    for name, value in (trail or {"ledger": "forgotten; the row was closed long ago"}).items():
        out(f"  {name:<26} {_clean(value)}", highlight=False, soft_wrap=True)


def _flat(values: dict[str, object], prefix: str = "") -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = []
    for name, value in values.items():
        pairs += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return pairs


def _clean(value: object) -> str:
    return escape(context.shown(str(value)))
