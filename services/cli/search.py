"""`newsmill search`: ask the index."""

from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from services.cli import context
from services.model import Filters, Hit


def search(
    query: Annotated[str, typer.Argument(help='Words; "a phrase", -not, one|other.')] = "",
    *,
    size: Annotated[int, typer.Option(min=1, max=100, help="Most articles to show.")] = 10,
    offset: Annotated[int, typer.Option(min=0, max=9_900, help="Articles to skip.")] = 0,
    language: Annotated[str, typer.Option(help="Only this language, as `en`.")] = "",
    domain: Annotated[str, typer.Option(help="Only this host name.")] = "",
    since: Annotated[datetime | None, typer.Option(help="Only what was first seen from then on.")] = None,
    newest: Annotated[bool, typer.Option("--newest", help="Newest first instead of best first.")] = False,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Search headlines, decks and texts; without a query, list the newest articles.

    Exits with 1 if nothing was found.
    """
    filters = Filters(language=language, domain=domain, since=since and since.astimezone(), newest_first=newest)
    results = context.service(state).index.search(query, size=size, offset=offset, filters=filters)
    if as_json:
        articles = [{"uri": hit.uri, "score": hit.score} | dict(hit.source) for hit in results.hits]
        context.print_json({"total": results.total, "articles": articles})
    else:
        _print(results.hits, results.total)
    raise typer.Exit(context.DONE if results.hits else context.FAILED)


def _print(hits: tuple[Hit, ...], total: int) -> None:
    for hit in hits:
        about = [str(hit.source.get(name, "")) for name in ("domain", "inLanguage", "firstSeen")]
        context.console.print(f"[bold]{escape(context.shown(str(hit.source['headline'])))}[/]", highlight=False)
        context.console.print(f"  [dim]{escape(' · '.join(filter(None, about)))}[/]", highlight=False)
        context.console.print(f"  [cyan]{hit.uri}[/]", highlight=False)
    context.progress_console.print(f"{len(hits)} of {total:,}", highlight=False)
