"""Which texts came before, to know copies by; in Redis and in memory."""

import hashlib
import struct
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import redis

from services.ports import Clock
from services.redis_client import errors_named, run
from services.settings import Settings
from services.sketches import Meeting, Rebuilt, Sketch, Sketched
from services.store.copies_scripts import FORGET, MEET

_ID_BYTES = 6
_POSITION = struct.Struct(">I")
_PLACE = struct.Struct(">II")
_URI_PREFIX = "urn:newsmill:"
_TEXT = struct.Struct(">I32s")
"""When it was seen, in seconds since 1970, and the uri without its prefix; a sketch follows."""

_AT_ONCE = 500
"""Texts in one step: a Redis that runs a script does nothing else."""


class RedisCopies:
    """Implements `ports.CopyStore` under `<redis_prefix>:copies:`."""

    def __init__(self, client: redis.Redis, settings: Settings, clock: Clock) -> None:
        self._client = client
        self._prefix = settings.redis_prefix
        self._keep = timedelta(days=settings.copies_keep_days)
        self._clock = clock

    def meet(self, texts: Sequence[Sketched]) -> list[Meeting]:
        starts = range(0, len(texts), _AT_ONCE)
        return [meeting for start in starts for meeting in self._meet(texts[start : start + _AT_ONCE])]

    def _meet(self, texts: Sequence[Sketched]) -> Iterator[Meeting]:
        since = self._clock.now() - self._keep
        arguments = [argument for each in texts for argument in _arguments(each)]
        answer = run(self._client, MEET, self._prefix, int(since.timestamp()), *arguments)
        is_whole, meetings, records = cast("tuple[int, list[bytes], list[bytes]]", answer)
        found = {id_: _text_of(packed) for id_, packed in zip(records[::2], records[1::2], strict=True)}
        for text, mine, ids in zip(texts, meetings[::2], meetings[1::2], strict=True):
            others = [found[each] for each in _cut(ids) if each in found]
            place, seen = _PLACE.unpack(mine) if mine else (None, text.first_seen_at.timestamp())
            known, later = _parted(others, place, since)
            yield Meeting(known, later, text.sketch.bands, datetime.fromtimestamp(seen, UTC), bool(is_whole))

    def forget(self, uris: Collection[str]) -> None:
        if uris:
            run(self._client, FORGET, self._prefix, *map(_id, uris))

    def rebuilt(self) -> Rebuilt:
        with errors_named(self._client):
            whole, to = cast("list[bytes | None]", self._client.hmget(self._state, ["whole", "rebuilt_to"]))
        return Rebuilt(whole == b"1", datetime.fromisoformat(to.decode()) if to else None)

    def note_rebuilt(self, rebuilt: Rebuilt) -> None:
        to = rebuilt.to.isoformat() if rebuilt.to else ""
        with errors_named(self._client):
            self._client.hset(self._state, mapping={"whole": str(int(rebuilt.is_whole)), "rebuilt_to": to})

    @property
    def _state(self) -> str:
        return f"{self._prefix}:copies:state"


_Placed = tuple[int, Sketched | None]


def _parted(
    others: Sequence[_Placed], mine: int | None, since: datetime
) -> tuple[tuple[Sketched, ...], frozenset[str]]:
    """Return what came before *mine*, in order and if it isn't too old, and the uris of what came after."""
    standing = sorted((place, each.uri, each) for place, each in others if each)
    known = tuple(each for place, _, each in standing if _is_earlier(place, mine) and each.first_seen_at >= since)
    return known, frozenset(uri for place, uri, _ in standing if not _is_earlier(place, mine))


def _is_earlier(place: int, mine: int | None) -> bool:
    return mine is None or place < mine


def _arguments(text: Sketched) -> tuple[bytes | int, ...]:
    seen = int(text.first_seen_at.timestamp())
    packed = _TEXT.pack(seen, text.uri.removeprefix(_URI_PREFIX).encode()) + bytes(text.sketch)
    return _id(text.uri), seen, b"".join(text.sketch.bands), packed


def _text_of(packed: bytes) -> _Placed:
    (place,) = _POSITION.unpack_from(packed)
    seen, name = _TEXT.unpack_from(packed, _POSITION.size)
    sketch = Sketch.of(packed[_POSITION.size + _TEXT.size :])
    uri = _URI_PREFIX + name.rstrip(b"\0").decode()
    return place, Sketched(uri, datetime.fromtimestamp(seen, UTC), sketch) if sketch else None


def _id(uri: str) -> bytes:
    return hashlib.blake2b(uri.encode(), digest_size=_ID_BYTES).digest()


def _cut(ids: bytes) -> Iterator[bytes]:
    return (ids[at : at + _ID_BYTES] for at in range(0, len(ids), _ID_BYTES))


class MemoryCopies:
    """The twin in memory, for unit tests and for `newsmill eval dedup`; it keeps all."""

    def __init__(self, clock: Clock | None = None, keep: timedelta = timedelta.max) -> None:
        self._clock = clock
        self._keep = keep
        self.forget_all()

    def forget_all(self) -> None:
        """Be as a store that was emptied."""
        self._texts: dict[str, Sketched] = {}
        self._places: dict[str, int] = {}
        self._bands: dict[bytes, tuple[str, ...]] = {}
        self._rebuilt = Rebuilt()
        self._count = 0

    def meet(self, texts: Sequence[Sketched]) -> list[Meeting]:
        return [self._meet(each) for each in texts]

    def _meet(self, text: Sketched) -> Meeting:
        since = self._clock.now() - self._keep if self._clock else datetime.min.replace(tzinfo=UTC)
        uris = {uri for band in text.sketch.bands for uri in self._bands.get(band, ())} - {text.uri}
        if text.uri not in self._places and text.first_seen_at >= since:
            self._texts[text.uri], self._places[text.uri] = text, self._count
            self._count += 1
            for band in text.sketch.bands:
                holders = self._bands.get(band, ())
                if len(holders) < 4:
                    self._bands[band] = (*holders, text.uri)
        mine = self._places.get(text.uri)
        others = [(self._places[uri], self._texts[uri]) for uri in uris]
        known, later = _parted(others, mine, since)
        seen_at = self._texts.get(text.uri, text).first_seen_at
        return Meeting(known, later, text.sketch.bands, seen_at, self._rebuilt.is_whole)

    def forget(self, uris: Collection[str]) -> None:
        for uri in uris:
            self._texts.pop(uri, None)
            self._places.pop(uri, None)
            for band, holders in self._bands.items():
                if uri in holders:
                    self._bands[band] = tuple(each for each in holders if each != uri)

    def rebuilt(self) -> Rebuilt:
        return self._rebuilt

    def note_rebuilt(self, rebuilt: Rebuilt) -> None:
        self._rebuilt = rebuilt
