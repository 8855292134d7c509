"""What Celery is told, and what the thin tasks do, without a broker."""

import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
from celery import Celery
from celery.beat import ScheduleEntry

from services import bootstrap
from services.bootstrap import QUEUES
from services.errors import StoreUnavailableError
from services.settings import load
from workers import __main__ as start
from workers import alive, config, schedule
from workers.app import app

CONFIGURATION = config.configuration(load({}))


def test_every_queue_has_a_worker_and_no_worker_a_queue_that_is_not() -> None:
    served = [queue for queues in start.WORKERS.values() for queue in queues]
    assert sorted(served) == sorted(QUEUES)


def test_every_task_has_a_queue() -> None:
    routes = cast("dict[str, dict[str, str]]", CONFIGURATION["task_routes"])
    app.loader.import_default_modules()
    ours = [name for name in app.tasks if not name.startswith("celery.")]
    assert sorted(ours) == [
        "maintain.expire_archive",
        "maintain.prepare_month",
        "maintain.rebuild_copies",
        "maintain.reconcile",
        "maintain.relate_again",
        "maintain.requeue_feeds",
        "maintain.take_away_again",
        "poll.ask_hubs",
        "poll.fetch_pages",
        "poll.poll_due",
        "poll.recheck_due",
        "process.process",
    ]
    assert {routes[f"{name.partition('.')[0]}.*"]["queue"] for name in ours} <= set(QUEUES)


def test_every_tick_is_a_task_and_expires() -> None:
    app.loader.import_default_modules()
    for tick in schedule.TICKS.values():
        assert tick["task"] in app.tasks
        assert cast("dict[str, float]", tick["options"])["expires"] > 0


def test_messages_are_json_alone() -> None:
    assert CONFIGURATION["accept_content"] == ["json"]
    assert CONFIGURATION["task_serializer"] == "json"


def test_a_task_ends_within_the_lease_and_what_is_unacknowledged_after_two_comes_back() -> None:
    for seconds in (5.0, 30.0, 600.0):
        of = config.configuration(load({}, lease_seconds=seconds))
        transport = cast("dict[str, object]", of["broker_transport_options"])
        assert cast("float", of["task_time_limit"]) < seconds
        assert transport["visibility_timeout"] == 2 * seconds


def test_no_setting_of_ours_is_one_that_celery_does_not_know() -> None:
    known = Celery(set_as_current=False).conf
    assert set(CONFIGURATION) <= set(known.keys())


@pytest.fixture
def scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> schedule.BoundedScheduler:
    monkeypatch.setenv("NEWSMILL_ALIVE_FILE", str(tmp_path / "beat.alive"))
    return schedule.BoundedScheduler(app, lazy=True)


@pytest.mark.parametrize(("waiting", "is_sent"), [(0, True), (9, True), (10, False), (1000, False)])
def test_ticks_are_held_back_while_nobody_takes_them(
    scheduler: schedule.BoundedScheduler, monkeypatch: pytest.MonkeyPatch, waiting: int, *, is_sent: bool
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(bootstrap, "queues", lambda _: {"maintain": waiting, "poll": 0})
    monkeypatch.setattr("celery.beat.Scheduler.apply_async", lambda _, entry, **__: sent.append(entry.name))
    scheduler.apply_async(ScheduleEntry(name="reconcile", task="maintain.reconcile", schedule=1.0, app=app))
    assert sent == (["reconcile"] if is_sent else [])


def test_a_redis_that_is_away_holds_ticks_back_and_beat_lives(
    scheduler: schedule.BoundedScheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: object) -> dict[str, int]:
        raise StoreUnavailableError("Redis is away")

    monkeypatch.setattr(bootstrap, "queues", away)
    entry = ScheduleEntry(name="reconcile", task="maintain.reconcile", schedule=1.0, app=app)
    assert scheduler.apply_async(entry) is None
    assert alive.file_of("beat").exists()


def test_an_unknown_role_is_told_how_to_start_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["everything"]) == 2
    assert "poll|process|maintain|beat" in capsys.readouterr().err


def test_a_wrong_setting_ends_a_worker_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEWSMILL_BATCH_SIZE", "0")
    assert start.main(["process"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("NEWSMILL_BATCH_SIZE is wrong")
    assert error.count("\n") == 1


LOADED = """
import sys
from services import settings
from workers.__main__ import load
from workers.app import app
app.loader.import_default_modules()
print(*sys.modules)
for role in ("poll", "maintain", "process"):
    load(role, settings.load({}))
    print(*sys.modules)
"""


def test_a_worker_loads_what_it_needs_before_it_forks_and_not_what_the_others_need() -> None:
    ended = subprocess.run([sys.executable, "-P", "-c", LOADED], capture_output=True, text=True, check=True)
    # One after the other in one process, for the imports take a second: what is missing in each is missing before, too.
    beat, poll, maintain, process = (set(line.split()) for line in ended.stdout.splitlines())
    assert beat & {"elasticsearch", "aiohttp", "numpy", "lxml"} == set()
    assert {"services.polling", "services.following", "services.websub"} <= poll
    assert poll & {"services.pipeline", "services.enrich", "services.linking"} == set()
    assert {"services.linking", "services.archive"} <= maintain
    assert maintain & {"services.pipeline", "services.enrich"} == set()
    assert {"services.pipeline", "services.enrich"} <= process
