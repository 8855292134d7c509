"""`newsmill up` for real: it comes up with the first article, stops all that it started, and survives being killed."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from support import reachable_directory, wait_until

from services.local.children import MARK

pytestmark = [pytest.mark.servers, pytest.mark.faults]

COMMAND = (sys.executable, "-P", "-m", "services.cli.main")


@pytest.fixture
def state() -> Iterator[Path]:
    """Yield a state directory of its own; whatever runs in it is stopped."""
    with reachable_directory() as directory:
        state = directory / "état with a space"
        yield state
        newsmill("down", state)


def newsmill(command: str, state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # From elsewhere, as a user may stand anywhere.
    return subprocess.run(
        [*COMMAND, command, *arguments, "--state", str(state)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        cwd="/",
    )


def printed(command: str, state: Path, *arguments: str) -> dict[str, object]:
    """Run a command that prints JSON, and return it."""
    ended = newsmill(command, state, *arguments, "--json")
    assert ended.returncode == 0, ended.stderr
    value: dict[str, object] = json.loads(ended.stdout)
    return value


def started_by(state: Path) -> list[psutil.Process]:
    """Return the processes that a stack in *state* started and that still run."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(state) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def seeds_found(state: Path) -> object:
    return printed("search", state, "rebukes")["total"]


def test_up_brings_the_first_article_and_down_leaves_nothing_running(state: Path) -> None:
    first = printed("up", state, "--detach", "--port", "0")
    assert seeds_found(state) == 1
    assert len(started_by(state)) >= 6
    again = printed("up", state, "--detach")
    assert (again["pid"], again["api_url"]) == (first["pid"], first["api_url"])
    assert newsmill("down", state).returncode == 0
    assert started_by(state) == []
    wait_until(lambda: is_gone(int(str(first["pid"]))), 10, "the supervisor is still there")
    # Nothing runs: said, and no fault.
    assert printed("down", state)["stopped"] is False
    assert newsmill("status", state).returncode == 3


def test_a_killed_up_trips_nobody_and_its_article_is_there_once(state: Path) -> None:
    first = printed("up", state, "--detach", "--port", "0")
    psutil.Process(int(str(first["pid"]))).kill()
    # As a power cut would: what it started may live on for a moment.
    second = printed("up", state, "--detach", "--port", "0")
    assert second["pid"] != first["pid"]
    assert seeds_found(state) == 1
    assert printed("status", state)["articles"] == 1


def test_ctrl_c_stops_what_up_started_and_nothing_else(state: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"]) as bystander:
        with subprocess.Popen(
            [*COMMAND, "up", "--port", "0", "--json", "--state", str(state)], stdout=subprocess.PIPE, text=True
        ) as up:
            wait_until((state / "stack.json").exists, 120, "it isn't up")
            up.send_signal(signal.SIGINT)
            shown, _ = up.communicate(timeout=60)
        assert up.returncode == 0
        assert json.loads(shown)["api_url"]
        assert started_by(state) == []
        assert bystander.poll() is None
        bystander.kill()


def test_ctrl_c_while_it_starts_stops_too(state: Path) -> None:
    with subprocess.Popen([*COMMAND, "up", "--port", "0", "--state", str(state)], stderr=subprocess.DEVNULL) as up:
        wait_until(lambda: len(started_by(state)) > 1, 120, "nothing started")
        up.send_signal(signal.SIGINT)
        up.wait(timeout=60)
    assert up.returncode == 130
    assert started_by(state) == []


def test_two_ups_at_once_are_one_stack(state: Path) -> None:
    command = [*COMMAND, "up", "--detach", "--port", "0", "--json", "--state", str(state)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    shown = [each.communicate(timeout=240) for each in both]
    assert [each.returncode for each in both] == [0, 0], shown
    assert len({json.loads(out)["pid"] for out, _ in shown}) == 1


def test_a_port_that_is_taken_is_one_sentence_and_nothing_is_left(state: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = newsmill("up", state, "--detach", "--port", str(port))
    assert ended.returncode == 3
    assert f"Port {port} is taken" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert started_by(state) == []


def test_a_state_that_cant_be_written_is_one_sentence() -> None:
    ended = newsmill("up", Path("/dev/null/newsmill"), "--detach")
    assert ended.returncode == 3
    assert "can't be used" in ended.stderr
    assert "Traceback" not in ended.stderr
