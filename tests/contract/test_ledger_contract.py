"""What `ports.Ledger` demands, of the ledger in Redis and of its twin in memory."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from stores import document, place

from services.clock import ManualClock
from services.errors import BacklogFullError
from services.ledger.batches import MESSAGE_BYTES
from services.ledger.memory import MemoryLedger
from services.ledger.redis import RedisLedger
from services.model import LINK, Books, Closing, Due, Lane, Outcome, RawDocument, Rights, Row
from services.ports import Ledger
from services.settings import Settings

LEASE = timedelta(seconds=30)
MOMENT = timedelta(milliseconds=1)
NOTHING = Books(accepted=0, indexed=0, revised=0, duplicates=0, rejected=0, quarantined=0, open=0)


@dataclass
class Bench:
    """A ledger on the bench, its clock, and a look at the bytes that it keeps."""

    ledger: Ledger
    clock: ManualClock
    bytes_of: Callable[[str], bytes | None]

    def accepted(self, *names: str) -> list[str]:
        """Accept a document for each of *names*."""
        assert all(self.ledger.accept([document(name) for name in names]))
        return list(names)

    def row(self, name: str) -> Row:
        (row,) = self.ledger.rows([name])
        assert row is not None
        return row

    def claimed(self, *names: str, holder: str = "holder") -> list[str]:
        return [claim.document.id for claim in self.ledger.claim(names, holder)]

    def due(self, limit: int = 100) -> list[str]:
        return [each for message in self.ledger.reconcile(limit) for each in message.document_ids]


Bringing = Callable[..., Bench]


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def bring(request: pytest.FixtureRequest) -> Iterator[Bringing]:
    """Return a function that brings a ledger with the settings it is given."""
    with ExitStack() as stack:

        def in_memory(**values: object) -> Bench:
            clock = ManualClock()
            ledger = MemoryLedger(Settings(**({"lease_seconds": 30} | values)), clock)
            contents = lambda name: next(  # noqa: E731
                (o.document.content for o in ledger._open.values() if o.document.id == name),
                ledger.quarantined_bytes.get(name),
            )
            return Bench(ledger, clock, contents)

        def in_redis(**values: object) -> Bench:
            clock = ManualClock()
            url = request.getfixturevalue("redis_url")
            client, settings = stack.enter_context(place(url, **({"lease_seconds": 30} | values)))
            key = f"{settings.redis_prefix}:row:"
            return Bench(RedisLedger(client, settings, clock), clock, lambda name: client.hget(key + name, "content"))

        yield in_memory if request.param == "memory" else in_redis


@pytest.fixture
def bench(bring: Bringing) -> Bench:
    return bring()


# --- accept


def test_what_is_accepted_is_open_counted_and_due_at_once(bench: Bench) -> None:
    assert bench.ledger.accept([document("a"), document("b")]) == [True, True]
    assert bench.ledger.books() == replace(NOTHING, accepted=2, open=2)
    assert bench.row("a") == Row("a", "open", "text", "a.txt", accepted_at=bench.clock.now(), attempts=0)
    assert bench.due() == ["a", "b"]


def test_nothing_is_accepted_of_nothing(bench: Bench) -> None:
    assert bench.ledger.accept([]) == []
    assert bench.ledger.books() == NOTHING


def test_accepting_twice_is_once_and_keeps_what_was_accepted_first(bench: Bench) -> None:
    bench.accepted("a")
    assert bench.ledger.accept([document("a", b"other"), document("b")]) == [False, True]
    assert bench.ledger.books() == replace(NOTHING, accepted=2, open=2)
    assert bench.bytes_of("a") == document("a").content


def test_an_id_that_is_twice_in_a_batch_is_taken_once(bench: Bench) -> None:
    assert bench.ledger.accept([document("a", b"first"), document("a", b"second")]) == [True, False]
    assert bench.ledger.books() == replace(NOTHING, accepted=1, open=1)
    assert bench.bytes_of("a") == b"first"


@pytest.mark.parametrize("outcome", Outcome)
def test_a_closed_document_is_not_accepted_again(bench: Bench, outcome: Outcome) -> None:
    bench.accepted("a")
    bench.ledger.close([Closing("a", outcome)])
    assert bench.ledger.accept([document("a")]) == [False]
    assert bench.ledger.books().accepted == 1
    assert bench.ledger.books().open == 0


def test_every_field_and_byte_of_a_document_comes_back_with_its_claim(bench: Bench) -> None:
    full = RawDocument(
        id="ä:{x} *\n",
        kind="page",
        origin="Zürich/日本\x00.html",
        content=bytes(range(256)),
        media_type="text/html",
        charset="utf-8",
        url="https://example.org/ü?a=1&b=2",
        feed_id="feed",
        raw_uri="warc:x#1",
        rights=Rights(robots="noindex", tdm_reserved=False),
        http_status=0,
        fetched_at=datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC),
    )
    empty = RawDocument("empty", "", "", b"")
    bench.ledger.accept([full, empty])
    claims = bench.ledger.claim([full.id, empty.id], "holder")
    assert [claim.document for claim in claims] == [full, empty]


@pytest.mark.parametrize("name", ["a" * 10_000, "", " ", "\x00", "row:a", "'); return 1 --", "*", "🗞", "-1", "0"])
def test_any_text_can_be_an_id(bench: Bench, name: str) -> None:
    bench.accepted(name, "other")
    assert bench.due() == sorted([name, "other"])
    assert bench.claimed(name) == [name]
    assert bench.ledger.close([Closing(name, Outcome.INDEXED)]) == [True]
    assert bench.row(name).state == "indexed"
    assert bench.row("other").is_open


def test_a_batch_that_would_be_too_many_is_refused_and_none_of_it_taken(bring: Bringing) -> None:
    bench = bring(max_open=3)
    bench.accepted("a", "b")
    with pytest.raises(BacklogFullError, match="3"):
        bench.ledger.accept([document("c"), document("d")])
    assert bench.ledger.books() == replace(NOTHING, accepted=2, open=2)
    assert bench.ledger.rows(["c", "d"]) == [None, None]
    bench.accepted("c")


def test_what_is_known_already_needs_no_room(bring: Bringing) -> None:
    bench = bring(max_open=2)
    bench.accepted("a", "b")
    assert bench.ledger.accept([document("a"), document("b"), document("a")]) == [False, False, False]
    bench.ledger.close([Closing("a", Outcome.INDEXED)])
    assert bench.ledger.accept([document("a"), document("b"), document("c"), document("c")]) == [
        False,
        False,
        True,
        False,
    ]


def test_a_batch_that_is_too_large_by_itself_is_taken_when_nothing_else_is_open(bring: Bringing) -> None:
    bench = bring(max_open=2)
    bench.accepted("a", "b", "c")
    with pytest.raises(BacklogFullError):
        bench.ledger.accept([document("d")])


# --- claim


def test_a_claim_brings_the_document_the_attempt_and_the_time_of_acceptance(bench: Bench) -> None:
    accepted_at = bench.clock.now()
    bench.accepted("a")
    bench.clock.advance(LEASE)
    (claim,) = bench.ledger.claim(["a"], "holder")
    assert (claim.document, claim.attempt, claim.accepted_at) == (document("a"), 1, accepted_at)
    assert (bench.row("a").attempts, bench.row("a").claimed_at) == (1, bench.clock.now())


def test_only_one_holds_a_row_until_the_lease_ends(bench: Bench) -> None:
    bench.accepted("a")
    assert bench.claimed("a", holder="first") == ["a"]
    assert bench.claimed("a", holder="second") == []
    bench.clock.advance(LEASE - MOMENT)
    assert bench.claimed("a", holder="first") == []
    bench.clock.advance(MOMENT)
    assert bench.claimed("a", holder="second") == ["a"]
    assert bench.row("a").attempts == 2


def test_a_claim_takes_what_is_open_and_leaves_the_rest(bench: Bench) -> None:
    bench.accepted("a", "b", "c")
    bench.ledger.close([Closing("a", Outcome.INDEXED)])
    bench.claimed("b", holder="other")
    assert bench.claimed("a", "b", "c", "unknown", "c") == ["c"]
    assert bench.row("a").attempts == 0
    assert bench.ledger.rows(["unknown"]) == [None]


def test_a_row_whose_last_attempt_nobody_ended_goes_to_quarantine(bring: Bringing) -> None:
    bench = bring(max_attempts=2)
    bench.accepted("a")
    for _ in range(2):
        assert bench.claimed("a") == ["a"]
        bench.clock.advance(LEASE)
    assert bench.claimed("a") == []
    assert bench.row("a").state == "quarantined"
    assert bench.row("a").reason == "the worker died, or took too long, over it at attempt 2"
    assert bench.row("a").closed_at == bench.clock.now()
    assert bench.ledger.books() == replace(NOTHING, accepted=1, quarantined=1)


def test_the_reason_of_a_death_names_what_went_wrong_before(bring: Bringing) -> None:
    bench = bring(max_attempts=2)
    bench.accepted("a")
    bench.claimed("a")
    bench.ledger.fail(["a"], "holder", "ValueError: no number")
    bench.claimed("a")
    bench.clock.advance(LEASE)
    assert bench.claimed("a") == []
    assert bench.row("a").reason.endswith("at attempt 2; before that: ValueError: no number")


def test_a_message_that_killed_its_worker_does_not_take_all_of_its_documents_again(bring: Bringing) -> None:
    bench = bring(batch_size=20)
    names = bench.accepted(*(f"{number:02}" for number in range(20)))
    assert bench.claimed(*names) == names
    bench.clock.advance(LEASE)
    assert bench.claimed(*names) == []
    assert bench.row("00").attempts == 1
    assert bench.ledger.reconcile(100) == [Due((names[i], names[i + 1]), 1) for i in range(0, 20, 2)]
    assert bench.claimed("00", "01") == ["00", "01"]
    bench.clock.advance(LEASE)
    assert bench.claimed("00", "01") == []
    assert bench.claimed("00") == ["00"]


def test_new_documents_travel_on_when_one_of_their_company_failed(bring: Bringing) -> None:
    bench = bring(batch_size=20)
    bench.accepted("a", "b", "c")
    bench.claimed("a")
    bench.ledger.fail(["a"], "holder", "ValueError")
    assert bench.claimed("a", "b", "c") == ["b", "c"]


# --- close


@pytest.mark.parametrize(
    ("outcome", "count"),
    [
        (Outcome.INDEXED, "indexed"),
        (Outcome.REVISED, "revised"),
        (Outcome.DUPLICATE, "duplicates"),
        (Outcome.REJECTED, "rejected"),
        (Outcome.QUARANTINED, "quarantined"),
    ],
)
def test_a_closed_row_tells_its_outcome_and_is_counted(bench: Bench, outcome: Outcome, count: str) -> None:
    bench.accepted("a")
    bench.claimed("a")
    assert bench.ledger.close([Closing("a", outcome, "urn:a", "why")]) == [True]
    row = bench.row("a")
    assert (row.state, row.uri, row.reason, row.closed_at) == (outcome.value, "urn:a", "why", bench.clock.now())
    assert not row.is_open
    assert bench.ledger.books() == replace(NOTHING, accepted=1, **{count: 1})


def test_the_first_closing_wins(bench: Bench) -> None:
    bench.accepted("a")
    bench.ledger.close([Closing("a", Outcome.INDEXED, "urn:a")])
    before = bench.row("a")
    bench.clock.advance(MOMENT)
    assert bench.ledger.close([Closing("a", Outcome.DUPLICATE, "urn:b"), Closing("a", Outcome.QUARANTINED)]) == [
        False,
        False,
    ]
    assert bench.row("a") == before
    assert bench.ledger.books() == replace(NOTHING, accepted=1, indexed=1)
    assert bench.ledger.quarantined(10) == []


def test_closing_twice_in_one_batch_counts_once(bench: Bench) -> None:
    bench.accepted("a")
    assert bench.ledger.close([Closing("a", Outcome.REJECTED), Closing("a", Outcome.INDEXED)]) == [True, False]
    assert bench.ledger.books() == replace(NOTHING, accepted=1, rejected=1)


def test_what_was_never_accepted_can_not_be_closed(bench: Bench) -> None:
    assert bench.ledger.close([Closing("unknown", Outcome.INDEXED)]) == [False]
    assert bench.ledger.close([]) == []
    assert bench.ledger.books() == NOTHING
    assert bench.ledger.rows(["unknown"]) == [None]


def test_whoever_is_done_first_closes_also_what_another_holds_by_now(bench: Bench) -> None:
    bench.accepted("a")
    bench.claimed("a", holder="slow")
    bench.clock.advance(LEASE)
    bench.claimed("a", holder="second")
    assert bench.ledger.close([Closing("a", Outcome.INDEXED)]) == [True]
    bench.ledger.fail(["a"], "second", "too late")
    bench.ledger.release(["a"], "second", "too late", LEASE)
    assert bench.row("a").state == "indexed"
    assert bench.due() == []


@pytest.mark.parametrize("outcome", [Outcome.INDEXED, Outcome.DUPLICATE, Outcome.REJECTED])
def test_the_bytes_of_a_closed_row_are_freed(bench: Bench, outcome: Outcome) -> None:
    bench.accepted("a")
    assert bench.bytes_of("a") == document("a").content
    bench.ledger.close([Closing("a", outcome)])
    assert bench.bytes_of("a") is None


def test_the_bytes_of_a_row_in_quarantine_are_kept(bring: Bringing) -> None:
    bench = bring(max_attempts=1)
    for name in bench.accepted("closed", "failed", "died"):
        bench.claimed(name)
    bench.ledger.close([Closing("closed", Outcome.QUARANTINED)])
    bench.ledger.fail(["failed"], "holder", "why")
    bench.clock.advance(LEASE)
    bench.claimed("died")
    assert bench.ledger.books().quarantined == 3
    assert [bench.bytes_of(name) for name in ("closed", "failed", "died")] == [document("a").content] * 3


# --- fail


def test_a_failed_attempt_is_due_again_at_once_and_stays_counted(bench: Bench) -> None:
    bench.accepted("a")
    bench.claimed("a")
    bench.ledger.fail(["a"], "holder", "ValueError: no number")
    row = bench.row("a")
    assert (row.state, row.attempts, row.last_error) == ("open", 1, "ValueError: no number")
    assert bench.ledger.reconcile(10) == [Due(("a",), 1)]
    assert bench.claimed("a", holder="second") == ["a"]


def test_the_last_failure_is_quarantine_with_its_reason(bench: Bench) -> None:
    bench.accepted("a")
    for attempt in range(1, 4):
        assert bench.claimed("a") == ["a"]
        bench.ledger.fail(["a"], "holder", f"attempt {attempt}")
    row = bench.row("a")
    assert (row.state, row.attempts, row.reason) == ("quarantined", 3, "attempt 3")
    assert bench.claimed("a") == []
    assert bench.due() == []
    assert bench.ledger.books() == replace(NOTHING, accepted=1, quarantined=1)


def test_only_the_holder_gives_up_a_row(bench: Bench) -> None:
    bench.accepted("a", "b")
    bench.claimed("a", holder="first")
    bench.ledger.fail(["a", "b", "unknown"], "second", "not mine")
    bench.ledger.release(["a", "b", "unknown"], "second", "not mine", LEASE)
    assert bench.row("a").attempts == 1
    assert bench.row("a").last_error == bench.row("b").last_error == ""
    assert bench.claimed("a", "b", holder="second") == ["b"]


def test_nobody_holds_a_row_that_was_given_up(bench: Bench) -> None:
    bench.accepted("a")
    bench.claimed("a")
    bench.ledger.fail(["a", "a"], "holder", "once")
    bench.ledger.fail(["a"], "", "no holder")
    bench.ledger.release(["a"], "", "no holder", LEASE)
    assert (bench.row("a").attempts, bench.row("a").last_error) == (1, "once")


def test_a_reason_is_bounded_and_storable_whatever_an_exception_said(bench: Bench) -> None:
    bench.accepted("a", "b")
    bench.claimed("a")
    bench.ledger.fail(["a"], "holder", "x" * 100_000)
    bench.ledger.close([Closing("b", Outcome.REJECTED, reason="half a pair: \ud83d")])
    assert bench.row("a").last_error == "x" * 999 + "…"
    assert bench.row("b").reason == "half a pair: ?"


# --- release


def test_what_is_released_is_due_after_the_delay_with_the_attempt_uncounted(bench: Bench) -> None:
    bench.accepted("a")
    assert bench.due() == ["a"]
    bench.claimed("a")
    bench.ledger.release(["a"], "holder", "Elasticsearch is away", timedelta(seconds=5))
    assert (bench.row("a").attempts, bench.row("a").last_error) == (0, "Elasticsearch is away")
    bench.clock.advance(timedelta(seconds=5) - MOMENT)
    assert bench.due() == []
    bench.clock.advance(MOMENT)
    assert bench.ledger.reconcile(10) == [Due(("a",), 0)]


def test_what_is_released_can_be_claimed_without_waiting(bench: Bench) -> None:
    bench.accepted("a")
    bench.claimed("a")
    bench.ledger.release(["a"], "holder", "away", LEASE)
    (claim,) = bench.ledger.claim(["a"], "second")
    assert claim.attempt == 1


def test_no_number_of_releases_leads_to_quarantine(bench: Bench) -> None:
    bench.accepted("a")
    for _ in range(10):
        assert bench.claimed("a") == ["a"]
        bench.ledger.release(["a", "a"], "holder", "away", timedelta(0))
    assert (bench.row("a").state, bench.row("a").attempts) == ("open", 0)


# --- reconcile


def test_what_was_sent_is_not_sent_again_before_a_lease_is_over(bench: Bench) -> None:
    bench.accepted("a")
    assert bench.due() == ["a"]
    bench.clock.advance(LEASE - MOMENT)
    assert bench.due() == []
    bench.clock.advance(MOMENT)
    assert bench.due() == ["a"]


def test_what_a_dead_worker_held_is_due_when_the_lease_ends(bench: Bench) -> None:
    bench.accepted("a")
    bench.due()
    bench.clock.advance(timedelta(seconds=10))
    bench.claimed("a")
    bench.clock.advance(LEASE - MOMENT)
    assert bench.due() == []
    bench.clock.advance(MOMENT)
    assert bench.ledger.reconcile(10) == [Due(("a",), 1)]


def test_sending_does_not_take_a_row_from_its_holder(bench: Bench) -> None:
    bench.accepted("a")
    bench.claimed("a", holder="first")
    assert bench.due() == []
    assert bench.claimed("a", holder="second") == []


def test_the_longest_due_come_first_up_to_the_limit(bench: Bench) -> None:
    bench.accepted("b")
    bench.clock.advance(MOMENT)
    bench.accepted("d", "c", "a")
    assert bench.due(0) == []
    assert bench.due(2) == ["b", "a"]
    assert bench.due(2) == ["c", "d"]
    assert bench.due(2) == []


def test_messages_hold_rows_of_equal_attempts_within_the_size_for_these(bring: Bringing) -> None:
    bench = bring(batch_size=20, max_attempts=3)
    names = bench.accepted(*(f"{number:02}" for number in range(50)))
    for name in names[:5]:
        bench.claimed(name)
    bench.ledger.fail(names[:5], "holder", "once")
    for name in names[:2]:
        bench.claimed(name)
    bench.ledger.fail(names[:2], "holder", "twice")
    sent = bench.ledger.reconcile(100)
    assert [(len(message.document_ids), message.attempts) for message in sent] == [
        (20, 0),
        (20, 0),
        (5, 0),
        (2, 1),
        (1, 1),
        (1, 2),
        (1, 2),
    ]
    assert sorted(each for message in sent for each in message.document_ids) == names


def test_messages_hold_no_more_bytes_than_a_worker_can_bear(bench: Bench) -> None:
    third = MESSAGE_BYTES // 3
    for name, size in (("a", third), ("b", third), ("c", third), ("d", 1), ("e", MESSAGE_BYTES), ("f", 0)):
        bench.ledger.accept([document(name, b"x" * size)])
    assert [message.document_ids for message in bench.ledger.reconcile(10)] == [("a", "b", "c", "d"), ("e", "f")]


def test_closed_rows_are_never_due(bench: Bench) -> None:
    names = bench.accepted("a", "b", "c", "d", "e")
    bench.ledger.close([Closing(name, outcome) for name, outcome in zip(names, Outcome, strict=True)])
    bench.clock.advance(10 * LEASE)
    assert bench.due() == []


# --- rows, quarantine, books


def test_rows_come_in_the_order_they_were_asked_for(bench: Bench) -> None:
    bench.accepted("a", "b")
    rows = bench.ledger.rows(["b", "unknown", "a", "b"])
    assert [row and row.document_id for row in rows] == ["b", None, "a", "b"]
    assert bench.ledger.rows([]) == []


def test_the_latest_quarantined_come_first_up_to_the_limit(bench: Bench) -> None:
    for name in bench.accepted("b", "a", "d", "c"):
        bench.ledger.close([Closing(name, Outcome.INDEXED if name == "c" else Outcome.QUARANTINED, reason=name)])
        bench.clock.advance(MOMENT if name == "a" else timedelta(0))
    assert [row.reason for row in bench.ledger.quarantined(10)] == ["d", "b", "a"]
    assert [row.document_id for row in bench.ledger.quarantined(1)] == ["d"]
    assert bench.ledger.quarantined(0) == []


def test_the_books_balance_over_every_outcome(bench: Bench) -> None:
    names = bench.accepted("a", "b", "c", "d", "e", "f")
    bench.ledger.close([Closing(name, outcome) for name, outcome in zip(names, Outcome, strict=False)])
    books = bench.ledger.books()
    assert books == Books(accepted=6, indexed=1, revised=1, duplicates=1, rejected=1, quarantined=1, open=1)
    assert books.balance


def test_a_clock_that_goes_back_delays_and_loses_nothing(bench: Bench) -> None:
    bench.accepted("a", "b")
    bench.claimed("a", holder="first")
    bench.clock.advance(timedelta(hours=-1))
    assert bench.claimed("a", holder="second") == []
    assert bench.claimed("b") == ["b"]
    bench.ledger.fail(["b"], "holder", "why")
    assert bench.due() == ["b"]
    assert bench.ledger.close([Closing("b", Outcome.INDEXED)]) == [True]
    bench.clock.advance(timedelta(hours=1) + LEASE)
    assert bench.due() == ["a"]
    assert bench.ledger.books() == replace(NOTHING, accepted=2, indexed=1, open=1)


# --- links, and the pages that take their places


def link(name: str, content: bytes = b"{}") -> RawDocument:
    return RawDocument(name, LINK, f"https://a.example/{name}", content, feed_id="feed")


def page(name: str) -> RawDocument:
    return RawDocument(
        name, "page", "https://a.example/page", b"<p>page", url="https://a.example/page", entry=b"{}", feed_id="feed"
    )


def links_due(bench: Bench) -> list[str]:
    return [each for message in bench.ledger.reconcile(100, Lane.LINKS) for each in message.document_ids]


def test_links_are_due_in_a_lane_of_their_own_and_open_as_all_others(bench: Bench) -> None:
    bench.ledger.accept([link("a"), document("b"), link("c")])
    assert bench.ledger.books() == replace(NOTHING, accepted=3, open=3)
    assert bench.due() == ["b"]
    assert links_due(bench) == ["a", "c"]
    assert (bench.due(), links_due(bench)) == ([], [])
    bench.clock.advance(LEASE)
    assert (bench.due(), links_due(bench)) == (["b"], ["a", "c"])


def test_a_message_of_links_is_cut_into_what_is_fetched_at_once(bring: Bringing) -> None:
    ledger = bring(fetch_concurrency=2).ledger
    ledger.accept([*map(link, "abc"), *map(document, "def")])
    assert [message.document_ids for message in ledger.reconcile(100, Lane.LINKS)] == [("a", "b"), ("c",)]
    assert [message.document_ids for message in ledger.reconcile(100)] == [("d", "e", "f")]


def test_a_page_takes_the_place_of_the_link_that_led_to_it(bench: Bench) -> None:
    accepted_at = bench.clock.now()
    bench.ledger.accept([link("a")])
    bench.clock.advance(MOMENT)
    assert bench.claimed("a") == ["a"]
    assert bench.ledger.replace([page("a")], "holder") == [True]
    assert bench.row("a") == Row("a", "open", "page", "https://a.example/page", accepted_at=accepted_at, attempts=0)
    assert (links_due(bench), bench.due()) == ([], ["a"])
    (claim,) = bench.ledger.claim(["a"], "another")
    assert (claim.document, claim.attempt, claim.accepted_at) == (page("a"), 1, accepted_at)
    assert bench.ledger.close([Closing("a", Outcome.INDEXED)]) == [True]
    assert bench.ledger.books() == replace(NOTHING, accepted=1, indexed=1)


def test_only_who_holds_a_row_replaces_its_document_and_only_once(bench: Bench) -> None:
    bench.ledger.accept([link("a"), link("b"), link("c")])
    bench.claimed("a", "b")
    assert bench.ledger.replace([page("a")], "another") == [False]
    assert bench.ledger.replace([page("a"), page("a"), page("c"), page("never")], "holder") == [True] + 3 * [False]
    bench.ledger.close([Closing("b", Outcome.REJECTED)])
    assert bench.ledger.replace([page("b")], "holder") == [False]
    assert bench.ledger.books() == replace(NOTHING, accepted=3, rejected=1, open=2)


def test_a_link_that_is_given_back_stays_in_its_lane(bench: Bench) -> None:
    bench.ledger.accept([link("a"), link("b")])
    bench.claimed("a", "b")
    bench.ledger.release(["a"], "holder", "over budget", timedelta(seconds=3))
    bench.ledger.fail(["b"], "holder", "answered 503", timedelta(seconds=5))
    assert [(bench.row(each).attempts, bench.row(each).last_error) for each in "ab"] == [
        (0, "over budget"),
        (1, "answered 503"),
    ]
    assert (links_due(bench), bench.due()) == ([], [])
    bench.clock.advance(timedelta(seconds=3))
    assert links_due(bench) == ["a"]
    bench.clock.advance(timedelta(seconds=2))
    assert (links_due(bench), bench.due()) == (["b"], [])
