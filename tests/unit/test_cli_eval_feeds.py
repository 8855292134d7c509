"""A folder of feeds becomes predictions for a score, without any server."""

import gzip
import json
import shutil
from pathlib import Path

import pytest
from commands import run

FEEDS = Path(__file__).parents[1] / "data" / "feeds"


@pytest.mark.parametrize("inner", ["", "files"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_of_feeds_becomes_predictions(tmp_path: Path, inner: str, jobs: str) -> None:
    folder = tmp_path / "c" / inner
    folder.mkdir(parents=True)
    shutil.copy(FEEDS / "rss-2.0.xml", folder / "rss")
    (folder / "atom.gz").write_bytes(gzip.compress((FEEDS / "atom-1.0.xml").read_bytes()))
    (folder / "page").write_bytes(b"<html>No feed</html>")
    out = tmp_path / "predictions.json"
    ended = run("eval", "feeds", str(tmp_path / "c"), "--out", str(out), "--jobs", jobs)
    assert ended.exit_code == 0
    assert "3 feeds, 1 of them none" in ended.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["rss"]["feed"]["title"] == "Harrow Valley Post"
    assert found["rss"]["entries"][1]["published"] == "2026-03-02T14:00:00Z"
    assert found["rss"]["entries"][1]["enclosures"] == ["https://harrow.example/fish.mp3"]
    assert [entry["authors"] for entry in found["atom.gz"]["entries"]] == [["Redação"], ["Guest", "Other"]]
    assert found["page"] == {"error": "not-a-feed: an HTML page"}


def test_a_folder_without_feeds_says_so(tmp_path: Path) -> None:
    ended = run("eval", "feeds", str(tmp_path), "--out", str(tmp_path / "p.json"))
    assert ended.exit_code == 1
    assert "no files in it" in ended.stderr
