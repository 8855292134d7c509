"""What an article is to those that have one of its keys: the same, the next version, or another story."""

from dataclasses import replace
from datetime import timedelta

import pytest
from twins import NOON, article

from services.dedup.cosmetic import essence
from services.dedup.versions import Create, Duplicate, Moot, Own, decide, successor
from services.index import fields, places
from services.model import Article, Carried, PublishedAt, Revision, Version, Withdrawal

FLOOD = (
    "The river rose for three days and stood at nine metres on Tuesday morning, say the engineers of the district.",
    "Two bridges were closed, and four hundred people had to leave their houses in the old town below the dam.",
    "The mayor said that the water would fall by the weekend if no more rain came from the mountains in the north.",
)
MATCH = (
    "The home side won by two goals to one after a late penalty in front of a full house on Saturday evening.",
    "Their coach praised the goalkeeper, who had saved three shots in the first half and another near the end.",
    "It was the fourth win in a row for a team that had been last in the table when autumn came to the city.",
)
KEYS = ("url:flood", "guid:17")
STANDING = article(
    1,
    headline="River floods the old town",
    paragraphs=FLOOD,
    content_fingerprint="a" * 32,
    trace_id="first",
    keys=KEYS,
    url="https://paper.example/flood",
    feed_id="top",
    first_seen_at=NOON,
)


def standing(of: Article = STANDING) -> Version:
    return places.version_of(fields.document(of) | {"indexedAt": ""}, None)


def brought(**values: object) -> Article:
    """Return what stands as it comes an hour later, but for *values*."""
    known: dict[str, object] = {
        "trace_id": "second",
        "content_fingerprint": "b" * 32,
        "first_seen_at": NOON + timedelta(hours=1),
        "uri": "",
    }
    return replace(STANDING, **(known | values))


def test_what_nobody_knows_is_new() -> None:
    assert decide(brought(), []) == Create()


def test_the_same_content_is_a_duplicate_that_adds_its_feed_and_its_publisher_s_other_keys() -> None:
    again = brought(content_fingerprint="a" * 32, feed_id="world", keys=("url:other", "guid:99"))
    carried = Carried(STANDING.uri, "world", ("url:other", "guid:99"))
    assert decide(again, [standing()]) == Duplicate(STANDING.uri, carried)


def test_the_same_content_elsewhere_adds_no_address_that_another_publisher_may_change() -> None:
    elsewhere = brought(content_fingerprint="a" * 32, feed_id="", url="https://other.example/1", keys=("url:1",))
    assert decide(elsewhere, [standing()]) == Duplicate(STANDING.uri)


def test_what_an_earlier_attempt_wrote_is_its_own() -> None:
    assert decide(brought(trace_id="first"), [standing()]) == Own(STANDING.uri, 1)


CHANGED = {
    "a corrected number": (STANDING.headline, (FLOOD[0].replace("nine", "ten"), *FLOOD[1:])),
    "another headline": ("Hundreds leave their houses as river floods old town", FLOOD),
    "a paragraph more": (STANDING.headline, (*FLOOD, "A third bridge was closed at noon.")),
    "rewritten below the same headline": (STANDING.headline, MATCH),
}


@pytest.mark.parametrize(("headline", "paragraphs"), CHANGED.values(), ids=CHANGED)
def test_a_changed_text_at_the_same_address_is_a_revision(headline: str, paragraphs: tuple[str, ...]) -> None:
    changed = brought(headline=headline, paragraphs=paragraphs)
    assert decide(changed, [standing()]) == Revision(standing(), changed)


@pytest.mark.parametrize("keys", [("url:flood", "guid:18"), ("url:moved", "guid:17")], ids=["guid churn", "new link"])
def test_an_id_or_a_link_that_changes_alone_makes_no_other_article(keys: tuple[str, ...]) -> None:
    changed = brought(keys=keys, paragraphs=(*FLOOD, "A third bridge was closed at noon."))
    assert decide(changed, [standing()]) == Revision(standing(), changed)


@pytest.mark.parametrize("keys", [("url:match", "guid:17"), ("url:flood", "guid:18"), KEYS])
def test_an_id_or_an_address_used_again_for_another_story_is_an_article_of_its_own(keys: tuple[str, ...]) -> None:
    other = brought(keys=keys, headline="Late penalty decides match", paragraphs=MATCH)
    assert decide(other, [standing()]) == Create(note=f"another story than {STANDING.uri}, which has its address or id")


def test_the_same_time_of_publication_makes_one_article_of_two_texts() -> None:
    published = PublishedAt(NOON - timedelta(minutes=7), "json-ld", 0.9)
    stub = replace(STANDING, headline="BREAKING", paragraphs=("More follows.",), published=published)
    full = brought(published=published)
    assert isinstance(decide(full, [standing(stub)]), Revision)
    assert isinstance(decide(replace(full, published=None), [standing(stub)]), Create)


def test_a_standing_headline_of_another_day_is_another_story() -> None:
    def at(days: int) -> PublishedAt:
        return PublishedAt(NOON + timedelta(days=days), "feed", 0.9)

    briefing = replace(STANDING, headline="Morning briefing", published=at(0))
    next_day = brought(headline="Morning briefing", paragraphs=MATCH, published=at(1))
    assert isinstance(decide(next_day, [standing(briefing)]), Create)


