"""`newsmill eval feeds`: what is read of a folder of feeds, for a score; needs no server."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from services.cli import context
from services.errors import NotAFeedError, NotFoundError, PermanentError
from services.garbage import collect_seldom
from services.model import FeedEntry, FeedReading
from services.normalize import dates
from services.sources import feeds
from services.sources.entries import made_safe
from services.sources.feeds import times

Json = dict[str, object]
_IN_ONE_GO = 8


def feeds_(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Feeds, one a file, gzipped or not.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write the predictions, as JSON.")],
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read feeds.")] = 1,
) -> None:
    """Read every feed of a folder (or of its folder `files`) and write `{file name: {feed: {…}, entries: [{…}]}}`.

    What is no feed has its reason as `error` instead.
    """
    paths = _paths(directory)
    started_at = time.perf_counter()
    found = dict(track(_predicted(paths, jobs), "feeds", len(paths), console=context.progress_console, transient=True))
    seconds = time.perf_counter() - started_at
    try:
        out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise PermanentError(f"{out}: {error.strerror or error}") from error
    without = sum(1 for each in found.values() if "error" in each)
    context.note(f"{len(found)} feeds, {without} of them none, {len(found) / max(seconds, 0.001):.0f} feeds/s")


def _paths(directory: Path) -> list[Path]:
    inner = directory / "files"
    found = sorted(path for path in (inner if inner.is_dir() else directory).glob("*") if path.is_file())
    if not found:
        raise NotFoundError(f"{directory}: no files in it.")
    return found


def _predicted(paths: list[Path], jobs: int) -> Iterator[tuple[str, Json]]:
    if jobs == 1:
        collect_seldom()
        yield from map(_prediction, paths)
        return
    with ProcessPoolExecutor(jobs, initializer=collect_seldom) as pool:
        yield from pool.map(_prediction, paths, chunksize=_IN_ONE_GO)


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
