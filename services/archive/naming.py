"""Where records are: names of files that read back, and the uris that articles point to (pure).

2026-11-24/newsmill-20261124T220712Z-host-4711-5be1c09f.warc.zst      warc:NAME#OFFSET+LENGTH
"""

import os
import re
import secrets
import socket
from dataclasses import dataclass
from datetime import UTC, datetime

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = r"\d{4}-\d\d-\d\d/newsmill-(?P<stamp>\d{8}T\d{6}Z)-[a-z0-9-]{1,80}\.warc\.zst"
_FILE = re.compile(_NAME)
_URI = re.compile(rf"warc:(?P<name>{_NAME})#(?P<offset>\d{{1,15}})\+(?P<length>\d{{1,12}})")


@dataclass(frozen=True, slots=True)
class Span:
    """Some bytes of a file."""

    name: str
    offset: int
    length: int

    @property
    def uri(self) -> str:
        return f"warc:{self.name}#{self.offset}+{self.length}"


def span_of(uri: str) -> Span | None:
    """Return what *uri* names; None for anything else: it never leads out of the archive."""
    found = _URI.fullmatch(uri)
    return Span(found["name"], int(found["offset"]), int(found["length"])) if found else None


def new_name(now: datetime) -> str:
    """Return a name that no other process, on no other machine, gives."""
    moment = now.astimezone(UTC)
    host = re.sub(r"[^a-z0-9-]+", "-", socket.gethostname().lower())[:40] or "host"
    writer = f"{host}-{os.getpid()}-{secrets.token_hex(4)}"
    return f"{moment:%Y-%m-%d}/newsmill-{moment.strftime(_STAMP)}-{writer}.warc.zst"


def opened_at(name: str) -> datetime | None:
    """Return when the file of that name was begun; None where the name isn't one of ours."""
    found = _FILE.fullmatch(name)
    return datetime.strptime(found["stamp"], _STAMP).replace(tzinfo=UTC) if found else None
