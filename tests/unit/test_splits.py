"""Two stories that were merged into one article are taken apart, and no repeat of either merges them again."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from commands import ServedMill, run
from merging import FIRST, MATCH, OTHER, RIVER, SHARED, URL
from twins import Killed, Mill

from services import sources
from services.errors import IndexUnavailableError, NotFoundError
from services.index import fields
from services.linking import Linking
from services.model import Entry, RawDocument
from services.splitting import SplitOff, Splitting


@pytest.fixture(autouse=True)
def _entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a document say all of its entry."""
    monkeypatch.setitem(sources.READERS, "told", lambda document: Entry(**json.loads(document.content)))


def told(body: str = FIRST, *, feed_id: str = "top", **entry: object) -> RawDocument:
    values = {"headline": "Live", "paragraphs": [body], "url": URL, "guid": "17"} | entry
    return RawDocument("", "told", "feed", json.dumps(values).encode(), feed_id=feed_id)


def wire(body: str, paper: str) -> RawDocument:
    return told(body, url=f"https://{paper}.example/1", guid=paper, headline=paper)


def accept(mill: Mill, *documents: RawDocument) -> list[str]:
    """Accept *documents*, with ids that are the same in each mill."""
    now = int(mill.clock.now().timestamp())
    return mill.accept(*(replace(each, id=f"{now:016x}{number:016x}") for number, each in enumerate(documents)))


def take_in(mill: Mill, *documents: RawDocument) -> list[str]:
    states: list[str] = []
    for each in documents:
        ids = accept(mill, each)
        mill.run()
        mill.clock.advance(timedelta(minutes=1))
        states += mill.states(ids)
    return states


def merged(mill: Mill, *more: RawDocument) -> str:
    """Let two stories be versions of one article; return its uri."""
    states = take_in(mill, told(), told(OTHER), *more)
    assert states == ["indexed"] + ["revised"] * (1 + len(more))
    (uri,) = mill.index.articles
    return uri


@pytest.fixture
def mill() -> Mill:
    return Mill()


def bodies(mill: Mill) -> dict[str, str]:
    return {uri: each.body for uri, each in mill.index.articles.items()}


def history(mill: Mill, uri: str) -> list[tuple[int, str]]:
    kept = [(hit.source["version"], hit.source["document"]["articleBody"]) for hit in mill.index.revisions(uri)]  # type: ignore[index]
    return [*kept, (mill.index.articles[uri].version, mill.index.articles[uri].body)]  # type: ignore[list-item]


def test_a_version_becomes_an_article_and_what_stood_before_stands_again(mill: Mill) -> None:
    uri = merged(mill)
    split = mill.splitting().split(uri, 2, "another story")
    assert split == SplitOff(uri, split.into, (2,))
    assert bodies(mill) == {uri: FIRST, split.into: OTHER}
    assert history(mill, uri) == [(1, FIRST), (2, OTHER), (3, FIRST)]
    assert history(mill, split.into) == [(1, OTHER)]
    one, other = mill.index.articles[uri], mill.index.articles[split.into]
    assert one.note == f"without version 2, which was split off as {split.into}: another story"
    assert other.note == f"split off {uri}, of which it was version 2: another story"
    assert (one.apart, other.apart) == ((split.into,), (uri,))
    assert one.story_id != other.story_id
    assert other.first_seen_at > one.first_seen_at


def test_versions_after_it_go_along_until_the_first_story_stands_again(mill: Mill) -> None:
    uri = merged(mill, told(f"{OTHER} It was late."))
    split = mill.splitting().split(uri, 2, "")
    assert split.versions == (2, 3)
    assert history(mill, split.into) == [(1, OTHER), (2, f"{OTHER} It was late.")]
    assert history(mill, uri)[-1] == (4, FIRST)
    other = Mill()
    stated = [f"2026-11-24T{hour}:00:00Z" for hour in (10, 11, 12)]
    take_in(other, told(modified=stated[0]), told(OTHER, modified=stated[1]), told(modified=stated[2]))
    (uri,) = other.index.articles
    split = other.splitting().split(uri, 2, "")
    assert split.versions == (2,)
    assert bodies(other) == {uri: FIRST, split.into: OTHER}
    assert other.index.articles[uri].version == 3


