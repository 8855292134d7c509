"""What all tests share: an environment without the user's settings, and real servers for those that ask for them.

A server that can't be had fails the tests that need it; nothing is skipped.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import hypothesis
import pytest
from origin import Origin
from support import installation, reachable_directory

from services import settings
from services.bootstrap import Service
from services.local import servers

REDIS_URL, ELASTICSEARCH_URL = "NEWSMILL_TEST_REDIS_URL", "NEWSMILL_TEST_ELASTICSEARCH_URL"
EVAL = "NEWSMILL_TEST_EVAL"
Installing = Callable[..., Service]


def pytest_configure() -> None:
    _hide_the_user_s_settings()
    # The same examples at each run: what fails here fails everywhere.
    hypothesis.settings.register_profile("newsmill", derandomize=True, deadline=None)
    hypothesis.settings.load_profile("newsmill")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell ignores Ctrl-C for what it runs in the background, and every process started from there would too.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _hide_the_user_s_settings() -> None:
    """Hide the user's settings from the tests, and from what they start: only what is for tests stays."""
    for name in [name for name in os.environ if name.startswith("NEWSMILL_")]:
        if name not in {REDIS_URL, ELASTICSEARCH_URL, EVAL, "NEWSMILL_CACHE"}:
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


@pytest.fixture
def origin() -> Iterator[Origin]:
    """Yield a web server on loopback that behaves as the test says."""
    with Origin() as running:
        yield running
