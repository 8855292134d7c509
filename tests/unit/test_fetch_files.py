"""Files and folders are read within bounds, and whatever can't be read is named."""

import os
import stat
from pathlib import Path

import pytest

from services.fetch import files
from services.fetch.files import ReadFile

MOST = 1000


def read(path: Path, most_bytes: int = MOST) -> list[ReadFile]:
    return list(files.read(path, most_bytes))


def refusal(path: Path) -> str:
    (found,) = read(path)
    assert found.content == b""
    assert found.skipped == ""
    return found.refusal.partition(":")[0]


def names(path: Path) -> list[str]:
    """Return the names below *path* that were read, in order."""
    return [os.path.relpath(found.name, path) for found in read(path) if not (found.refusal or found.skipped)]


def test_a_file_is_its_bytes_under_the_name_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a b.txt").write_bytes(b"text\0\xff")
    monkeypatch.chdir(tmp_path)
    assert read(Path("a b.txt")) == [ReadFile("a b.txt", b"text\0\xff")]


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert read(tmp_path / "empty") == [ReadFile(str(tmp_path / "empty"))]


def test_a_folder_is_read_to_its_depth_in_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "b/c/3.txt", "z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert names(tmp_path) == ["a.txt", "b/1.txt", "b/2.txt", "b/c/3.txt", "z.txt"]


def test_a_thousand_files_are_a_thousand(tmp_path: Path) -> None:
    for number in range(1000):
        (tmp_path / f"{number:03}.txt").touch()
    assert names(tmp_path) == [f"{number:03}.txt" for number in range(1000)]


@pytest.mark.parametrize(("size", "is_taken"), [(MOST, True), (MOST + 1, False)])
def test_the_bound_is_the_last_size_that_is_taken(size: int, is_taken: bool, tmp_path: Path) -> None:  # noqa: FBT001
    path = tmp_path / "large"
    path.write_bytes(bytes(size))
    (found,) = read(path)
    assert found.content == bytes(size)
    assert (found.stream is None) is is_taken


def test_of_a_file_of_a_terabyte_no_more_than_its_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(10**12)
    (found,) = read(path)
    assert (len(found.content), found.size, found.stream is None) == (MOST + 1, 10**12, False)


def test_a_large_file_is_open_until_the_next_is_asked_for(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(bytes(MOST + 1))
    found = files.read(tmp_path, MOST)
    first, second = next(found), next(found)
    assert first.stream
    assert second.stream
    assert (first.stream.closed, second.stream.read()) == (True, bytes(MOST + 1))
    assert list(found) == []
    assert second.stream.closed


def test_what_is_missing_is_told_from_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert refusal(tmp_path / "nowhere") == "missing"
    assert "link" in read(tmp_path / "dangling")[0].refusal
    assert refusal(tmp_path / "dangling") == "missing"


def test_what_the_kernel_does_not_give_is_unreadable(tmp_path: Path) -> None:
    # Also for root, whom no permission keeps out.
    assert refusal(Path("/proc/self/mem")) == "unreadable"
    assert refusal(tmp_path / ("x" * 300)) == "unreadable"
    assert refusal(Path("/etc/passwd/below-a-file")) == "unreadable"


def test_pipes_sockets_and_devices_are_not_even_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    os.mknod(tmp_path / "socket", stat.S_IFSOCK | 0o600)
    (tmp_path / "link").symlink_to("pipe")
    for path in (tmp_path / "pipe", tmp_path / "socket", tmp_path / "link", Path("/dev/zero"), Path("/dev/null")):
        assert refusal(path) == "not-a-file"


def test_a_folder_that_contains_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(".")
    (tmp_path / "text").touch()
    assert names(tmp_path) == ["text"]
    loops = [found.name for found in read(tmp_path) if found.refusal.startswith("directory-loop")]
    assert loops == [str(tmp_path / "a" / "self"), str(tmp_path / "a" / "up")]


def test_links_that_lead_to_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert refusal(tmp_path / "a") == "directory-loop"


def test_a_folder_reached_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "text").touch()
    (tmp_path / "b").symlink_to("a")
    assert names(tmp_path) == ["a/text"]
    (skipped,) = (found for found in read(tmp_path) if found.skipped)
    assert (skipped.name, skipped.skipped) == (str(tmp_path / "b"), f"read-already: as {tmp_path / 'a'}")


def test_links_that_fork_at_each_level_do_not_multiply(tmp_path: Path) -> None:
    # Two ways at each of 40 levels: a walk that read each way would never end.
    for level in range(40):
        (tmp_path / f"{level}").mkdir()
        for way in "lr":
            (tmp_path / f"{level}" / way).symlink_to(f"../{level + 1}")
    (tmp_path / "40").mkdir()
    (tmp_path / "40" / "text").touch()
    assert len(names(tmp_path / "0")) == 1


def test_a_tree_deeper_than_recursion_goes_is_read(tmp_path: Path) -> None:
    (tmp_path / "beside").touch()
    here = tmp_path
    for _ in range(1200):
        here /= "d"
        here.mkdir()
    (here / "text").touch()
    assert names(tmp_path) == ["beside", "d/" * 1200 + "text"]
    (here / "text").unlink()
    os.removedirs(here)  # up to what isn't empty; pytest's own way is recursive


def test_hidden_files_and_folders_are_left_out_by_name_unless_they_are_named(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref")
    (tmp_path / ".secret.txt").write_text("secret")
    (tmp_path / "text").touch()
    assert names(tmp_path) == ["text"]
    assert [found.name for found in read(tmp_path) if found.skipped.startswith("hidden")] == [
        str(tmp_path / ".git"),
        str(tmp_path / ".secret.txt"),
    ]
    assert names(tmp_path / ".git") == ["HEAD"]
    assert read(tmp_path / ".secret.txt")[0].content == b"secret"


def test_a_folder_without_a_file_is_said_to_be_empty(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "no-files"


def test_a_name_that_is_no_utf_8_is_read(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9"))
    path.write_bytes(b"text")
    assert read(tmp_path) == [ReadFile(str(path), b"text")]


def test_a_file_that_is_exchanged_for_a_pipe_does_not_hold_up_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    status = path.stat()
    path.unlink()
    os.mkfifo(path)
    assert files._file(path, status, MOST).refusal.startswith("not-a-file")