@pytest.mark.parametrize("is_redis_lost", [False, True])
def test_no_repeat_of_either_text_merges_them_again(mill: Mill, *, is_redis_lost: bool) -> None:
    batch = [told(), told(OTHER)]
    uri = merged(mill)
    split = mill.splitting().split(uri, 2, "")
    if is_redis_lost:
        mill.lose_redis()
        mill.pipeline.linking.rebuild()
    before = dict(mill.index.articles), dict(mill.index.kept)
    assert take_in(mill, *batch, *reversed(batch)) == ["duplicate"] * 4
    assert (mill.index.articles, mill.index.kept) == before
    ids = accept(mill, *batch)
    mill.run()
    assert mill.states(ids) == ["duplicate", "duplicate"]
    assert bodies(mill) == {uri: FIRST, split.into: OTHER}


@pytest.mark.parametrize("is_redis_lost", [False, True])
def test_each_goes_on_with_its_own_next_versions(mill: Mill, *, is_redis_lost: bool) -> None:
    uri = merged(mill)
    into = mill.splitting().split(uri, 2, "").into
    if is_redis_lost:
        mill.lose_redis()
    assert take_in(mill, told(f"{FIRST} A bridge was closed."), told(f"{OTHER} It was late.")) == ["revised"] * 2
    assert bodies(mill) == {uri: f"{FIRST} A bridge was closed.", into: f"{OTHER} It was late."}
    again = [told(f"{OTHER} It was very late."), told(f"{FIRST} Two bridges were closed."), told(), told(OTHER)]
    assert take_in(mill, *again) == ["revised", "revised", "duplicate", "duplicate"]
    assert bodies(mill) == {uri: f"{FIRST} Two bridges were closed.", into: f"{OTHER} It was very late."}
    assert [number for number, _ in history(mill, uri)] == [1, 2, 3, 4, 5]


def test_of_three_stories_each_is_kept_apart_from_the_others(mill: Mill) -> None:
    third = f"{SHARED} {RIVER.replace('engineers', 'ministers').replace('river rose', 'taxes had to rise')}"
    uri = merged(mill, told(third))
    last = mill.splitting().split(uri, 3, "").into
    middle = mill.splitting().split(uri, 2, "").into
    assert bodies(mill) == {uri: FIRST, middle: OTHER, last: third}
    assert take_in(mill, told(), told(OTHER), told(third)) == ["duplicate"] * 3
    longer = [f"{each} More follows." for each in (FIRST, OTHER, third)]
    assert take_in(mill, *map(told, longer)) == ["revised"] * 3
    assert bodies(mill) == dict(zip((uri, middle, last), longer, strict=True))


def test_what_was_split_off_and_is_gone_comes_back_as_an_article_of_its_own(mill: Mill) -> None:
    uri = merged(mill)
    into = mill.splitting().split(uri, 2, "").into
    mill.index.remove(into)
    assert take_in(mill, told(OTHER)) == ["indexed"]
    assert bodies(mill) == {uri: FIRST, into: OTHER}
    assert take_in(mill, told(f"{FIRST} A bridge was closed."), told(f"{OTHER} It was late.")) == ["revised"] * 2
    assert bodies(mill) == {uri: f"{FIRST} A bridge was closed.", into: f"{OTHER} It was late."}


def test_what_was_split_off_and_taken_down_stays_away(mill: Mill) -> None:
    uri = merged(mill)
    into = mill.splitting().split(uri, 2, "").into
    mill.desk().takedown(into, "court order")
    with pytest.raises(NotFoundError, match="taken down"):
        mill.splitting().split(uri, 2, "")
    assert bodies(mill) == {uri: FIRST}


def test_labels_stay_and_each_has_the_feeds_that_carried_it(mill: Mill) -> None:
    take_in(mill, told(), told(OTHER, feed_id="sport", guid="a"))
    (uri,) = mill.index.articles
    mill.index.articles[uri] = replace(mill.index.articles[uri], labels={"desk": "foreign"})
    into = mill.splitting().split(uri, 2, "").into
    one, other = mill.index.articles[uri], mill.index.articles[into]
    assert (one.labels, other.labels) == ({"desk": "foreign"}, None)
    assert (one.feeds, other.feeds, other.feed_id) == (("top",), ("sport",), "sport")


