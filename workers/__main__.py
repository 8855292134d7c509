"""Start one part: `python -m workers poll|process|maintain|beat`.

Exits with 2 and one sentence when a setting is wrong or Redis isn't fit; waits while Redis can't be reached.
"""

import os
import sys
import time
from collections.abc import Mapping, Sequence

from services import bootstrap, settings
from services.errors import SetupError, StoreUnavailableError
from services.settings import Settings

WORKERS = {"poll": ("poll",), "process": ("process", "deliver"), "maintain": ("maintain",)}
PARTS: Mapping[str, Sequence[str]] = {
    "poll": ("poller", "follower", "rechecker", "subscriber"),
    "process": ("pipeline",),
    "maintain": ("acceptance", "linking", "archive", "registry"),
    "beat": (),
}
"""What each needs of the service."""

_WAIT_SECONDS = 2.0


def main(arguments: list[str]) -> int:
    role = arguments[0] if arguments else ""
    if role not in {*WORKERS, "beat"}:
        sys.stderr.write(f"usage: python -m workers {'|'.join([*WORKERS, 'beat'])}\n")
        return 2
    # A first SIGTERM is a soft shutdown: what runs may end, within `worker_soft_shutdown_timeout`.
    os.environ.setdefault("REMAP_SIGTERM", "SIGQUIT")
    try:
        current = settings.current()
        wait_for_redis(current)
        load(role, current)
    except SetupError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return _beat() if role == "beat" else _work(role, current)


def wait_for_redis(current: Settings) -> None:
    """Return when Redis answers and is fit; raises UnsuitableServerError if it isn't."""
    while True:
        try:
            bootstrap.require_suitable_redis(current)
        except StoreUnavailableError as error:
            sys.stderr.write(f"waiting: {error}\n")
            time.sleep(_WAIT_SECONDS)
        else:
            return


def load(role: str, current: Settings) -> None:
    """Import what the worker needs before it forks, so that its processes share it; each makes a service of its own."""
    made = bootstrap.build(current)
    for name in PARTS[role]:
        getattr(made, name)


def _work(role: str, current: Settings) -> int:
    from workers.app import app  # noqa: PLC0415 (REMAP_SIGTERM is read when Celery is imported)

    processes = 1 if role == "maintain" else current.worker_concurrency
    queues = ",".join(WORKERS[role])
    options = ("--concurrency", str(processes), "--loglevel", current.log_level, "--without-mingle", "--without-gossip")
    # Quiet: without a banner, whose lines are no JSON.
    app.worker_main(["--quiet", "worker", "-Q", queues, "-n", f"{role}@%h", *options])
    return 0


def _beat() -> int:
    from workers.app import app  # noqa: PLC0415 (as above)

    app.start(["--quiet", "beat", "--loglevel", settings.current().log_level, "--pidfile", ""])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
