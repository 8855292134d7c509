"""The same content is one article, however and whenever it comes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from twins import Mill, text

from services.index.memory import MemoryIndex
from services.model import Article
from services.ports import WriteResult

NOVEMBERS_END = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)


@pytest.fixture
def mill() -> Mill:
    return Mill()


def test_the_same_content_twice_in_one_batch_is_one_article(mill: Mill) -> None:
    ids = mill.accept(text(1), text(1))
    assert mill.tick() == [2]
    assert (mill.states(ids), mill.index.count()) == (["indexed", "duplicate"], 1)


def test_the_same_content_in_two_batches_is_one_article(mill: Mill) -> None:
    first = mill.accept(text(1))
    mill.run()
    second = mill.accept(text(1))
    mill.run()
    assert (mill.states(first + second), mill.index.count()) == (["indexed", "duplicate"], 1)


def test_a_duplicate_names_the_article_that_it_is_one_of(mill: Mill) -> None:
    rows = mill.rows(mill.accept(text(1), text(1)))
    mill.run()
    rows = mill.rows([row.document_id for row in rows])
    assert {row.uri for row in rows} == set(mill.index.articles)


@dataclass
class Interrupted:
    """A sink in whose `create` somebody else does something first."""

    index: MemoryIndex
    meanwhile: Callable[[], None]

    def create(self, articles: Sequence[Article]) -> list[WriteResult]:
        self.meanwhile()
        return self.index.create(articles)

    def __getattr__(self, name: str) -> object:
        return getattr(self.index, name)


def test_two_holders_of_the_same_content_at_the_same_time_make_one_article(mill: Mill) -> None:
    slow, quick = mill.accept(text(1), text(1))
    sink = Interrupted(mill.index, lambda: mill.process([quick], "quick"))
    mill.process([slow], "slow", mill.wired(sink=sink))
    assert (mill.states([slow, quick]), mill.index.count()) == (["duplicate", "indexed"], 1)


def test_two_holders_at_the_turn_of_the_month_make_one_article(mill: Mill) -> None:
    mill.clock.advance(NOVEMBERS_END - mill.clock.now())
    (november,) = mill.accept(text(1))
    mill.clock.advance(timedelta(seconds=2))
    (december,) = mill.accept(text(1))
    sink = Interrupted(mill.index, lambda: mill.process([november], "november"))
    mill.process([december], "december", mill.wired(sink=sink))
    assert (sorted(mill.states([november, december])), mill.index.count()) == (["duplicate", "indexed"], 1)


def test_an_article_stays_in_the_month_in_which_it_was_seen_first(mill: Mill) -> None:
    mill.accept(text(1))
    mill.run()
    (uri,) = mill.index.articles
    mill.clock.advance(timedelta(days=60))
    again = mill.accept(text(1))
    mill.run()
    assert [(row.state, row.uri) for row in mill.rows(again)] == [("duplicate", uri)]
    assert uri.startswith("urn:newsmill:2026.11:")


def test_the_month_is_that_of_acceptance_not_of_processing(mill: Mill) -> None:
    mill.clock.advance(NOVEMBERS_END - mill.clock.now())
    mill.accept(text(1))
    mill.clock.advance(timedelta(days=3))
    mill.run()
    (article,) = mill.index.articles.values()
    assert article.uri.startswith("urn:newsmill:2026.11:")
    assert article.first_seen_at == NOVEMBERS_END


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(days=60)], ids=["same month", "another month"])
def test_after_redis_lost_everything_elasticsearch_is_asked(mill: Mill, later: timedelta) -> None:
    mill.accept(text(1), text(2))
    mill.run()
    mill.lose_redis()
    mill.clock.advance(later)
    again = mill.accept(text(1), text(2), text(3))
    mill.run()
    assert (mill.states(again), mill.index.count()) == (["duplicate", "duplicate", "indexed"], 3)


@pytest.mark.parametrize("accepted_at", [datetime(2026, 11, 24, tzinfo=UTC), NOVEMBERS_END])
def test_even_before_the_article_can_be_searched(accepted_at: datetime) -> None:
    # Elasticsearch's search doesn't find what was written in the last second. NOVEMBERS_END: the copy is December's.
    mill = Mill(index=MemoryIndex(lags=True))
    mill.clock.advance(accepted_at - mill.clock.now())
    mill.accept(text(1))
    mill.tick()
    mill.lose_redis()
    mill.clock.advance(timedelta(seconds=1))
    again = mill.accept(text(1))
    mill.tick()
    mill.index.refresh()
    assert (mill.states(again), mill.index.count()) == (["duplicate"], 1)


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(days=60)], ids=["same month", "another month"])
def test_after_its_index_was_dropped_an_article_is_no_duplicate_of_nothing(mill: Mill, later: timedelta) -> None:
    mill.accept(text(1))
    mill.run()
    mill.index.articles.clear()
    mill.clock.advance(later)
    again = mill.accept(text(1), text(1))
    mill.run()
    assert (mill.states(again), mill.index.count()) == (["indexed", "duplicate"], 1)
    assert [row.uri for row in mill.rows(again)] == list(mill.index.articles) * 2


def test_metadata_alone_makes_no_other_article(mill: Mill) -> None:
    ids = mill.accept(text(1), replace(text(1), origin="elsewhere.txt", url="https://example.com/report"))
    mill.run()
    assert (mill.states(ids), mill.index.count()) == (["indexed", "duplicate"], 1)