def test_copies_follow_their_text_and_its_place(mill: Mill) -> None:
    take_in(mill, wire(MATCH, "herald"), told(), wire(FIRST, "tribune"), told(OTHER), wire(OTHER, "courier"))
    herald, uri, tribune, courier = mill.index.articles
    article = mill.index.articles
    # By its second text the article is a copy, and its own copy goes along.
    assert [article[each].duplicate_of for each in (uri, tribune, courier)] == [herald] * 3
    into = mill.splitting().split(uri, 2, "").into
    originals = {each: article[each].duplicate_of for each in article}
    assert originals == {herald: "", uri: "", tribune: uri, into: herald, courier: herald}
    assert article[tribune].story_id == article[uri].story_id != article[herald].story_id
    assert article[into].story_id == article[courier].story_id == article[herald].story_id


def test_a_copy_of_the_second_text_is_its_copy_from_then_on(mill: Mill) -> None:
    take_in(mill, told(), told(OTHER))
    (uri,) = mill.index.articles
    # As after the memory for copies was emptied: it holds the second text.
    mill.copies.forget_all()
    mill.pipeline.linking.rebuild()
    take_in(mill, told(OTHER, url="https://courier.example/1", guid="courier", headline="courier"))
    (courier,) = mill.index.articles.keys() - {uri}
    assert mill.index.articles[courier].duplicate_of == uri
    split = mill.splitting().split(uri, 2, "")
    assert mill.index.articles[courier].duplicate_of == split.into
    assert mill.index.articles[courier].story_id == mill.index.articles[split.into].story_id


def test_what_was_linked_by_the_second_text_goes_with_it_and_the_earliest_is_the_original(mill: Mill) -> None:
    take_in(mill, wire(FIRST, "herald"), wire(OTHER, "courier"), wire(OTHER, "tribune"), told(), told(OTHER))
    herald, courier, tribune, uri = mill.index.articles
    article = mill.index.articles
    # As a copy of the herald, the article takes what has its second text along into that story.
    assert [article[each].duplicate_of for each in (uri, courier, tribune)] == [herald] * 3
    into = mill.splitting().split(uri, 2, "").into
    for _ in range(2):
        originals = {each: article[each].duplicate_of for each in article}
        assert originals == {herald: "", uri: herald, courier: "", tribune: courier, into: courier}
        assert article[into].story_id == article[tribune].story_id == article[courier].story_id
        assert article[courier].story_id != article[herald].story_id == article[uri].story_id
        mill.splitting().split(uri, 2, "")


class Counted:
    """What counts the calls of ports, of which the one after `left` never happens: the process is gone."""

    def __init__(self, left: int) -> None:
        self.left = left

    def of(self, port: object) -> "CountedPort":
        return CountedPort(self, port)


class CountedPort:
    def __init__(self, counted: Counted, port: object) -> None:
        self._counted, self._port = counted, port

    def __getattr__(self, name: str) -> Callable[..., object]:
        real = getattr(self._port, name)

        def call(*arguments: object, **named: object) -> object:
            self._counted.left -= 1
            if self._counted.left < 0:
                raise Killed
            return real(*arguments, **named)

        return call


def killed_at(mill: Mill, step: int, uri: str) -> bool:
    """Split, and be killed before the call of that number; tell whether there was one."""
    counted = Counted(step)
    index, copies, fingerprints = map(counted.of, (mill.index, mill.copies, mill.fingerprints))
    linking = Linking(copies, index, index)  # type: ignore[arg-type]
    splitting = Splitting(index, index, fingerprints, linking)  # type: ignore[arg-type]
    try:
        splitting.split(uri, 2, "another story")
    except Killed:
        return True
    return False


def outcome(mill: Mill) -> object:
    documents = {uri: fields.document(each) | {"indexedAt": ""} for uri, each in mill.index.articles.items()}
    return documents, {id_: each["version"] for id_, each in mill.index.kept.items()}


