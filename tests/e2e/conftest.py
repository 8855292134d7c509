"""One start of docker-compose.yml for all of these tests; each leaves it working."""

import signal
from collections.abc import Iterator

import httpx
import pytest
from composed import Compose


@pytest.fixture(scope="session")
def compose() -> Iterator[Compose]:
    """Start the whole of it, and take it down whatever happens, also when CI ends us by SIGTERM."""
    stack = Compose()
    ours = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        stack.up("--build")
        yield stack
    finally:
        stack.down()
        signal.signal(signal.SIGTERM, ours)


@pytest.fixture(scope="session")
def reader(compose: Compose) -> Iterator[httpx.Client]:
    """Yield Elasticsearch, as the user that may only read."""
    with compose.client("ES", compose.credentials("reader")) as client:
        yield client
