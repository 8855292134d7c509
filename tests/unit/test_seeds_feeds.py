"""seeds/feeds.toml: curated feeds, complete, each once, and off."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from services.normalize import languages

PATH = Path(__file__).parents[2] / "seeds" / "feeds.toml"
CATEGORIES = {"general", "world", "science", "technology", "health", "rights"}
FEEDS = tomllib.loads(PATH.read_text(encoding="utf-8"))["feed"]


def test_there_are_thirty_or_so_in_many_languages() -> None:
    assert 30 <= len(FEEDS) <= 45
    spoken = Counter(feed["language"].partition("-")[0] for feed in FEEDS)
    assert len(spoken) >= 12
    assert spoken["en"] <= len(FEEDS) / 2
    assert len({feed["country"] for feed in FEEDS}) >= 15


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed["url"])
def test_each_is_complete_and_off(feed: dict[str, object]) -> None:
    assert set(feed) == {"url", "publisher", "language", "country", "category", "enabled"}
    assert feed["enabled"] is False
    assert feed["category"] in CATEGORIES
    assert str(feed["publisher"]).strip() == feed["publisher"] != ""
    assert languages.tag(str(feed["language"])) == feed["language"]
    assert re.fullmatch("[A-Z]{2}", str(feed["country"]))


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed["url"])
def test_each_address_is_plain_https(feed: dict[str, str]) -> None:
    parts = urlsplit(feed["url"])
    assert parts.scheme == "https"
    assert "." in (parts.hostname or "")
    assert (parts.username, parts.port, parts.fragment) == (None, None, "")
    assert feed["url"].isascii()


def test_no_address_stands_twice() -> None:
    normal = [feed["url"].lower().removesuffix("/") for feed in FEEDS]
    assert [url for url, count in Counter(normal).items() if count > 1] == []


def test_the_comment_names_every_category() -> None:
    comment = "\n".join(line for line in PATH.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    assert {feed["category"] for feed in FEEDS} == CATEGORIES
    assert all(re.search(rf"\b{category}\b", comment) for category in CATEGORIES)
