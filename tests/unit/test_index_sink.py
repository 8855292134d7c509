"""Our own loop over the results of bulk: what each answer of Elasticsearch comes to."""

import itertools
import logging
from collections.abc import Sequence

import pytest
from answering import Answer, Answering, Operation, TimeOut, items
from twins import SETTINGS, article

from services.errors import IndexUnavailableError, NotPermittedError
from services.index import fields
from services.index.names import INDEX_VERSION
from services.index.outgoing import REQUEST_BYTES
from services.index.sink import ElasticSink
from services.model import Article
from services.ports import PushedBack, Refused, WriteResult, Written

GUILTY = article(13).uri
BLOCK = {"type": "cluster_block_exception", "reason": "blocked by: [FORBIDDEN/8/index write (api)];"}
REFUSAL = {"type": "document_parsing_exception", "reason": "failed to parse", "caused_by": {"reason": "no date"}}


def results(answering: Answering, *articles: Article) -> list[WriteResult]:
    return ElasticSink(answering.client(), SETTINGS).create(articles)


def answering(*statuses: int, error: dict[str, object] | None = None) -> Answering:
    return Answering(lambda _: items(*statuses, error=error))


def test_created_is_written_by_us() -> None:
    assert results(answering(201), article(1)) == [Written(article(1).uri, by="trace-1")]


def test_what_stands_already_is_written_by_whom_its_trace_names() -> None:
    cluster = Answering(lambda _: items(201, 409, 409), writers={article(2).uri: "trace-2", article(3).uri: "another"})
    assert results(cluster, article(1), article(2), article(3)) == [
        Written(article(1).uri, by="trace-1"),
        Written(article(2).uri, by="trace-2"),
        Written(article(3).uri, by="another"),
    ]


def test_what_stood_and_is_gone_when_asked_for_is_tried_again_later() -> None:
    (result,) = results(Answering(lambda _: items(409)), article(1))
    assert isinstance(result, PushedBack)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_article_that_is_pushed_back_takes_no_other_with_it(status: int) -> None:
    first, second, third = results(answering(201, status, 201), article(1), article(2), article(3))
    assert isinstance(second, PushedBack)
    assert "some_exception: because" in second.reason
    assert (first, third) == (Written(article(1).uri, "trace-1"), Written(article(3).uri, "trace-3"))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, BLOCK),  # flood stage: read_only_allow_delete
        (403, BLOCK),  # index.blocks.write
        (400, {"type": "index_closed_exception", "reason": "closed"}),
    ],
)
def test_a_blocked_or_closed_index_is_no_fault_of_the_document(status: int, error: dict[str, object]) -> None:
    cluster = answering(status, error=error)
    (result,) = results(cluster, article(1))
    assert isinstance(result, PushedBack)
    assert len(cluster.requests) == 1


def test_a_text_about_a_blocked_index_is_not_mistaken_for_one() -> None:
    quoting = {"type": "document_parsing_exception", "reason": "Preview of value: 'cluster_block_exception'"}
    (result,) = results(answering(400, error=quoting), article(1))
    assert isinstance(result, Refused)


def test_a_refused_document_is_sent_once_more_with_the_required_fields_alone(caplog: pytest.LogCaptureFixture) -> None:
    statuses = iter([items(201, 400, error=REFUSAL), items(201)])
    cluster = Answering(lambda _: next(statuses))
    with caplog.at_level(logging.WARNING):
        written = results(cluster, article(1), article(2, url="https://example.com/2"))
    assert written == [Written(article(1).uri, "trace-1"), Written(article(2).uri, "trace-2")]
    first, repaired = cluster.requests
    assert first[1][1]["url"] == "https://example.com/2"
    required = {field.name.partition(".")[0] for field in fields.FIELDS if field.required}
    assert [(operation["_id"], document.keys()) for operation, document in repaired] == [(article(2).uri, required)]
    # Losing fields is told, with the reason.
    (record,) = caplog.records
    assert (record.uri, record.document_id) == (article(2).uri, "trace-2")  # type: ignore[attr-defined]
    assert "failed to parse: no date" in record.reason  # type: ignore[attr-defined]