SPORT = {"feed_id": "sport", "guid": "a"}
STARTS = {
    "alone": [told(), told(OTHER, **SPORT), told(f"{OTHER} It was late.", **SPORT)],
    "with copies": [wire(FIRST, "herald"), wire(OTHER, "courier"), wire(OTHER, "tribune"), told(), told(OTHER)],
}


@pytest.mark.parametrize("documents", STARTS.values(), ids=STARTS)
def test_killed_before_any_step_and_run_again_it_ends_as_if_nothing_had_happened(documents: list[RawDocument]) -> None:
    def start() -> tuple[Mill, str]:
        mill = Mill()
        take_in(mill, *documents)
        return mill, list(mill.index.articles)[-1]

    mill, uri = start()
    expected_split = mill.splitting().split(uri, 2, "another story")
    expected = outcome(mill)
    assert mill.splitting().split(uri, 2, "another story") == expected_split
    assert outcome(mill) == expected
    for step in range(100):
        mill, uri = start()
        is_killed = killed_at(mill, step, uri)
        if is_killed:
            assert mill.splitting().split(uri, 2, "another story") == expected_split
        assert outcome(mill) == expected
        if not is_killed:
            break
    assert step > 10
    assert not is_killed


class Meanwhile:
    """A port at whose first call of *method* another worker does all of its work."""

    def __init__(self, mill: Mill, method: str, *documents: RawDocument) -> None:
        self._mill, self._method, self._documents = mill, method, documents

    def __getattr__(self, name: str) -> object:
        if name == self._method:
            self._method = ""
            take_in(self._mill, *self._documents)
        return getattr(self._mill.index, name)


def test_what_a_worker_writes_in_between_is_read_again_and_goes_along(mill: Mill) -> None:
    uri = merged(mill)
    sink = Meanwhile(mill, "exchange", told(f"{OTHER} It was late."))
    split = replace(mill.splitting(), sink=sink).split(uri, 2, "")  # type: ignore[arg-type]
    assert split.versions == (2, 3)
    assert bodies(mill) == {uri: FIRST, split.into: f"{OTHER} It was late."}
    assert [number for number, _ in history(mill, uri)] == [1, 2, 3, 4]


def test_a_worker_that_brings_what_goes_before_it_stands_writes_the_same_article(mill: Mill) -> None:
    uri = merged(mill)
    sink = Meanwhile(mill, "plant", told(OTHER))
    split = replace(mill.splitting(), sink=sink).split(uri, 2, "")  # type: ignore[arg-type]
    assert bodies(mill) == {uri: FIRST, split.into: OTHER}
    assert take_in(mill, told(), told(OTHER), told(f"{OTHER} It was late.")) == ["duplicate", "duplicate", "revised"]
    assert bodies(mill) == {uri: FIRST, split.into: f"{OTHER} It was late."}


@pytest.mark.parametrize("method", ["versions", "revise"])
def test_a_worker_that_looked_before_the_split_and_writes_after_it_decides_anew(mill: Mill, method: str) -> None:
    uri = merged(mill)
    into = ""

    class Splitting:
        is_done = False

        def __getattr__(self, name: str) -> object:
            real = getattr(mill.index, name)

            def call(*arguments: object) -> object:
                nonlocal into
                result = real(*arguments) if name == "versions" else None
                if name == method and not self.is_done:
                    self.is_done = True
                    into = mill.splitting().split(uri, 2, "").into
                return result if name == "versions" else real(*arguments)

            return call

    ids = accept(mill, told(f"{OTHER} It was late."))
    port = Splitting()
    mill.process(ids, "slow", mill.wired(index=port, sink=port))
    assert mill.states(ids) == ["revised"]
    assert bodies(mill) == {uri: FIRST, into: f"{OTHER} It was late."}


REFUSED = {1: "versions 1 to 2", 3: "versions 1 to 2", -1: "versions 1 to 2"}


@pytest.mark.parametrize(("number", "reason"), REFUSED.items())
def test_a_version_that_nothing_stands_before_or_that_is_none_is_refused(mill: Mill, number: int, reason: str) -> None:
    uri = merged(mill)
    with pytest.raises(NotFoundError, match=reason):
        mill.splitting().split(uri, number, "")
    with pytest.raises(NotFoundError, match="no article"):
        mill.splitting().split("urn:newsmill:2026.11:" + "0" * 24, 2, "")


