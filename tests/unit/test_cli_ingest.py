"""`newsmill ingest`: an outcome by name for each, and an exit code that scripts can trust."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from commands import AWAY, ServedMill, WatchedLedger, run
from twins import SETTINGS

from services.cli import ingest
from services.errors import StoreUnavailableError
from services.model import Closing, Outcome, RawDocument, Row
from services.settings import load

STORY = b"Bridge opens\nTen years late\nThe bridge opened at noon.\nNobody cheered.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bridge.txt").write_bytes(STORY)
    (tmp_path / "copy.txt").write_bytes(STORY)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "large.txt").write_bytes(b"a" * 2000)
    (tmp_path / ".hidden.txt").write_bytes(STORY)
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.fixture
def mill() -> ServedMill:
    return ServedMill(settings=load({}, max_document_bytes=1000))


def outcomes(ended_json: dict[str, list[dict[str, str]]]) -> dict[str, tuple[str, str]]:
    """Return file name → outcome and the first word of its reason."""
    found = ended_json["outcomes"]
    return {Path(each["name"]).name: (each["outcome"], each["reason"].partition(":")[0]) for each in found}


def test_each_file_of_a_folder_has_its_outcome_and_the_good_are_taken(folder: Path, mill: ServedMill) -> None:
    ended = run("ingest", str(folder), "--json", mill=mill)
    assert outcomes(ended.json) == {
        "bridge.txt": ("indexed", ""),
        "copy.txt": ("duplicate", ""),
        "empty.txt": ("rejected", "empty"),
        "picture.png": ("rejected", "binary"),
        "large.txt": ("refused", "too-large"),
        ".hidden.txt": ("skipped", "hidden"),
        "loop": ("refused", "directory-loop"),
        "pipe": ("refused", "not-a-file"),
    }
    counts = {outcome: count for outcome, count in ended.json["counts"].items() if count}
    assert counts == {"indexed": 1, "duplicate": 1, "rejected": 2, "refused": 3, "skipped": 1}
    assert ended.exit_code == 1
    books = mill.ledger.books()
    assert books.balance
    assert books.accepted == 4


def test_outcomes_are_on_stdout_and_the_sum_on_stderr(folder: Path, mill: ServedMill) -> None:
    ended = run("ingest", str(folder / "bridge.txt"), str(folder / "copy.txt"), mill=mill)
    (uri,) = mill.index.articles
    assert ended.lines == [
        f"indexed     {folder / 'bridge.txt'}  {uri}",
        f"duplicate   {folder / 'copy.txt'}  {uri}",
    ]
    assert ended.stderr == "1 indexed · 1 duplicate\n"
    assert ended.exit_code == 0


def test_quiet_prints_the_counts_alone(folder: Path, mill: ServedMill) -> None:
    ended = run("ingest", str(folder), "--quiet", mill=mill)
    assert ended.stdout == "1 indexed · 1 duplicate · 2 rejected · 3 refused · 1 skipped\n"
    assert ended.stderr == ""


def test_the_same_file_twice_and_a_folder_with_a_file_in_it_are_one_article(folder: Path, mill: ServedMill) -> None:
    story = str(folder / "bridge.txt")
    ended = run("ingest", story, story, str(folder), "--json", mill=mill)
    taken = [each["outcome"] for each in ended.json["outcomes"] if each["name"] == story]
    assert taken == ["indexed", "duplicate", "duplicate"]
    assert len(mill.index.articles) == 1


def test_standard_input_stands_among_other_names(folder: Path, mill: ServedMill) -> None:
    ended = run("ingest", str(folder / "bridge.txt"), "-", "nothing.txt", "--json", mill=mill, stdin=b"News\n\nText.\n")
    assert [(each["name"], each["outcome"]) for each in ended.json["outcomes"]] == [
        (str(folder / "bridge.txt"), "indexed"),
        ("-", "indexed"),
        ("nothing.txt", "refused"),
    ]
    assert {article.origin for article in mill.index.articles.values()} >= {"standard input"}


@pytest.mark.parametrize(
    ("stdin", "outcome", "reason"),
    [
        (b"", "rejected", "empty"),
        (b"<html><title>News</title><p>" + b"The bridge opened at noon, said the mayor. " * 9, "indexed", ""),
        (b"\x7fELF" + bytes(range(256)), "rejected", "binary"),
        (b"a" * 1001, "refused", "too-large"),
        (None, "refused", "unreadable"),
    ],
)
def test_whatever_comes_by_standard_input_has_an_outcome(
    stdin: bytes | None, outcome: str, reason: str, mill: ServedMill
) -> None:
    ended = run("ingest", "-", "--json", mill=mill, stdin=stdin)
    assert outcomes(ended.json) == {"-": (outcome, reason)}


def test_a_name_with_blanks_or_without_utf_8_is_taken_and_shown(tmp_path: Path, mill: ServedMill) -> None:
    strange = os.fsdecode(bytes(tmp_path) + b"/caf\xe9 news.txt")
    Path(strange).write_bytes(STORY)
    ended = run("ingest", strange, "--json", mill=mill)
    assert ended.json["outcomes"][0]["outcome"] == "indexed"
    assert ended.json["outcomes"][0]["name"] == f"{tmp_path}/caf� news.txt"
    assert f"{tmp_path}/caf� news.txt" in run("ingest", strange, mill=mill).stdout


def test_a_name_can_neither_drive_a_terminal_nor_be_markup(mill: ServedMill) -> None:
    ended = run("ingest", "\x1b[31mred\n", "[bold]x[/]", "[/nonsense]", ":cat:", mill=mill)
    assert [line[len("refused     ") :].split("  ")[0] for line in ended.lines] == [
        "�[31mred�",
        "[bold]x[/]",
        "[/nonsense]",
        ":cat:",
    ]


def test_only_skipped_files_are_no_success(folder: Path, mill: ServedMill) -> None:
    for path in folder.glob("[!.]*"):
        path.unlink()
    assert run("ingest", str(folder), mill=mill).exit_code == 1
    assert run("ingest", str(folder / ".hidden.txt"), mill=mill).exit_code == 0


def test_without_waiting_what_is_accepted_is_open_and_that_is_success(folder: Path, mill: ServedMill) -> None:
    ended = run("ingest", str(folder / "bridge.txt"), "--no-wait", "--json", mill=mill)
    (outcome,) = ended.json["outcomes"]
    assert outcome["outcome"] == "open"
    assert mill.ledger.books().open == 1
    assert ended.exit_code == 0
    refused = run("ingest", str(folder / "bridge.txt"), "nothing.txt", "--no-wait", mill=mill)
    assert refused.exit_code == 1


def test_at_the_time_out_what_is_open_is_said_with_its_last_error(folder: Path, mill: ServedMill) -> None:
    mill.index.is_away = True
    ended = run("ingest", str(folder / "bridge.txt"), "--timeout", "0.3", "--json", mill=mill)
    (outcome,) = ended.json["outcomes"]
    assert (outcome["outcome"], outcome["reason"]) == ("open", "Elasticsearch is away")
    assert ended.exit_code == 4
    assert mill.ledger.books().open == 1


def test_a_document_that_elasticsearch_refuses_is_quarantined_and_said_so(folder: Path, mill: ServedMill) -> None:
    mill.index.refuses = lambda _: True
    ended = run("ingest", str(folder / "bridge.txt"), mill=mill)
    assert ended.lines == [f"quarantined {folder / 'bridge.txt'}  400"]
    assert ended.exit_code == 1


def test_a_row_that_redis_lost_is_said_to_be_lost(folder: Path, mill: ServedMill) -> None:
    class Emptied(WatchedLedger):
        def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
            return [None] * len(document_ids)

    mill.ledger.__class__ = Emptied
    ended = run("ingest", str(folder / "bridge.txt"), "--json", mill=mill)
    assert [each["outcome"] for each in ended.json["outcomes"]] == ["lost"]
    assert ended.exit_code == 1


def test_without_redis_it_fails_before_reading_anything(folder: Path, mill: ServedMill) -> None:
    mill.ledger.is_away = True
    ended = run("ingest", str(folder), "--json", mill=mill)
    assert ended.json == {"error": AWAY, "exit_code": 3}
    assert ended.stderr == f"error: {AWAY}\n"
    assert ended.exit_code == 3


@pytest.mark.parametrize(
    ("fact", "fix"),
    [
        ({"maxmemory_policy": "allkeys-lru"}, "noeviction"),
        ({"aof_enabled": False}, "appendonly yes"),
        ({"version": "6.0.16"}, "6.2"),
        ({"role": "slave"}, "primary"),
        ({"maxmemory": 10, "used_memory": 10}, "maxmemory"),
    ],
)
def test_a_redis_that_would_not_keep_documents_is_given_none(
    fact: dict[str, object], fix: str, folder: Path, mill: ServedMill
) -> None:
    mill.redis = fact
    ended = run("ingest", str(folder), mill=mill)
    assert ended.exit_code == 3
    assert ended.stderr.count("\n") == 1
    assert fix in ended.stderr
    assert mill.ledger.books().accepted == 0


def test_when_interrupted_it_says_what_was_accepted(folder: Path, mill: ServedMill) -> None:
    class Interrupted(WatchedLedger):
        def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
            if self.books().indexed:
                raise KeyboardInterrupt
            self.close([Closing(document_ids[0], Outcome.INDEXED, "urn:x")])
            return super(WatchedLedger, self).rows(document_ids)

    mill.ledger.__class__ = Interrupted
    ended = run("ingest", str(folder / "bridge.txt"), str(folder / "copy.txt"), "--json", mill=mill)
    assert [each["outcome"] for each in ended.json["outcomes"]] == ["indexed", "open"]
    assert ended.json["error"].startswith("Interrupted")
    assert ended.json["exit_code"] == ended.exit_code == 130


def test_when_interrupted_right_after_acceptance_it_says_so_too(folder: Path) -> None:
    class Interrupted(WatchedLedger):
        def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
            super().accept(documents)
            raise KeyboardInterrupt

    mill = ServedMill(settings=SETTINGS, names=())
    mill.ledger.__class__ = Interrupted
    ended = run("ingest", str(folder / "bridge.txt"), str(folder / "copy.txt"), "--json", mill=mill)
    assert [(each["name"], each["outcome"]) for each in ended.json["outcomes"]] == [
        (str(folder / "bridge.txt"), "open"),
        (str(folder / "copy.txt"), "open"),
    ]
    assert ended.exit_code == 130


def test_when_interrupted_before_acceptance_nothing_is_said_to_be_open(folder: Path) -> None:
    class Interrupted(WatchedLedger):
        def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
            raise KeyboardInterrupt

    mill = ServedMill(settings=SETTINGS)
    mill.ledger.__class__ = Interrupted
    ended = run("ingest", str(folder / "bridge.txt"), "--json", mill=mill)
    assert (ended.json["outcomes"], ended.exit_code) == ([], 130)


def test_when_redis_stays_away_in_the_middle_what_was_accepted_is_said(tmp_path: Path) -> None:
    class Going(WatchedLedger):
        def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
            if self.books().accepted:
                raise StoreUnavailableError(AWAY)
            return super().accept(documents)

    mill = ServedMill(settings=SETTINGS)
    mill.ledger.__class__ = Going
    mill.pipeline = mill.wired(batch_size=2)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Title {number}\n\nText {number}.\n")
    ended = run("ingest", str(tmp_path), "--timeout", "0", "--json", mill=mill)
    assert [each["outcome"] for each in ended.json["outcomes"]] == ["open", "open"]
    assert (ended.json["error"], ended.exit_code) == (AWAY, 3)


def test_every_outcome_has_its_place_in_the_counts() -> None:
    assert set(ingest.COLORS) == {*Outcome, "refused", "skipped", "lost", "open"}
