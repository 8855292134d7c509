"""The twin of the archive."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from services.archive.naming import Span, new_name
from services.errors import NotFoundError
from services.model import Answer, utc_now


class MemoryArchive:
    """Keeps answers in memory, each as large as its content; implements `ports.Archive`."""

    def __init__(self, keep: timedelta = timedelta(days=90), most_bytes: int = 10**9) -> None:
        self._keep = keep
        self._most = most_bytes
        self._kept: dict[str, tuple[datetime, Answer]] = {}

    def write(self, answers: Sequence[Answer]) -> list[str]:
        now = utc_now()
        made = {Span(new_name(now), number, len(answer.content)).uri: answer for number, answer in enumerate(answers)}
        self._kept |= {uri: (now, answer) for uri, answer in made.items()}
        return list(made)

    def read(self, uri: str) -> Answer:
        if uri not in self._kept:
            message = f"{uri}: not in the archive (expired, removed, damaged, or never there)"
            raise NotFoundError(message)
        return self._kept[uri][1]

    def remove(self, uris: Collection[str]) -> int:
        return sum(self._kept.pop(uri, None) is not None for uri in uris)

    def expire(self, now: datetime) -> int:
        freed = 0
        for uri, (written_at, _) in list(self._kept.items()):
            if written_at < now - self._keep or self._size() > self._most:
                freed += len(self._kept.pop(uri)[1].content)
        return freed

    def _size(self) -> int:
        return sum(len(answer.content) for _, answer in self._kept.values())