def test_a_version_without_a_text_of_its_own_is_refused(mill: Mill) -> None:
    take_in(mill, told(), told("", headline="", pub_status="canceled"))
    (uri,) = mill.index.articles
    with pytest.raises(NotFoundError, match="the text of an earlier version"):
        mill.splitting().split(uri, 2, "")


def test_a_version_that_can_t_be_searched_yet_is_waited_for(mill: Mill) -> None:
    uri = merged(mill)
    mill.index.kept.clear()
    with pytest.raises(IndexUnavailableError, match="run it again"):
        mill.splitting().split(uri, 2, "")


def test_what_a_feed_or_an_address_brings_is_an_article_of_its_own_from_the_next_time_on(mill: Mill) -> None:
    for number, change in enumerate([{"feed_id": "world"}, {"address": "https://paper.example/other"}]):
        mill = Mill()
        elsewhere = told(feed_id="world", guid="x", url="https://paper.example/other")
        assert take_in(mill, told(), elsewhere, elsewhere) == ["indexed", "duplicate", "duplicate"]
        (uri,) = mill.index.articles
        mill.splitting().disown(uri, reason="a placeholder", **change)  # type: ignore[arg-type]
        assert mill.index.articles[uri].feeds == (("top",) if number == 0 else ("top", "world"))
        assert "a placeholder" in mill.index.articles[uri].note
        mill.splitting().disown(uri, reason="a placeholder", **change)  # type: ignore[arg-type]
        assert take_in(mill, elsewhere, elsewhere, told()) == ["indexed", "duplicate", "duplicate"]
        (other,) = mill.index.articles.keys() - {uri}
        article = mill.index.articles[other]
        assert (article.duplicate_of, article.apart, article.feeds or article.feed_id) == ("", (uri,), "world")
        mill.lose_redis()
        mill.pipeline.linking.rebuild()
        assert take_in(mill, elsewhere, told()) == ["duplicate", "duplicate"]
        later = replace(elsewhere, content=elsewhere.content.replace(b"river rose", b"river fell"))
        assert take_in(mill, later, told(f"{FIRST} A bridge was closed.")) == ["revised", "revised"]
        assert mill.index.articles[uri].body == f"{FIRST} A bridge was closed."
        assert "river fell" in mill.index.articles[other].body


def test_where_an_article_comes_from_itself_it_can_t_be_kept_apart_from(mill: Mill) -> None:
    take_in(mill, told())
    (uri,) = mill.index.articles
    for change in ({"feed_id": "top"}, {"address": URL}):
        with pytest.raises(NotFoundError, match="comes from itself"):
            mill.splitting().disown(uri, reason="", **change)  # type: ignore[arg-type]
    for change in ({"feed_id": "world"}, {"address": "https://paper.example/other"}):
        with pytest.raises(NotFoundError, match="isn't known by"):
            mill.splitting().disown(uri, reason="", **change)  # type: ignore[arg-type]


def test_the_command_tells_what_it_did_and_show_tells_why() -> None:
    mill = ServedMill()
    for number, body in enumerate((FIRST, OTHER)):
        mill.accept(replace(told(body), id=f"{number:032x}"))
        mill.run()
    (uri,) = mill.index.articles
    assert run("split", uri, mill=mill).exit_code == 2
    assert run("split", uri, "2", "--feed", "top", mill=mill).exit_code == 2
    assert run("split", uri, "3", mill=mill).exit_code == 1
    done = run("split", uri, "2", "--reason", "another story", "--json", mill=mill).json
    assert (done["uri"], done["versions"]) == (uri, [2])
    assert run("split", uri, "2", mill=mill).lines[0].startswith(f"split {done['into']} off {uri}")
    shown = run("show", uri, mill=mill).stdout
    assert f"without version 2, which was split off as {done['into']}: another story" in shown.replace("\n", " ")
    (*_, last) = run("show", uri, "--json", mill=mill).json["revisions"]
    assert (last["version"], last["note"]) == (
        3,
        f"without version 2, which was split off as {done['into']}: another story",
    )
    assert run("split", uri, "--feed", "top", mill=mill).exit_code == 1