def test_a_document_that_is_refused_twice_is_refused_with_the_reason() -> None:
    cluster = answering(400, error=REFUSAL)
    assert results(cluster, article(1)) == [
        Refused(article(1).uri, "document_parsing_exception: failed to parse: no date")
    ]
    assert len(cluster.requests) == 2


def test_an_unexpected_status_refuses_the_document() -> None:
    (result,) = results(answering(418), article(1))
    assert isinstance(result, Refused)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_when_nothing_may_be_written_a_person_has_to_act(status: int) -> None:
    with pytest.raises(NotPermittedError, match="because"):
        results(answering(status, status), article(1), article(2))


def test_a_missing_month_holds_up_no_article_of_another_month() -> None:
    old, new = results(answering(404, 201), article(1, month="2026.10"), article(2))
    assert isinstance(old, PushedBack)
    assert new == Written(article(2).uri, "trace-2")


def test_an_index_that_was_missing_is_looked_at_again() -> None:
    statuses = iter([items(404), items(201)])
    cluster = Answering(lambda _: next(statuses))
    sink = ElasticSink(cluster.client(), SETTINGS)
    with pytest.raises(NotPermittedError):
        sink.create([article(1)])
    assert sink.create([article(1)]) == [Written(article(1).uri, "trace-1")]
    assert cluster.asked.count("GET /newsmill-articles-2026.11/_mapping") == 2


def test_an_index_is_looked_at_once_while_it_stays() -> None:
    cluster = Answering(lambda operations: items(*[201] * len(operations)))
    sink = ElasticSink(cluster.client(), SETTINGS)
    for number in range(3):
        sink.create([article(number)])
    assert sum(asked.endswith("/_mapping") for asked in cluster.asked) == 1


def whole_unless_innocent(status: int, *, body: object) -> Answering:
    """Return an Elasticsearch that refuses a whole request for one guilty document in it, and doesn't say which."""

    def bulk(operations: Sequence[Operation]) -> Answer:
        if any(operation["_id"] == GUILTY for operation, _ in operations):
            return Answer(status, body)
        return items(*[201] * len(operations))

    return Answering(bulk)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": {"type": "action_request_validation_exception", "reason": "id is too long"}, "status": 400}),
        (413, ""),
    ],
)
def test_of_a_request_that_is_refused_whole_only_the_guilty_document_is_refused(status: int, body: object) -> None:
    cluster = whole_unless_innocent(status, body=body)
    found = results(cluster, *map(article, range(100)))
    assert [result.uri for result in found if not isinstance(result, Written)] == [GUILTY]
    assert isinstance(found[13], Refused)
    # Halving a hundred finds it in eight steps, each but the first with two requests.
    assert len(cluster.requests) <= 15


def test_what_is_no_uri_of_ours_is_refused_and_never_sent() -> None:
    cluster = answering(201)
    foreign, ours = results(cluster, article(1, uri="x" * 513), article(2))
    assert isinstance(foreign, Refused)
    assert ours == Written(article(2).uri, "trace-2")
    assert [operation["_id"] for operation, _ in cluster.requests[0]] == [article(2).uri]


@pytest.mark.parametrize(
    ("status", "body"),
    [(429, {"error": {"type": "es_rejected_execution_exception", "reason": "queue is full"}}), (503, "<h1>Later</h1>")],
)
def test_a_request_that_is_pushed_back_whole_raises_and_isnt_retried_here(status: int, body: object) -> None:
    cluster = Answering(lambda _: Answer(status, body))
    with pytest.raises(IndexUnavailableError, match=f"pushes back with {status}"):
        results(cluster, article(1))
    assert len(cluster.requests) == 1


