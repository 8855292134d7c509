"""Who is the original, and who becomes a copy, whatever was known when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from twins import NOON, article

from services.dedup import copies
from services.dedup.copies import Match, compare, is_credited, story_id_for
from services.dedup.likeness import Likeness
from services.dedup.sketch import sketch
from services.model import Article, Copy, Dateline, Link, New, Standing
from services.sketches import Sketch, Sketched

SKETCH = Sketch(1, (b"abcdef",), (b"abc",))


def seen(number: int, minute: int = 0, **values: object) -> Article:
    one = article(number, first_seen_at=NOON + timedelta(minutes=minute), sketch=SKETCH, **values)
    return replace(one, story_id=story_of(one))


def matched(*articles: Article) -> list[Match]:
    alike = Likeness(0.9, 0.93, 100, None)
    return [Match(Sketched(each.uri, each.first_seen_at, SKETCH), alike) for each in articles]


def judge(one: Article, found: Sequence[Match], standing: Mapping[str, Standing]) -> New | Copy:
    return copies.judge(one.place, found, standing)


def story_of(one: Article) -> str:
    return story_id_for(one.uri, one.first_seen_at)


def standing(one: Article, original: Article | None = None, **values: object) -> Standing:
    story = story_of(original or one)
    return replace(one.place, story_id=story, original=original.uri if original else "", **values)  # type: ignore[arg-type]


def reason(one: Article) -> str:
    return f"copy of {one.uri}: 0.93 of 5-grams contained"


def test_what_is_like_nothing_begins_a_story_of_its_own() -> None:
    assert judge(seen(1), [], {}) == New(seen(1).uri, story_of(seen(1)))


def test_a_story_s_name_sorts_by_when_it_began() -> None:
    assert story_of(seen(9, 0)) < story_of(seen(1, 1))


def test_a_copy_of_what_stands_is_linked_to_it_with_the_reason() -> None:
    first, later = seen(1), seen(2, 1)
    expected = Copy(later.uri, story_of(first), first.uri, reason(first))
    assert judge(later, matched(first), {first.uri: standing(first)}) == expected


def test_a_copy_of_what_is_still_on_its_way_is_linked_to_it() -> None:
    first, later = seen(1), seen(2, 1)
    assert judge(later, matched(first), {}) == Copy(later.uri, story_of(first), first.uri, reason(first))


def test_a_copy_of_a_copy_is_one_of_the_original_and_says_what_was_compared() -> None:
    first, second, third = seen(1), seen(2, 1), seen(3, 2)
    expected = Copy(third.uri, story_of(first), first.uri, reason(second))
    assert judge(third, matched(second), {second.uri: standing(second, first)}) == expected


def test_of_several_the_earliest_is_the_original() -> None:
    first, second, third = seen(1), seen(2, 1), seen(3, 2)
    places = {each.uri: standing(each, first if each is second else None) for each in (first, second)}
    assert judge(third, matched(second, first), places) == Copy(third.uri, story_of(first), first.uri, reason(first))


def test_what_was_seen_a_day_ago_and_does_not_stand_is_gone() -> None:
    first, later = seen(1), seen(2, 24 * 60 + 1)
    assert judge(later, matched(first), {}) == New(later.uri, story_of(later))


def test_what_was_accepted_earlier_but_comes_later_is_the_original() -> None:
    early, late = seen(1), seen(2, 1)
    link = Link(late.uri, story_of(late), early.uri, reason(early))
    assert judge(early, matched(late), {late.uri: standing(late)}) == New(early.uri, story_of(late), (link,))


def test_the_credited_agency_is_the_original_though_it_comes_later() -> None:
    paper = seen(1, dateline=Dateline("PARIS (AFP) –", place="Paris", agency="AFP"))
    agency = seen(2, 1, publisher="Agence France-Presse")
    link = Link(paper.uri, story_of(paper), agency.uri, reason(agency))
    assert judge(agency, matched(paper), {paper.uri: standing(paper)}) == New(agency.uri, story_of(paper), (link,))


def test_who_credits_an_agency_is_no_original_of_it_though_seen_earlier() -> None:
    paper = seen(1, dateline=Dateline("PARIS (AFP) –", place="Paris", agency="AFP"))
    agency = seen(2, 1, publisher="AFP")
    expected = Copy(paper.uri, story_of(agency), agency.uri, reason(agency))
    assert judge(paper, matched(agency), {agency.uri: standing(agency)}) == expected


@pytest.mark.parametrize(
    ("agency", "publisher", "url"),
    [
        ("AFP", "AFP", ""),
        ("AP", "Associated Press", ""),
        ("Reuters", "", "https://www.reuters.com/world"),
        ("TASS", "tass", ""),
    ],
)
def test_an_agency_is_known_by_name_initials_or_host(agency: str, publisher: str, url: str) -> None:
    assert is_credited(agency, publisher, url)


@pytest.mark.parametrize(("agency", "publisher", "url"), [("", "", ""), ("AFP", "Reuters", "https://reuters.com")])
def test_nobody_else_is_credited(agency: str, publisher: str, url: str) -> None:
    assert not is_credited(agency, publisher, url)


def test_two_stories_that_turn_out_to_be_one_become_the_earlier_one() -> None:
    first, second, both = seen(1), seen(2, 1), seen(3, 2)
    places = {each.uri: standing(each) for each in (first, second)}
    link = Link(second.uri, story_of(first), first.uri, reason(both))
    expected = Copy(both.uri, story_of(first), first.uri, reason(first), (link,))
    assert judge(both, matched(first, second), places) == expected
    assert judge(both, matched(second, first), places) == expected


def test_what_an_earlier_attempt_wrote_holds() -> None:
    first, other, again = seen(1), seen(4, -1), seen(2, 1)
    own = standing(again, first, reason="as it was")
    found = judge(again, matched(first), {first.uri: standing(first), again.uri: own})
    assert found == Copy(again.uri, story_of(first), first.uri, "as it was")
    original = standing(again)
    assert judge(again, [], {again.uri: original}) == New(again.uri, story_of(again))
    linked = judge(again, matched(other), {other.uri: standing(other), again.uri: original})
    assert linked.links == (Link(again.uri, story_of(other), other.uri, reason(other)),)


def test_an_original_that_comes_after_a_copy_that_knew_of_it_is_the_original() -> None:
    first, copy = seen(1), seen(2, 1)
    assert judge(first, matched(copy), {copy.uri: standing(copy, first)}) == New(first.uri, story_of(first))


def test_a_repeat_makes_the_same_links_again() -> None:
    early, late = seen(1), seen(2, 1)
    first = judge(early, matched(late), {late.uri: standing(late)})
    written = replace(standing(early), story_id=story_of(late))
    assert judge(early, matched(late), {late.uri: standing(late), early.uri: written}) == first
    done = replace(standing(late), original=early.uri)
    assert judge(early, matched(late), {late.uri: done, early.uri: written}) == New(early.uri, story_of(late))


def test_an_article_is_not_compared_with_itself() -> None:
    made = sketch("The river rose for three days and then it fell again")
    assert made
    itself, other = (Sketched(each.uri, NOON, made) for each in (seen(1), seen(2)))
    assert [each.text for each in compare(itself, [itself, other])] == [other]
