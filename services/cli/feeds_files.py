"""`newsmill feeds import|export`: lists of feeds, as TOML (seeds/feeds.toml) or OPML."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli import context
from services.clock import SystemClock
from services.errors import NotFoundError, UnreadableError
from services.model import ContentFrom, Feed, FeedKind
from services.registry import feed_of
from services.sources import opml
from services.sources.opml import Outline

LARGEST = 10_000_000


class Form(StrEnum):
    """How a list of feeds is written."""

    TOML = "toml"
    OPML = "opml"


def import_feeds(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="OPML, or TOML as seeds/feeds.toml.", show_default=False)
    ],
    *,
    enable: Annotated[
        bool | None, typer.Option("--enable/--paused", help="Poll them or don't, whatever the file says.")
    ] = None,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Keep the feeds of a file; those that are known stay as they are. They aren't looked at first."""
    service = context.service(state)
    feeds = list({feed.id: feed for feed in read(file)}.values())
    if enable is not None:
        feeds = [replace(feed, is_enabled=enable) for feed in feeds]
    added = service.registry.add(feeds)
    report = {"feeds": len(feeds), "added": sum(added), "known": len(feeds) - sum(added)}
    if as_json:
        context.print_json(report)
        return
    enabled = sum(feed.is_enabled for feed, is_new in zip(feeds, added, strict=True) if is_new)
    context.line(f"{report['added']} of {report['feeds']} feeds are new, {enabled} of them enabled.")
    if enabled < sum(added):
        context.note("`newsmill feeds enable FEED` polls those that are paused.")


def export_feeds(
    *,
    form: Annotated[Form, typer.Option("--as", help="TOML keeps all; OPML is what feed readers read.")] = Form.TOML,
    state: context.State = None,
) -> None:
    """Write all feeds to standard output."""
    feeds = [kept.feed for kept in context.service(state).registry.listed()]
    text = _toml(feeds) if form is Form.TOML else opml.written([_outline(feed) for feed in feeds]).decode()
    typer.echo(text, nl=False)


def read(file: Path) -> list[Feed]:
    """Return the feeds of *file*. Raises NotFoundError, or UnreadableError."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        message = f"{file} can't be read: {error.strerror}."
        raise NotFoundError(message) from error
    if len(content) > LARGEST:
        raise UnreadableError("too-large", f"{file} is over {LARGEST:,} bytes")
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
        return [_of_outline(each) for each in opml.read(content)]
    try:
        return [_feed(each) for each in tomllib.loads(content.decode())["feed"]]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise UnreadableError("no-list-of-feeds", f"{file} is neither OPML nor TOML with [[feed]] ({error})") from error


def _feed(listed: Mapping[str, Any]) -> Feed:
    """Return the feed of one table of TOML; `publisher` and `category` are what curated lists call title and label."""
    labels = listed.get("labels", [listed["category"]] if "category" in listed else [])
    return replace(
        feed_of(listed["url"], SystemClock()),
        title=str(listed.get("title", listed.get("publisher", ""))),
        kind=FeedKind(listed.get("kind", FeedKind.FEED)),
        content=ContentFrom(listed.get("content", ContentFrom.AUTO)),
        labels=tuple(map(str, labels)),
        is_enabled=bool(listed.get("enabled", True)),
    )


def _of_outline(outline: Outline) -> Feed:
    return replace(
        feed_of(outline.url, SystemClock()),
        title=outline.title,
        site_url=outline.site_url,
        labels=outline.labels,
        kind=FeedKind(outline.kind) if outline.kind in set(FeedKind) else FeedKind.FEED,
        content=ContentFrom(outline.content) if outline.content in set(ContentFrom) else ContentFrom.AUTO,
        is_enabled=outline.is_enabled,
    )


def _outline(feed: Feed) -> Outline:
    """Return *feed* for OPML, without what is as usual."""
    return Outline(
        url=feed.url,
        title=feed.title,
        site_url=feed.site_url,
        labels=feed.labels,
        kind="" if feed.kind is FeedKind.FEED else feed.kind,
        content="" if feed.content is ContentFrom.AUTO else feed.content,
        is_enabled=feed.is_enabled,
    )


def _toml(feeds: Sequence[Feed]) -> str:
    return "\n".join(
        f"[[feed]]\nurl = {_quoted(feed.url)}\ntitle = {_quoted(feed.title)}\nkind = {_quoted(feed.kind)}\n"
        f"content = {_quoted(feed.content)}\nlabels = [{', '.join(map(_quoted, feed.labels))}]\n"
        f"enabled = {str(feed.is_enabled).lower()}\n"
        for feed in feeds
    )


def _quoted(text: str) -> str:
    """Return *text* as a basic string of TOML: JSON's escapes are among its own."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")
