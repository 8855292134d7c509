"""A feed's state as a line of JSON: short names, and only what isn't as at first.

Times and spans are whole milliseconds, rates whole millionths.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.model import FeedState, Pacing, Validators
from services.store.times import milliseconds, time_at

_MILLIONTH = 10**6


def packed(state: FeedState) -> str:
    """Return *state* as JSON."""
    told = {
        short: pack(value)
        for short, name, pack, _ in _FIELDS
        if (value := getattr(state, name)) != _AT_FIRST.get(name) or name in _ALWAYS
    }
    return json.dumps(told, separators=(",", ":"))


def unpacked(line: bytes | str) -> FeedState:
    """Return the state that *line* tells; what another version added to it is left out."""
    told = json.loads(line)
    return FeedState(**{name: unpack(told[short]) for short, name, _, unpack in _FIELDS if short in told})


def _span(told: int) -> timedelta:
    return timedelta(milliseconds=told)


def _plain_span(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)


def _plain_pacing(pacing: Pacing) -> list[Any]:
    wanted = None if pacing.interval is None else _plain_span(pacing.interval)
    return [wanted, sorted(pacing.skip_hours), sorted(pacing.skip_days)]


def _pacing(told: Sequence[Any]) -> Pacing:
    wanted, hours, days = told
    return Pacing(None if wanted is None else _span(wanted), frozenset(hours), frozenset(days))


def _plain_rate(rate: float) -> int:
    return round(rate * _MILLIONTH)


def _rate(told: int) -> float:
    return told / _MILLIONTH


def _same(value: Any) -> Any:  # noqa: ANN401 (JSON's own types)
    return value


_Step = Callable[[Any], Any]
_FIELDS: tuple[tuple[str, str, _Step, _Step], ...] = (
    ("d", "due_at", milliseconds, time_at),
    ("i", "interval", _plain_span, _span),
    ("v", "validators", lambda value: [value.etag, value.last_modified], lambda told: Validators(*told)),
    ("b", "body_sha256", _same, _same),
    ("p", "polls", _same, _same),
    ("pa", "polled_at", milliseconds, time_at),
    ("sa", "succeeded_at", milliseconds, time_at),
    ("ca", "changed_at", milliseconds, time_at),
    ("ua", "unconditional_at", milliseconds, time_at),
    ("e", "errors", _same, _same),
    ("er", "error", _same, _same),
    ("mt", "moved_to", _same, _same),
    ("m", "moves", lambda value: list(map(milliseconds, value)), lambda told: tuple(map(time_at, told))),
    ("r", "rate_new", _plain_rate, _rate),
    ("dy", "daily", list, tuple),
    ("g", "is_gone", _same, _same),
    ("h", "hours", lambda value: list(map(_plain_rate, value)), lambda told: tuple(map(_rate, told))),
    ("ha", "hours_at", milliseconds, time_at),
    ("w", "window", _same, _same),
    ("pc", "pacing", _plain_pacing, _pacing),
    ("c", "conditionals", _same, _same),
    ("db", "doubts", _same, _same),
)
_ALWAYS = ("due_at", "interval")
_FIRST = FeedState(datetime.min.replace(tzinfo=UTC), timedelta())
_AT_FIRST = {name: getattr(_FIRST, name) for _, name, _, _ in _FIELDS}
