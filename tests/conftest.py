"""What all tests share: an environment without the user's settings, and real servers for those that ask for them.

A server that can't be had fails the tests that need it; nothing is skipped.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from support import installation, reachable_directory

from services import settings
from services.bootstrap import Service
from services.local import servers

REDIS_URL, ELASTICSEARCH_URL = "NEWSMILL_TEST_REDIS_URL", "NEWSMILL_TEST_ELASTICSEARCH_URL"
KEPT = {REDIS_URL, ELASTICSEARCH_URL, "NEWSMILL_TEST_EVAL", "NEWSMILL_CACHE"}
Installing = Callable[..., Service]


def pytest_configure() -> None:
    """Hide the user's settings from the tests, and from what they start: only the test servers' stay."""
    for name in [name for name in os.environ if name.startswith("NEWSMILL_")]:
        if name not in KEPT:
            del os.environ[name]


@pytest.fixture(autouse=True)
def _fresh_settings() -> Iterator[None]:
    settings.current.cache_clear()
    yield
    settings.current.cache_clear()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Yield the URL of a real Redis: the one that the environment names, or a private one."""
    if url := os.environ.get(REDIS_URL):
        yield url
        return
    with reachable_directory() as directory, servers.start_redis(directory) as server:
        yield server.url


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """Yield the URL of a real Elasticsearch: the one that the environment names, or a private one."""
    if url := os.environ.get(ELASTICSEARCH_URL):
        yield url
        return
    with reachable_directory() as directory, servers.start_elasticsearch(directory) as server:
        yield server.url


@pytest.fixture
def install(redis_url: str, elasticsearch_url: str) -> Iterator[Installing]:
    """Return a function that makes an installation with the settings it is given."""
    with ExitStack() as stack:
        yield lambda **values: stack.enter_context(installation(redis_url, elasticsearch_url, **values))


@pytest.fixture
def service(install: Installing) -> Service:
    """Return a service on the test servers, with the default settings."""
    return install()
