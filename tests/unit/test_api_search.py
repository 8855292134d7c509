"""Search and reading over the twin of the service: no server, no port."""

from datetime import UTC, datetime

import httpx
import pytest
import served

from services.api.memory import MemoryMill
from services.api.needs import Needs
from services.api.reading import SearchQuery
from services.errors import PermanentError
from services.index.memory import MemoryIndex
from services.model import Article, Closing, Dateline, Filters, Outcome, RawDocument, Results

URI = "urn:newsmill:2026.11:0123456789abcdef01234567"
ARTICLE = Article(
    headline="Bridge opens",
    paragraphs=("The bridge opened.", "It took ten years."),
    first_seen_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
    trace_id="a" * 32,
    raw_sha256="b" * 64,
    content_fingerprint="c" * 40,
    alternative_headline="After ten years",
    url="https://news.example.com/bridge",
    dateline=Dateline("OSLO, Norway (NTB) –", place="OSLO", region="Norway", agency="NTB"),
    language="en",
    word_count=7,
    reading_minutes=1,
    origin="https://news.example.com/bridge",
    method="text",
    uri=URI,
)


def ask(mill: Needs, path: str, method: str = "GET") -> httpx.Response:
    return served.ask(mill, method, path, raises=False)


def test_a_search_gives_the_total_and_the_documents_as_they_are_indexed() -> None:
    answer = ask(MemoryMill.of(ARTICLE), "/v1/search?q=bridge").json()
    assert answer["total"] == 1
    (found,) = answer["articles"]
    assert found["uri"] == URI
    assert found["headline"] == "Bridge opens"
    assert found["publisher"]["domain"] == "example.com"
    assert found["match"]["highlight"] == {}


def test_an_article_comes_with_its_way_through_the_mill() -> None:
    mill = MemoryMill.of(ARTICLE)
    mill.ledger.accept([RawDocument(ARTICLE.trace_id, "text", "bridge.txt", b"bridge")])
    mill.ledger.claim([ARTICLE.trace_id], "me")
    mill.ledger.close([Closing(ARTICLE.trace_id, Outcome.INDEXED, URI)])
    document = ask(mill, f"/v1/articles/{URI}").json()
    assert document["articleBody"] == "The bridge opened.\n\nIt took ten years."
    trail = document["trail"]
    assert (trail["outcome"], trail["attempts"], trail["documentId"]) == ("indexed", 1, ARTICLE.trace_id)
    assert trail["accepted"] <= trail["claimed"] <= trail["closed"]
    assert document["trailNote"] == ""


def test_an_article_whose_row_was_forgotten_says_so() -> None:
    document = ask(MemoryMill.of(ARTICLE), f"/v1/articles/{URI}").json()
    assert document["trail"] is None
    assert "forgotten" in document["trailNote"]


def test_an_article_can_be_read_while_redis_is_away() -> None:
    mill = MemoryMill.of(ARTICLE)
    mill.ledger.is_away = True
    answer = ask(mill, f"/v1/articles/{URI}")
    assert answer.status_code == 200
    assert answer.json()["trailNote"] == "Redis at redis://:***@127.0.0.1:6379 can't be reached: start it."


def test_an_unknown_article_is_a_problem_of_404() -> None:
    answer = ask(MemoryMill(), "/v1/articles/urn:newsmill:2026.11:ffffffffffffffffffffffff")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Not Found"
    assert answer.json()["status"] == 404