def test_an_answer_that_doesnt_come_raises() -> None:
    def bulk(_: Sequence[Operation]) -> Answer:
        raise TimeOut

    with pytest.raises(IndexUnavailableError, match="can't be reached"):
        results(Answering(bulk), article(1))


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_credentials_are_named(status: int) -> None:
    body = {"error": {"type": "security_exception", "reason": "unable to authenticate user [writer]"}}
    with pytest.raises(NotPermittedError, match=r"correct the credentials.*unable to authenticate"):
        results(Answering(lambda _: Answer(status, body)), article(1))


def test_a_page_where_elasticsearch_should_be_is_named() -> None:
    class Foreign(Answering):
        def _answer(self, method: str, target: str, body: bytes) -> Answer:
            return Answer(405, "<h1>Welcome</h1>")

    with pytest.raises(NotPermittedError, match="405"):
        results(Foreign(lambda _: items(201)), article(1))


def test_an_index_of_somebody_else_is_never_written_to() -> None:
    cluster = Answering(lambda _: items(201), mapping={"properties": {"colour": {"type": "keyword"}}})
    with pytest.raises(NotPermittedError, match=r"newsmill-articles-2026\.11 must be the alias of one index that"):
        results(cluster, article(1))
    assert cluster.requests == []


def test_an_index_that_was_made_anew_with_other_analyzers_gets_the_whole_document() -> None:
    stemming = {
        "_meta": {"newsmill": INDEX_VERSION},
        "properties": {"stemmed": {"properties": {"en": {"type": "text"}}}},
    }
    statuses = iter([items(400, error={"type": "strict_dynamic_mapping_exception", "reason": "stemmed"}), items(201)])
    cluster = Answering(lambda _: next(statuses), mapping=stemming)
    sink = ElasticSink(cluster.client(), SETTINGS)
    sink._months.stemmers_of("2026.11")
    cluster.mapping = {"_meta": {"newsmill": INDEX_VERSION}, "properties": {}}
    told = article(1, language="en", url="https://example.com/1")
    assert sink.create([told]) == [Written(told.uri, "trace-1")]
    (_, first), (_, second) = (request[0] for request in cluster.requests)
    assert first.keys() - second.keys() == {"stemmed"}


def test_requests_stay_below_the_size_that_elasticsearch_works_best_with() -> None:
    cluster = Answering(lambda operations: items(*[201] * len(operations)))
    long = [article(number, paragraphs=("ab" * 250_000,)) for number in range(20)]
    assert results(cluster, *long) == [Written(each.uri, each.trace_id) for each in long]
    sizes = [sum(len(document["articleBody"]) for _, document in request) for request in cluster.requests]
    assert sum(sizes) == 20 * 500_000
    assert max(sizes) <= REQUEST_BYTES


def test_an_article_larger_than_a_request_goes_alone() -> None:
    cluster = Answering(lambda operations: items(*[201] * len(operations)))
    results(cluster, article(1), article(2, paragraphs=("a" * REQUEST_BYTES,)), article(3))
    assert [[operation["_id"] for operation, _ in request] for request in cluster.requests] == [
        [article(1).uri],
        [article(2).uri],
        [article(3).uri],
    ]


def test_a_batch_ends_before_its_lease_however_slow_elasticsearch_is() -> None:
    hours = itertools.count(step=3600)
    cluster = Answering(lambda operations: items(*[201] * len(operations)))
    sink = ElasticSink(cluster.client(), SETTINGS, clock=lambda: float(next(hours)))
    with pytest.raises(IndexUnavailableError, match="slow"):
        sink.create([article(number, paragraphs=("a" * 2_000_000,)) for number in range(5)])
    assert len(cluster.requests) == 1


def test_nothing_to_write_asks_nobody() -> None:
    cluster = answering()
    assert results(cluster) == []
    assert cluster.asked == []
