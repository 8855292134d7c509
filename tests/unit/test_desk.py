"""What a person decides holds, whatever comes later."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from commands import ServedMill, run
from twins import article, text

from services.errors import NotFoundError
from services.model import Answer, Article, RawDocument, utc_now

RIVER = "https://paper.example/river"
TEXT = " ".join(f"The engineers of district {name} say that the river rose there." for name in "abcdefghij")


@pytest.fixture
def mill() -> ServedMill:
    return ServedMill()


def wire(publisher: str, *, raw_uri: str = "", url: str = "") -> RawDocument:
    raw = text(content=f"River at {publisher}\n{TEXT} {publisher} reports.")
    return replace(raw, raw_uri=raw_uri, url=url)


def take_in(mill: ServedMill, *documents: RawDocument) -> list[str]:
    ids = mill.accept(*documents)
    mill.run()
    return [row.state for row in mill.rows(ids)]


def named(mill: ServedMill, publisher: str) -> Article:
    return next(each for each in mill.index.articles.values() if each.headline == f"River at {publisher}")


def test_what_is_taken_down_is_gone_from_everywhere_and_stays_away(mill: ServedMill) -> None:
    url = "https://paper.example/river"
    answer = Answer(url, url, 200, (), b"the page", utc_now(), timedelta(seconds=1))
    (raw_uri,) = mill.answers.write([answer])
    document = wire("Herald", raw_uri=raw_uri, url=url)
    take_in(mill, document)
    uri = named(mill, "Herald").uri
    taken = mill.desk().takedown(uri, "court order 17")
    assert (taken.versions, taken.raw_answers, taken.relinked) == (1, 1, 0)
    assert mill.index.articles == {}
    with pytest.raises(NotFoundError):
        mill.answers.read(raw_uri)
    (tombstone,) = mill.index.buried.values()
    assert "River" not in json.dumps([tombstone.keys, tombstone.reason])
    again = replace(document, id=wire("").id)
    changed = replace(again, id=wire("").id, content=document.content + b" More was said.")
    assert take_in(mill, again, changed) == ["rejected", "rejected"]
    assert mill.rows([again.id])[0].reason == "taken-down"
    mill.lose_redis()
    assert take_in(mill, replace(again, id=wire("").id)) == ["rejected"]
    assert mill.index.articles == {}


class TakenDownMeanwhile:
    """A sink at whose first call of *method* another brings the article, if it has *others*, and it is taken down."""

    def __init__(self, mill: ServedMill, method: str, others: Sequence[str] = ()) -> None:
        self._mill, self._method, self._others = mill, method, others

    def __getattr__(self, name: str) -> object:
        if name == self._method:
            self._method = ""
            self._mill.process(self._others, "quick")
            (uri,) = self._mill.index.articles
            self._mill.desk().takedown(uri, "court order 17")
        return getattr(self._mill.index, name)


def test_what_a_worker_brings_back_that_looked_before_a_takedown_is_taken_away_again(mill: ServedMill) -> None:
    slow, quick = mill.accept(wire("Herald", url=RIVER), wire("Herald", url=RIVER))
    mill.process([slow], "slow", mill.wired(sink=TakenDownMeanwhile(mill, "create", [quick])))
    back = named(mill, "Herald")
    (taken,) = mill.desk().take_away_again(utc_now())
    assert (taken.uri, taken.versions) == (back.uri, 1)
    assert mill.index.articles == {}
    assert mill.fingerprints.confirmed(back.keys) == {}
    assert mill.desk().take_away_again(utc_now()) == []


def test_an_earlier_version_that_a_worker_kept_after_the_takedown_is_taken_away_again(mill: ServedMill) -> None:
    take_in(mill, wire("Herald", url=RIVER))
    changed = wire("Herald", url=RIVER)
    ids = mill.accept(replace(changed, content=changed.content + b" More was said."))
    mill.process(ids, "slow", mill.wired(sink=TakenDownMeanwhile(mill, "revise")))
    assert mill.index.kept
    assert [each.versions for each in mill.desk().take_away_again(utc_now())] == [1]
    assert (mill.index.articles, mill.index.kept) == ({}, {})
    assert mill.rows(ids)[0].reason == "taken-down"


def test_what_stood_before_a_takedown_or_is_kept_apart_from_it_stays(mill: ServedMill) -> None:
    match = " ".join(f"Their coach praised player {name} for a save at the end." for name in "abcdefghij")
    other = replace(text(content=f"Late save\n{match}"), url=RIVER)
    take_in(mill, other)
    take_in(mill, wire("Herald", url=RIVER))
    herald = named(mill, "Herald")
    mill.desk().takedown(herald.uri, "court order 17")
    # As if that had been a minute later.
    before = mill.index.buried[herald.uri]
    mill.index.buried[herald.uri] = replace(before, at=before.at + timedelta(minutes=1))
    assert mill.desk().take_away_again(utc_now()) == []
    mill.index.buried[herald.uri] = before
    (stands,) = mill.index.articles.values()
    mill.index.remove(stands.uri)
    apart, back = (article(number, keys=stands.keys) for number in (1, 2))
    mill.index.create([replace(apart, keys=(*apart.keys, f"apart:{herald.uri}")), back])
    assert [each.uri for each in mill.desk().take_away_again(utc_now())] == [back.uri]


def test_copies_of_what_is_taken_down_follow_the_earliest_of_them(mill: ServedMill) -> None:
    take_in(mill, wire("Herald"), wire("Gazette"), wire("Courier"))
    mill.desk().takedown(named(mill, "Herald").uri, "")
    first, second = named(mill, "Gazette"), named(mill, "Courier")
    if first.duplicate_of:
        first, second = second, first
    assert (first.duplicate_of, second.duplicate_of, second.story_id) == ("", first.uri, first.story_id)


def test_a_takedown_that_died_half_way_can_be_finished(mill: ServedMill) -> None:
    take_in(mill, wire("Herald"))
    uri = named(mill, "Herald").uri
    standing = mill.index.versions([uri])[uri].document
    mill.desk().takedown(uri, "")
    mill.index.kept["left"] = {"uri": uri, "version": 1, "seenAt": "", "isLate": False, "document": standing}
    assert mill.desk().takedown(uri, "").versions == 1
    with pytest.raises(NotFoundError):
        mill.desk().takedown(uri, "")


def test_an_unlinked_copy_is_no_copy_again_whatever_comes(mill: ServedMill) -> None:
    take_in(mill, wire("Herald"), wire("Gazette"))
    original, copy = sorted(mill.index.articles.values(), key=lambda each: each.duplicate_of)
    assert mill.desk().unlink(copy.uri).place.original == original.uri
    apart = mill.index.articles[copy.uri]
    assert (apart.duplicate_of, apart.story_reason, apart.apart) == ("", "", (original.uri,))
    assert apart.story_id != original.story_id
    take_in(mill, wire("Courier"))
    mill.copies.forget_all()
    mill.pipeline.linking.rebuild()
    take_in(mill, wire("Tribune"))
    kept = mill.index.articles[copy.uri]
    assert kept.duplicate_of != original.uri
    assert mill.index.articles[original.uri].duplicate_of != copy.uri
    with pytest.raises(NotFoundError):
        mill.desk().unlink(original.uri)


def test_an_article_is_withdrawn_by_uri_or_by_any_form_of_its_address(mill: ServedMill) -> None:
    take_in(mill, wire("Herald", url="https://paper.example/river"))
    uri = named(mill, "Herald").uri
    assert mill.pipeline.withdraw("http://www.paper.example/river?utm_source=x", "answered 410") == uri
    withdrawn = mill.index.articles[uri]
    assert (withdrawn.pub_status, withdrawn.status_reason, withdrawn.version) == (
        "withdrawn",
        "page gone: answered 410",
        2,
    )
    assert mill.pipeline.withdraw(uri, "again") == uri
    assert mill.index.articles[uri] == withdrawn
    assert mill.pipeline.withdraw("https://paper.example/other", "gone") == ""


def test_the_command_asks_before_it_takes_down(mill: ServedMill) -> None:
    take_in(mill, wire("Herald"))
    uri = named(mill, "Herald").uri
    assert run("takedown", uri, mill=mill, stdin=b"n\n").exit_code == 1
    assert run("takedown", uri, "--json", mill=mill).exit_code == 2
    assert mill.index.articles
    assert run("takedown", uri, "--yes", "--json", mill=mill).json["versions"] == 1
    ended = run("takedown", uri, "--yes", mill=mill)
    assert (ended.exit_code, "There is no article" in ended.stderr) == (1, True)


def test_the_commands_say_what_they_did(mill: ServedMill) -> None:
    take_in(mill, wire("Herald"), wire("Gazette"))
    original, copy = sorted(mill.index.articles.values(), key=lambda each: each.duplicate_of)
    assert (
        run("unlink", copy.uri, mill=mill).lines[0].startswith(f"unlinked {copy.uri}; it was a copy of {original.uri}")
    )
    assert run("unlink", copy.uri, mill=mill).exit_code == 1
    assert run("withdraw", copy.uri, "--reason", "a letter", mill=mill).lines == [f"withdrawn {copy.uri}"]
    assert "a letter" in run("show", copy.uri, mill=mill).stdout
    assert run("withdraw", "https://nowhere.example/x", mill=mill).exit_code == 1
    assert run("reinstate", copy.uri, "--json", mill=mill).json["pubStatus"] == "usable"
    assert mill.index.articles[copy.uri].pub_status == "usable"
    assert run("reinstate", "https://nowhere.example/x", mill=mill).exit_code == 1
