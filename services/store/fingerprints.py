"""Key → uri, in Redis and in memory: the hashes of an article's content, addresses and ids."""

from collections.abc import Mapping, Sequence
from typing import cast

import redis

from services.redis_client import ALSO_WHEN_FULL, errors_named, run
from services.settings import Settings

KEEP_SECONDS = 90 * 24 * 3600
"""How long Redis remembers; older content is found through Elasticsearch, for the price of a query."""

EMPTIED_SECONDS = 10
"""How long it counts as emptied: another worker's bulk may have been on its way then."""

# A reservation is written "?uri": it fixes the month of an article that isn't known to be in the index yet.
_RESERVED = "?"

# Renewed where it stands: one that ended between two copies would let them have a uri each.
# ARGV: prefix, seconds to keep, then key, uri, the uri that gives way (or nothing), …
_RESERVE = (
    ALSO_WHEN_FULL
    + """
local holding = {}
for i = 3, #ARGV, 3 do
  local wanted, other = '?' .. ARGV[i + 1], ARGV[i + 2]
  local held = redis.call('SET', ARGV[i], wanted, 'NX', 'EX', ARGV[2]) and wanted or redis.call('GET', ARGV[i])
  if other ~= '' and (held == other or held == '?' .. other) then
    held = wanted
    redis.call('SET', ARGV[i], wanted)
  end
  redis.call('EXPIRE', ARGV[i], ARGV[2])
  holding[#holding + 1] = held
end
return holding
"""
)

# ARGV: prefix, seconds to keep, then key, uri, …
_CONFIRM = (
    ALSO_WHEN_FULL
    + """
for i = 3, #ARGV, 2 do redis.call('SET', ARGV[i], ARGV[i + 1], 'EX', ARGV[2]) end
"""
)

# Only where nobody has reserved another uri since.
# ARGV: prefix, seconds to keep, then key, uri, …
_FORGET = """
for i = 3, #ARGV, 2 do
  if redis.call('GET', ARGV[i]) == ARGV[i + 1] then redis.call('DEL', ARGV[i]) end
end
"""

# What has no end says that something is remembered; what ends, that it began lately. Neither name is a key's.
# ARGV: prefix, seconds
_WAS_EMPTIED = (
    ALSO_WHEN_FULL
    + """
if redis.call('SET', ARGV[1] .. ':since', 1, 'NX') then redis.call('SET', ARGV[1] .. ':lately', 1, 'EX', ARGV[2]) end
return redis.call('EXISTS', ARGV[1] .. ':lately')
"""
)


class RedisFingerprints:
    """Implements `ports.FingerprintStore` under `<redis_prefix>:fp:`."""

    def __init__(self, client: redis.Redis, settings: Settings) -> None:
        self._client = client
        self._installation = settings.redis_prefix
        self._prefix = f"{settings.redis_prefix}:fp:"

    def confirmed(self, fingerprints: Sequence[str]) -> dict[str, str]:
        return {each: uri for each, uri in self._texts(fingerprints).items() if not uri.startswith(_RESERVED)}

    def held(self, fingerprints: Sequence[str]) -> dict[str, str]:
        return {each: uri.removeprefix(_RESERVED) for each, uri in self._texts(fingerprints).items()}

    def _texts(self, fingerprints: Sequence[str]) -> dict[str, str]:
        if not fingerprints:
            return {}
        with errors_named(self._client):
            values = cast("list[bytes | None]", self._client.mget([self._prefix + each for each in fingerprints]))
        return {each: value.decode() for each, value in zip(fingerprints, values, strict=True) if value}

    def reserve(self, wanted: Mapping[str, str], instead_of: Mapping[str, str] | None = None) -> dict[str, str]:
        if not wanted:
            return {}
        giving_way = instead_of or {}
        arguments = (text for key, uri in wanted.items() for text in (self._prefix + key, uri, giving_way.get(key, "")))
        values = cast("list[bytes]", run(self._client, _RESERVE, self._installation, KEEP_SECONDS, *arguments))
        return {each: value.decode().removeprefix(_RESERVED) for each, value in zip(wanted, values, strict=True)}

    def was_emptied(self) -> bool:
        return bool(run(self._client, _WAS_EMPTIED, self._prefix, EMPTIED_SECONDS))

    def confirm(self, indexed: Mapping[str, str]) -> None:
        if indexed:
            self._run(_CONFIRM, indexed)

    def forget(self, gone: Mapping[str, str]) -> None:
        if gone:
            self._run(_FORGET, gone)

    def _run(self, script: str, uris: Mapping[str, str]) -> object:
        pairs = (text for fingerprint, uri in uris.items() for text in (self._prefix + fingerprint, uri))
        return run(self._client, script, self._installation, KEEP_SECONDS, *pairs)


class MemoryFingerprints:
    """The twin in memory, for unit tests, in which no second passes: it was emptied when it is first asked."""

    def __init__(self) -> None:
        self._was_asked = False
        self._reserved: dict[str, str] = {}
        self._confirmed: set[str] = set()

    def confirmed(self, fingerprints: Sequence[str]) -> dict[str, str]:
        return {each: self._reserved[each] for each in fingerprints if each in self._confirmed}

    def held(self, fingerprints: Sequence[str]) -> dict[str, str]:
        return {each: self._reserved[each] for each in fingerprints if each in self._reserved}

    def reserve(self, wanted: Mapping[str, str], instead_of: Mapping[str, str] | None = None) -> dict[str, str]:
        for key, uri in wanted.items():
            if key in self._reserved and self._reserved[key] == (instead_of or {}).get(key):
                self._reserved[key] = uri
                self._confirmed.discard(key)
        return {key: self._reserved.setdefault(key, uri) for key, uri in wanted.items()}

    def was_emptied(self) -> bool:
        was_asked, self._was_asked = self._was_asked, True
        return not was_asked

    def confirm(self, indexed: Mapping[str, str]) -> None:
        self._reserved.update(indexed)
        self._confirmed.update(indexed)

    def forget(self, gone: Mapping[str, str]) -> None:
        for fingerprint, uri in gone.items():
            if fingerprint in self._confirmed and self._reserved[fingerprint] == uri:
                self._confirmed.discard(fingerprint)
                del self._reserved[fingerprint]
