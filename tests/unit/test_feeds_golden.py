"""Feeds in the shape of real ones, each beside the values that it must give."""

import contextlib
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from services import sources
from services.errors import NotAnArticleError
from services.model import FeedEntry, FeedReading, RawDocument
from services.sources import entries, feeds
from services.sources.entries import FedEntry
from services.sources.feeds import fast

FEEDS = Path(__file__).parents[1] / "data" / "feeds"
PAIRS = sorted(path for path in FEEDS.iterdir() if path.suffix != ".json")


def _said(entry: FeedEntry) -> dict[str, Any]:
    """Return what *entry* says, without what is empty; its text as the paragraphs of the article."""
    left_out = {"summary", "content", "base", "enclosures"}
    said = {f.name: getattr(entry, f.name) for f in fields(entry) if f.name not in left_out}
    found = {name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value}
    if entry.enclosures:
        found["enclosures"] = [each.url for each in entry.enclosures]
    with contextlib.suppress(NotAnArticleError):
        found["paragraphs"] = list(sources.read(_document(entry)).paragraphs)
    return found


def _document(entry: FeedEntry) -> RawDocument:
    return RawDocument("1", entries.KIND, "feed", entries.encoded(FedEntry(entry)))


def _all_said(reading: FeedReading) -> dict[str, Any]:
    names = ("title", "link", "description", "language", "hub", "self_url")
    found: dict[str, Any] = {name: value for name in names if (value := getattr(reading, name))}
    if reading.pacing.interval:
        found["interval"] = reading.pacing.interval.total_seconds()
    if reading.pacing.skip_hours or reading.pacing.skip_days:
        found |= {"skip_hours": sorted(reading.pacing.skip_hours), "skip_days": sorted(reading.pacing.skip_days)}
    if reading.problem:
        found["is_ill_formed"] = True
    return found | {"entries": [_said(each) for each in reading.entries]}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.name)
def test_a_feed_gives_what_stands_beside_it(path: Path) -> None:
    right = json.loads((FEEDS / f"{path.name.split('.xml')[0].split('.json')[0]}.json").read_text(encoding="utf-8"))
    assert _all_said(feeds.read(path.read_bytes())) == right


def test_the_usual_slips_cost_no_slow_reading() -> None:
    methods = {path.name: feeds.read(path.read_bytes()).method for path in PAIRS if path.suffix == ".xml"}
    # Base64 is the one thing among them that only feedparser decodes.
    assert {name for name, method in methods.items() if method != fast.METHOD} == {"atom-0.3.xml"}
