"""One private server by itself, for tests: a real Redis or a real Elasticsearch on a port that was free.

with servers.start_redis(tmp_path) as redis: … redis.url …
"""

from datetime import timedelta
from pathlib import Path
from typing import Self

from services.local import elasticsearch_server, redis_server
from services.local.children import Child, Specification
from services.local.free_ports import free_ports
from services.local.places import make_places

START_WITHIN = timedelta(seconds=120)


class Server:
    """A running server. `process` is the Popen of its child."""

    def __init__(self, specification: Specification, url: str) -> None:
        self.url = url
        self._specification = specification
        self._child = Child(specification)
        try:
            self._child.wait_ready(START_WITHIN)
        except BaseException:
            self._child.kill()
            raise

    @property
    def process(self) -> object:
        return self._child.process

    @property
    def pid(self) -> int:
        return self._child.pid

    def stop(self) -> None:
        """End it in order."""
        self._child.stop()

    def kill(self) -> None:
        """End it as a power cut would: it and all that it started, at once."""
        self._child.kill()

    def start_again(self) -> None:
        """Start it on the same port with the same data, after `stop` or `kill`."""
        self._child = Child(self._specification)
        self._child.wait_ready(START_WITHIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()


def start_redis(state: Path, *extra: str) -> Server:
    """Return a Redis that answers, its data in *state*; *extra* are more of its own arguments.

    Raises SetupError or StartFailedError.
    """
    (port,) = free_ports(1)
    return Server(redis_server.specification(make_places(state), port, *extra), redis_server.url_of(port))


def start_elasticsearch(state: Path, *extra: str, cache: Path | None = None) -> Server:
    """Return an Elasticsearch that answers, its data in *state* (elsewhere for root, see places.py).

    *cache* is where it is installed, the usual place by default. Raises SetupError or StartFailedError.
    """
    port, transport_port = free_ports(2)
    places = make_places(state, cache)
    specification = elasticsearch_server.specification(places, port, transport_port, extra=extra)
    return Server(specification, elasticsearch_server.url_of(port))
