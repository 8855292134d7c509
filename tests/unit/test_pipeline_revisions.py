"""A changed text at the same address is the next version; the one before is kept, whatever is repeated or lost."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from twins import SETTINGS, Killing, Mill

from services import sources
from services.index.memory import MemoryIndex
from services.linking import Linking
from services.model import Article, Carried, Entry, RawDocument

_numbers = count()
LEASE_ENDED = SETTINGS.lease + timedelta(seconds=1)
URL = "https://paper.example/flood"
FLOOD = " ".join(f"The engineers of district {name} say that the river rose there." for name in "abcdefghij")
OTHER = " ".join(f"The coach of team {name} praised the goalkeeper for a save at the end." for name in "abcdefghij")


@pytest.fixture(autouse=True)
def _entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a document say all of its entry."""
    monkeypatch.setitem(sources.READERS, "told", lambda document: Entry(**json.loads(document.content)))


@pytest.fixture
def mill() -> Mill:
    return Mill()


def told(body: str = FLOOD, *, feed_id: str = "top", **entry: object) -> RawDocument:
    """Return a document of an entry at URL."""
    values = {"headline": "River floods the town", "paragraphs": [body], "url": URL, "guid": "17"} | entry
    return RawDocument(f"{next(_numbers):032x}", "told", "feed", json.dumps(values).encode(), feed_id=feed_id)


def changed(number: int = 1, **entry: object) -> RawDocument:
    return told(f"{FLOOD} Bridge {number} was closed at noon.", **entry)  # type: ignore[arg-type]


def take_in(mill: Mill, *documents: RawDocument) -> list[str]:
    ids = mill.accept(*documents)
    mill.run()
    mill.clock.advance(timedelta(minutes=1))
    return mill.states(ids)


def only(mill: Mill) -> Article:
    (article,) = mill.index.articles.values()
    return article


def kept(mill: Mill) -> list[int]:
    """Return the numbers of the versions that are kept of the only article."""
    return [hit.source["version"] for hit in mill.index.revisions(only(mill).uri)]  # type: ignore[misc]


def test_a_changed_text_is_the_next_version_and_the_first_is_kept(mill: Mill) -> None:
    assert take_in(mill, told()) == ["indexed"]
    first = only(mill)
    assert take_in(mill, changed()) == ["revised"]
    second = only(mill)
    assert (second.uri, second.version, second.first_seen_at) == (first.uri, 2, first.first_seen_at)
    assert second.body.endswith("Bridge 1 was closed at noon.")
    (earlier,) = mill.index.revisions(first.uri)
    assert earlier.source["document"]["articleBody"] == FLOOD  # type: ignore[index]
    assert mill.ledger.books().balance


def test_three_versions_in_one_batch_are_three_versions(mill: Mill) -> None:
    assert take_in(mill, told(), changed(1), changed(2)) == ["indexed", "revised", "revised"]
    assert (only(mill).version, kept(mill)) == (3, [1, 2])
    assert only(mill).body.endswith("Bridge 2 was closed at noon.")


def test_every_feed_that_carried_it_is_noted(mill: Mill) -> None:
    take_in(mill, told(), told(feed_id="world", guid="a-99"), told(feed_id="world", guid="a-99"))
    assert only(mill).feeds == ("top", "world")
    assert take_in(mill, changed(feed_id="world", guid="a-99", url="https://paper.example/moved")) == ["revised"]


def test_many_stories_behind_one_link_are_many_articles(mill: Mill) -> None:
    stories = [
        told(OTHER.replace("goalkeeper", name).replace("coach of team", f"{name} fans of"), headline=name, guid=name)
        for name in ("referee", "defender", "striker")
    ]
    bodies = [told(f"{name} " * 40, headline=f"{name} headline", guid=name) for name in ("One", "Two", "Three")]
    assert take_in(mill, *bodies) == ["indexed"] * 3
    assert take_in(mill, *stories[:1]) == ["indexed"]
    assert "another story than" in [each.note for each in mill.index.articles.values()][-1]


def test_user_s_labels_are_never_lost(mill: Mill) -> None:
    take_in(mill, told())
    mill.index.articles = {only(mill).uri: replace(only(mill), labels={"desk": "foreign"})}
    take_in(mill, changed())
    assert only(mill).labels == {"desk": "foreign"}


def test_a_withdrawal_keeps_the_text_and_what_stood_before(mill: Mill) -> None:
    take_in(mill, told())
    notice = told("", headline="", pub_status="canceled")
    assert take_in(mill, notice) == ["revised"]
    assert (only(mill).pub_status, only(mill).version, only(mill).body) == ("withdrawn", 2, FLOOD)
    assert only(mill).status_reason == "by its publisher: canceled"
    assert kept(mill) == [1]
    assert take_in(mill, told("", headline="", pub_status="canceled")) == ["duplicate"]
    assert take_in(mill, told("", headline="", pub_status="canceled", url="", guid="other")) == ["rejected"]


