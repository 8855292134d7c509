"""`newsmill feeds add`: look at an address, and keep the feed that is there."""

from dataclasses import replace
from typing import Annotated

import typer

from services.bootstrap import Service
from services.cli import context
from services.cli.feeds_shown import described
from services.errors import FetchRefusedError
from services.model import ContentFrom, Feed, FeedKind
from services.registry import feed_address, feed_of
from services.scouting import Scout, Sighting

Content = Annotated[
    ContentFrom, typer.Option(help="Whose text: the feed's, the page's, or the page's where the feed has a teaser.")
]
Label = Annotated[list[str] | None, typer.Option("--label", help="A folder; may be given more than once.")]


def add(  # noqa: PLR0913 (each is an option)
    urls: Annotated[
        list[str], typer.Argument(metavar="URL...", help="Feeds, sitemaps, or home pages that offer some.")
    ],
    *,
    content: Content = ContentFrom.AUTO,
    kind: Annotated[FeedKind | None, typer.Option(help="What it is; found out by looking, but for `page`.")] = None,
    title: Annotated[str, typer.Option(help="What to call it, instead of what it calls itself.")] = "",
    label: Label = None,
    paused: Annotated[bool, typer.Option("--paused", help="Don't poll it yet.")] = False,
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Don't look at it first.")] = False,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Keep feeds, and poll them from now on. Of a home page, the best feed that it offers.

    Exits with 1 if one of them is no feed.
    """
    service = context.service(state)
    added: list[dict[str, object]] = []
    failures: list[dict[str, object]] = []
    for url in urls:
        try:
            found = _found(service, url, kind, is_looked_at=not unchecked and kind is not FeedKind.PAGE)
        except FetchRefusedError as error:
            failures.append({"url": url, "error": str(error)})
            continue
        wish = replace(found, content=content, title=title, labels=tuple(label or ()), is_enabled=not paused)
        (is_new,) = service.registry.add([wish])
        (kept,) = service.registry.listed([wish.id])
        added.append(described(kept, service.clock.now()) | {"added": is_new})
    if as_json:
        context.print_json({"feeds": added, "failures": failures})
    else:
        for each in added:
            said = "added" if each["added"] else "known"
            context.line(f"[green]{said}[/] {each['id']}  {context.shown(each['url'])}")
    for each in failures if not as_json else ():
        context.note(f"[red]error:[/] {context.shown(each['error'])}")
    raise typer.Exit(context.FAILED if failures else context.DONE)


def _found(service: Service, url: str, kind: FeedKind | None, *, is_looked_at: bool) -> Feed:
    """Return the feed that *url* stands for. Raises FetchRefusedError."""
    feed = feed_of(url, service.clock)
    if not is_looked_at:
        return replace(feed, kind=kind or FeedKind.FEED)
    with context.progress_console.status("looking at it"):
        best, *others = scout(service).discover(feed.url)
    for other in others:
        context.note(f"also offered: {context.shown(other.url)}")
    return replace(feed_of(best.url, service.clock), kind=kind or best.kind)


def scout(service: Service) -> Scout:
    return Scout(service.web, service.poller.read)


def sighted(service: Service, url: str) -> tuple[Scout, list[Sighting]]:
    """Return the feeds at *url*, and who looked. Raises FetchRefusedError."""
    looking = scout(service)
    with context.progress_console.status("looking at it"):
        return looking, looking.discover(feed_address(url) or url)
