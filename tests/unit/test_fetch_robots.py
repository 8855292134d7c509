"""robots.txt by RFC 9309, what is kept of it, and what it says of training."""

from datetime import UTC, datetime, timedelta

import pytest

from services.errors import FetchFailedError, FetchRefusedError, IngestError
from services.fetch import robots
from services.fetch.robots import Robots
from services.model import Answer, RobotsFile

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = "https://a.test/news/1.html"


def answer(status: int = 200, content: bytes | str = "") -> Answer:
    body = content.encode() if isinstance(content, str) else content
    return Answer("https://a.test/robots.txt", "https://a.test/robots.txt", status, (), body, NOW, timedelta())


def says(text: str | bytes) -> Robots:
    return Robots(robots.learned(None, answer(200, text), NOW), NOW)


@pytest.mark.parametrize(
    ("text", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: other\nDisallow: /", True),
        # The group that names us is the one that counts (2.2.1), however it is spelled.
        ("User-agent: *\nDisallow: /\nUser-agent: NEWSMILL\nAllow: /", True),
        ("User-agent: newsmill\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: Newsmill/0.1 (+https://a.test)\nDisallow: /", False),
        ("User-agent: newsmill\n\nUser-agent: *\nDisallow: /", False),  # blank lines end no group
        ("User-agent: newsmill\nDisallow:\nUser-agent: *\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nUser-agent: newsmill", True),  # a group without rules
        ("User-agent: a\nUser-agent: newsmill\nUser-agent: b\nDisallow: /news/", False),
        ("User-agent: newsmill\nDisallow: /x\nUser-agent: newsmill\nDisallow: /news/", False),  # merged
        ("User-agent: news\nDisallow: /", True),  # no part of a name is the name
        ("User-agent: mill\nDisallow: /", True),
        ("User-agent: newsmill-images\nDisallow: /", True),
        ("User-agent: newsmill2\nDisallow: /", True),
        # The longest match wins, and allow where they are equal (2.2.2).
        ("User-agent: *\nDisallow: /news/\nAllow: /news/1", True),
        ("User-agent: *\nAllow: /news/\nDisallow: /news/", True),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: *\nDisallow: /*.htm$", True),
        ("User-agent: *\nDisallow: /NEWS/", True),
        ("User-agent: *\nDisallow: /n%65ws/", False),
        ("User-agent: *\nDisallow: /news/ # all of it", False),
        # As found in the wild.
        ("\ufeffUser-agent: *\nDisallow: /", False),
        ("User-agent: *\r\nDisallow: /\r\n", False),
        ("User-agent: *\rDisallow: /", False),
        ("user-agent : *\ndisallow : /", False),
        ("User-agent: *\nDissallow: /", False),
        ("User-agent: *\nCrawl-delay: 5\nUser-agent: x\nDisallow: /", True),
        ("User-agent: x\nSitemap: https://a.test/s.xml\nUser-agent: *\nDisallow: /", False),
        ("Disallow: /", True),  # no group
        ("<html><body>Not found</body></html>", True),
        (b"\xff\xfe\x00User-agent: *", True),
    ],
)
def test_what_a_file_permits(text: str | bytes, is_allowed: bool) -> None:  # noqa: FBT001
    assert says(text).allows(PAGE) is is_allowed


def test_of_a_long_file_500_kib_are_read() -> None:
    rule = b"User-agent: *\nDisallow: /news/\n"
    filler = b"# " + b"x" * (robots.LARGEST - len(rule) - 3) + b"\n"
    assert not says(filler + rule).allows(PAGE)
    assert says(filler + b"#" + rule).allows(PAGE)


def test_only_what_concerns_us_is_kept() -> None:
    text = (
        "User-agent: x\nDisallow: /x\nUser-agent: *\nUser-agent: y\nDisallow: /all # why\nSitemap: https://a.test/s.xml"
    )
    assert robots.concerning_us(text) == "user-agent: *\ndisallow:\ndisallow: /all"


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410])
def test_a_file_that_is_not_there_permits_all_for_a_day(status: int) -> None:
    file = robots.learned(None, answer(status), NOW)
    assert Robots(file, NOW).allows(PAGE)
    assert file.expires_at == NOW + DAY


@pytest.mark.parametrize(
    "failure",
    [answer(500), answer(503), answer(429), FetchFailedError("no answer"), FetchRefusedError("badly encoded")],
)
def test_a_server_that_fails_permits_nothing_and_is_asked_again_in_an_hour(failure: Answer | IngestError) -> None:
    file = robots.learned(None, failure, NOW)
    assert not Robots(file, NOW).allows(PAGE)
    assert file.expires_at == NOW + HOUR


def test_a_copy_that_was_read_serves_for_thirty_days_while_the_server_fails() -> None:
    good = robots.learned(None, answer(200, "User-agent: *\nDisallow: /private/"), NOW)
    failed = robots.learned(robots.learned(good, answer(503), NOW + DAY), answer(503), NOW + 29 * DAY)
    assert failed.unreachable_since == NOW + DAY
    at = NOW + 29 * DAY
    assert [Robots(failed, at).allows(PAGE), Robots(failed, at).allows("https://a.test/private/1")] == [True, False]
    assert not Robots(failed, NOW + 31 * DAY).allows(PAGE)


def test_after_thirty_days_of_failures_there_is_no_file() -> None:
    file = robots.learned(robots.learned(None, answer(503), NOW), answer(503), NOW + 31 * DAY)
    assert Robots(file, NOW + 31 * DAY).allows(PAGE)


def test_a_server_that_came_back_is_believed_at_once() -> None:
    failed = robots.learned(None, answer(503), NOW)
    back = robots.learned(failed, answer(200, ""), NOW + HOUR)
    assert (back.unreachable_since, Robots(back, NOW + HOUR).allows(PAGE)) == (None, True)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 10\nUser-agent: newsmill\nCrawl-delay: 1", 1),
        ("User-agent: *\nCrawl-delay: soon", 0),
        ("User-agent: *\nCrawl-delay: -3", 0),
        ("User-agent: *\nCrawl-delay: 1e300", 86_400),
    ],
)
def test_a_crawl_delay(text: str, seconds: float) -> None:
    assert says(text).crawl_delay.total_seconds() == seconds


@pytest.mark.parametrize(
    ("text", "training"),
    [
        ("User-agent: *\nDisallow: /", None),  # of training nothing is said
        ("User-agent: GPTBot\nDisallow: /", False),
        ("User-agent: ccbot\nUser-agent: x\nDisallow: /news/", False),
        ("User-agent: Google-Extended\nDisallow: /opinion/", None),
        ("User-agent: GPTBot\nAllow: /", None),
        ("User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /", False),
        ("User-agent: *\nContent-Signal: ai-train=yes", True),
        ("User-agent: *\nContent-Signal: ai-train=no\nUser-agent: newsmill\nContent-Signal: ai-train=yes", True),
        ("User-agent: *\nContent-Signal: ai-train=yes\nUser-agent: GPTBot\nDisallow: /", False),
        ("User-agent: x\nContent-Signal: ai-train=no", None),
        ("User-agent: *\nContent-Signal: ai-training=no", None),
    ],
)
def test_whether_a_page_may_be_trained_on(text: str, training: bool | None) -> None:  # noqa: FBT001
    assert says(text).training(PAGE) is training


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://A.test/x?y#z", "https://a.test"),
        ("http://a.test:8080/", "http://a.test:8080"),
        ("https://user:pass@a.test/", "https://a.test"),
        ("a.test/x", ""),
        ("http://[broken/", ""),
    ],
)
def test_each_origin_has_a_file(url: str, origin: str) -> None:
    assert robots.address(url) == (origin, f"{origin}/robots.txt" if origin else "")


def test_what_is_no_url_is_not_permitted() -> None:
    assert not says("User-agent: *\nDisallow: /x").allows("http://[broken/?a")


def test_a_file_that_is_hostile_costs_no_more_than_a_moment() -> None:
    text = "User-agent: *\n" + "Disallow: /" + "*a" * 200_000 + "\n" + "Allow: /*b*c$\n" * 5000
    file = RobotsFile(NOW, NOW, robots.concerning_us(text))
    assert Robots(file, NOW).allows("https://a.test/" + "ab" * 2000)
