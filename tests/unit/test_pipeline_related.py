"""Another text on the same event joins the story of the first that told of it, and begins none of its own."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from reports import HERALD, POST
from twins import Mill, text

from services import enrich, sources
from services.dedup.related import Relation
from services.index.memory import MemoryIndex
from services.linking import Linking
from services.model import Apart, Article, Entry, Link, RawDocument, role_of
from services.relating import Relating

read_text = sources.READERS["text"]
GAZETTE = (
    "Hundreds feared dead in Marrakech as Morocco earthquake makes buildings collapse\n"
    "A strong earthquake made buildings in the old city of Marrakech collapse on Friday night, and rescuers searched "
    "the rubble for the dead, doctors in Morocco said.\n"
    + " ".join(f"Tent {number} was put up in the park by soldiers before the morning came." for number in range(10))
)
COURIER = POST + " The Courier says so."


def report(content: str) -> RawDocument:
    return text(content=content)


@pytest.fixture
def mill() -> Mill:
    return Mill(enrich=enrich.enrich)


def lagging() -> Mill:
    """Return a mill whose index shows what was written after a refresh only."""
    return Mill(index=MemoryIndex(lags=True), enrich=enrich.enrich)


def standing(mill: Mill, start: str) -> Article:
    (found,) = [each for each in mill.index.articles.values() if each.headline.startswith(start)]
    return found


def assert_related(mill: Mill) -> None:
    herald, post = standing(mill, "Earthquake"), standing(mill, "Morocco")
    assert (post.story_id, post.duplicate_of) == (herald.story_id, "")
    assert post.story_reason.startswith(f"related to {herald.uri}: shares ")
    assert (herald.story_reason, herald.duplicate_of) == ("", "")


def test_it_is_related_to_what_stands(mill: Mill) -> None:
    for content in (HERALD, POST):
        mill.accept(report(content))
        mill.run()
    assert_related(mill)


def test_it_is_related_to_what_came_before_it_in_the_batch(mill: Mill) -> None:
    mill.accept(report(HERALD), report(POST))
    assert mill.tick() == [2]
    assert_related(mill)


def test_what_a_dead_worker_wrote_keeps_its_story(mill: Mill) -> None:
    mill.accept(report(HERALD))
    mill.run()
    mill.accept(report(POST))
    mill.run()
    before = dict(mill.index.articles)
    mill.lose_redis()
    mill.accept(report(POST), report(HERALD))
    mill.run()
    assert mill.index.articles == before


def test_its_copy_is_a_copy_of_it_in_the_same_story(mill: Mill) -> None:
    for content in (HERALD, POST, COURIER):
        mill.accept(report(content))
        mill.run()
        mill.clock.advance(timedelta(minutes=1))
    (post, copy) = sorted(
        (each for each in mill.index.articles.values() if each.headline.startswith("Morocco")),
        key=lambda each: each.duplicate_of,
    )
    herald = standing(mill, "Earthquake")
    assert copy.duplicate_of == post.uri
    assert {copy.story_id, post.story_id} == {herald.story_id}
    assert post.story_reason.startswith(f"related to {herald.uri}")


def test_it_comes_along_with_its_copies_when_its_original_turns_out_to_be_a_copy(mill: Mill) -> None:
    for content in (HERALD, POST, COURIER):
        mill.accept(report(content))
        mill.run()
        mill.clock.advance(timedelta(minutes=1))
    herald = standing(mill, "Earthquake")
    (post, copy) = sorted(
        (each for each in mill.index.articles.values() if each.headline.startswith("Morocco")),
        key=lambda each: each.duplicate_of,
    )
    link = Link(
        herald.uri, "urn:newsmill:story:earlier", "urn:earlier", "copy of urn:earlier: 1.00 of 5-grams contained"
    )
    for _ in range(2):
        mill.pipeline.linking.link([link])
        places = mill.index.stories([herald.uri, post.uri, copy.uri])
        assert {each.story_id for each in places.values()} == {"urn:newsmill:story:earlier"}
        assert [places[each.uri].original for each in (herald, post, copy)] == ["urn:earlier", "", post.uri]
        assert role_of(places[post.uri]) == "related"


def test_a_copy_of_one_moment_with_its_original_follows_it_into_the_story_that_this_is_related_to(mill: Mill) -> None:
    mill.accept(report(HERALD))
    mill.run()
    (slow,), (quick,) = mill.accept(report(POST)), mill.accept(report(COURIER))

    class Meanwhile:
        def __getattr__(self, name: str) -> object:
            if name == "create" and mill.states([quick]) == ["open"]:
                mill.process([quick], "quick")
            return getattr(mill.index, name)

    mill.process([slow], "slow", mill.wired(sink=Meanwhile()))
    herald = standing(mill, "Earthquake")
    (post, copy) = sorted(
        (each for each in mill.index.articles.values() if each.headline.startswith("Morocco")),
        key=lambda each: each.duplicate_of,
    )
    assert (post.story_id, copy.duplicate_of) == (herald.story_id, post.uri)
    assert copy.story_id != post.story_id
    assert mill.pipeline.linking.straighten() == 1
    assert mill.index.articles[copy.uri].story_id == herald.story_id
    assert mill.pipeline.linking.straighten() == 0


def test_what_a_person_keeps_apart_stays_and_what_belongs_to_it_with_it(mill: Mill) -> None:
    mill.accept(report(HERALD), report(POST))
    mill.run()
    herald, post = standing(mill, "Earthquake"), standing(mill, "Morocco")
    mill.index.amend([Apart(herald.uri, ("urn:earlier",), herald.story_id)])
    mill.pipeline.linking.link([Link(herald.uri, "urn:newsmill:story:earlier", "urn:earlier", "copy")])
    assert standing(mill, "Morocco").story_id == post.story_id == standing(mill, "Earthquake").story_id


def test_its_next_version_stays_in_the_story(mill: Mill, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_one_address(document: RawDocument) -> Entry:
        return replace(read_text(document), url=f"https://{document.content[0]}.example/quake")

    monkeypatch.setitem(sources.READERS, "text", at_one_address)
    for content in (HERALD, POST, f"{POST} More than a thousand are feared dead."):
        mill.accept(report(content))
        mill.run()
    assert standing(mill, "Morocco").version == 2
    assert_related(mill)


def test_unlinked_it_begins_a_story_of_its_own_for_ever(mill: Mill) -> None:
    mill.accept(report(HERALD), report(POST))
    mill.run()
    herald, post = standing(mill, "Earthquake"), standing(mill, "Morocco")
    mill.desk().unlink(post.uri)
    mill.accept(report(POST))
    mill.run()
    apart = standing(mill, "Morocco")
    assert apart.story_id != herald.story_id
    assert (apart.story_reason, apart.apart) == ("", (herald.uri,))


def test_switched_off_each_text_begins_its_own_story(mill: Mill) -> None:
    mill.pipeline = mill.wired(linking=Linking(mill.copies, mill.index, mill.index))
    mill.accept(report(HERALD), report(POST))
    mill.run()
    assert standing(mill, "Earthquake").story_id != standing(mill, "Morocco").story_id


def meeting_in_one_second(*contents: str) -> Mill:
    """Return a mill in which each text was written by another worker before any could be searched."""
    mill = lagging()
    for content in contents:
        mill.accept(report(content))
        mill.clock.advance(timedelta(milliseconds=100))
    for number, document_id in enumerate(mill.pipeline.reconcile()[0].document_ids):
        mill.process([document_id], f"holder {number}")
    mill.index.refresh()
    return mill


def test_two_of_one_second_become_one_story_by_the_next_tick() -> None:
    mill = meeting_in_one_second(HERALD, POST)
    assert standing(mill, "Morocco").story_id != standing(mill, "Earthquake").story_id
    assert mill.pipeline.linking.relate_again() == 1
    assert_related(mill)


def test_a_second_tick_changes_nothing() -> None:
    mill = meeting_in_one_second(HERALD, POST)
    mill.pipeline.linking.relate_again()
    before = dict(mill.index.articles)
    assert mill.pipeline.linking.relate_again() == 0
    assert mill.index.articles == before


@dataclass(frozen=True)
class Slow(Relating):
    """Looked some time ago, and only now comes to what it found."""

    found: dict[str, Relation]

    def again(self) -> dict[str, Relation]:
        return self.found


def slowly(mill: Mill) -> Linking:
    return Linking(mill.copies, mill.index, mill.index, Slow(mill.index, Relating(mill.index).again()))


def test_two_ticks_at_one_moment_end_as_one_does() -> None:
    mill = meeting_in_one_second(HERALD, POST)
    other = slowly(mill)
    assert mill.pipeline.linking.relate_again() == 1
    before = dict(mill.index.articles)
    assert other.relate_again() == 0
    assert mill.index.articles == before


def test_its_copies_come_along() -> None:
    mill = meeting_in_one_second(HERALD, POST, COURIER)
    mill.pipeline.linking.relate_again()
    assert {each.story_id for each in mill.index.articles.values()} == {standing(mill, "Earthquake").story_id}
    copies = [each for each in mill.index.articles.values() if each.duplicate_of]
    assert [each.duplicate_of for each in copies] == [
        each.uri for each in mill.index.articles.values() if each.story_reason.startswith("related to ")
    ]


def test_what_a_person_took_apart_is_not_related_again() -> None:
    mill = meeting_in_one_second(HERALD, POST)
    mill.pipeline.linking.relate_again()
    mill.desk().unlink(standing(mill, "Morocco").uri)
    assert mill.pipeline.linking.relate_again() == 0
    assert standing(mill, "Morocco").story_id != standing(mill, "Earthquake").story_id


@pytest.mark.parametrize("started", ["Earthquake", "Morocco"])
def test_what_became_a_copy_while_the_tick_looked_stays_one(started: str) -> None:
    mill = meeting_in_one_second(HERALD, POST)
    tick = slowly(mill)
    mill.index.amend([Link(standing(mill, started).uri, "an earlier story", "an earlier text", "copy of it")])
    assert tick.relate_again() == 0
    assert standing(mill, started).duplicate_of == "an earlier text"


def test_what_is_related_is_told_by_which_was_seen_first_whoever_was_written_first() -> None:
    mill = lagging()
    mill.accept(report(HERALD))
    (first,) = mill.pipeline.reconcile()
    mill.clock.advance(timedelta(seconds=5))
    mill.accept(report(POST))
    (second,) = mill.pipeline.reconcile()
    for message in (second, first):
        mill.process(message.document_ids)
        mill.index.refresh()
    mill.pipeline.linking.relate_again()
    assert_related(mill)


def test_what_is_related_to_the_later_one_comes_along() -> None:
    mill = lagging()
    (herald,) = mill.accept(report(HERALD))
    for content in (POST, GAZETTE):
        mill.clock.advance(timedelta(seconds=1))
        mill.process(mill.accept(report(content)))
        mill.index.refresh()
    assert standing(mill, "Hundreds").story_id == standing(mill, "Morocco").story_id
    mill.process([herald])
    mill.index.refresh()
    mill.pipeline.linking.relate_again()
    assert_related(mill)
    assert standing(mill, "Hundreds").story_id == standing(mill, "Earthquake").story_id


def test_two_of_the_very_same_moment_become_one_story() -> None:
    mill = lagging()
    for content in (HERALD, POST):
        (document_id,) = mill.accept(report(content))
        mill.process([document_id])
    mill.index.refresh()
    mill.pipeline.linking.relate_again()
    assert len({each.story_id for each in mill.index.articles.values()}) == 1
