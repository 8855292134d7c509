"""A reader may die of what it reads; whoever asked lives, hears why, and asks the next."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from services import sources
from services.confined import Confined
from services.errors import NotAFeedError, NotAnArticleError, UnreadableError
from services.model import RawDocument
from services.sources import feeds

# `eval` is a function of a module's top level: what it is given is what a broken reader does.
BUSY = "sum(1 for _ in iter(int, 1))"
CRASH = "__import__('os').abort()"


@pytest.fixture(scope="module")
def confined() -> Iterator[Confined]:
    with Confined(cpu=timedelta(seconds=0.3), wall=timedelta(seconds=20), memory=600_000_000) as process:
        yield process


def _reason(confined: Confined, expression: str) -> str:
    with pytest.raises(UnreadableError) as refusal:
        confined.run(eval, expression)
    return refusal.value.reason


def test_what_is_read_in_a_confined_process_is_what_is_read_here(confined: Confined) -> None:
    content = b"<rss version='2.0'><channel><ttl>5</ttl><item><title>Pier</title></item></channel></rss>"
    assert confined.run(feeds.read, content, url="https://g.example/") == feeds.read(content, url="https://g.example/")
    page = RawDocument("1", "text", "pier.txt", b"Pier opens\nThe pier opens today.")
    assert confined.run(sources.read, page) == sources.read(page)


def test_a_refusal_comes_through_with_its_reason(confined: Confined) -> None:
    with pytest.raises(NotAFeedError) as refusal:
        confined.run(feeds.read, b"no feed")
    assert refusal.value.reason == "not-a-feed"
    with pytest.raises(NotAnArticleError, match="unknown-kind"):
        confined.run(sources.read, RawDocument("1", "parchment", "x", b""))


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (BUSY, "too-slow"),
        ("b'x' * 10**10", "out-of-memory"),
        (CRASH, "reader-crashed"),
        ("__import__('os')._exit(3)", "reader-crashed"),
        ("1 / 0", "reader-failed"),
        ("[f := lambda g: g(g), f(f)]", "reader-failed"),
        # An answer is made of the model's values; a function isn't one.
        ("__import__('os').system", "reader-crashed"),
    ],
)
def test_the_caller_hears_why_and_the_next_is_read(confined: Confined, expression: str, reason: str) -> None:
    assert _reason(confined, expression) == reason
    assert confined.run(eval, "1 + 1") == 2


def test_what_sleeps_is_ended_by_the_clock_on_the_wall() -> None:
    with Confined(wall=timedelta(seconds=0.3)) as confined:
        confined.run(eval, "0")
        started_at = time.monotonic()
        assert _reason(confined, "__import__('time').sleep(60)") == "too-slow"
        assert time.monotonic() - started_at < 20


def test_a_process_killed_between_two_calls_costs_nobody_a_document(confined: Confined) -> None:
    os.kill(confined.run(eval, "__import__('os').getpid()"), signal.SIGKILL)
    assert confined.run(eval, "1 + 1") == 2
    assert _reason(confined, "__import__('os').kill(__import__('os').getpid(), 9)") == "reader-crashed"


def test_what_a_reader_prints_is_no_answer(confined: Confined) -> None:
    assert confined.run(eval, "print('hello') or 7") == 7


def test_the_process_knows_no_password_and_goes_with_its_owner(confined: Confined) -> None:
    assert confined.run(eval, "sorted(__import__('os').environ)") == ["LC_ALL", "PATH"]
    pid = confined.run(eval, "__import__('os').getpid()")
    confined.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_threads_take_turns(confined: Confined) -> None:
    answers: list[int] = []
    threads = [threading.Thread(target=lambda n=n: answers.append(confined.run(eval, f"{n} * {n}"))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [n * n for n in range(8)]


def test_a_forked_worker_starts_a_process_of_its_own(confined: Confined) -> None:
    ours = confined.run(eval, "__import__('os').getppid()")
    assert ours == os.getpid()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(confined.run(eval, "__import__('os').getppid()") == os.getpid()).encode())
        confined.close()
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 10) == b"True"
    os.close(reading)
    os.close(writing)
    assert confined.run(eval, "__import__('os').getppid()") == os.getpid()