COSMETIC = {
    "white space": ("River  floods the old town", tuple(each.replace(" ", "\u00a0 ") for each in FLOOD)),
    "quotes, dashes, stops": ("River floods — the old town.", tuple(each.replace(",", " –") for each in FLOOD)),
    "a clock": (STANDING.headline, ("Updated 5 minutes ago", *FLOOD)),
    "a time of update": (STANDING.headline, (*FLOOD, "Last updated: 24 Nov 2026, 14:32 GMT")),
    "a German clock": (STANDING.headline, ("Aktualisiert vor 5 Minuten", *FLOOD)),
    "a counter": (STANDING.headline, (*FLOOD, "1,204 comments")),
}


@pytest.mark.parametrize(("headline", "paragraphs"), COSMETIC.values(), ids=COSMETIC)
def test_what_changes_by_itself_makes_no_revision(headline: str, paragraphs: tuple[str, ...]) -> None:
    verdict = decide(brought(headline=headline, paragraphs=paragraphs), [standing()])
    assert verdict == Duplicate(STANDING.uri)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Death toll: 12", "Death toll: 15"),
        ("Updated plans: " + "many words were said of them, " * 3, "Updated plans: few words were said of them."),
    ],
)
def test_a_short_line_that_tells_something_is_no_counter(one: str, other: str) -> None:
    assert essence("", one) != essence("", other)


def test_a_feed_s_summary_of_what_stands_in_full_is_no_revision() -> None:
    for values in ({"method": "feed"}, {"paragraphs": (FLOOD[0] + " …",)}):
        summary = brought(**({"paragraphs": FLOOD[:1]} | values))
        assert decide(summary, [standing()]) == Duplicate(STANDING.uri)
    cut = brought(paragraphs=FLOOD[:1], method="html")
    assert decide(cut, [standing()]) == Revision(standing(), cut)


def test_the_full_text_after_its_summary_is_a_revision() -> None:
    summary = replace(STANDING, paragraphs=FLOOD[:1], method="feed")
    full = brought(method="feed")
    assert decide(full, [standing(summary)]) == Revision(standing(summary), full)


def test_an_earlier_text_that_comes_late_doesn_t_replace_what_stands() -> None:
    changed = (*FLOOD, "A third bridge was closed at noon.")
    by_acceptance = brought(paragraphs=changed, first_seen_at=NOON - timedelta(seconds=2))
    assert decide(by_acceptance, [standing()]) == Revision(standing(), by_acceptance, is_late=True)
    dated = replace(STANDING, modified_at=NOON)
    by_publisher = brought(paragraphs=changed, modified_at=NOON - timedelta(hours=1))
    assert decide(by_publisher, [standing(dated)]) == Revision(standing(dated), by_publisher, is_late=True)


def test_the_text_of_an_earlier_version_is_a_duplicate_unless_its_publisher_says_that_it_is_later() -> None:
    second = successor(Revision(standing(), brought(paragraphs=FLOOD[:2], modified_at=NOON)))
    again = brought(trace_id="third", content_fingerprint="a" * 32, modified_at=NOON)
    assert decide(again, [standing(second)]) == Duplicate(STANDING.uri, is_earlier=True)
    reverted = replace(again, modified_at=NOON + timedelta(hours=2))
    assert decide(reverted, [standing(second)]) == Revision(standing(second), reverted)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"pub_status": "canceled", "headline": "", "paragraphs": ()}, "canceled"),
        ({"headline": "WITHDRAWN: River floods the old town", "paragraphs": ("Our report was wrong.",)}, "WITHDRAWN"),
        ({"headline": "KILL – River floods", "paragraphs": ("Kill this story.",)}, "KILL"),
    ],
)
def test_a_notice_withdraws_what_has_its_key(values: dict[str, object], reason: str) -> None:
    verdict = decide(brought(**values), [standing()])
    assert isinstance(verdict, Withdrawal)
    assert verdict.uri == STANDING.uri
    assert verdict.reason.startswith(f"by its publisher: {reason}")
    withdrawn = replace(STANDING, pub_status="withdrawn")
    assert decide(brought(**values), [standing(withdrawn)]) == Duplicate(STANDING.uri)


def test_news_of_a_retraction_is_news() -> None:
    assert isinstance(
        decide(brought(headline="Retraction: what happened", paragraphs=FLOOD * 4), [standing()]), Revision
    )
    assert decide(brought(headline="Retraction: a study is taken back"), []) == Create()
    assert decide(brought(pub_status="canceled", paragraphs=()), []) == Moot()


def test_the_next_version_keeps_the_name_the_first_sight_the_labels_and_the_place_in_the_story() -> None:
    first = replace(
        STANDING, labels={"desk": "foreign"}, story_id="s", duplicate_of="o", story_reason="r", apart=("x",)
    )
    changed = brought(paragraphs=FLOOD[:2], feed_id="world", keys=("url:moved",))
    following = successor(Revision(standing(first), changed))
    assert (following.uri, following.version, following.first_seen_at) == (STANDING.uri, 2, NOON)
    assert following.version_at == changed.first_seen_at
    assert (following.feed_id, following.feeds) == ("top", ("top", "world"))
    assert following.labels == {"desk": "foreign"}
    assert (following.story_id, following.duplicate_of, following.apart) == ("s", "o", ("x",))
    assert following.changed == ("articleBody",)
    assert set(following.keys) == {"url:moved", *KEYS, "a" * 32}
    assert (following.body, following.trace_id) == (changed.body, "second")
