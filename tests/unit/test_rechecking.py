"""Asking again for articles' pages, over twins: who is asked for what and when, and what becomes of the article."""

from dataclasses import replace
from datetime import timedelta

import pytest
from polled import Deaths, DiedError, PolledMill, item, page, rss
from twins import Killing, text

from services import sources
from services.errors import (
    FetchFailedError,
    FetchRefusedError,
    IndexUnavailableError,
    IngestError,
    StoreUnavailableError,
)
from services.fetch.memory import MemoryWeb
from services.model import Answer, Article, ContentFrom, Entry, Look, RawDocument

URL, BERLIN = "https://news.example/feed", "https://news.example/Berlin"
ROBOTS = "https://news.example/robots.txt"
TEASER = "Something happened, and here is how it begins…"
HOUR = timedelta(hours=1)
ANOTHER = b"<!doctype html><html lang=en><head><title>Fair opens</title></head><body><article><h1>Fair opens</h1>" + (
    b"<p>Thousands came to see the animals on the first morning, and stayed for the music until late at night.</p>" * 9
)


@pytest.fixture
def mill() -> PolledMill:
    return indexed()


def indexed(*, text: str | None = TEASER, content: ContentFrom = ContentFrom.AUTO) -> PolledMill:
    """Return a mill with the article of a page, to which a feed's teaser led; or of *text* in the feed."""
    mill = PolledMill()
    mill.web.pages[URL] = rss(item("Berlin", text=text))
    mill.web.pages[BERLIN] = page("Berlin")
    mill.add(URL, content=content)
    mill.poll()
    mill.clock.advance(timedelta(minutes=1))
    mill.run()
    mill.web.urls()
    return mill


def the_article(mill: PolledMill) -> Article:
    (article,) = mill.index.articles.values()
    return article


def recheck_after(mill: PolledMill, time: timedelta) -> dict[str, int]:
    mill.clock.advance(time)
    return mill.recheck()


def test_nobody_is_asked_before_the_first_age_nor_after_the_last(mill: PolledMill) -> None:
    assert recheck_after(mill, HOUR) == {}
    looks = [recheck_after(mill, time) for time in (HOUR, 10 * HOUR, 36 * HOUR, 120 * HOUR)]
    assert looks == [{"not-modified": 1}] * 3 + [{"unchanged": 1}]
    assert mill.rechecks.scheduled() == 0
    assert [url for url in mill.web.urls() if url != ROBOTS] == [BERLIN] * 4
    assert mill.ledger.books().accepted == 1


def test_it_is_asked_with_the_validators_of_the_answer_that_it_came_from_but_the_last_time(mill: PolledMill) -> None:
    kept = mill.archive.read(the_article(mill).raw_uri)
    recheck_after(mill, 2 * HOUR)
    assert mill.web.asked[-1].validators == kept.validators
    recheck_after(mill, 166 * HOUR)
    assert not mill.web.asked[-1].validators


def test_a_page_that_is_gone_withdraws_the_article_at_once(mill: PolledMill) -> None:
    mill.web.pages[BERLIN] = 410
    assert recheck_after(mill, 2 * HOUR) == {"withdrawn": 1}
    article = the_article(mill)
    assert (article.pub_status, article.status_reason, article.version) == ("withdrawn", "page gone: answered 410", 2)
    assert len(mill.index.kept) == 1
    assert mill.ledger.books().accepted == 1


@pytest.mark.parametrize("text", [TEASER, None], ids=["of-the-page", "of-the-feed"])
def test_a_page_that_comes_back_brings_its_article_back(text: str | None) -> None:
    mill = indexed(text=text)
    mill.web.pages[BERLIN] = 410
    assert [recheck_after(mill, time) for time in (2 * HOUR, 10 * HOUR)] == [{"withdrawn": 1}, {"missing": 1}]
    assert the_article(mill).version == 2
    mill.web.pages[BERLIN] = page("Berlin")
    assert recheck_after(mill, 36 * HOUR) == {"changed": 1}
    assert (the_article(mill).pub_status != "withdrawn", the_article(mill).version) == (True, 3)
    assert mill.ledger.books().balance


