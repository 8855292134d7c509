"""The mill's own processes: three workers, beat, and the API.

They start beside Elasticsearch, not after it: they wait for it, and their start takes as long as its own.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

from services.local import probe
from services.local.children import Specification
from services.local.free_ports import LOOPBACK
from services.local.places import Places
from services.settings import variable

# The soft shutdown of a worker takes up to 20 s (workers/config.py).
_GRACE = timedelta(seconds=25)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers of a stack answer."""

    redis_url: str
    elasticsearch_url: str
    api_port: int

    @property
    def api_url(self) -> str:
        return f"http://{LOOPBACK}:{self.api_port}"


def workers(places: Places, addresses: Addresses) -> list[Specification]:
    """Return how to run the workers and beat."""
    return [_worker(places, addresses, role) for role in ("process", "poll", "maintain")] + [
        _python(places, addresses, "beat", ("-m", "workers", "beat"), _at_once)
    ]


def api(places: Places, addresses: Addresses) -> Specification:
    """Return how to run the API. It is ready when it says that all the rest is."""
    module = ("-m", "uvicorn", "services.api.app:create", "--factory", "--no-server-header")
    listen = ("--host", LOOPBACK, "--port", str(addresses.api_port))
    return _python(places, addresses, "api", module + listen, lambda: is_ready(addresses.api_port))


def is_ready(port: int) -> bool:
    """Tell whether the API can do its work."""
    return probe.get(port, "/readyz")[0] == HTTPStatus.OK


def _worker(places: Places, addresses: Addresses, role: str) -> Specification:
    name = f"worker-{role}"
    is_alive = _touched_since(_alive_file(places, name), time.time())
    # Ended after what gives it work, before what it works with.
    return replace(_python(places, addresses, name, ("-m", "workers", role), is_alive), tier=1)


def _alive_file(places: Places, name: str) -> Path:
    return places.run / f"{name}.alive"


def _python(
    places: Places, addresses: Addresses, name: str, arguments: tuple[str, ...], ready: Callable[[], bool]
) -> Specification:
    values = {
        "redis_url": addresses.redis_url,
        "elasticsearch_url": addresses.elasticsearch_url,
        "api_host": LOOPBACK,
        "api_port": str(addresses.api_port),
        "state": str(places.state),
        "alive_file": str(_alive_file(places, name)),
    }
    return Specification(
        name=name,
        # -P: whatever lies in its directory is no module of ours.
        command=(sys.executable, "-P", *arguments),
        is_ready=ready,
        log=places.logs / f"{name}.log",
        directory=places.run,
        state=places.state,
        environment={variable(field): value for field, value in values.items()}
        | {"REMAP_SIGTERM": "SIGQUIT", "PYTHONUNBUFFERED": "1"},
        tier=2,
        grace=_GRACE,
    )


def _at_once() -> bool:
    return True


def _touched_since(path: Path, since: float) -> Callable[[], bool]:
    def touched() -> bool:
        # A file from before this start says nothing; a second's tolerance for coarse file times.
        return path.exists() and path.stat().st_mtime > since - 1

    return touched
