"""The curated feeds are complete, distinct, in many languages, and off."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from services.normalize.languages import tag

FEEDS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "seeds" / "feeds.toml").read_text(encoding="utf-8")
)["feed"]
CATEGORIES = {"general", "world", "science", "technology", "health", "rights"}


def test_there_are_some_thirty_in_at_least_ten_languages() -> None:
    assert len(FEEDS) >= 30
    assert len({feed["language"].partition("-")[0] for feed in FEEDS}) >= 10


def test_no_feed_is_there_twice() -> None:
    counts = Counter(feed["url"].rstrip("/").removeprefix("https://").lower() for feed in FEEDS)
    assert [url for url, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed["url"])
def test_a_feed_is_complete_and_off(feed: dict[str, Any]) -> None:
    assert set(feed) == {"url", "publisher", "language", "country", "category", "enabled"}
    address = urlsplit(feed["url"])
    assert address.scheme in {"http", "https"}
    assert address.hostname
    assert feed["publisher"].strip()
    assert tag(feed["language"]) == feed["language"]
    assert re.fullmatch(r"[A-Z]{2}", feed["country"])
    assert feed["category"] in CATEGORIES
    assert feed["enabled"] is False
