"""Who withdrew an article decides what brings it back: its page, another text of its publisher's, or a person."""

import json
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
import steps
from twins import NOON, SETTINGS, Killing, Mill

from services import sources
from services.model import Article, Entry, RawDocument

_numbers = count()
URL = "https://paper.example/flood"
FLOOD = " ".join(f"The engineers of district {name} say that the river rose there." for name in "abcdefghij")
GONE_AT = NOON + timedelta(hours=1)
SEEN_AT = GONE_AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a document say all of its entry."""
    monkeypatch.setitem(sources.READERS, "told", lambda document: Entry(**json.loads(document.content)))


@pytest.fixture
def mill() -> Mill:
    """Return a mill in which an article was indexed at NOON."""
    mill = Mill()
    take_in(mill, page())
    return mill


def page(body: str = FLOOD, **values: object) -> RawDocument:
    entry = {"headline": "River floods the town", "paragraphs": [body], "url": URL, "method": "html"}
    known = {name: values.pop(name) for name in list(values) if name not in {"fetched_at", "feed_id"}}
    content = json.dumps(entry | known).encode()
    return replace(RawDocument(f"{next(_numbers):032x}", "told", URL, content), **values)  # type: ignore[arg-type]


def seen_again(**values: object) -> RawDocument:
    return page(**({"fetched_at": SEEN_AT} | values))  # type: ignore[arg-type]


def take_in(mill: Mill, *documents: RawDocument) -> list[str]:
    ids = mill.accept(*documents)
    mill.run()
    return mill.states(ids)


def withdraw(mill: Mill, reason: str = "answered 410", **values: object) -> None:
    mill.pipeline.withdraw(URL, reason, at=GONE_AT, **values)  # type: ignore[arg-type]
    mill.clock.advance(GONE_AT - mill.clock.now() + timedelta(minutes=1))


def only(mill: Mill) -> Article:
    (article,) = mill.index.articles.values()
    return article


def told(mill: Mill) -> tuple[str, int]:
    return only(mill).pub_status or "usable", only(mill).version


def test_a_page_that_is_there_again_makes_its_article_usable_as_a_version_that_says_so(mill: Mill) -> None:
    withdraw(mill)
    assert (told(mill), only(mill).status_reason) == (("withdrawn", 2), "page gone: answered 410")
    assert take_in(mill, seen_again()) == ["revised"]
    assert (told(mill), only(mill).status_reason) == (("usable", 3), "reinstated: its page was there again")
    assert (only(mill).version_at, only(mill).body) == (SEEN_AT, FLOOD)
    kept = [
        (hit.source["version"], hit.source["document"]["pubStatus"]) for hit in mill.index.revisions(only(mill).uri)
    ]  # type: ignore[index]
    assert kept == [(1, "usable"), (2, "withdrawn")]


def test_a_page_that_differs_by_what_changes_by_itself_is_there_again_too(mill: Mill) -> None:
    withdraw(mill)
    assert take_in(mill, seen_again(paragraphs=["Updated 5 minutes ago", FLOOD])) == ["revised"]
    assert told(mill) == ("usable", 3)


NO_SIGN = {
    "a replay of the old batch": {"fetched_at": None},
    "an answer from before": {"fetched_at": GONE_AT - timedelta(minutes=1)},
    "an answer of the same moment": {"fetched_at": GONE_AT},
    "a feed that still carries it": {"method": "feed"},
    "the same text at another address": {"url": "https://other.example/flood"},
}


@pytest.mark.parametrize("values", NO_SIGN.values(), ids=NO_SIGN)
def test_nothing_but_the_page_itself_seen_later_brings_it_back(mill: Mill, values: dict[str, object]) -> None:
    withdraw(mill)
    assert take_in(mill, seen_again(**values)) == ["duplicate"]
    assert told(mill) == ("withdrawn", 2)


def test_what_a_person_or_its_publisher_withdrew_is_not_brought_back_by_its_page(mill: Mill) -> None:
    withdraw(mill, "a letter", is_gone=False)
    assert only(mill).status_reason == "by hand: a letter"
    assert take_in(mill, seen_again()) == ["duplicate"]
    assert told(mill) == ("withdrawn", 2)
    other = Mill()
    take_in(other, page(), page("", headline="", pub_status="canceled"))
    assert take_in(other, seen_again()) == ["duplicate"]
    assert told(other) == ("withdrawn", 2)


def test_a_person_s_or_a_publisher_s_word_outweighs_that_the_page_was_gone(mill: Mill) -> None:
    withdraw(mill)
    assert take_in(mill, page("", headline="", pub_status="canceled")) == ["revised"]
    assert (told(mill), only(mill).status_reason) == (("withdrawn", 3), "by its publisher: canceled")
    withdraw(mill)
    assert take_in(mill, seen_again()) == ["duplicate"]
    assert told(mill) == ("withdrawn", 3)


def test_another_text_after_a_publisher_s_notice_stands_and_one_from_before_doesn_t(mill: Mill) -> None:
    before = mill.accept(page(f"{FLOOD} Bridge 1 was closed.", modified="2026-11-24T13:00:00Z"))
    mill.clock.advance(timedelta(minutes=1))
    mill.process(mill.accept(page("", headline="", pub_status="canceled")))
    mill.run()
    assert (mill.states(before), told(mill), only(mill).body) == (["revised"], ("withdrawn", 2), FLOOD)
    assert take_in(mill, page(f"{FLOOD} Bridge 2 was closed.")) == ["revised"]
    assert told(mill) == ("usable", 3)


def test_a_notice_that_was_slow_takes_no_later_text_back(mill: Mill) -> None:
    mill.clock.advance(timedelta(minutes=1))
    notice = mill.accept(page("", headline="", pub_status="canceled"))
    mill.clock.advance(timedelta(minutes=1))
    mill.process(mill.accept(page(f"{FLOOD} Bridge 2 was closed.")))
    mill.run()
    assert (mill.states(notice), told(mill)) == (["duplicate"], ("usable", 2))


def test_what_a_person_withdrew_stays_so_in_its_next_versions_until_a_person_says_otherwise(mill: Mill) -> None:
    withdraw(mill, "", is_gone=False)
    assert take_in(mill, page(f"{FLOOD} Bridge 1 was closed.")) == ["revised"]
    assert (told(mill), only(mill).status_reason) == (("withdrawn", 3), "by hand")
    assert mill.pipeline.reinstate(URL, "they wrote again") == only(mill).uri
    assert (told(mill), only(mill).status_reason) == (("usable", 4), "reinstated by hand: they wrote again")
    mill.pipeline.reinstate(URL, "twice")
    assert told(mill) == ("usable", 4)
    kept = [hit.source["version"] for hit in mill.index.revisions(only(mill).uri)]
    assert kept == [1, 2, 3]


def test_a_replay_of_what_reinstated_changes_nothing_even_after_another_withdrawal(mill: Mill) -> None:
    withdraw(mill)
    again = seen_again()
    take_in(mill, again)
    assert take_in(mill, replace(again, id=f"{next(_numbers):032x}")) == ["duplicate"]
    assert told(mill) == ("usable", 3)
    mill.pipeline.withdraw(URL, "answered 404 twice", at=SEEN_AT + timedelta(hours=1))
    assert take_in(mill, replace(again, id=f"{next(_numbers):032x}")) == ["duplicate"]
    assert told(mill) == ("withdrawn", 4)


def notice() -> RawDocument:
    return page("", headline="", pub_status="canceled")


def test_what_was_taken_back_before_it_came_comes_as_withdrawn() -> None:
    mill = Mill()
    said = notice()
    assert take_in(mill, said) == ["rejected"]
    mill.clock.advance(timedelta(days=1))
    assert take_in(mill, page()) == ["indexed"]
    assert (told(mill), only(mill).status_reason) == (("withdrawn", 2), "by its publisher: canceled")
    assert only(mill).trace_id == said.id
    # The notice has found its article: what the publisher writes after it stands, and a repeat changes nothing.
    assert take_in(mill, notice(), page()) == ["duplicate", "duplicate"]
    assert take_in(mill, page(f"{FLOOD} Bridge 2 was closed.")) == ["revised"]
    assert told(mill) == ("usable", 3)


def test_what_its_publisher_dates_after_a_notice_is_not_what_that_took_back() -> None:
    for stated in ({"modified": "2026-11-25T10:00:00Z"}, {"published": "2026-11-25T10:00:00Z"}):
        mill = Mill()
        take_in(mill, notice())
        mill.clock.advance(timedelta(days=1))
        assert take_in(mill, page(**stated)) == ["indexed"]
        assert told(mill) == ("usable", 1)


def test_a_notice_waits_a_week() -> None:
    mill = Mill()
    take_in(mill, notice())
    mill.clock.advance(timedelta(days=7))
    assert take_in(mill, page()) == ["indexed"]
    assert told(mill) == ("usable", 1)


def test_a_worker_that_died_before_it_looked_for_a_notice_is_made_up_for() -> None:
    mill = Mill()
    take_in(mill, notice())
    ids = mill.accept(page())
    pipeline = mill.wired(notices=Killing(mill.notices, "known", "before"))
    mill.process(ids, "killed", pipeline)
    assert told(mill) == ("usable", 1)
    mill.clock.advance(SETTINGS.lease + timedelta(seconds=1))
    mill.run()
    assert (mill.states(ids), told(mill)) == (["indexed"], ("withdrawn", 2))


@pytest.mark.parametrize("first", range(14))
def test_a_notice_and_its_article_of_one_moment_find_each_other_at_any_step(first: int) -> None:
    for documents in ((notice(), page()), (page(), notice())):
        mill = steps.Mill(SETTINGS, NOON, poison=b"")
        workers: list[steps.Worker] = []
        for document in documents:
            mill.pipeline().accept([document])
            workers += mill.deliver()
        slow, quick = workers
        slow.go(first)
        quick.finish()
        slow.finish()
        mill.come_to_rest()
        (article,) = mill.index.articles.values()
        assert article.pub_status == "withdrawn"
        assert mill.ledger.books().balance
