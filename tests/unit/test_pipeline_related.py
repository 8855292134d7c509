"""Another text on the same event joins the story of the first that told of it, and begins none of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from reports import HERALD, POST
from twins import Mill, text

from services import sources
from services.linking import Linking
from services.model import Article, Entry, RawDocument

read_text = sources.READERS["text"]
COURIER = POST + " The Courier says so."


def report(content: str) -> RawDocument:
    return text(content=content)


@pytest.fixture
def mill() -> Mill:
    return Mill()


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
