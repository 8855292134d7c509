"""Nearly the same text elsewhere is an article of its own, linked to the original, whatever is repeated or lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from twins import Killing, Mill, text

from services.linking import Linking
from services.model import Article, Link, RawDocument

TEXT = " ".join(f"The engineers of district {name} say that the river rose there." for name in "abcdefghij")


def wire(publisher: str, body: str = TEXT, dateline: str = "") -> RawDocument:
    return text(content=f"River at {publisher}\n{dateline}{body} {publisher} reports.")


@pytest.fixture
def mill() -> Mill:
    return Mill()


def by_headline(mill: Mill) -> dict[str, Article]:
    return {article.headline.removeprefix("River at "): article for article in mill.index.articles.values()}


def assert_linked(mill: Mill, original: str, *copies: str) -> None:
    articles = by_headline(mill)
    assert len(articles) == 1 + len(copies)
    assert articles[original].duplicate_of == ""
    assert {articles[name].duplicate_of for name in copies} == {articles[original].uri}
    assert len({article.story_id for article in articles.values()}) == 1


def test_a_copy_is_indexed_and_linked_with_the_reason(mill: Mill) -> None:
    mill.accept(wire("Herald"))
    mill.run()
    ids = mill.accept(wire("Gazette"))
    mill.run()
    assert mill.states(ids) == ["indexed"]
    assert_linked(mill, "Herald", "Gazette")
    articles = by_headline(mill)
    assert articles["Gazette"].story_reason.startswith(f"copy of {articles['Herald'].uri}: 0.9")
    assert articles["Gazette"].story_reason.endswith(" of 5-grams contained")


def test_a_copy_is_known_even_before_its_original_is_indexed(mill: Mill) -> None:
    mill.accept(wire("Herald"), wire("Gazette"), wire("Courier"))
    assert mill.tick() == [3]
    assert_linked(mill, "Herald", "Gazette", "Courier")


def test_another_text_is_another_story(mill: Mill) -> None:
    mill.accept(wire("Herald"), wire("Gazette", "The council met on Monday and decided to build a bridge."))
    mill.run()
    assert [article.duplicate_of for article in mill.index.articles.values()] == ["", ""]
    assert len({article.story_id for article in mill.index.articles.values()}) == 2


def test_two_workers_with_a_copy_each_at_the_same_moment_link_them(mill: Mill) -> None:
    slow, quick = mill.accept(wire("Herald"), wire("Gazette"))
    index = Meanwhile(mill, quick)
    mill.process([slow], "slow", mill.wired(linking=Linking(mill.copies, index, mill.index)))  # type: ignore[arg-type]
    assert index.is_done
    assert_linked(mill, "Herald", "Gazette")


class Meanwhile:
    """An index at whose first question about stories another worker does all of its work."""

    def __init__(self, mill: Mill, document_id: str) -> None:
        self._mill = mill
        self._document_id = document_id
        self.is_done = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._mill.index, name)

    def stories(self, uris: Sequence[str]) -> object:
        if not self.is_done:
            self.is_done = True
            self._mill.process([self._document_id], "quick")
        return self._mill.index.stories(uris)


@pytest.mark.parametrize("method", ["create", "amend"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_that_dies_loses_no_link(mill: Mill, method: str, when: str) -> None:
    early = mill.accept(wire("Herald"))
    mill.clock.advance(timedelta(seconds=1))
    mill.process(mill.accept(wire("Gazette")), "quick")
    killing = Killing(mill.index, method, when)
    pipeline = mill.wired(sink=killing, linking=Linking(mill.copies, mill.index, killing))  # type: ignore[arg-type]
    mill.process(early, "killed", pipeline)
    mill.clock.advance(timedelta(minutes=1))
    mill.run()
    assert_linked(mill, "Herald", "Gazette")


def test_the_same_batch_twice_changes_nothing(mill: Mill) -> None:
    batch = [wire("Herald"), wire("Gazette"), wire("Courier")]
    mill.accept(*batch)
    mill.run()
    before = dict(mill.index.articles)
    mill.accept(*(replace(each, id=f"{number:032x}") for number, each in enumerate(batch, 1 << 64)))
    mill.run()
    assert mill.index.articles == before


@pytest.mark.parametrize("is_rebuilt", [True, False])
def test_after_redis_was_emptied_copies_are_found_all_the_same(mill: Mill, *, is_rebuilt: bool) -> None:
    mill.accept(wire("Herald"), wire("Gazette"))
    mill.run()
    mill.lose_redis()
    if is_rebuilt:
        assert mill.pipeline.linking.rebuild() == 2
        assert mill.copies.rebuilt().is_whole
    mill.clock.advance(timedelta(minutes=1))
    mill.accept(wire("Courier"))
    mill.run()
    assert_linked(mill, "Herald", "Gazette", "Courier")


def test_a_rebuild_goes_on_where_it_stopped_and_ends(mill: Mill) -> None:
    for number in range(3):
        mill.accept(text(number))
        mill.run()
        mill.clock.advance(timedelta(minutes=1))
    mill.lose_redis()
    linking = mill.pipeline.linking
    assert [linking.rebuild(most=1) for _ in range(2)] == [3, 1]
    assert not mill.copies.rebuilt().is_whole
    assert linking.rebuild() == 1
    assert mill.copies.rebuilt().is_whole
    assert linking.rebuild() == 0


def test_the_agency_is_the_original_and_earlier_copies_follow_it(mill: Mill) -> None:
    mill.accept(wire("Herald", dateline="PARIS (AFP) – "), wire("Gazette", dateline="PARIS (AFP) – "))
    mill.run()
    mill.clock.advance(timedelta(minutes=1))
    mill.accept(replace(wire("AFP"), url="https://www.afp.com/river"))
    mill.run()
    assert_linked(mill, "AFP", "Herald", "Gazette")


def test_an_original_whose_story_gets_another_name_takes_its_copies_along(mill: Mill) -> None:
    mill.accept(wire("Herald"), wire("Gazette"))
    mill.run()
    original = by_headline(mill)["Herald"].uri
    mill.pipeline.linking.link([Link(original, "an earlier name", "", "")])
    assert_linked(mill, "Herald", "Gazette")
    assert {article.story_id for article in mill.index.articles.values()} == {"an earlier name"}


def test_what_is_in_quarantine_keeps_nobody_from_being_indexed(mill: Mill) -> None:
    mill.index.refuses = lambda article: "Herald" in article.headline
    ids = mill.accept(wire("Herald"), wire("Gazette"))
    mill.run()
    assert mill.states(ids) == ["quarantined", "indexed"]
