"""Pages and collections are read from the command line without any server."""

import gzip
import json
from pathlib import Path

import pytest
from commands import run

PAGES = Path(__file__).parents[1] / "data" / "pages"
PAGE = PAGES / "json-ld-graph.html"
URL = "https://harrow.example/2024/05/dam-opens"


def collection(folder: Path, inner: str = "") -> Path:
    pages = folder / inner
    pages.mkdir(parents=True, exist_ok=True)
    (pages / "a.html.gz").write_bytes(gzip.compress(PAGE.read_bytes()))
    (pages / "b.html").write_bytes((PAGES / "not-bot-wall.html").read_bytes())
    (folder / "urls.json").write_text(json.dumps({"a": URL}), encoding="utf-8")
    return folder


@pytest.mark.parametrize("inner", ["", "html"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_of_pages_becomes_predictions(tmp_path: Path, inner: str, jobs: str) -> None:
    out = tmp_path / "predictions.json"
    ended = run("eval", "extraction", str(collection(tmp_path / "c", inner)), "--out", str(out), "--jobs", jobs)
    assert ended.exit_code == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["a"]["title"] == "Harrow dam opens early"
    assert found["a"]["authors"] == ["Ann Lee"]
    assert found["a"]["date"] == "2024-05-06T20:40:00Z"
    assert found["a"]["url"] == URL
    assert found["a"]["text"].split("\n")[0] == "Three hundred people spent the night on higher ground"
    assert found["b"] == {"error": "not-an-article: bot wall"}
    assert "2 pages, 1 without an article" in ended.stderr


def test_the_deck_and_the_dateline_are_part_of_a_predicted_text(tmp_path: Path) -> None:
    page = tmp_path / "wire.html"
    sentence = (
        "PARIS (AFP) — The river rose in the night, and those who live below the dam were told to leave their houses."
    )
    page.write_text(f"<h1>Dam opens</h1><article><p>{sentence}</p><p>{sentence[14:]}</p></article>", encoding="utf-8")
    text = run("extract", str(page), "--json").json["text"]
    assert text.startswith("PARIS (AFP) – The river rose")


def test_a_page_is_shown_with_what_it_states() -> None:
    ended = run("extract", str(PAGE), "--url", URL)
    assert ended.exit_code == 0
    for told in (
        "Harrow dam opens early",
        "authors Ann Lee",
        "date 2024-05-06T20:40:00Z",
        "isAccessibleForFree yes",
        "quality",
    ):
        assert told in ended.stdout


def test_what_is_no_article_is_named_and_ends_with_1() -> None:
    ended = run("extract", str(PAGES / "not-index.html"), "--json")
    assert ended.exit_code == 1
    assert ended.json["error"] == "not-an-article: index"


def test_keys_are_written_for_every_address_of_a_file_of_pairs(tmp_path: Path) -> None:
    pairs, out = tmp_path / "urls.json", tmp_path / "keys.json"
    same, different = ["https://a.example/x/", "http://a.example/x"], ["mailto:x", "http://b.example"]
    pairs.write_text(json.dumps({"same": [[*same, "source"]], "diff": [different]}))
    assert run("eval", "urls", str(pairs), "--out", str(out)).exit_code == 0
    keys = json.loads(out.read_text(encoding="utf-8"))
    assert keys == dict.fromkeys(same, "a.example/x") | {"mailto:x": None, "http://b.example": "b.example"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["eval", "extraction", "{tmp}/none", "--out", "{tmp}/o"], "none: no pages"),
        (["eval", "urls", "{tmp}/none.json", "--out", "{tmp}/o"], "none.json: No such file"),
        (["eval", "urls", "{tmp}/list.json", "--out", "{tmp}/o"], "list.json: no JSON object"),
        (["extract", "{tmp}/none.html"], "none.html: No such file"),
        (["extract", "{tmp}/broken.html.gz"], "broken-gzip"),
        (["extract", "{tmp}/bomb.html.gz"], "too-large"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    (tmp_path / "list.json").write_text("[1]")
    (tmp_path / "broken.html.gz").write_bytes(b"\x1f\x8b\x08 broken")
    (tmp_path / "bomb.html.gz").write_bytes(gzip.compress(b" " * 20_000_000))
    ended = run(*(argument.replace("{tmp}", str(tmp_path)) for argument in arguments))
    assert ended.exit_code == 1
    assert sentence in ended.stderr.replace("\n", "")