STEPS = [
    ("ledger", "claim"),
    ("fingerprints", "confirmed"),
    ("index", "versions"),
    ("index", "holders"),
    ("sink", "revise"),
    ("sink", "amend"),
    ("ledger", "close"),
    ("fingerprints", "confirm"),
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("port", "method"), STEPS)
def test_killed_at_a_step_a_revision_is_made_once(mill: Mill, port: str, method: str, when: str) -> None:
    take_in(mill, told())
    ids = mill.accept(changed())
    killing = Killing(mill.index if port in {"sink", "index"} else getattr(mill, port), method, when)
    others = {"linking": Linking(mill.copies, mill.index, killing)} if port == "sink" else {}  # type: ignore[arg-type]
    mill.process(ids, "killed", mill.wired(**{port: killing}, **others))
    mill.clock.advance(LEASE_ENDED)
    mill.run()
    assert (mill.states(ids), only(mill).version, kept(mill)) == (["revised"], 2, [1])


class Meanwhile:
    """A sink at whose first call of *method* another worker does all of its work."""

    def __init__(self, mill: Mill, method: str, document_ids: Sequence[str]) -> None:
        self._mill, self._method, self._document_ids = mill, method, document_ids

    def __getattr__(self, name: str) -> object:
        if name == self._method:
            self._method = ""
            self._mill.process(self._document_ids, "quick")
        return getattr(self._mill.index, name)


def at_once(mill: Mill, method: str, slow: RawDocument, quick: RawDocument) -> list[str]:
    ids = mill.accept(slow)
    mill.clock.advance(timedelta(seconds=1))
    ids += mill.accept(quick)
    mill.process(ids[:1], "slow", mill.wired(sink=Meanwhile(mill, method, ids[1:])))
    mill.clock.advance(LEASE_ENDED)
    mill.run()
    return mill.states(ids)


def test_two_workers_with_a_revision_each_lose_none_and_the_later_stands(mill: Mill) -> None:
    take_in(mill, told())
    assert at_once(mill, "revise", changed(1), changed(2)) == ["revised", "revised"]
    assert only(mill).body.endswith("Bridge 2 was closed at noon.")
    texts = [hit.source["document"]["articleBody"] for hit in mill.index.revisions(only(mill).uri)]  # type: ignore[index]
    assert sorted(texts) == sorted([FLOOD, f"{FLOOD} Bridge 1 was closed at noon."])


def test_two_workers_with_the_same_revision_make_one(mill: Mill) -> None:
    take_in(mill, told())
    assert at_once(mill, "revise", changed(1), changed(1)) == ["duplicate", "revised"]
    assert (only(mill).version, kept(mill)) == (2, [1])


def test_two_workers_with_two_versions_of_a_new_article_make_one_article(mill: Mill) -> None:
    assert at_once(mill, "create", told(), changed(1)) == ["revised", "indexed"]
    assert (len(mill.index.articles), only(mill).body.endswith("closed at noon.")) == (1, True)
    (late,) = mill.index.revisions(only(mill).uri)
    assert (late.source["isLate"], late.source["document"]["articleBody"]) == (True, FLOOD)  # type: ignore[index]


def test_a_version_that_came_late_twice_is_kept_once(mill: Mill) -> None:
    modified = {"modified": "2026-11-24T10:00:00Z"}
    take_in(mill, told(modified="2026-11-24T11:00:00Z"))
    assert take_in(mill, changed(1, **modified), changed(1, **modified)) == ["revised", "duplicate"]
    assert take_in(mill, changed(1, **modified)) == ["duplicate"]
    assert (only(mill).version, only(mill).body, len(kept(mill))) == (1, FLOOD, 1)


@pytest.mark.parametrize("is_contested", [True, False])
def test_two_workers_with_two_stories_at_one_new_address_make_two_articles(mill: Mill, *, is_contested: bool) -> None:
    one, other = told(), told(OTHER, headline="Late save decides match", guid="18")
    if is_contested:
        assert at_once(mill, "create", one, other) == ["indexed", "indexed"]
    else:
        assert take_in(mill, one, other) == ["indexed", "indexed"]
    assert {each.headline for each in mill.index.articles.values()} == {
        "River floods the town",
        "Late save decides match",
    }


def test_after_redis_was_emptied_a_revision_is_known_by_elasticsearch(mill: Mill) -> None:
    take_in(mill, told())
    mill.lose_redis()
    assert take_in(mill, changed(1)) == ["revised"]
    mill.lose_redis()
    assert take_in(mill, told(), changed(1), changed(2)) == ["duplicate", "duplicate", "revised"]
    assert kept(mill) == [1, 2]


def test_in_the_second_in_which_no_search_finds_it_an_article_outlives_an_emptied_redis() -> None:
    mill = Mill(index=MemoryIndex(lags=True))
    take_in(mill, told())
    mill.lose_redis()
    assert take_in(mill, changed(1)) == ["revised"]
    assert only(mill).version == 2


def test_the_same_batch_twice_changes_nothing(mill: Mill) -> None:
    batch = [told(), changed(1), told(feed_id="world", guid="x"), changed(2)]
    take_in(mill, *batch)
    before, versions = dict(mill.index.articles), dict(mill.index.kept)
    states = take_in(mill, *(replace(each, id=f"{next(_numbers):032x}") for each in batch))
    assert states == ["duplicate"] * 4
    assert (mill.index.articles, mill.index.kept) == (before, versions)


def test_what_carried_an_article_is_noted_once(mill: Mill) -> None:
    take_in(mill, told())
    before = only(mill)
    mill.index.amend([Carried(before.uri, "top", before.keys)])
    assert only(mill) is before
