"""What tests of several kinds use: an installation on real servers, and directories that those can reach."""

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from services import bootstrap, settings
from services.bootstrap import Service


@contextmanager
def reachable_directory() -> Iterator[Path]:
    """Yield a directory that Elasticsearch's user can reach too, where we are root: pytest closes its own to others."""
    path = Path(tempfile.mkdtemp(prefix="newsmill-test-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path)


@contextmanager
def installation(redis_url: str, elasticsearch_url: str, **values: object) -> Iterator[Service]:
    """Yield a service on the test servers under a prefix of its own, prepared; nothing of it is left."""
    prefix = f"test-{secrets.token_hex(5)}"
    names = {"redis_prefix": prefix, "index_prefix": prefix}
    current = settings.load({}, redis_url=redis_url, elasticsearch_url=elasticsearch_url, **(names | values))
    bootstrap.prepare(current)
    service = bootstrap.build(current)
    try:
        yield service
    finally:
        remove(service)


def remove(service: Service) -> None:
    """Remove what *service*'s installation left in its servers, and close the connections."""
    prefix, engine = service.settings.index_prefix, service.elasticsearch
    for index in engine.indices.get(index=f"{prefix}-*"):
        engine.indices.delete(index=index)
    engine.indices.delete_index_template(name=f"{prefix}-*")
    for key in service.redis.scan_iter(f"{service.settings.redis_prefix}:*", count=1000):
        service.redis.delete(key)
    service.close()


def wait_until(holds: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Return when *holds* does; fail after *seconds* otherwise."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"{otherwise} after {seconds:.0f} s"
        time.sleep(0.1)
