"""What is asked of the web, and what it answers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified as an answer gave them, byte for byte (RFC 9110, 8.8); empty where it gave none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A GET; `validators` make it conditional. `accept` is the Accept header."""

    url: str
    validators: Validators = field(default_factory=Validators)
    accept: str = "*/*"


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step on the way: `status` was answered, and named `url`."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of any status, its content decoded and bounded.

    `url` is where it came from after `redirects`, `requested` what was asked for; headers keep order and spelling.
    """

    requested: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    fetched_at: datetime
    elapsed: timedelta
    redirects: tuple[Redirect, ...] = ()

    def header(self, name: str) -> str:
        """Return the values of header *name* (any case) joined as RFC 9110, 5.3 joins them; empty without one."""
        return ", ".join(value for each, value in self.headers if each.lower() == name.lower())

    @property
    def validators(self) -> Validators:
        return Validators(self.header("etag"), self.header("last-modified"))
