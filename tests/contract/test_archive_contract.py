"""What every archive does: the twin, a folder of WARC files, and objects of fsspec."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest

from services.archive import MemoryArchive, WarcArchive
from services.archive.folder import FILE_AGE, Folder
from services.archive.objects import Objects
from services.errors import NotFoundError
from services.model import Answer, Redirect, utc_now
from services.ports import Archive

KEEP = timedelta(days=10)
MOST = 100_000


@pytest.fixture(params=["memory", "folder", "objects"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    if request.param == "memory":
        yield MemoryArchive(KEEP, MOST)
    elif request.param == "folder":
        yield WarcArchive(Folder(tmp_path / "archive", "test"), KEEP, MOST)
    else:
        system = fsspec.filesystem("memory")
        yield WarcArchive(Objects(system, str(tmp_path), "test"), KEEP, MOST)
        if system.exists(str(tmp_path)):
            system.rm(str(tmp_path), recursive=True)


def answer(content: bytes = b"<rss/>", **values: object) -> Answer:
    known: dict[str, object] = {
        "requested": "https://paper.example/feed",
        "url": "https://paper.example/feed.xml",
        "status": 200,
        "headers": (
            ("content-TYPE", "application/rss+xml"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", "7"),
            ("Set-Cookie", "a=b"),
            ("Set-Cookie", "c=d"),
            ("X-Umlaut", "Zürich,  two  spaces"),
            ("X-Empty", ""),
        ),
        "content": content,
        "fetched_at": datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC),
        "elapsed": timedelta(milliseconds=123),
        "redirects": (Redirect(301, "https://paper.example/feed.xml"),),
    }
    return Answer(**(known | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [
        answer(),
        answer(b""),
        answer(b"", status=304, headers=(("ETag", '"a"'),), redirects=()),
        answer(b"\r\n\r\nWARC/1.1\r\n" + bytes(range(256)) * 300),
        answer(status=799, headers=()),
        answer(requested="https://zürich.example/a b", redirects=()),
        answer(headers=(("Content-Length", "6"), ("Transfer-Encoding", "chunked"), ("X-Archive-Orig-Date", "x"))),
    ],
)
def test_an_answer_comes_back_as_it_was(archive: Archive, given: Answer) -> None:
    [uri] = archive.write([given])
    assert archive.read(uri) == given


def test_each_of_many_has_a_uri_of_its_own(archive: Archive) -> None:
    answers = [answer(f"feed {number}".encode()) for number in range(10)]
    uris = archive.write(answers[:5]) + archive.write(answers[5:])
    assert len(set(uris)) == 10
    assert [archive.read(uri) for uri in reversed(uris)] == answers[::-1]
    assert archive.write([]) == []


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "warc:2026-11-24/newsmill-20261124T120000Z-host-1-ab.warc.zst#0+100",
        "warc:2026-11-24/../../etc/passwd#0+100",
        "warc:/etc/passwd#0+100",
        "https://paper.example/",
        "\ud800",
    ],
)
def test_what_was_never_kept_is_not_found(archive: Archive, uri: str) -> None:
    with pytest.raises(NotFoundError):
        archive.read(uri)
    assert archive.remove([uri]) == 0


def test_what_is_removed_is_gone_for_ever_and_its_neighbours_stay(archive: Archive) -> None:
    first, second, third = (answer(f"secret {number}".encode() * 50) for number in range(3))
    uris = archive.write([first, second, third])
    assert archive.remove([uris[1], "warc:nothing"]) == 1
    with pytest.raises(NotFoundError):
        archive.read(uris[1])
    assert [archive.read(uris[0]), archive.read(uris[2])] == [first, third]
    assert archive.remove([uris[1]]) == 0


def test_what_is_past_its_age_goes_and_nothing_younger(archive: Archive) -> None:
    [uri] = archive.write([answer()])
    # A file may be written to for a while after it was begun.
    assert archive.expire(utc_now() + KEEP - timedelta(minutes=1)) == 0
    assert archive.read(uri) == answer()
    assert archive.expire(utc_now() + KEEP + FILE_AGE + timedelta(minutes=1)) > 0
    with pytest.raises(NotFoundError):
        archive.read(uri)


def test_the_oldest_go_when_it_is_too_much(archive: Archive) -> None:
    [uri] = archive.write([answer(bytes(range(256)) * 10)])
    assert archive.expire(utc_now() + FILE_AGE) == 0
    assert archive.read(uri)
