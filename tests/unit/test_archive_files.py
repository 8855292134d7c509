"""What is on disk: files that any reader of WARC reads, whole after a kill, and one writer to each."""

import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from fsspec.implementations.memory import MemoryFileSystem

from services.archive import WarcArchive, naming, open_archive
from services.archive.folder import Folder
from services.archive.objects import Objects
from services.errors import ArchiveUnavailableError, NotFoundError, SettingError
from services.model import Answer, utc_now

KEEP = timedelta(days=10)


def answer(number: int = 0, content: bytes = b"<html>") -> Answer:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Content-Length", "3"))
    return Answer(f"https://a.example/{number}", f"https://a.example/{number}", 200, headers, content, utc_now(), KEEP)


def archive(path: Path, **how: object) -> WarcArchive:
    return WarcArchive(Folder(path, "test", **how), KEEP, 10**9)  # type: ignore[arg-type]


def files(path: Path) -> list[Path]:
    return sorted(path.glob("*/*"))


def test_any_reader_of_warc_reads_the_file(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    uris = kept.write([answer(1), answer(2)])
    kept.remove(uris[:1])
    with files(tmp_path)[0].open("rb") as stream:
        records = [
            (record.headers["WARC-Type"], record.headers.get("WARC-Target-URI"), record.reader.read())
            for record in ArchiveIterator(stream)
        ]
    assert [name for name, _, _ in records] == ["warcinfo", "response", "metadata"]
    assert records[1][1:] == ("https://a.example/2", b"<html>")
    assert json.loads(records[2][2])["requested"] == "https://a.example/2"


def test_headers_of_the_body_on_the_wire_are_set_apart(tmp_path: Path) -> None:
    archive(tmp_path).write([answer()])
    with files(tmp_path)[0].open("rb") as stream:
        [_, response, _] = [dict(record.http_headers or {}) for record in ArchiveIterator(stream)]
    assert response == {
        "Content-Type": "text/html",
        "X-Newsmill-Orig-Content-Encoding": "br",
        "X-Newsmill-Orig-Content-Length": "3",
    }


def test_nothing_of_what_was_removed_is_left_on_disk(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    [uri] = kept.write([answer(content=os.urandom(500))])
    before = files(tmp_path)[0].read_bytes()
    kept.remove([uri])
    after = files(tmp_path)[0].read_bytes()
    span = naming.span_of(uri)
    assert span
    assert len(before) == len(after)
    assert set(after[span.offset + 8 : span.offset + span.length]) == {0}


def test_a_file_is_full_at_a_size_and_old_after_a_time(tmp_path: Path) -> None:
    small = archive(tmp_path / "small", file_bytes=1000)
    for number in range(3):
        small.write([answer(number, os.urandom(700))])
    assert len(files(tmp_path / "small")) == 3
    old = archive(tmp_path / "old", file_age=timedelta(0))
    for number in range(3):
        old.write([answer(number)])
    assert len(files(tmp_path / "old")) == 3


def test_what_a_kill_left_half_written_harms_nothing(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    [uri] = kept.write([answer(1)])
    [path] = files(tmp_path)
    with path.open("ab") as torn:
        torn.write(path.read_bytes()[200:300])
    again = archive(tmp_path)
    [later] = again.write([answer(2)])
    assert again.read(uri).requested == "https://a.example/1"
    assert again.read(later).requested == "https://a.example/2"
    assert len(files(tmp_path)) == 2


def test_a_forked_process_writes_to_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = archive(tmp_path)
    uris = kept.write([answer(1)])
    monkeypatch.setattr(os, "getpid", lambda: 4711)
    uris += kept.write([answer(2)])
    assert len(files(tmp_path)) == 2
    assert [kept.read(uri).requested[-1] for uri in uris] == ["1", "2"]


def test_a_disk_that_takes_nothing_is_said_and_nothing_counts(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file where the folder should be")
    with pytest.raises(ArchiveUnavailableError, match="can't be used"):
        archive(tmp_path / "archive").write([answer()])


class Away(MemoryFileSystem):
    """A bucket that answers with an error of its library's own."""

    cachable = False

    def pipe_file(self, path: str, value: bytes, *_: object, **__: object) -> None:
        message = "no route to the bucket"
        raise LookupError(message)


def test_a_bucket_that_is_away_is_said_whatever_its_library_raises() -> None:
    with pytest.raises(ArchiveUnavailableError, match="LookupError: no route"):
        WarcArchive(Objects(Away(), "/bucket", "test"), KEEP, 1).write([answer()])


def test_bytes_that_are_no_record_are_not_found(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    [uri] = kept.write([answer()])
    span = naming.span_of(uri)
    assert span
    for wrong in (
        f"#{span.offset}+{span.length + 1}",
        f"#{span.offset + 1}+{span.length}",
        f"#{span.offset}+{span.length - 5}",
        "#0+10",
        "#99999999+10",
    ):
        with pytest.raises(NotFoundError):
            kept.read(f"warc:{span.name}{wrong}")
        assert kept.remove([f"warc:{span.name}{wrong}"]) == 0
    assert kept.read(uri)


def test_the_oldest_files_go_first_when_it_is_too_much(tmp_path: Path) -> None:
    kept = WarcArchive(Folder(tmp_path, "test", file_age=timedelta(0)), KEEP, 3000)
    uris = [kept.write([answer(number, os.urandom(1500))])[0] for number in range(3)]
    stamps = ("20261101T000000Z", "20261102T000000Z", "20261103T000000Z")
    renamed = []
    for uri, stamp in zip(uris, stamps, strict=True):
        span = naming.span_of(uri)
        assert span
        name = f"{span.name.partition('newsmill-')[0]}newsmill-{stamp}-host-1-ab.warc.zst"
        (tmp_path / span.name).rename(tmp_path / name)
        renamed.append(uri.replace(span.name, name))
    freed = kept.expire(datetime(2026, 11, 4, tzinfo=UTC))
    assert freed > 3000
    assert kept.read(renamed[2])
    for gone in renamed[:2]:
        with pytest.raises(NotFoundError):
            kept.read(gone)


def test_a_place_that_nothing_can_reach_is_a_wrong_setting() -> None:
    with pytest.raises(SettingError, match="NEWSMILL_ARCHIVE is wrong"):
        open_archive("nonsense://bucket", KEEP, 1)


def test_names_read_back() -> None:
    now = datetime(2026, 11, 24, 22, 7, 12, tzinfo=UTC)
    assert naming.opened_at(naming.new_name(now)) == now
    assert naming.new_name(now) != naming.new_name(now)
    assert naming.opened_at("2026-11-24/other.warc.gz") is None
    assert naming.span_of(naming.Span(naming.new_name(now), 5, 6).uri)


def test_an_index_of_the_file_finds_each_record_where_its_uri_says(tmp_path: Path) -> None:
    uris = archive(tmp_path).write([answer(1), answer(2)])
    [path] = files(tmp_path)
    positions = [record.stream_pos for record in ArchiveIterator(io.BytesIO(path.read_bytes()))]
    spans = [span for span in map(naming.span_of, uris) if span]
    assert [span.offset for span in spans] == [positions[1], positions[3]]
