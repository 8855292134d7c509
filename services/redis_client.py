"""One way to reach Redis, and one to say what is wrong with it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import redis
from redis import exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelConnectionPool

from services.errors import IngestError, NotPermittedError, SettingError, StoreUnavailableError, UnsuitableServerError
from services.sentinels import Sentinels, sentinels_of
from services.settings import Settings

TIMEOUT_SECONDS = 5.0
"""For connecting and for each answer: a half-open connection otherwise hangs a worker for good."""

FULL = "is full: raise its maxmemory; what was accepted stays and goes on."

ALSO_WHEN_FULL = "redis.call('DEL', ARGV[1] .. ':nothing')\n"
"""Begins a script that a full Redis shall run all the same; ARGV[1] is the prefix of our keys.

Redis refuses a script when it is full, but only at the first of its writes, and only if that one may need memory.
Accepting may be refused; whatever takes accepted documents to their end frees memory, and mustn't be.
"""


def connect(settings: Settings) -> redis.Redis:
    """Return a client for the Redis of *settings*; nothing is sent yet. Raises SettingError for a URL it can't read."""
    options: dict[str, Any] = {
        "socket_timeout": TIMEOUT_SECONDS,
        "socket_connect_timeout": TIMEOUT_SECONDS,
        "health_check_interval": 5,
        # One retry at once: the first command after Redis was restarted finds a dead connection in the pool.
        "retry": Retry(NoBackoff(), 1),
    }
    try:
        if sentinels := sentinels_of(settings.redis_url):
            return _watched(sentinels, options)
        return redis.Redis.from_url(settings.redis_url, **options)
    except ValueError as error:
        message = f"NEWSMILL_REDIS_URL is wrong: {str(error).rstrip('.')}."
        raise SettingError(message) from error


def _watched(sentinels: Sentinels, options: dict[str, Any]) -> redis.Redis:
    """Return a client that asks *sentinels* for the primary at each new connection, so that it follows a failover."""
    login = {"username": sentinels.username or None, "password": sentinels.password or None}
    asked = Sentinel(list(sentinels.hosts), sentinel_kwargs=options)  # type: ignore[no-untyped-call]
    found: redis.Redis = asked.master_for(sentinels.master, db=sentinels.database, **login, **options)  # type: ignore[no-untyped-call]
    return found


def run(client: redis.Redis, script: str, *arguments: bytes | str | float) -> Any:  # noqa: ANN401 (what Lua returned)
    """Return what *script* returns; a Redis that doesn't know it any more is sent it again."""
    with errors_named(client):
        return client.register_script(script)(args=arguments)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """A kind of trouble: what to say of it, and how to tell it by redis-py's class or by Redis's words."""

    sentence: str
    classes: tuple[type[exceptions.RedisError], ...] = ()
    words: str = "(?!)"
    leaf: type[IngestError] = StoreUnavailableError


# Words count as well, because Redis 6.2 wraps an error inside a script, so that redis-py doesn't know it again.
_TROUBLES = (
    _Trouble(FULL, (exceptions.OutOfMemoryError,), "OOM"),
    _Trouble(
        "is a read-only replica: point NEWSMILL_REDIS_URL to the primary.", (exceptions.ReadOnlyError,), "READONLY"
    ),
    _Trouble(
        "refuses the credentials: correct NEWSMILL_REDIS_URL.",
        (exceptions.AuthenticationError, exceptions.AuthorizationError),
        "NOAUTH|WRONGPASS",
        NotPermittedError,
    ),
    _Trouble(
        "doesn't let this user do it: permit it there ({error}).",
        (exceptions.NoPermissionError,),
        "NOPERM|The user executing the script can't|ACL failure in script",
        NotPermittedError,
    ),
    _Trouble("is still loading its data: wait a moment.", (exceptions.BusyLoadingError,), "LOADING"),
    _Trouble("has lost its primary: wait, or start that one.", (exceptions.MasterDownError,), "MASTERDOWN"),
    _Trouble("can't write to its disk: free space there, or see its log ({error}).", words="MISCONF"),
    _Trouble("misses replicas: start them, or lower its min-replicas-to-write.", words="NOREPLICAS"),
    _Trouble("is busy with a long script: wait a moment.", words="BUSY"),
    _Trouble(
        "holds another program's keys where ours belong: choose another NEWSMILL_REDIS_PREFIX.",
        words="WRONGTYPE",
        leaf=UnsuitableServerError,
    ),
    _Trouble(
        "has no database of that number: correct NEWSMILL_REDIS_URL.",
        words="DB index is out of range",
        leaf=SettingError,
    ),
    _Trouble("takes no more clients: raise its maxclients, or stop some.", words="max number of clients reached"),
    _Trouble("isn't Redis: correct NEWSMILL_REDIS_URL.", (exceptions.InvalidResponse,), leaf=SettingError),
    _Trouble(
        "can't be reached: start it, or correct NEWSMILL_REDIS_URL ({error}).",
        (exceptions.ConnectionError, exceptions.TimeoutError),
    ),
    _Trouble("can't do it: {error}.", (exceptions.ResponseError,)),
)


@contextmanager
def errors_named(client: redis.Redis) -> Iterator[None]:
    """Turn what redis-py raises inside into one sentence with the fix.

    Raises StoreUnavailableError where waiting may help, else a SetupError.
    """
    try:
        yield
    except exceptions.RedisError as error:
        for trouble in _TROUBLES:
            if isinstance(error, trouble.classes) or re.search(rf"\b(?:{trouble.words})\b", str(error)):
                sentence = trouble.sentence.format(error=str(error).rstrip("."))
                raise trouble.leaf(f"{where(client)} {sentence}") from error
        raise


def where(client: redis.Redis) -> str:
    """Return Redis's address without its password."""
    pool = client.connection_pool
    options = pool.connection_kwargs
    if isinstance(pool, SentinelConnectionPool):
        return f"Redis called {pool.service_name!r} by its Sentinels"
    if "path" in options:
        return f"Redis at {options['path']}"
    return f"Redis at {options.get('host', 'localhost')}:{options.get('port', 6379)}"


def without_password(url: str) -> str:
    """Return *url* with its password replaced, for showing."""
    return re.sub(r"([?&]password=)[^&#]*", r"\1***", re.sub(r"^([^/]+//[^/?#:]*):[^/?#]*@", r"\1:***@", url))
