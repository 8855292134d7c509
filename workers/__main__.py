"""Start one part: `python -m workers poll|process|maintain|beat`.

Exits with 2 and one sentence when a setting is wrong or Redis isn't fit; waits while Redis can't be reached.
"""

import os
import sys
import time

from services import bootstrap, settings
from services.errors import SetupError, StoreUnavailableError
from services.settings import Settings

WORKERS = {"poll": ("poll",), "process": ("process", "deliver"), "maintain": ("maintain",)}
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
