"""`newsmill embed` gives articles that were there before a vector, and says what is in its way."""

import json
from pathlib import Path

import plugins
import pytest
from commands import ServedMill, run
from twins import SETTINGS, article


@pytest.fixture
def hashing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    return plugins.install("hashing", tmp_path, monkeypatch)


def mill(dimensions: int = 64) -> ServedMill:
    made = ServedMill(settings=SETTINGS.model_copy(update={"vector_dimensions": dimensions}))
    made.index.create([article(number) for number in (1, 2)])
    return made


def test_every_article_gets_one_and_a_repeat_finds_none_without(hashing: str) -> None:
    made = mill()
    ended = run("embed", hashing, mill=made)
    assert (ended.lines, ended.exit_code) == (["2 embedded by hashing/1, 0 without"], 0)
    assert {each.vector_by for each in made.index.articles.values()} == {"hashing/1"}
    assert len(made.index.articles[article(1).uri].vector) == 64
    again = json.loads(run("embed", hashing, "--json", mill=made).stdout)
    assert again == {"enrichment": "hashing/1", "embedded": 0, "without": 0}


def test_articles_that_get_none_are_counted(hashing: str) -> None:
    # Its vectors have another length.
    ended = run("embed", hashing, mill=mill(dimensions=32))
    assert (ended.lines, ended.exit_code) == (["0 embedded by hashing/1, 2 without"], 4)


@pytest.mark.parametrize(
    ("name", "dimensions", "message"),
    [
        ("hashing", 0, "NEWSMILL_VECTOR_DIMENSIONS is 0"),
        ("nothing", 64, "no installed package has the enrichment nothing"),
        ("hashing,hashing", 64, "Name the one enrichment"),
        ("embedding", 64, "embedding can't be loaded: NEWSMILL_EMBEDDING_MODEL is empty"),
    ],
)
def test_what_is_in_its_way_is_one_sentence(hashing: str, name: str, dimensions: int, message: str) -> None:
    ended = run("embed", name, mill=mill(dimensions))
    assert (message in ended.stderr, ended.exit_code) == (True, 2)
