"""One way to reach Redis, and one to say what is wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from services.errors import NotPermittedError, StoreUnavailableError
from services.settings import Settings

TIMEOUT_SECONDS = 5.0
"""For connecting and for each answer: a half-open connection otherwise hangs a worker for good."""


def connect(settings: Settings) -> redis.Redis:
    """Return a client for the Redis of *settings*; nothing is sent yet."""
    return redis.Redis.from_url(
        settings.redis_url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        health_check_interval=5,
        # One retry at once: the first command after Redis was restarted finds a dead connection in the pool.
        retry=Retry(NoBackoff(), 1),
    )


@contextmanager
def errors_named(client: redis.Redis) -> Iterator[None]:
    """Turn what redis-py raises inside into one sentence with the fix."""
    try:
        yield
    except redis.OutOfMemoryError as error:
        message = f"{where(client)} is full: raise its maxmemory; what was accepted stays and goes on then."
        raise StoreUnavailableError(message) from error
    except redis.ReadOnlyError as error:
        message = f"{where(client)} is a read-only replica: point NEWSMILL_REDIS_URL to the primary."
        raise StoreUnavailableError(message) from error
    except (redis.AuthenticationError, redis.exceptions.NoPermissionError) as error:
        message = f"{where(client)} refuses the credentials: correct NEWSMILL_REDIS_URL."
        raise NotPermittedError(message) from error
    except redis.BusyLoadingError as error:
        message = f"{where(client)} is still loading its data: wait a moment."
        raise StoreUnavailableError(message) from error
    except (redis.ConnectionError, redis.TimeoutError) as error:
        message = f"{where(client)} can't be reached: start it, or correct NEWSMILL_REDIS_URL ({error})."
        raise StoreUnavailableError(message) from error
    except redis.ResponseError as error:
        message = f"{where(client)} can't do it: {error}."
        raise StoreUnavailableError(message) from error


def where(client: redis.Redis) -> str:
    """Return Redis's address without its password."""
    options = client.connection_pool.connection_kwargs
    if "path" in options:
        return f"Redis at {options['path']}"
    return f"Redis at {options.get('host', 'localhost')}:{options.get('port', 6379)}"


def without_password(url: str) -> str:
    """Return *url* with its password replaced, for showing."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return parts._replace(netloc=f"{parts.username or ''}:***@{parts.netloc.rpartition('@')[2]}").geturl()
