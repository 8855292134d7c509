"""`newsmill eval feeds`: what is read of a folder of feeds, for a score; needs no server."""

from pathlib import Path
from typing import Annotated

import typer

from services.cli import context
from services.cli.predictions import Json, Out, predict
from services.errors import NotAFeedError, NotFoundError
from services.model import FeedEntry, FeedReading
from services.normalize import dates
from services.sources import feeds
from services.sources.entries import made_safe
from services.sources.feeds import times


def feeds_(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Feeds, one a file, gzipped or not.")],
    out: Out,
    *,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read feeds.")] = 1,
) -> None:
    """Read every feed of a folder (or of its folder `files`) and write `{file name: {feed: {…}, entries: [{…}]}}`.

    What is no feed has its reason as `error` instead.
    """
    predict(_paths(directory), _prediction, jobs=jobs, out=out, what="feeds", without="of them none")


def _paths(directory: Path) -> list[Path]:
    inner = directory / "files"
    found = sorted(path for path in (inner if inner.is_dir() else directory).glob("*") if path.is_file())
    if not found:
        raise NotFoundError(f"{directory}: no files in it.")
    return found


def _prediction(path: Path) -> tuple[str, Json]:
    try:
        return path.name, said(feeds.read(path.read_bytes()))
    except NotAFeedError as error:
        return path.name, {"error": str(error)}


def said(reading: FeedReading) -> Json:
    """Return *reading* in the form that score scripts read."""
    feed = {name: getattr(reading, name) for name in ("title", "link", "description", "language")}
    return {"feed": feed, "entries": [_entry(each) for each in reading.entries]}


def _entry(as_read: FeedEntry) -> Json:
    entry = made_safe(as_read)
    return {
        "title": entry.title,
        "link": entry.url,
        "guid": entry.guid,
        # As feedparser says it: an entry that has content alone is summarized by it.
        "summary": entry.summary or entry.content,
        "content": entry.content,
        "published": _time(entry.published),
        "updated": _time(entry.updated),
        "authors": list(entry.authors),
        "tags": list(entry.tags),
        "enclosures": [enclosure.url for enclosure in entry.enclosures],
    }


def _time(stated: str) -> str:
    at = dates.parse(times.stated(stated))
    return context.plain(at) if at else ""