def test_a_page_that_is_missing_is_looked_for_again_and_then_withdrawn(mill: PolledMill) -> None:
    mill.web.pages[BERLIN] = 404
    assert recheck_after(mill, 50 * HOUR) == {"missing": 1}
    assert the_article(mill).pub_status == ""
    assert recheck_after(mill, 11 * HOUR) == {}
    assert recheck_after(mill, HOUR) == {"withdrawn": 1}
    assert the_article(mill).status_reason == "page gone: answered 404, and again 12 hours later"


def test_a_page_that_is_back_was_never_missing(mill: PolledMill) -> None:
    mill.web.pages[BERLIN] = 404
    recheck_after(mill, 2 * HOUR)
    mill.web.pages[BERLIN] = page("Berlin")
    assert recheck_after(mill, 10 * HOUR) == {"not-modified": 1}
    mill.web.pages[BERLIN] = 404
    assert recheck_after(mill, 40 * HOUR) == {"missing": 1}
    assert the_article(mill).version == 1


@pytest.mark.parametrize(
    ("trouble", "look"),
    [
        (503, "failed"),
        (429, "failed"),
        (403, "refused"),
        (451, "refused"),
        (FetchFailedError(f"{BERLIN}: no whole answer in 20 seconds"), "failed"),
        (FetchRefusedError(f"{BERLIN}: 10.0.0.1 is not a public address"), "failed"),
        (b"<!doctype html><title>Page not found</title><p>We couldn't find it.", "no-article"),
        (b"<!doctype html><title>x</title><p>Please accept our cookies.</p>", "no-article"),
        (ANOTHER, "no-article"),
    ],
    ids=["503", "429", "403", "451", "no-answer", "private", "soft-404", "consent", "another-story"],
)
def test_what_says_nothing_of_the_article_changes_nothing(
    mill: PolledMill, trouble: bytes | int | IngestError, look: str
) -> None:
    before = the_article(mill)
    mill.web.pages[BERLIN] = trouble
    for time in (2 * HOUR, 10 * HOUR, 36 * HOUR, 120 * HOUR):
        assert recheck_after(mill, time) == {look: 1}
    assert the_article(mill) == before
    assert mill.ledger.books().accepted == 1


def test_a_429_is_heeded(mill: PolledMill) -> None:
    mill.web.pages[BERLIN] = 429
    mill.web.headers[BERLIN] = {"Retry-After": "600"}
    recheck_after(mill, 2 * HOUR)
    assert mill.budgets.enter([BERLIN], "another")[BERLIN] == timedelta(seconds=600)


def test_a_changed_page_is_a_revision_by_the_normal_path_and_keeps_what_the_feed_said(mill: PolledMill) -> None:
    before = the_article(mill)
    mill.web.pages[BERLIN] = page("Berlin").replace(b"it will fall again", b"it has fallen again")
    assert recheck_after(mill, 2 * HOUR) == {"changed": 1}
    article, books = the_article(mill), mill.ledger.books()
    assert (article.version, article.changed, article.uri) == (2, ("articleBody",), before.uri)
    assert (article.publisher, article.guid, article.feed_id) == (before.publisher, before.guid, before.feed_id)
    assert (books.accepted, books.indexed, books.revised, books.balance) == (2, 1, 1, True)
    assert article.raw_uri == f"archive:{len(mill.archive.answers) - 1}"
    assert recheck_after(mill, 10 * HOUR) == {"not-modified": 1}


def test_a_notice_on_the_page_withdraws_the_article(mill: PolledMill) -> None:
    mill.web.pages[BERLIN] = (
        b"<!doctype html><html lang=en><head><title>Retracted: News of Berlin</title></head><body><article>"
        b"<h1>Retracted: News of Berlin</h1><p>This article was retracted by its editors after a complaint. They "
        b"regret the error, and thank the reader who found it.</p><p>The figures that it gave came from a report that "
        b"its authors have taken back since then, and no other source bears them out.</p></article>"
    )
    assert recheck_after(mill, 2 * HOUR) == {"changed": 1}
    assert the_article(mill).pub_status == "withdrawn"


def test_a_page_whose_bytes_alone_differ_is_no_document(mill: PolledMill) -> None:
    mill.web.pages[BERLIN] = page("Berlin") + b"<p>Updated 5 minutes ago</p><script>1</script>"
    assert recheck_after(mill, 2 * HOUR) == {"unchanged": 1}
    assert mill.ledger.books().accepted == 1


