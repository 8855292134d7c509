"""`newsmill search`: ask the index."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from services.cli import context
from services.model import Filters, Hit
from services.normalize import languages


def search(  # noqa: PLR0913 (one for each option)
    words: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help='Words; "a phrase", -not, one|other, begin*.')
    ] = None,
    *,
    size: Annotated[int, typer.Option(min=1, max=100, help="Most articles to show.")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=9_900, help="Articles to skip.")] = 0,
    language: Annotated[str, typer.Option(help="Only this language, as `en` or `pt-BR`.")] = "",
    domain: Annotated[str, typer.Option(help="Only this host name.")] = "",
    since: Annotated[
        datetime | None,
        typer.Option(help="Only what was first seen from then on: a day, or a time in ISO 8601; UTC without a zone."),
    ] = None,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first instead of best first.")] = False,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Search headlines, decks and texts; without a query, list the newest articles.

    Write `--` before a query that begins with a dash.

    Exits with 1 if nothing was found.
    """
    filters = Filters(
        language=languages.tag(language) or context.text(language.strip()),
        domain=context.text(domain.strip().lower()),
        since=since and _in_utc(since),
        newest_first=newest,
    )
    query = context.text(" ".join(words or []))
    results = context.service(state).index.search(query, size=size, offset=offset, filters=filters)
    if as_json:
        articles = [_article(hit) for hit in results.hits]
        context.print_json({"total": results.total, "size": size, "offset": offset, "articles": articles})
    else:
        _print(results.hits)
        context.note(f"{len(results.hits)} of {results.total:,}")
    raise typer.Exit(context.DONE if results.hits else context.FAILED)


def _in_utc(since: datetime) -> datetime:
    return since if since.tzinfo else since.replace(tzinfo=UTC)


def _article(hit: Hit) -> dict[str, object]:
    """Return *hit* as the API's `/v1/search` has it."""
    return {**hit.source, "match": {"score": hit.score, "highlight": dict(hit.highlight)}}


def _print(hits: tuple[Hit, ...]) -> None:
    for hit in hits:
        about = [str(hit.source[name]) for name in ("domain", "inLanguage", "firstSeen") if name in hit.source]
        context.line(f"[bold]{context.shown(hit.source.get('headline', 'Without a headline'))}[/]")
        context.line(f"  [dim]{context.shown(' · '.join(about) or 'of an unknown time')}[/]")
        context.line(f"  [cyan]{context.shown(hit.uri)}[/]")
