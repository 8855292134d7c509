"""How long a publisher's headers ask to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from services.fetch import asked
from services.model import Answer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
THEN = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


def answer(**headers: str) -> Answer:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer("https://a.test/", "https://a.test/", 200, named, b"", NOW, timedelta())


@pytest.mark.parametrize(
    ("text", "time"),
    [
        # The three of RFC 9110, 5.6.7.
        ("Sun, 06 Nov 1994 08:49:37 GMT", THEN),
        ("Sunday, 06-Nov-94 08:49:37 GMT", THEN),
        ("Sun Nov  6 08:49:37 1994", THEN),
        ("Sunday, 06-Nov-76 08:49:37 GMT", THEN.replace(year=2076)),  # 50 years ahead
        ("Sunday, 06-Nov-77 08:49:37 GMT", THEN.replace(year=1977)),  # not more
        ("sun, 6 nov 1994 08:49:37 gmt", THEN),
        ("Sun, 06 Nov 1994 08:49:37 +0000", THEN),
        ("Sun, 06 Nov 1994 08:49:60 GMT", THEN.replace(second=59)),
        ("Sun, 31 Feb 1994 08:49:37 GMT", None),
        ("Sun, 06 Foo 1994 08:49:37 GMT", None),
        ("Sun, 06 anf 1994 08:49:37 GMT", None),  # within "jan feb"
        ("Sun, 06 Nov 1994 08:49:37 PST", None),
        ("0", None),
        ("-1", None),
        ("", None),
        ("Sun, ٠٦ Nov 1994 08:49:37 GMT", None),
    ],
)
def test_dates_are_understood_in_the_three_forms_of_http(text: str, time: datetime | None) -> None:
    assert asked.http_date(text, NOW) == time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Tue, 24 Nov 2026 12:01:00 GMT", 60),
        ("Tuesday, 24-Nov-26 12:01:00 GMT", 60),
        ("Tue Nov 24 12:01:00 2026", 60),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("9" * 5000, 10**9),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: int | None) -> None:
    wait = asked.retry_after(answer(Retry_After=text), NOW)
    assert (wait.total_seconds() if wait is not None else None) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Cache_Control": "max-age=60"}, 60),
        ({"Cache_Control": "public,max-age=60, immutable"}, 60),
        ({"Cache_Control": 'MAX-AGE="60"'}, 60),
        ({"Cache_Control": "s-maxage=600"}, 0),
        ({"Cache_Control": "s-maxage=600, max-age=60"}, 60),
        ({"Cache_Control": "max-age=60", "Age": "45"}, 15),
        ({"Cache_Control": "max-age=60", "Age": "4500"}, 0),
        ({"Cache_Control": "max-age=60", "Age": "no"}, 60),
        ({"Cache_Control": "max-age=-1"}, 0),
        ({"Cache_Control": "max-age=60", "Expires": "Tue, 24 Nov 2026 14:00:00 GMT"}, 60),  # max-age wins
        ({"Expires": "Tue, 24 Nov 2026 14:00:00 GMT"}, 7200),
        ({"Expires": "Tue, 24 Nov 2026 14:00:00 GMT", "Date": "Tue, 24 Nov 2026 13:00:00 GMT"}, 3600),  # its own clock
        ({"Expires": "Tue, 24 Nov 2026 14:00:00 GMT", "Date": "now"}, 7200),
        ({"Expires": "0"}, 0),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
    ],
)
def test_freshness_is_max_age_or_expires(headers: dict[str, str], seconds: int) -> None:
    assert asked.fresh_for(answer(**headers), NOW).total_seconds() == seconds
