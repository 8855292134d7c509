"""What a site reserves of text and data mining by its file."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from services.errors import FetchFailedError
from services.fetch import tdm
from services.model import Answer, RobotsFile

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BOTH = (("/a", False), ("*", True))
KNOWN = RobotsFile(NOW, NOW, tdm=(("/old", True),))


def learned(told: object, status: int = 200) -> tdm.Rules:
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    url = "https://a.test/.well-known/tdmrep.json"
    return tdm.learned(KNOWN, Answer(url, url, status, (), content, NOW, timedelta()))


@pytest.mark.parametrize(
    ("told", "rules"),
    [
        ([{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.test/p"}], (("/", True),)),
        ([{"location": "/a", "tdm-reservation": 0}], (("/a", False),)),
        ([{"location": "/a", "tdm-reservation": 0}, {"location": "*", "tdm-reservation": "1"}], BOTH),
        ([{"location": "/"}, {"tdm-reservation": 1}, {"location": 3, "tdm-reservation": 1}, "x", None], ()),
        ([{"location": "/", "tdm-reservation": True}], ()),
        ([{"location": "/" + "*a" * 50, "tdm-reservation": 1}], ()),
        ({"location": "/", "tdm-reservation": 1}, ()),
        (b"<html>not found</html>", ()),
        (b"\xff\xfe", ()),
        (b"[" * 90_000, ()),
    ],
)  # fmt: skip
def test_rules_are_read_from_well_formed_files_only(told: object, rules: tdm.Rules) -> None:
    assert learned(told) == rules


def test_a_file_that_is_not_there_reserves_nothing_and_one_that_can_not_be_had_is_as_before() -> None:
    assert learned([], 404) == ()
    assert learned([], 503) == KNOWN.tdm
    assert tdm.learned(KNOWN, FetchFailedError("no answer")) == KNOWN.tdm


def test_a_long_file_is_read_in_part() -> None:
    assert len(learned([{"location": f"/{number}", "tdm-reservation": 1} for number in range(1000)])) == 200
    assert learned(b"[" + b" " * 200_000 + b"]") == ()


@pytest.mark.parametrize(
    ("pattern", "url", "is_matched"),
    [
        ("/", "https://a.test", True),
        ("/news/", "https://a.test/news/1", True),
        ("/news/", "https://a.test/new", False),
        ("*", "https://a.test/x", True),
        ("/*/photos/*", "https://a.test/a/photos/1", True),
        ("/*/photos/*", "https://a.test/photos/1", False),
        ("/*.pdf$", "https://a.test/a.pdf", True),
        ("/*.pdf$", "https://a.test/a.pdf?x=1", False),
        ("/a$", "https://a.test/a", True),
        ("/a$", "https://a.test/ab", False),
        ("/a*a$", "https://a.test/a", False),
        ("/*?id=", "https://a.test/x?id=3", True),
        ("/", "http://[broken/", False),
    ],
)
def test_paths_match_as_in_robots_txt(pattern: str, url: str, is_matched: bool) -> None:  # noqa: FBT001
    assert tdm.reserved(((pattern, True),), url) is (True if is_matched else None)


def test_the_first_rule_that_matches_decides() -> None:
    rules = (("/open/", False), ("/", True))
    assert [tdm.reserved(rules, f"https://a.test{path}") for path in ("/open/1", "/1")] == [False, True]
