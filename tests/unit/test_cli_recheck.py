"""`newsmill recheck`, and where it shows how articles' pages are: `show`, `status`, the metrics."""

from datetime import timedelta

import pytest
from commands import ServedMill, run
from polled import item, page, rss
from prometheus_client import generate_latest

from services.cli import context
from services.observe.metrics import registry

FEED, BERLIN = "https://news.example/feed", "https://news.example/Berlin"
HOUR = timedelta(hours=1)


@pytest.fixture
def mill() -> ServedMill:
    mill = ServedMill()
    mill.web.pages |= {FEED: rss(item("Berlin", text="In short…")), BERLIN: page("Berlin")}
    mill.add(FEED)
    mill.poll()
    mill.clock.advance(timedelta(minutes=1))
    mill.run()
    return mill


def uri_of(mill: ServedMill) -> str:
    (uri,) = mill.index.articles
    return uri


def test_a_page_is_looked_at_now_by_address_or_uri(mill: ServedMill) -> None:
    ended = run("recheck", BERLIN, uri_of(mill), mill=mill)
    assert (ended.exit_code, [line.split() for line in ended.lines]) == (0, [["unchanged", uri_of(mill)]])
    assert [each.url for each in mill.web.asked].count(BERLIN) == 2  # and once when it came


def test_json_tells_what_was_found_and_why(mill: ServedMill) -> None:
    mill.web.pages[BERLIN] = 410
    ended = run("recheck", BERLIN, "--json", mill=mill)
    (look,) = ended.json["looks"]
    assert look == {
        "uri": uri_of(mill),
        "look": "withdrawn",
        "reason": "answered 410",
        "lookedAt": context.plain(mill.clock.now()),
    }
    assert mill.index.articles[uri_of(mill)].pub_status == "withdrawn"


def test_of_articles_of_which_one_is_unknown_none_is_looked_at(mill: ServedMill) -> None:
    mill.web.asked.clear()
    ended = run("recheck", BERLIN, "https://news.example/unknown", mill=mill)
    assert (ended.exit_code, mill.web.asked) == (1, [])
    assert "There is no article 'https://news.example/unknown'" in ended.stderr


def test_who_has_no_turn_in_time_is_told(mill: ServedMill) -> None:
    mill.budgets.enter([BERLIN], "another")
    ended = run("recheck", BERLIN, "--timeout", "0", mill=mill)
    assert (ended.exit_code, ended.lines[0].split()) == (4, ["put-off", uri_of(mill), "over", "budget"])


def test_show_tells_how_the_page_was_and_when_it_will_be_looked_at(mill: ServedMill) -> None:
    uri = uri_of(mill)
    assert [*run("show", uri, "--json", mill=mill).json["rechecks"]] == ["dueAt"]
    mill.web.pages[BERLIN] = 404
    mill.clock.advance(2 * HOUR)
    mill.recheck()
    shown = run("show", uri, "--json", mill=mill).json["rechecks"]
    assert (shown["look"], shown["reason"]) == ("missing", "answered 404")
    assert shown["lookedAt"] < shown["dueAt"]
    assert ["look", "missing"] in [line.split() for line in run("show", uri, mill=mill).lines]
    mill.rechecks.forget([uri])
    assert run("show", uri, "--json", mill=mill).json["rechecks"] == {}


def test_status_and_metrics_count_what_is_scheduled_due_and_found(mill: ServedMill) -> None:
    mill.clock.advance(2 * HOUR)
    assert run("status", "--json", mill=mill).json["rechecks"] == {"scheduled": 1, "due": 1}
    mill.recheck()
    assert run("status", "--json", mill=mill).json["rechecks"] == {"scheduled": 1, "due": 0, "not-modified": 1}
    lines = generate_latest(registry(mill)).decode().splitlines()
    assert 'newsmill_rechecks_total{look="not-modified"} 1.0' in lines
    assert {"newsmill_rechecks_scheduled 1.0", "newsmill_rechecks_due 0.0"} <= {*lines}
