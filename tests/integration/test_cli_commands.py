"""The commands as a shell runs them, over a real Redis and a real Elasticsearch; a thread plays the workers."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis
from support import installation, wait_until

from services import bootstrap, seeding
from services.bootstrap import Service
from services.errors import IngestError
from services.local import servers
from services.settings import variable
from services.store.workers import RedisWorkers

pytestmark = pytest.mark.servers

COMMAND = (sys.executable, "-P", "-m", "services.cli.main")
STORY = "Bridge opens\nTen years late\nThe bridge opened at noon, said the mayor.\nNobody cheered.\n"


def environment(service: Service, **more: str) -> dict[str, str]:
    names = ("redis_url", "elasticsearch_url", "redis_prefix", "index_prefix", "batch_size")
    return os.environ | {variable(name): str(getattr(service.settings, name)) for name in names} | more


def newsmill(
    service: Service, *arguments: str, stdin: bytes = b"", **more: str
) -> "subprocess.CompletedProcess[bytes]":
    command, known = [*COMMAND, *arguments], environment(service, **more)
    return subprocess.run(command, env=known, input=stdin, capture_output=True, timeout=120, check=False, cwd="/")


def printed(service: Service, *arguments: str, **more: str) -> Any:  # noqa: ANN401 (whatever it printed)
    return json.loads(newsmill(service, *arguments, "--json", **more).stdout)


@contextmanager
def working(service: Service) -> Iterator[None]:
    """Do what beat and the workers do, until the block ends; a server that is away is tried again."""
    ours, is_over = bootstrap.build(service.settings), threading.Event()

    def work() -> None:
        while not is_over.wait(0.05):
            try:
                for name in ("poll@test", "process@test"):
                    RedisWorkers(ours.redis, ours.settings).beat(name)
                for number, due in enumerate(ours.pipeline.reconcile()):
                    ours.pipeline.process(due.document_ids, f"test-{number}")
            except IngestError:
                continue

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
        ours.close()


@pytest.fixture
def mill(service: Service) -> Iterator[Service]:
    """Yield an installation whose workers work."""
    with working(service):
        yield service


def stories(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:04}.txt").write_text(STORY.replace("ten", str(number)).replace("noon", f"{number} h"))
    return folder


def refreshed(service: Service) -> None:
    service.elasticsearch.indices.refresh(index=f"{service.settings.index_prefix}-articles")


def test_the_seed_is_found_shown_and_not_taken_twice(mill: Service) -> None:
    (path,) = seeding.seed_files()
    assert newsmill(mill, "ingest", str(path.parent)).returncode == 0
    refreshed(mill)
    (found,) = printed(mill, "search", "rebukes")["articles"]
    shown = printed(mill, "show", found["uri"])
    assert shown["headline"] == "Venezuela rebukes US maneuvers in Trump–Maduro phone call"
    assert shown["alternativeHeadline"].startswith("U.S. President Trump confirmed he spoke by phone")
    assert len(shown["articleBody"].split("\n\n")) == 11
    assert (shown["inLanguage"], shown["dateline"]) == ("en", "WASHINGTON, United States (MNTV)")
    assert shown["locationCreated"] == {"name": "Washington", "region": "United States"}
    assert "datePublished" not in shown
    assert datetime.fromisoformat(shown["firstSeen"]) == datetime.fromisoformat(shown["trail"]["accepted"])
    again = newsmill(mill, "ingest", str(path))
    assert again.stdout.decode() == f"duplicate   {path}  {found['uri']}\n"
    refreshed(mill)
    assert printed(mill, "search")["total"] == 1


def test_a_folder_of_all_that_can_go_wrong_has_an_outcome_for_each(mill: Service, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(STORY)
    (tmp_path / "latin-1.txt").write_bytes("Café\nLe pont\nLe café est ouvert à midi.\nFin.\n".encode("latin-1"))
    (tmp_path / "nul.txt").write_bytes(b"Ti\0tle\nDeck\nSome te\0xt here.\nEnd.\n")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(100_000_000)
    (tmp_path / "loop").symlink_to(".")
    os.mkfifo(tmp_path / "pipe")
    name = os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt")
    Path(name).write_text(STORY)
    # Unreadable for root too.
    ended = newsmill(mill, "ingest", "--json", str(tmp_path), "/proc/self/mem", "/nowhere", "http://127.0.0.1/x")
    report = json.loads(ended.stdout)
    told = {
        Path(each["name"]).name: f"{each['outcome']} {each['reason'].split(':')[0]}".strip()
        for each in report["outcomes"]
    }
    assert told == {
        "good.txt": "duplicate",  # of café.txt, which sorts before it
        "caf�.txt": "indexed",
        "latin-1.txt": "indexed",
        "nul.txt": "indexed",
        "empty.txt": "rejected empty",
        "binary.txt": "rejected binary",
        "large.txt": "refused too-large",
        "loop": "refused directory-loop",
        "pipe": "refused not-a-file",
        "mem": "refused unreadable",
        "nowhere": "refused missing",
        "x": "refused 127.0.0.1 is not a public address (NEWSMILL_ALLOW_PRIVATE_NETWORKS allows networks)",
    }
    assert ended.returncode == 1
    assert mill.ledger.books().balance
    refreshed(mill)
    assert printed(mill, "search", "café", "--language", "fr")["total"] == 1


def test_a_thousand_files_have_a_thousand_outcomes_and_the_books_balance(mill: Service, tmp_path: Path) -> None:
    ended = newsmill(mill, "ingest", str(stories(tmp_path, 1000)))
    lines = ended.stdout.decode().splitlines()
    assert Counter(line.split()[0] for line in lines) == {"indexed": 1000}
    assert len({line.split()[-1] for line in lines}) == 1000
    assert ended.stderr.decode() == "1,000 indexed\n"
    assert ended.returncode == 0
    books = printed(mill, "status")["books"]
    assert (books["accepted"], books["indexed"], books["open"], books["balance"]) == (1000, 1000, 0, True)


def test_standard_input_is_taken_in(mill: Service) -> None:
    ended = newsmill(mill, "ingest", "-", stdin=STORY.encode())
    assert ended.stdout.startswith(b"indexed     -  urn:newsmill:")


class Paper(BaseHTTPRequestHandler):
    """A page at /story, and nothing else."""

    def do_GET(self) -> None:
        is_there = self.path == "/story"
        self.send_response(200 if is_there else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        text = "".join(f"<p>{line}</p>" for line in STORY.splitlines()[1:])
        self.wfile.write(f"<html><h1>Bridge opens</h1>{text}</html>".encode() if is_there else b"gone")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_pages_are_fetched_and_those_that_are_not_there_are_refused_by_name(mill: Service) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Paper) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        paper = f"http://127.0.0.1:{server.server_address[1]}"
        allowed = {"NEWSMILL_ALLOW_PRIVATE_NETWORKS": "127.0.0.0/8"}
        ended = newsmill(mill, "ingest", f"{paper}/gone", f"{paper}/story", **allowed)
        server.shutdown()
        thread.join()
    gone, story = sorted(ended.stdout.decode().splitlines(), reverse=True)
    assert gone == f"refused     {paper}/gone  answered 404"
    assert story.startswith(f"indexed     {paper}/story  urn:newsmill:")


def test_status_gives_addresses_that_any_client_can_connect_to(service: Service) -> None:
    urls = printed(service, "status")["urls"]
    with redis.Redis.from_url(urls["redis"]) as client:
        assert client.ping()
    assert httpx.get(f"{urls['elasticsearch']}/_cluster/health").status_code == 200


def test_without_a_worker_it_says_so_and_leaves_the_document_open(service: Service, tmp_path: Path) -> None:
    ended = newsmill(service, "ingest", str(stories(tmp_path, 1)), "--timeout", "4")
    assert ended.stdout.startswith(b"open        ")
    assert ended.stderr.count(b"waiting: No worker for the queue `poll` was heard of") == 1
    assert ended.returncode == 4
    assert service.ledger.books().open == 1


def started(service: Service, *arguments: str, **streams: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([*COMMAND, *arguments], env=environment(service), **streams)  # type: ignore[call-overload,no-any-return]


def accepted(service: Service, count: int) -> Callable[[], bool]:
    return lambda: service.ledger.books().accepted >= count


def test_ctrl_c_says_what_was_accepted_and_that_goes_on(service: Service, tmp_path: Path) -> None:
    folder = stories(tmp_path, 5)
    with started(service, "ingest", "--json", str(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_until(accepted(service, 5), 30, "nothing was accepted")
        process.send_signal(signal.SIGINT)
        output, said = process.communicate(timeout=30)
    report = json.loads(output)
    assert report["counts"]["open"] == 5
    assert process.returncode == report["exit_code"] == 130
    assert b"goes on by itself" in said
    with working(service):
        wait_until(lambda: service.ledger.books().indexed == 5, 30, "not indexed")


@pytest.mark.parametrize("arguments", [("status",), ("status", "--json"), ("search", "--json")])
def test_a_reader_that_leaves_is_no_error(service: Service, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with started(service, *arguments, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_output_that_finds_no_space_is_one_sentence(service: Service) -> None:
    with (
        Path("/dev/full").open("wb") as full,
        started(service, "status", stdout=full, stderr=subprocess.PIPE) as process,
    ):
        _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said == b"error: No space is left where the output goes.\n"


def seen_on(terminal: int) -> str:
    """Return what was written to *terminal* until its other end was closed."""
    seen = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says it
            break
        if not part:
            break
        seen += part
    os.close(terminal)
    return seen.decode()


def test_on_a_terminal_outcomes_stand_between_the_progress(mill: Service, tmp_path: Path) -> None:
    terminal, its_end = pty.openpty()
    with started(mill, "ingest", str(stories(tmp_path, 2)), stdout=its_end, stderr=its_end) as process:
        os.close(its_end)
        seen = seen_on(terminal)
    assert process.returncode == 0
    assert seen.count("0000.txt") == seen.count("0001.txt") == 1
    assert "2 indexed" in seen


def test_outcomes_go_where_stdout_goes_though_the_progress_is_on_a_terminal(mill: Service, tmp_path: Path) -> None:
    terminal, its_end = pty.openpty()
    folder = stories(tmp_path, 2)
    with started(mill, "ingest", str(folder), stdout=subprocess.PIPE, stderr=its_end) as process:
        os.close(its_end)
        output, _ = process.communicate(timeout=60)
    assert [line.split()[0] for line in output.decode().splitlines()] == ["indexed", "indexed"]
    assert "0000.txt" not in seen_on(terminal)


def test_a_redis_that_evicts_is_given_nothing(elasticsearch_url: str, service: Service, tmp_path: Path) -> None:
    with servers.start_redis(tmp_path / "redis", "--maxmemory-policy", "allkeys-lru") as server:
        ended = newsmill(service, "ingest", str(stories(tmp_path / "news", 1)), NEWSMILL_REDIS_URL=server.url)
        doctor = newsmill(service, "doctor", NEWSMILL_REDIS_URL=server.url)
    assert ended.stdout == b""
    assert b"maxmemory-policy noeviction" in ended.stderr
    assert ended.stderr.count(b"\n") == 1
    assert ended.returncode == doctor.returncode == 3
    assert b"\xe2\x9c\x97  redis-keeps-keys" in doctor.stdout


def test_a_redis_that_dies_and_returns_in_the_middle_costs_time_alone(elasticsearch_url: str, tmp_path: Path) -> None:
    folder = stories(tmp_path / "news", 400)
    with (
        servers.start_redis(tmp_path / "redis") as server,
        installation(server.url, elasticsearch_url, batch_size=20) as service,
        working(service),
        started(service, "ingest", "--json", str(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process,
    ):
        wait_until(accepted(service, 40), 30, "nothing was accepted")
        server.kill()
        server.start_again()
        output, said = process.communicate(timeout=90)
        books = service.ledger.books()
    assert json.loads(output)["counts"]["indexed"] == 400
    assert process.returncode == 0, said
    assert (books.accepted, books.indexed, books.balance) == (400, 400, True)


def test_where_redis_is_gone_for_good_a_command_fails_soon_with_its_sentence(service: Service, tmp_path: Path) -> None:
    away = {"NEWSMILL_REDIS_URL": "redis://:secret@127.0.0.1:1/0"}
    report = printed(service, "ingest", str(stories(tmp_path, 1)), **away)
    assert report["exit_code"] == 3
    assert "can't be reached: start it, or correct NEWSMILL_REDIS_URL" in report["error"]
    assert "secret" not in str(report)
    status = printed(service, "status", **away)
    assert status["books"] is None
    assert status["cluster"]["version"].startswith("9.")
