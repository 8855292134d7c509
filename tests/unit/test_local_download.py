import hashlib
import zipfile
from pathlib import Path

import pytest
import requests

from services.errors import SetupError
from services.local import download, elasticsearch_install
from services.local.progress import Step, Wire, messages, quiet, step_of


def test_a_wrong_hash_is_refused_and_the_file_deleted(tmp_path: Path) -> None:
    archive = tmp_path / "elasticsearch.zip"
    archive.write_bytes(b"something else")
    with pytest.raises(SetupError, match="SHA-256"):
        download.verified(archive)
    assert not archive.exists()


def test_the_right_hash_is_taken(tmp_path: Path) -> None:
    archive = tmp_path / "elasticsearch.zip"
    archive.write_bytes(b"right")
    assert download.verified(archive, hashlib.sha256(b"right").hexdigest()) == archive


@pytest.mark.parametrize("failure", [requests.ConnectionError("no route"), RuntimeError("not found"), OSError("full")])
def test_offline_is_one_sentence_with_three_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fetch(*_: object) -> None:
        raise failure

    monkeypatch.setattr(download, "_fetch", fetch)
    with pytest.raises(SetupError) as caught:
        download.archive(tmp_path, quiet)
    sentence = str(caught.value)
    assert "connect this machine" in sentence
    assert str(download.archive_path(tmp_path)) in sentence
    assert "NEWSMILL_ELASTICSEARCH_URL" in sentence


def test_the_reason_is_told_without_what_libraries_wrap_around_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(download, "_fetch", fetch)
    with pytest.raises(SetupError, match=r"the reason: .*No space left on device"):
        download.archive(tmp_path, quiet)


def test_half_a_download_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = download.archive_path(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half")

    def fetch(*_: object) -> None:
        assert not path.exists()
        path.write_bytes(b"whole")

    monkeypatch.setattr(download, "_fetch", fetch)
    monkeypatch.setattr(download, "verified", lambda found: found)
    assert download.archive(tmp_path, quiet).read_bytes() == b"whole"


def test_an_installation_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(b"PK")
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setattr(elasticsearch_install, "archive", lambda *_: damaged)
    with pytest.raises(SetupError, match="unpacked"):
        elasticsearch_install.install(cache, None, quiet)
    assert [path.name for path in cache.iterdir()] == ["install.lock"]


def test_what_was_unpacked_can_be_run_and_read_by_everyone(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("home/bin/elasticsearch", "#!/bin/bash")
        file.writestr("home/lib/a.jar", "")
    with zipfile.ZipFile(archive) as file:
        file.extractall(tmp_path)
    home = tmp_path / "home"
    elasticsearch_install.make_readable(home)
    assert (home / "bin" / "elasticsearch").stat().st_mode & 0o777 == 0o755
    assert (home / "lib" / "a.jar").stat().st_mode & 0o777 == 0o644
    assert (home / "lib").stat().st_mode & 0o777 == 0o755


def test_options_that_our_java_refuses_are_taken_out_and_the_others_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config").mkdir()
    options = tmp_path / "config" / "jvm.options"
    options.write_text("-XX:+UseG1GC\n20-:--add-modules=jdk.incubator.vector\n-Xlog:gc*:file=gc.log\n-Da=b\n")
    monkeypatch.setattr("services.local.java.absent_modules", lambda _: frozenset())
    elasticsearch_install.adapt(tmp_path, tmp_path)
    assert options.read_text() == "-XX:+UseG1GC\n-Da=b\n"


def test_steps_travel_through_a_pipe(tmp_path: Path) -> None:
    steps = [Step("Redis", "starting"), Step("Elasticsearch", "10 MB", 0.5), Step("Redis", is_done=True)]
    with (tmp_path / "pipe").open("w+b", buffering=0) as stream:
        wire = Wire(stream.fileno())
        for step in steps:
            wire(step)
        stream.seek(0)
        assert [step_of(message) for message in messages(stream)] == steps
