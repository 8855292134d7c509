"""`newsmill archive show` prints an answer as it came, and nothing in it drives the terminal."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import run

from services import bootstrap, settings
from services.model import Answer, Redirect

ANSWER = Answer(
    requested="https://paper.example/old",
    url="https://paper.example/feed",
    status=200,
    headers=(("Content-Type", "application/rss+xml"), ("Content-Encoding", "gzip"), ("X-Odd", "\x1b[2J[red]")),
    content="<rss>Zürich [bold]\x1b[2J</rss>".encode(),
    fetched_at=datetime(2026, 11, 24, 12, tzinfo=UTC),
    elapsed=timedelta(milliseconds=120),
    redirects=(Redirect(301, "https://paper.example/feed"),),
)


@pytest.fixture
def uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NEWSMILL_ARCHIVE", str(tmp_path / "archive"))
    settings.current.cache_clear()
    return bootstrap.archive(settings.current()).write([ANSWER])[0]


def test_an_answer_is_shown_with_its_way_and_its_headers(uri: str) -> None:
    shown = run("archive", "show", uri)
    assert shown.exit_code == 0
    for part in ("https://paper.example/old", "301 → https://paper.example/feed", "Content-Encoding: gzip", "Zürich"):
        assert part in shown.stdout
    assert "[bold]" in shown.stdout
    assert "\x1b[2J" not in shown.stdout


def test_json_says_all_of_it(uri: str) -> None:
    told = run("archive", "show", uri, "--json").json
    assert told["requested"] == ANSWER.requested
    assert told["redirects"] == [{"status": 301, "url": "https://paper.example/feed"}]
    assert told["headers"][1] == {"name": "Content-Encoding", "value": "gzip"}
    assert told["body"] == ANSWER.content.decode()


def test_what_is_not_there_ends_with_one(uri: str) -> None:
    gone = run("archive", "show", uri.replace("+", "+9"))
    assert gone.exit_code == 1
    assert "not in the archive" in gone.stderr


def test_without_a_setting_it_is_in_the_state_directory(tmp_path: Path) -> None:
    kept = bootstrap.archive(settings.load({}, state=tmp_path)).write([ANSWER])
    assert run("archive", "show", kept[0], "--state", str(tmp_path)).exit_code == 0
    assert list((tmp_path / "archive").iterdir())
