"""`newsmill bench process` measures the pipeline's own stages, on pages of its own or on those it is given."""

import json
from pathlib import Path
from shutil import copy

import pytest

from services.cli import bench_pages
from services.cli.bench_taken import Taken, report_of, show
from services.cli.main import run
from services.enrich import ENRICHMENTS

PAGES = Path(__file__).parents[1] / "data" / "pages"


def test_every_stage_of_given_pages_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy(PAGES / "json-ld-graph.html", tmp_path)
    (tmp_path / "empty.html").write_text("<html></html>")
    assert run(["bench", "process", str(tmp_path), "--rounds", "1", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["pages"], report["articles"], report["refused"]) == (2, 1, {"no-text": 1})
    stages = {"read", "normalize", "dedup", "document", "enrich: shared"}
    assert report["cpuMilliseconds"].keys() == stages | {f"enrich: {each.name}" for each in ENRICHMENTS}
    assert all(cost >= 0 for cost in report["cpuMilliseconds"].values())
    assert report["total"]["articlesPerSecond"] > 0


def test_without_pages_it_makes_some_the_same_each_time() -> None:
    first, second = bench_pages.documents(None), bench_pages.documents(None)
    assert [each.content for each in first] == [each.content for each in second]
    assert len({each.content for each in first}) == len(first) > bench_pages.PAGES


def test_a_folder_without_pages_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "process", str(tmp_path)]) == 1
    assert "no pages" in capsys.readouterr().err


def test_all_of_enrichment_is_told_beside_what_trafilatura_takes_for_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    taken = Taken()
    taken.counts["articles"] = 8  # of ten pages, in two rounds
    taken.stages |= {"read": 0.04, "enrich: words": 0.008, "enrich: quotes": 0.024}
    taken.others["trafilatura"] = 0.4  # 40 ms a page
    report = report_of(taken, pages=5, rounds=2, megabytes_before=1.0)
    assert report["enrich"] == {"cpuMilliseconds": 4.0, "ofTrafilatura": 0.1}
    show(report)
    assert "enrich: all               4.000 ms, 0.100 of what trafilatura takes" in capsys.readouterr().out


def test_without_trafilatura_no_ratio_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    taken = Taken()
    taken.counts["articles"] = 1
    taken.stages["enrich: words"] = 0.002
    show(report_of(taken, pages=1, rounds=1, megabytes_before=1.0))
    assert "enrich: all               2.000 ms, and no ratio, since trafilatura isn't" in capsys.readouterr().out
