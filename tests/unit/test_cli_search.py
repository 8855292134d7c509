"""`newsmill search`: what was asked reaches the index, and what it finds is printed."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from commands import ServedMill, run
from twins import article

from services.index.memory import MemoryIndex
from services.model import Filters, Hit, Results


class AskedIndex(MemoryIndex):
    """Notes what it was asked."""

    asked: tuple[str, int, int, Filters | None] | None = None

    def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
        self.asked = (query, size, offset, filters)
        return super().search(query, size=size, offset=offset, filters=filters)


@pytest.fixture
def mill() -> ServedMill:
    made = ServedMill(index=AskedIndex())
    made.index.create([article(1, language="en"), article(2, headline="[bold]Río[/] \x1b[31m", language="es")])
    return made


def test_articles_are_printed_with_their_uris(mill: ServedMill) -> None:
    ended = run("search", "Report", "1", mill=mill)
    assert ended.lines == [
        "Report 1",
        "  en · 2026-11-24T12:00:00Z",
        f"  {article(1).uri}",
    ]
    assert ended.stderr == "1 of 1\n"
    assert ended.exit_code == 0


def test_json_is_what_the_api_answers(mill: ServedMill) -> None:
    found = run("search", "report", "--size", "1", "--json", mill=mill).json
    assert {name: found[name] for name in ("total", "size", "offset")} == {"total": 2, "size": 1, "offset": 0}
    (first,) = found["articles"]
    assert (first["headline"], first["uri"], first["match"]["score"]) == ("Report 1", article(1).uri, 1.0)


def test_nothing_found_ends_with_1(mill: ServedMill) -> None:
    ended = run("search", "zeppelin", mill=mill)
    assert (ended.stdout, ended.stderr, ended.exit_code) == ("", "0 of 0\n", 1)
    assert run("search", "zeppelin", "--json", mill=mill).json["articles"] == []


def test_a_headline_is_neither_markup_nor_does_it_drive_the_terminal(mill: ServedMill) -> None:
    assert run("search", "--language", "es", mill=mill).lines[0] == "[bold]Río[/] �[31m"


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ([], ""),
        (["ice age"], "ice age"),
        (["ice", "age"], "ice age"),
        (["--", "-ice", "age"], "-ice age"),
        (["b\udcffse"], "b�se"),  # bytes that are no UTF-8
    ],
)
def test_words_become_the_query(arguments: list[str], query: str, mill: ServedMill) -> None:
    run("search", *arguments, mill=mill)
    assert mill.index.asked
    assert mill.index.asked[0] == query


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-24T09:30", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),  # without a zone: UTC, as the API has it
        ("2026-11-24T09:30:00Z", datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        ("2026-11-24T09:30+02:00", datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_times_are_utc_unless_they_say_otherwise(stated: str, meant: datetime, mill: ServedMill) -> None:
    run("search", "--since", stated, mill=mill)
    assert mill.index.asked
    assert mill.index.asked[3] == Filters(since=meant)


def test_filters_take_what_people_write(mill: ServedMill) -> None:
    arguments = ["--language", "pt_br", "--domain", " News.Example.COM ", "--newest", "--offset", "20"]
    run("search", *arguments, mill=mill)
    filters = Filters(language="pt-BR", domain="news.example.com", newest_first=True)
    assert mill.index.asked == ("", 10, 20, filters)


def test_a_search_without_elasticsearch_fails_with_its_sentence(mill: ServedMill) -> None:
    mill.index.is_away = True
    ended = run("search", "x", "--json", mill=mill)
    assert (ended.json["error"], ended.exit_code) == ("Elasticsearch is away", 3)


def test_a_document_that_others_wrote_without_a_headline_is_no_failure() -> None:
    class Bare(MemoryIndex):
        def search(self, query: str, *, size: int = 10, offset: int = 0, filters: Filters | None = None) -> Results:
            return Results(1, (Hit("urn:x", None, {}),))

    assert run("search", mill=ServedMill(index=Bare())).lines == [
        "Without a headline",
        "  of an unknown time",
        "  urn:x",
    ]
