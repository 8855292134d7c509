"""Times as Redis keeps them: whole milliseconds since 1970."""

from datetime import UTC, datetime


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def time_at(told: float) -> datetime:
    return datetime.fromtimestamp(told / 1000, UTC)
