"""Two stories that were merged are taken apart on a real Redis and a real Elasticsearch, whenever the command dies."""

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from merging import FIRST, OTHER, URL
from stores import forget

from services import sources
from services.bootstrap import Service
from services.model import Entry, RawDocument, new_document_id

pytestmark = pytest.mark.servers


@pytest.fixture(autouse=True)
def _entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a document say all of its entry."""
    monkeypatch.setitem(sources.READERS, "told", lambda document: Entry(**json.loads(document.content)))


def told(body: str, url: str) -> RawDocument:
    values = {"headline": "Live", "paragraphs": [body], "url": url, "guid": url}
    return RawDocument(new_document_id(), "told", "feed", json.dumps(values).encode(), feed_id="top")


def take_in(service: Service, *bodies: str, url: str = URL) -> list[str]:
    """Take in each by itself; return what became of them."""
    states: list[str] = []
    for document in [told(each, url) for each in bodies]:
        assert service.pipeline.accept([document]) == [True]
        for message in service.pipeline.reconcile():
            service.pipeline.process(message.document_ids, "holder")
        states += [row.state for row in service.ledger.rows([document.id]) if row]
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-*")
    return states


def bodies(service: Service) -> set[str]:
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-*")
    return {str(hit.source["articleBody"]) for hit in service.index.search("").hits}


def history(service: Service, uri: str) -> list[int]:
    standing = service.index.versions([uri])[uri].number
    return [*(int(str(hit.source["version"])) for hit in service.index.revisions(uri)), standing]


def test_no_repeat_merges_them_again_even_after_redis_was_emptied(service: Service) -> None:
    assert take_in(service, FIRST, OTHER) == ["indexed", "revised"]
    (uri,) = {hit.uri for hit in service.index.search("").hits}
    split = service.splitting().split(uri, 2, "another story")
    assert bodies(service) == {FIRST, OTHER}
    assert (history(service, uri), history(service, split.into)) == ([1, 2, 3], [1])
    assert take_in(service, FIRST, OTHER) == ["duplicate"] * 2
    forget(service.redis, f"{service.settings.redis_prefix}:*")
    service.pipeline.linking.rebuild()
    assert take_in(service, OTHER, FIRST, OTHER) == ["duplicate"] * 3
    assert take_in(service, f"{FIRST} A bridge was closed.", f"{OTHER} It was late.") == ["revised"] * 2
    assert bodies(service) == {f"{FIRST} A bridge was closed.", f"{OTHER} It was late."}
    places = service.index.stories([uri, split.into])
    assert (places[uri].apart, places[split.into].apart) == ({split.into}, {uri})


class KilledError(BaseException):
    """The process is gone."""


class Requests:
    """The client's way to Elasticsearch, on which the process is killed after so many requests."""

    def __init__(self, real: Callable[..., object], left: int) -> None:
        self._real, self.left = real, left

    def __call__(self, *arguments: object, **named: object) -> object:
        self.left -= 1
        if self.left < 0:
            raise KilledError
        return self._real(*arguments, **named)


def merged(service: Service, number: int) -> str:
    """Merge two stories of an address of their own; return the article's uri."""
    texts = [f"{each} Report {number} ends." for each in (FIRST, OTHER)]
    assert take_in(service, *texts, url=f"{URL}/{number}") == ["indexed", "revised"]
    return next(hit.uri for hit in service.index.search(f"report {number}").hits)


def outcome(service: Service, uri: str, into: str) -> list[object]:
    """Return all that is to be the same however often the command was run, without what differs by number."""
    found: list[object] = []
    for each in (uri, into):
        version = service.index.versions([each])[each]
        is_apart = sorted(version.place.apart) == sorted({uri, into} - {each})
        found += [history(service, each), is_apart, len(version.keys), OTHER in version.body, version.feeds]
    return found


def stories(service: Service) -> list[tuple[bool, int, int]]:
    """Return for each story which of the two texts it has, and how many originals and articles."""
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-*")
    found: dict[tuple[str, bool], list[str]] = {}
    hits = {hit.uri: hit.source for hit in service.index.search("", size=100).hits}
    for uri, place in service.index.stories(hits).items():
        found.setdefault((place.story_id, OTHER in str(hits[uri]["articleBody"])), []).append(place.original)
    return sorted((is_other, originals.count(""), len(originals)) for (_, is_other), originals in found.items())


def test_killed_before_any_request_and_run_again_it_ends_in_the_same_state(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = merged(service, 0)
    expected = outcome(service, uri, service.splitting().split(uri, 2, "").into)
    for step in range(100):
        # Its texts are copies of those before.
        uri = merged(service, step + 1)
        requests = Requests(service.elasticsearch.perform_request, step)
        with monkeypatch.context() as patch:
            patch.setattr(service.elasticsearch, "perform_request", requests)
            with suppress(KilledError):
                service.splitting().split(uri, 2, "")
        assert outcome(service, uri, service.splitting().split(uri, 2, "").into) == expected
        assert stories(service) == [(False, 1, step + 2), (True, 1, step + 2)]
        if requests.left >= 0:
            break
    assert 10 < step < 99
