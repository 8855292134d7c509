"""`newsmill show`: one article, its revisions, and its way through the pipeline."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Annotated

import typer

from services.bootstrap import Service
from services.cli import context
from services.cli.recheck import recheck_json
from services.dedup.differences import Difference, Kind
from services.errors import IngestError, NotFoundError
from services.history import Past, version_json, versions_of
from services.model import Hit, Row

FORGOTTEN = "The ledger has forgotten it: the row was closed long ago."

_DOCUMENT_ID = re.compile(r"[0-9a-f]{32}(?:-[0-9a-f]+)*")
_MARKED = {Kind.SAME: "{}", Kind.REMOVED: "[red]\\[-{}-][/]", Kind.ADDED: "[green]{{+{}+}}[/]"}
"""As `git diff --word-diff` marks words."""

# What is shown elsewhere; and offsets, which are for machines.
_APART = frozenset({"articleBody", "headline", "alternativeHeadline", "sentences"})
_OFFSETS = frozenset({"start", "end"})


@dataclass(frozen=True, slots=True)
class Found:
    """An article, a document's way through the pipeline, or both; `note` says why there is no way."""

    hit: Hit | None = None
    trail: Mapping[str, object] | None = None
    versions: Sequence[Past] = ()
    note: str = ""
    rechecks: Mapping[str, object] = field(default_factory=dict)

    @property
    def source(self) -> Mapping[str, object]:
        return self.hit.source if self.hit else {}


def show(
    name: Annotated[
        str, typer.Argument(metavar="URI", help="An article's uri, as `search` prints it; or a document's id.")
    ],
    *,
    diff: Annotated[bool, typer.Option("--diff", help="Show what changed from each version to the next.")] = False,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Show an article, its versions, where it came from, and its way through the pipeline.

    A document that became no article has its way alone, with the reason; `ingest --json` and `status` name its id.

    Exits with 1 if there is neither.
    """
    service = context.service(state)
    found = _document(service, name) if _DOCUMENT_ID.fullmatch(name) else _article(service, name)
    if found is None:
        message = f"There is no article or document {context.text(name)!r}: `newsmill search` prints uris."
        raise NotFoundError(message)
    if found.hit:
        versions = versions_of(service.index, found.hit)
        found = replace(found, versions=versions, rechecks=_rechecks(service, found.hit.uri))
    if as_json:
        revisions = [version_json(each, with_diff=diff) for each in found.versions]
        way = {"revisions": revisions, "trail": found.trail, "trailNote": found.note, "rechecks": found.rechecks}
        context.print_json({"uri": None, **found.source, **way})
    else:
        _print(found, with_diff=diff)


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


def _rechecks(service: Service, uri: str) -> dict[str, object]:
    """Return how its page was when it was last looked at, and when it will be again; nothing where that isn't known."""
    try:
        last, due_at = service.rechecks.last(uri), service.rechecks.due_at(uri)
    except IngestError:
        return {}
    return (recheck_json(last) if last else {}) | ({"dueAt": due_at} if due_at else {})


def _print(found: Found, *, with_diff: bool) -> None:
    if found.hit:
        _print_text(found.source)
        context.line("\n[bold]Fields[/]")
        _print_fields({name: value for name, value in found.source.items() if name not in _APART})
        if "datePublished" not in found.source:
            context.line(f"  {'datePublished':<24} [dim]not stated by the publisher[/]")
        context.line("\n[bold]Versions[/]")
        for before, each in pairwise([None, *found.versions]):
            if each:
                _print_version(each, before, with_diff=with_diff)
        if found.rechecks:
            context.line("\n[bold]Its page[/]")
            _print_fields(found.rechecks)
        context.line("")
    context.line("[bold]Way through the pipeline[/]")
    _print_fields(found.trail or {"ledger": found.note})


def _print_version(past: Past, before: Past | None, *, with_diff: bool) -> None:
    told, note = past.summary(), past.document.get("note")
    changed = [*past.since.fields, *(["articleBody"] if past.since.text else [])] if past.since else []
    notes = [
        f"seen {told.get('versionCreated')}",
        str(told.get("pubStatus", "")),
        str(told.get("statusReason", "")),
        str(note) if note and not (before and before.document.get("note") == note) else "",
        "came late, never stood" if past.is_late else "",
        f"changed: {', '.join(changed)}" if changed else "",
    ]
    _print_fields({f"version {past.number}": "; ".join(filter(None, notes))})
    if with_diff and past.since:
        _print_difference(past.since)


def _print_difference(since: Difference) -> None:
    for name, (before, after) in since.fields.items():
        context.line(f"    [bold]{context.shown(name)}[/]")
        if before is not None:
            context.line(f"      [red]- {context.shown(context.plain(before))}[/]")
        if after is not None:
            context.line(f"      [green]+ {context.shown(context.plain(after))}[/]")
    for paragraph in since.text:
        context.line("    " + " ".join(_MARKED[each.kind].format(context.shown(each.text)) for each in paragraph))


def _print_text(source: Mapping[str, object]) -> None:
    context.line(f"[bold]{context.shown(source.get('headline', 'Without a headline'))}[/]")
    if deck := source.get("alternativeHeadline"):
        context.line(f"[italic]{context.shown(deck)}[/]")
    for paragraph in str(source.get("articleBody", "")).split("\n\n"):
        context.line("")
        context.console.print(context.shown(paragraph), highlight=False, soft_wrap=not context.console.is_terminal)


def _print_fields(values: Mapping[str, object]) -> None:
    for name, value in _flat(values):
        for number, each in enumerate(_one_by_one(value)):
            context.line(f"  {'' if number else name:<24} {context.shown(each)}")


def _one_by_one(value: object) -> list[str]:
    """Return what was found, such as people, one in a line: its name or text, the rest in brackets."""
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        return [context.plain(value)]
    return [_found(each) for each in value]


def _found(found: Mapping[str, object]) -> str:
    parts = {name: value for name, value in found.items() if name not in _OFFSETS}
    first = [str(parts.pop(name)) for name in ("name", "text") if name in parts]
    rest = ", ".join(f"{name} {context.plain(value)}" for name, value in parts.items())
    return " ".join([*first, f"({rest})" if first and rest else rest]).strip()


def _flat(values: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif value not in (None, ""):
            yield prefix + name, value