def test_elasticsearch_away_is_a_problem_of_503_that_says_when_to_ask_again() -> None:
    mill = MemoryMill.of(ARTICLE)
    mill.index.is_away = True
    answer = ask(mill, "/v1/search?q=bridge")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["detail"] == "Elasticsearch is away"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("size=0", "size"),
        ("size=101", "size"),
        ("size=ten", "size"),
        ("offset=-1", "offset"),
        ("from=yesterday", "from"),
        ("to=9999-12-31", "to"),  # its end is beyond what a date can say
        ("sort=random", "sort"),
        ("langauge=en", "langauge"),  # a misspelt parameter must not mean "all"
        (f"q={'x' * 1001}", "q"),
    ],
)
def test_a_wrong_parameter_is_a_problem_of_422_that_names_it(query: str, parameter: str) -> None:
    answer = ask(MemoryMill(), f"/v1/search?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [each["parameter"] for each in answer.json()["errors"]] == [parameter]


def test_no_search_reaches_beyond_ten_thousand() -> None:
    assert ask(MemoryMill(), "/v1/search?size=100&offset=9900").status_code == 200
    answer = ask(MemoryMill(), "/v1/search?size=100&offset=9901")
    assert answer.status_code == 422
    assert "10,000" in answer.json()["detail"]


def test_what_elasticsearch_refuses_to_search_is_a_problem_of_422() -> None:
    class Refusing(MemoryIndex):
        def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
            message = "too many clauses"
            raise PermanentError(message)

    answer = ask(MemoryMill(index=Refusing()), "/v1/search?q=a*")
    assert (answer.status_code, answer.json()["detail"]) == (422, "too many clauses")


def test_a_fault_of_ours_is_a_problem_of_500_that_tells_nothing() -> None:
    class Broken(MemoryIndex):
        def count(self) -> int:
            return 0

        def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
            raise RuntimeError(query)

    answer = ask(MemoryMill(index=Broken()), "/v1/search?q=inside")
    assert answer.status_code == 500
    assert "inside" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_day_as_the_end_includes_that_day() -> None:
    filters = SearchQuery.model_validate({"from": "2026-11-24", "to": "2026-11-24"}).filters
    assert filters.since == datetime(2026, 11, 24, tzinfo=UTC)
    assert filters.until == datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T09:30:00Z",
        "2026-11-24T09:30",  # UTC by default
        "2026-11-24T10:30:00+01:00",
        "2026-11-24T10:30:00 01:00",  # a plus sign that a query turned into a space
    ],
)
def test_a_time_is_the_same_moment_however_it_is_written(text: str) -> None:
    assert SearchQuery.model_validate({"from": text}).filters.since == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_a_language_is_found_however_its_tag_is_written() -> None:
    assert SearchQuery.model_validate({"language": "PT_br"}).filters.language == "pt-BR"


def test_newest_first_is_asked_of_the_index() -> None:
    assert SearchQuery.model_validate({"sort": "newest"}).filters.newest_first
    assert not SearchQuery.model_validate({}).filters.newest_first


@pytest.mark.parametrize("path", ["/", "/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", f"/articles/{URI}"])
def test_head_is_answered_as_get_without_the_body(path: str) -> None:
    answer = ask(MemoryMill.of(ARTICLE), path, "HEAD")
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["content-type"] == ask(MemoryMill.of(ARTICLE), path).headers["content-type"]


def test_openapi_describes_each_field_of_an_article() -> None:
    schema = ask(MemoryMill(), "/openapi.json").json()
    operation = schema["paths"]["/v1/articles/{uri}"]["get"]["responses"]
    properties = operation["200"]["content"]["application/json"]["schema"]["properties"]
    assert properties["raw"]["properties"]["sha256"]["type"] == "string"
    assert properties["keywords"]["type"] == "array"
    assert properties["trail"]
    assert {"404", "422", "503"} <= set(operation)
    parameters = {each["name"] for each in schema["paths"]["/v1/search"]["get"]["parameters"]}
    assert parameters == {"q", "size", "offset", "language", "domain", "sort", "from", "to"}


def test_the_index_is_asked_with_what_the_query_says() -> None:
    class Watching(MemoryIndex):
        asked: tuple[str, int, int, Filters | None]

        def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
            self.asked = (query, size, offset, filters)
            return Results(0, ())

    index = Watching()
    ask(MemoryMill(index=index), "/v1/search?q=ice%20age&size=5&offset=20&language=en&domain=BBC.co.uk&sort=newest")
    assert index.asked == ("ice age", 5, 20, Filters(language="en", domain="bbc.co.uk", newest_first=True))
