"""Each trouble with Redis is one sentence that begins with its address and says what to do."""

import pytest
from redis import exceptions

from services import redis_client, settings
from services.errors import (
    IngestError,
    NotPermittedError,
    SettingError,
    SetupError,
    StoreUnavailableError,
    UnsuitableServerError,
)

CLIENT = redis_client.connect(settings.load({}, redis_url="redis://user:secret@redis.test:7000/0"))


def in_script(word: str, rest: str) -> exceptions.ResponseError:
    """Return what redis-py raises of an error within a script of Redis 6.2, as seen there."""
    return exceptions.ResponseError(
        f"Error running script (call to f_31611f884c9a715bb17842a6fca1c0b589c404b2): "
        f"@user_script:39: @user_script: 39: -{word} {rest}"
    )


OOM = "command not allowed when used memory > 'maxmemory'."
READONLY = "You can't write against a read only replica."
REFUSED = "Error 111 connecting to redis.test:7000. Connection refused."
WRONGTYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        # full: by itself, and in a script
        (exceptions.OutOfMemoryError(OOM), "is full: raise its maxmemory"),
        (in_script("OOM", OOM), "is full: raise its maxmemory"),
        # a replica, a primary without them, and one that was left alone
        (exceptions.ReadOnlyError(READONLY), "point NEWSMILL_REDIS_URL to the primary"),
        (in_script("READONLY", READONLY), "point NEWSMILL_REDIS_URL to the primary"),
        (exceptions.ResponseError("NOREPLICAS Not enough good replicas to write."), "start them"),
        (exceptions.MasterDownError("Link with MASTER is down"), "has lost its primary: wait"),
        # busy with something else
        (exceptions.BusyLoadingError("Redis is loading the dataset in memory"), "wait a moment"),
        (exceptions.ResponseError("BUSY Redis is busy running a script."), "wait a moment"),
        (exceptions.ConnectionError("max number of clients reached"), "raise its maxclients"),
        (exceptions.ResponseError("MISCONF Errors writing to the AOF file: No space left"), "free space there"),
        # not there
        (exceptions.ConnectionError(REFUSED), "start it, or correct NEWSMILL_REDIS_URL (Error 111"),
        (exceptions.TimeoutError("Timeout reading from socket"), "start it, or correct NEWSMILL_REDIS_URL (Timeout"),
        # anything else that Redis says
        (exceptions.ResponseError("unknown command `EVALSHA`."), "can't do it: unknown command `EVALSHA`."),
    ],
)
def test_what_waiting_may_help_is_one_sentence_with_its_fix(raised: Exception, says: str) -> None:
    assert_named(raised, StoreUnavailableError, says)


@pytest.mark.parametrize(
    ("raised", "leaf", "says"),
    [
        (exceptions.AuthenticationError("invalid username-password pair"), NotPermittedError, "NEWSMILL_REDIS_URL"),
        (exceptions.AuthorizationError("not yours"), NotPermittedError, "refuses the credentials"),
        (exceptions.NoPermissionError("no permissions to run the 'eval' command"), NotPermittedError, "'eval'"),
        # within a script of Redis 6.2, then of 7
        (in_script("The", "user executing the script can't run this command"), NotPermittedError, "permit it there"),
        (exceptions.ResponseError("ACL failure in script: User x has no permissions"), NotPermittedError, "permit it"),
        (exceptions.ResponseError(WRONGTYPE), UnsuitableServerError, "choose another NEWSMILL_REDIS_PREFIX"),
        # as it comes out of a script of Redis 6.2
        (
            exceptions.ResponseError(f"Error running script: @user_script:4: {WRONGTYPE}"),
            UnsuitableServerError,
            "keys",
        ),
        (exceptions.ResponseError("DB index is out of range"), SettingError, "no database of that number"),
        (exceptions.InvalidResponse("Protocol Error: b'HTTP/1.0 400 Bad Request'"), SettingError, "isn't Redis"),
    ],
)
def test_what_needs_a_person_is_one_sentence_with_its_fix(raised: Exception, leaf: type[SetupError], says: str) -> None:
    assert_named(raised, leaf, says)


def assert_named(raised: Exception, leaf: type[IngestError], says: str) -> None:
    with pytest.raises(IngestError) as caught, redis_client.errors_named(CLIENT):
        raise raised
    assert type(caught.value) is leaf
    assert caught.value.__cause__ is raised
    message = str(caught.value)
    assert message.startswith("Redis at redis.test:7000 ")
    assert message.endswith(".")
    assert not message.endswith("..")
    assert says in message
    assert "secret" not in message


@pytest.mark.parametrize("raised", [exceptions.DataError("Invalid input of type: 'list'"), KeyError("content")])
def test_a_mistake_of_ours_is_no_trouble_with_redis(raised: Exception) -> None:
    with pytest.raises(type(raised)), redis_client.errors_named(CLIENT):
        raise raised


@pytest.mark.parametrize(
    "url",
    ["redis://redis.test:port/0", "redis://redis.test:99999/0", "redis://redis.test/0?socket_timeout=soon"],
)
def test_a_url_that_cannot_be_read_names_its_setting(url: str) -> None:
    with pytest.raises(SettingError, match=r"^NEWSMILL_REDIS_URL is wrong: .*[^.]\.$"):
        redis_client.connect(settings.load({}, redis_url=url))


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("redis://:secret@redis.test:7000/1", "Redis at redis.test:7000"),
        ("rediss://redis.test", "Redis at redis.test:6379"),
        ("unix://user:secret@/run/redis.sock?db=1", "Redis at /run/redis.sock"),
    ],
)
def test_the_address_is_named_without_the_password(url: str, named: str) -> None:
    assert redis_client.where(redis_client.connect(settings.load({}, redis_url=url))) == named


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://redis.test:7000/0", "redis://redis.test:7000/0"),
        ("redis://:secret@redis.test:7000/0", "redis://:***@redis.test:7000/0"),
        ("rediss://user:sec%40ret@redis.test/0?db=2", "rediss://user:***@redis.test/0?db=2"),
        ("unix:///run/redis.sock?password=secret&db=1", "unix:///run/redis.sock?password=***&db=1"),
        ("redis://redis.test/0?db=1&password=secret", "redis://redis.test/0?db=1&password=***"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert redis_client.without_password(url) == shown
