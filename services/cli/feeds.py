"""`newsmill feeds`: what is polled, and how that goes."""

from collections.abc import Sequence
from typing import Annotated

import typer

from services.bootstrap import Service
from services.cli import context
from services.cli.feeds_shown import described, polled, pushed, table
from services.fetch import health
from services.model import Condition, Feed

Names = Annotated[list[str], typer.Argument(metavar="FEED...", help="Ids (or how they begin), or URLs.")]


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