def test_a_page_that_is_half_behind_a_paywall_by_now_takes_nothing_away(mill: PolledMill) -> None:
    stands = the_article(mill).body
    beginning = stands[: len(stands) // 2].encode()
    paid = b'<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    head = b"<!doctype html><html lang=en><head><title>News of Berlin</title>" + paid + b"</head>"
    mill.web.pages[BERLIN] = head + b"<body><article><h1>News of Berlin</h1><p>" + beginning + b"</p></article>"
    assert recheck_after(mill, 2 * HOUR) == {"no-article": 1}
    assert the_article(mill).body == stands


def test_what_robots_txt_forbids_by_now_is_not_asked_for(mill: PolledMill) -> None:
    mill.web.pages[ROBOTS] = b"User-agent: *\nDisallow: /\n"
    mill.clock.advance(24 * HOUR)
    assert mill.recheck() == {"forbidden": 1}
    assert BERLIN not in mill.web.urls()


def test_the_text_of_a_feed_is_not_revised_by_its_page_but_withdrawn_when_that_is_gone() -> None:
    mill = indexed(text=None)
    assert recheck_after(mill, 2 * HOUR) == {"unchanged": 1}
    assert the_article(mill).method == "feed"
    mill.web.pages[BERLIN] = 404
    assert [recheck_after(mill, 10 * HOUR), recheck_after(mill, 12 * HOUR)] == [{"missing": 1}, {"withdrawn": 1}]


def test_a_host_that_never_showed_us_the_page_is_not_believed_that_it_is_missing() -> None:
    mill = indexed(text=None)
    mill.web.pages[BERLIN] = 404
    assert [recheck_after(mill, time) for time in (2 * HOUR, 10 * HOUR, 36 * HOUR, 120 * HOUR)] == [{"missing": 1}] * 4
    assert the_article(mill).pub_status == ""


def test_neither_is_it_of_a_page_that_was_dropped_as_a_file() -> None:
    mill = PolledMill()
    mill.pipeline.accept([RawDocument("dropped", "page", "berlin.html", page("Berlin"), url=BERLIN)])
    mill.run()
    assert [recheck_after(mill, time) for time in (3 * HOUR, 10 * HOUR)] == [{"missing": 1}] * 2
    mill.web.pages[BERLIN] = 410
    assert recheck_after(mill, 40 * HOUR) == {"withdrawn": 1}


@pytest.mark.parametrize("how", ["feed-alone", "paused", "removed"])
def test_pages_of_a_feed_that_does_not_want_them_are_not_asked_for(how: str) -> None:
    mill = indexed(text=None, content=ContentFrom.FEED if how == "feed-alone" else ContentFrom.AUTO)
    (feed,) = mill.feeds.feeds()
    if how == "paused":
        mill.feeds.change(feed, replace(feed, is_enabled=False))
    if how == "removed":
        mill.feeds.remove([feed.id])
    assert recheck_after(mill, 2 * HOUR) == {"ended": 1}
    assert (mill.web.urls(), mill.rechecks.scheduled()) == ([], 0)


def test_what_is_withdrawn_or_taken_down_is_not_asked_for(mill: PolledMill) -> None:
    mill.pipeline.withdraw(BERLIN, "a letter", is_gone=False)
    assert recheck_after(mill, 2 * HOUR) == {"ended": 1}
    other = indexed()
    other.desk().takedown(the_article(other).uri, "a court")
    assert (recheck_after(other, 2 * HOUR), other.rechecks.scheduled()) == ({}, 0)
    dropped = indexed()
    dropped.index.articles.clear()
    assert (recheck_after(dropped, 2 * HOUR), dropped.rechecks.scheduled()) == ({"ended": 1}, 0)
    assert mill.web.urls() == other.web.urls() == dropped.web.urls() == []


def test_a_document_without_an_address_is_not_noted() -> None:
    mill = PolledMill()
    mill.accept(text(1))
    mill.run()
    assert (mill.index.count(), mill.rechecks.scheduled()) == (1, 0)


def test_who_dies_before_a_row_is_closed_has_its_article_noted_when_it_is() -> None:
    mill = PolledMill()
    (id_,) = mill.accept(replace(text(1), url=BERLIN))
    mill.process([id_], "holder", mill.wired(rechecks=Killing(mill.rechecks, "schedule", "before")))
    assert (mill.index.count(), mill.rechecks.scheduled(), mill.ledger.books().open) == (1, 0, 1)
    mill.clock.advance(timedelta(minutes=1))
    mill.run()
    assert (mill.index.count(), mill.rechecks.scheduled(), mill.ledger.books().open) == (1, 1, 0)


class FullRechecks:
    """What a full Redis answers."""

    def schedule(self, _: object) -> None:
        message = "Redis is full"
        raise StoreUnavailableError(message)


def test_a_redis_that_is_full_keeps_no_article_from_its_end() -> None:
    mill = PolledMill()
    (id_,) = mill.accept(replace(text(1), url=BERLIN))
    mill.process([id_], "holder", mill.wired(rechecks=FullRechecks()))
    assert ([row.state for row in mill.rows([id_])], mill.rechecks.scheduled()) == (["indexed"], 0)


def test_switched_off_nobody_is_asked_and_what_waited_is_forgotten(mill: PolledMill) -> None:
    mill.clock.advance(2 * HOUR)
    rechecker = replace(mill.a_rechecker(), ages=())
    assert (rechecker.recheck_due("one"), mill.web.urls(), mill.rechecks.scheduled()) == ({}, [], 0)
    uri = the_article(mill).uri
    assert rechecker.recheck([uri], "a person")[uri].look is Look.UNCHANGED


def test_while_too_much_is_open_nobody_is_asked(mill: PolledMill) -> None:
    mill.clock.advance(2 * HOUR)
    assert replace(mill.a_rechecker(), has_room=lambda: False).recheck_due("one") == {}
    assert (mill.web.urls(), mill.rechecks.due()) == ([], 1)


def test_what_takes_long_is_left_to_the_next_round() -> None:
    mill = PolledMill()
    names = ["Berlin", "Cairo", "Dublin"]
    for name in names:
        address = f"https://{name.lower()}.example/{name}"
        mill.web.pages[address] = page(name)
        mill.pipeline.accept([RawDocument(name, "page", address, page(name), url=address)])
    mill.run()
    mill.clock.advance(2 * HOUR)

    def slowly(document: RawDocument) -> Entry:
        mill.clock.advance(timedelta(seconds=30))
        return sources.read(document)

    outcomes = replace(mill.a_rechecker(), read=slowly).recheck_due("one")
    assert outcomes == {"unchanged": 1, "put-off": 2}
    assert mill.recheck() == {"unchanged": 2}


def test_an_address_that_two_articles_had_is_asked_for_one_after_the_other(mill: PolledMill) -> None:
    mill.web.pages[BERLIN] = ANOTHER
    mill.pipeline.accept([RawDocument("another", "page", BERLIN, ANOTHER, url=BERLIN)])
    mill.run()
    assert mill.index.count() == 2
    mill.clock.advance(3 * HOUR)
    mill.web.urls()
    outcomes = mill.recheck()
    assert outcomes["put-off"] == 1
    assert mill.web.urls().count(BERLIN) == 1
    assert sum(recheck_after(mill, timedelta(minutes=1)).values()) == 1


def test_a_moved_article_is_revised_where_it_was_known(mill: PolledMill) -> None:
    moved = "https://news.example/2026/Berlin-corrected"
    corrected = page("Berlin").replace(b"it will fall again", b"it has fallen again")
    mill.clock.advance(2 * HOUR)
    answer = Answer(BERLIN, moved, 200, (("Content-Type", "text/html"),), corrected, mill.clock.now(), timedelta())
    visitor = replace(mill.a_visitor(), web=MemoryWeb({BERLIN: answer, ROBOTS: FetchFailedError(ROBOTS)}))
    assert replace(mill.a_rechecker(), visitor=visitor).recheck_due("one") == {"changed": 1}
    mill.run()
    assert (the_article(mill).version, the_article(mill).url) == (2, BERLIN)


def test_over_budget_it_is_asked_for_later(mill: PolledMill) -> None:
    mill.clock.advance(2 * HOUR)
    mill.budgets.enter([BERLIN], "another")
    assert mill.recheck() == {"put-off": 1}
    mill.budgets.leave([BERLIN], "another")
    assert recheck_after(mill, timedelta(minutes=1)) == {"not-modified": 1}


def test_while_elasticsearch_is_away_nothing_is_asked_for_nor_forgotten(mill: PolledMill) -> None:
    mill.clock.advance(2 * HOUR)
    mill.index.is_away = True
    assert mill.recheck() == {"put-off": 1}
    mill.index.is_away = False
    assert recheck_after(mill, timedelta(minutes=1)) == {"not-modified": 1}
    assert mill.recheck_counts.counted() == {"not-modified": 1, "put-off": 1}


def test_a_person_is_told_what_stands_in_the_way(mill: PolledMill) -> None:
    uri = the_article(mill).uri
    mill.index.is_away = True
    with pytest.raises(IndexUnavailableError):
        mill.a_rechecker().recheck([uri], "a person")
    mill.index.is_away = False
    assert mill.a_rechecker().recheck([uri], "a person")[uri].look is Look.UNCHANGED


def test_a_redis_that_was_lost_costs_rechecks_and_no_article(mill: PolledMill) -> None:
    fresh = PolledMill(index=mill.index, clock=mill.clock)
    assert recheck_after(fresh, 2 * HOUR) == {}
    assert fresh.index.count() == 1


def test_who_asks_by_name_has_it_looked_at_whatever_its_age(mill: PolledMill) -> None:
    uri = the_article(mill).uri
    looked = mill.a_rechecker().recheck([uri], "a person")
    assert looked[uri].look is Look.UNCHANGED
    mill.clock.advance(1000 * HOUR)
    mill.rechecks.forget([uri])
    mill.web.pages[BERLIN] = 404
    assert mill.a_rechecker().recheck([uri], "a person")[uri].look is Look.MISSING
    mill.clock.advance(7 * HOUR)
    assert mill.a_rechecker().recheck([uri], "a person")[uri].look is Look.WITHDRAWN


def test_what_another_worker_looks_at_is_not_asked_for_twice_at_once(mill: PolledMill) -> None:
    uri = the_article(mill).uri
    mill.clock.advance(2 * HOUR)
    mill.rechecks.lease(1, HOUR, "another")
    assert mill.recheck() == {}
    looked = mill.a_rechecker().recheck([uri], "a person")
    assert (looked[uri].look, looked[uri].reason) == (Look.PUT_OFF, "another looks at it")
    assert mill.web.urls() == []


def prepared(answer: bytes | int) -> PolledMill:
    mill = indexed()
    mill.web.pages[BERLIN] = answer
    mill.clock.advance(2 * HOUR)
    return mill


CORRECTED = page("Berlin").replace(b"it will fall again", b"it has fallen again")


def steps_of_a_round(answer: bytes | int) -> int:
    deaths, mill = Deaths(), prepared(answer)
    mill.recheck(deaths)
    return deaths.taken


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, steps_of_a_round(CORRECTED) + 1))
def test_who_dies_at_any_step_makes_no_second_revision_and_loses_none(step: int, *, after: bool) -> None:
    mill = prepared(CORRECTED)
    with pytest.raises(DiedError):
        mill.recheck(Deaths(step, after=after))
    mill.run()
    recheck_after(mill, timedelta(minutes=2))
    article, books = the_article(mill), mill.ledger.books()
    assert (article.version, article.changed, len(mill.index.kept)) == (2, ("articleBody",), 1)
    assert (books.accepted, books.indexed + books.revised, books.balance) == (2, 2, True)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", range(1, steps_of_a_round(410) + 1))
def test_who_dies_at_any_step_withdraws_once(step: int, *, after: bool) -> None:
    mill = prepared(410)
    with pytest.raises(DiedError):
        mill.recheck(Deaths(step, after=after))
    recheck_after(mill, timedelta(minutes=2))
    article = the_article(mill)
    assert (article.pub_status, article.version, len(mill.index.kept)) == ("withdrawn", 2, 1)
    assert recheck_after(mill, 100 * HOUR) == {"missing": 1}


def test_a_round_has_so_many_steps_that_dying_was_tried_in_earnest() -> None:
    assert steps_of_a_round(CORRECTED) >= 8
    assert steps_of_a_round(410) >= 7
