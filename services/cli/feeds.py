"""`newsmill feeds`: what is polled, and how that goes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from services.bootstrap import Service
from services.cli import context
from services.cli.feeds_shown import described, polled, pushed, table
from services.errors import FetchRefusedError
from services.fetch import health
from services.fetch.health import Condition
from services.model import ContentFrom, Feed, FeedKind
from services.registry import feed_address, feed_of
from services.scouting import Scout, Sighting

Names = Annotated[list[str], typer.Argument(metavar="FEED...", help="Ids (or how they begin), or URLs.")]
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


def list_feeds(
    *,
    only: Annotated[Condition | None, typer.Option("--only", help="Those in that condition.")] = None,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Show all feeds, and how each of them is doing."""
    registry = context.service(state).registry
    now = registry.clock.now()
    judged = [(kept, health.judge(kept.feed, kept.state, now)) for kept in registry.listed()]
    shown = [(kept, judgement) for kept, judgement in judged if only in {None, judgement.condition}]
    if as_json:
        context.print_json({"feeds": [described(kept, now) for kept, judgement in shown]})
    elif not shown:
        context.line("There is no feed yet: `newsmill feeds add URL`." if not judged else "None.")
    else:
        context.console.print(table(shown, now))


def show(
    feed: Annotated[str, typer.Argument(help="Its id, or how it begins, or its URL.")],
    *,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Show one feed: what was asked for, how it is doing, when it is polled, and what its hub delivers."""
    service = context.service(state)
    (found,) = service.registry.named([feed])
    (kept,) = service.registry.listed([found.id])
    facts = described(kept, service.clock.now()) | polled(kept)
    if known := service.subscriptions.of_feeds([found.id]).get(found.id):
        facts |= pushed(known, service.subscriptions.counted(known))
    if as_json:
        context.print_json(facts)
        return
    for name, value in facts.items():
        if value not in {"", None} if not isinstance(value, list) else value:
            context.line(f"[bold]{name:<14}[/] {context.shown(context.plain(value))}")


def enable(feeds: Names, *, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Poll feeds again, the first time at once."""
    service = context.service(state)
    found = service.registry.named(feeds)
    service.registry.enable(found)
    _told(service, found, "enabled", as_json=as_json)


def pause(feeds: Names, *, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Poll feeds no more, until `enable`. What was taken in stays."""
    service = context.service(state)
    found = service.registry.named(feeds)
    service.registry.pause(found)
    _told(service, found, "paused", as_json=as_json)


def remove(feeds: Names, *, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Forget feeds. Their articles stay."""
    service = context.service(state)
    found = service.registry.named(feeds)
    service.registry.remove(found)
    if as_json:
        context.print_json({"removed": [feed.id for feed in found]})
    else:
        for feed in found:
            context.line(f"removed {feed.id}  {context.shown(feed.url)}")


def _told(service: Service, feeds: Sequence[Feed], done: str, *, as_json: bool) -> None:
    kept = service.registry.listed([feed.id for feed in feeds])
    if as_json:
        context.print_json({"feeds": [described(each, service.clock.now()) for each in kept]})
    else:
        for each in kept:
            context.line(f"{done} {each.feed.id}  {context.shown(each.feed.url)}")


def sighted(service: Service, url: str) -> tuple[Scout, list[Sighting]]:
    """Return the feeds at *url*, and who looked. Raises FetchRefusedError."""
    looking = scout(service)
    with context.progress_console.status("looking at it"):
        return looking, looking.discover(feed_address(url) or url)
