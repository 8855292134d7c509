"""What is known of origins' robots.txt, in Redis and in memory."""

import json
import zlib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import redis

from services.model import RobotsFile
from services.redis_client import errors_named
from services.settings import Settings

KEPT = timedelta(days=60)
"""How long a file is known that nobody asks for: past all that its age may decide."""


class RedisRobots:
    """Implements `ports.RobotsStore`: a compressed line of JSON under `<redis_prefix>:robots:<origin>`."""

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._prefix = settings.redis_prefix

    def known(self, origins: Collection[str]) -> dict[str, RobotsFile]:
        if not origins:
            return {}
        with errors_named(self._client):
            lines = cast("list[bytes | None]", self._client.mget([self._key(each) for each in origins]))
        return {origin: _unpacked(line) for origin, line in zip(origins, lines, strict=True) if line}

    def keep(self, files: Mapping[str, RobotsFile]) -> None:
        with errors_named(self._client):
            pipe = self._client.pipeline(transaction=False)
            for origin, file in files.items():
                pipe.set(self._key(origin), _packed(file), ex=KEPT)
            pipe.execute()

    def _key(self, origin: str) -> str:
        return f"{self._prefix}:robots:{origin}"


class MemoryRobots:
    """The twin in memory, for unit tests."""

    def __init__(self) -> None:
        self._files: dict[str, RobotsFile] = {}

    def known(self, origins: Collection[str]) -> dict[str, RobotsFile]:
        return {each: self._files[each] for each in origins if each in self._files}

    def keep(self, files: Mapping[str, RobotsFile]) -> None:
        self._files.update(files)


def _packed(file: RobotsFile) -> bytes:
    times = (file.checked_at, file.expires_at, file.read_at, file.unreachable_since, file.tdm_at)
    return zlib.compress(json.dumps([file.text, file.tdm, *(each and each.timestamp() for each in times)]).encode())


def _unpacked(line: bytes) -> RobotsFile:
    text, rules, *times = json.loads(zlib.decompress(line))
    checked, expires, read, unreachable, tdm_at = (_time(each) for each in times)
    never = datetime.fromtimestamp(0, UTC)
    tdm = tuple((where, is_reserved) for where, is_reserved in rules)
    return RobotsFile(checked or never, expires or never, text, read, unreachable, tdm, tdm_at)


def _time(told: Any) -> datetime | None:  # noqa: ANN401 (JSON)
    return None if told is None else datetime.fromtimestamp(told, UTC)
