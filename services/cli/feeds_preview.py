"""`newsmill feeds preview|discover`: look at what an address has, and keep nothing of it."""

from dataclasses import asdict, replace
from typing import Annotated

import typer
from rich.table import Table

from services.cli import context
from services.cli.feeds_add import Content, sighted
from services.model import ContentFrom
from services.previewing import Cost, Preview, previewed
from services.registry import feed_of

_KB, _MB = 1000, 1_000_000
Url = Annotated[str, typer.Argument(metavar="URL", help="A feed, a sitemap, or a home page.", show_default=False)]
COLORS = {"new": "green", "duplicate": "cyan", "rejected": "yellow"}


def preview(
    url: Url, *, content: Content = ContentFrom.AUTO, as_json: context.AsJson = False, state: context.State = None
) -> None:
    """Show what a feed would bring, and what it would cost; nothing is kept. Duplicates are looked up in the index."""
    service = context.service(state)
    scout, found = sighted(service, url)
    best = found[0]
    feed = replace(feed_of(best.url, service.clock), kind=best.kind, content=content)
    report = previewed(feed, best, scout.answers, service.index, service.poller.limits)
    if as_json:
        context.print_json(_plain(report))
    else:
        _print(report)


def discover(url: Url, *, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Show the feeds that a page offers, the best first."""
    service = context.service(state)
    _, found = sighted(service, url)
    feeds: list[dict[str, object]] = [
        {
            "url": each.url,
            "kind": each.kind.value,
            "title": each.reading.title if each.reading else "",
            "entries": len(each.reading.entries) if each.reading else 0,
        }
        for each in found
    ]
    if as_json:
        context.print_json({"feeds": feeds})
        return
    for each in feeds:
        context.line(context.shown(f"{each['url']}  {each['entries']} entries  {each['title']}"))


def _plain(report: Preview) -> dict[str, object]:
    feed = report.feed
    return asdict(report) | {
        "feed": {"id": feed.id, "url": feed.url, "kind": feed.kind.value, "content": feed.content.value},
        "interval": round(report.interval.total_seconds()),
    }


def _print(report: Preview) -> None:
    context.line(
        f"[bold]{context.shown(report.title or 'A feed without a title')}[/]  {context.shown(report.feed.url)}"
    )
    table = Table("", "words", "published", "headline", box=None, pad_edge=False)
    for each in report.shown:
        note = each.uri or each.reason or ("its page would be fetched" if each.is_page_fetched else "")
        table.add_row(
            f"[{COLORS[each.outcome]}]{each.outcome}[/]",
            f"{each.words:,}" if each.words else "",
            context.plain(each.published_at)[:16].replace("T", " ") if each.published_at else "",
            context.shown(each.headline or each.url) + (f"\n[dim]{context.shown(note)}[/]" if note else ""),
        )
    context.console.print(table)
    context.line(f"{report.entries} entries, read by {report.reader}{_more(report)}.")
    minutes = report.interval.total_seconds() / 60
    context.line(f"Next poll {context.plain(report.next_poll_at)[:16]}Z, then about every {minutes:,.0f} minutes.")
    context.line(_costs(report.cost))


def _more(report: Preview) -> str:
    children = f"; {report.children} sitemaps that it names are polled too" if report.children else ""
    return children + (f"; ill-formed: {context.shown(report.problem)}" if report.problem else "")


def _costs(cost: Cost) -> str:
    asked = f"Asked now: {cost.requests} requests, {_size(cost.bytes)}, {cost.seconds:.1f} s."
    day = f"A day: {cost.polls_a_day:.0f} polls, {cost.pages_a_day:.0f} pages, {_size(cost.bytes_a_day)} of feed."
    return f"{asked} {day}"


def _size(count: int) -> str:
    return f"{count / _MB:.1f} MB" if count >= _MB else f"{count / _KB:.1f} kB"
