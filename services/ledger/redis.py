"""The ledger in Redis."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import redis

from services import redis_client
from services.errors import BacklogFullError, StoreUnavailableError, kept
from services.ledger import scripts
from services.ledger.batches import Overdue, in_messages, sizes_by_lane
from services.model import Books, Claim, Closing, Due, Lane, RawDocument, Rights, Row
from services.observe.facts import REDIS_FULL_FROM
from services.ports import Clock
from services.redis_client import errors_named, where
from services.settings import Settings

_TEXTS = ("kind", "origin", "media_type", "charset", "url", "feed_id", "raw_uri")
_ROW_TEXTS = ("state", "kind", "origin", "uri", "reason", "last_error")
_ROW_FIELDS = (*_ROW_TEXTS, "accepted_at", "attempts", "claimed_at", "closed_at")


class RedisLedger:
    """Rows, due times and books under `<redis_prefix>:`; implements `ports.Ledger`."""

    def __init__(self, client: redis.Redis, settings: Settings, clock: Clock) -> None:
        self._client = client
        self._settings = settings
        self._clock = clock
        self._prefix = settings.redis_prefix
        self._lease = int(settings.lease_seconds * 1000)
        self._sizes = sizes_by_lane(settings)

    def accept(self, documents: Sequence[RawDocument]) -> list[bool]:
        taken = self._run(scripts.ACCEPT, self._settings.max_open, REDIS_FULL_FROM, *_arguments(documents))
        if taken == scripts.TOO_MANY_OPEN:
            most = self._settings.max_open
            message = f"more than {most} documents would be open: wait, or raise NEWSMILL_MAX_OPEN."
            raise BacklogFullError(message)
        return self._taken(taken)

    def replace(self, documents: Sequence[RawDocument], holder: str) -> list[bool]:
        return self._taken(self._run(scripts.REPLACE, holder, REDIS_FULL_FROM, *_arguments(documents)))

    def _taken(self, answer: list[int]) -> list[bool]:
        if answer == scripts.TOO_LITTLE_MEMORY:
            message = f"{where(self._client)} {redis_client.FULL}"
            raise StoreUnavailableError(message)
        return [bool(each) for each in answer]

    def claim(self, document_ids: Sequence[str], holder: str) -> list[Claim]:
        most = self._settings.max_attempts
        found = self._run(scripts.CLAIM, self._lease, holder, most, *self._sizes[Lane.PROCESS], *document_ids)
        return [_claim(found[i].decode(), _pairs(found[i + 1])) for i in range(0, len(found), 2)]

    def close(self, closings: Sequence[Closing]) -> list[bool]:
        arguments = [text for c in closings for text in (c.document_id, c.outcome.value, c.uri, kept(c.reason))]
        return [bool(each) for each in self._run(scripts.CLOSE, self._settings.keep_closed_seconds, *arguments)]

    def fail(self, document_ids: Sequence[str], holder: str, reason: str, delay: timedelta = timedelta()) -> None:
        milliseconds = int(delay.total_seconds() * 1000)
        self._run(scripts.FAIL, self._settings.max_attempts, milliseconds, holder, kept(reason), *document_ids)

    def release(self, document_ids: Sequence[str], holder: str, reason: str, delay: timedelta) -> None:
        self._run(scripts.RELEASE, int(delay.total_seconds() * 1000), holder, kept(reason), *document_ids)

    def reconcile(self, limit: int, lane: Lane = Lane.PROCESS) -> list[Due]:
        found = self._run(scripts.RECONCILE, self._lease, limit, lane.value)
        due = [Overdue(found[i].decode(), int(found[i + 1]), int(found[i + 2])) for i in range(0, len(found), 3)]
        return in_messages(due, self._sizes[lane])

    def books(self) -> Books:
        return Books(*(int(count or 0) for count in self._run(scripts.BOOKS)))

    def rows(self, document_ids: Sequence[str]) -> list[Row | None]:
        with errors_named(self._client):
            pipe = self._client.pipeline(transaction=False)
            for document_id in document_ids:
                pipe.hmget(f"{self._prefix}:row:{document_id}", _ROW_FIELDS)
            answers = pipe.execute()
        rows = (dict(zip(_ROW_FIELDS, values, strict=True)) for values in answers)
        return [_row(i, values) if values["state"] else None for i, values in zip(document_ids, rows, strict=True)]

    def quarantined(self, limit: int) -> list[Row]:
        with errors_named(self._client):
            found = cast(
                "list[bytes]",
                self._client.zrevrangebyscore(f"{self._prefix}:quarantine", "+inf", "-inf", start=0, num=limit),
            )
        return [row for row in self.rows([each.decode() for each in found]) if row]

    def _run(self, script: str, *arguments: bytes | str | float) -> Any:  # noqa: ANN401 (what Lua returned)
        now = int(self._clock.now().timestamp() * 1000)
        return redis_client.run(self._client, script, self._prefix, now, *arguments)


def _arguments(documents: Sequence[RawDocument]) -> list[bytes | str | int]:
    """Return for each its id, the number of its values, and those: field, value and so on."""
    arguments: list[bytes | str | int] = []
    for document in documents:
        values = _values(document)
        arguments += [document.id, len(values), *values]
    return arguments


def _values(document: RawDocument) -> list[bytes | str]:
    values: list[bytes | str] = ["content", document.content]
    for name in _TEXTS:
        if text := getattr(document, name):
            values += [name, text]
    if document.entry:
        values += ["entry", document.entry]
    if document.http_status is not None:
        values += ["http_status", str(document.http_status)]
    if document.fetched_at:
        values += ["fetched_at", document.fetched_at.isoformat()]
    if document.rights != Rights():
        values += ["rights", json.dumps(asdict(document.rights))]
    return values


def _pairs(flat: Sequence[bytes]) -> dict[str, bytes]:
    return {flat[i].decode(): flat[i + 1] for i in range(0, len(flat), 2)}


def _claim(document_id: str, values: Mapping[str, bytes]) -> Claim:
    texts = {name: values[name].decode() for name in _TEXTS if name in values}
    status = int(values["http_status"]) if "http_status" in values else None
    document = RawDocument(
        id=document_id,
        content=values["content"],
        entry=values.get("entry", b""),
        http_status=status,
        fetched_at=datetime.fromisoformat(values["fetched_at"].decode()) if "fetched_at" in values else None,
        rights=Rights(**json.loads(values.get("rights", b"{}"))),
        **{"kind": "", "origin": ""} | texts,
    )
    return Claim(document, attempt=int(values["attempts"]), accepted_at=_time(values["accepted_at"]))


def _row(document_id: str, values: Mapping[str, bytes | None]) -> Row:
    texts = {name: (values[name] or b"").decode() for name in _ROW_TEXTS}
    claimed, closed = values["claimed_at"], values["closed_at"]
    return Row(
        document_id=document_id,
        accepted_at=_time(values["accepted_at"] or b"0"),
        attempts=int(values["attempts"] or 0),
        claimed_at=_time(claimed) if claimed else None,
        closed_at=_time(closed) if closed else None,
        **texts,
    )


def _time(milliseconds: bytes) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
