"""What is asked of the web, and what it answers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified as an answer gave them, byte for byte (RFC 9110, 8.8); empty where it gave none."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        """Tell whether there is one."""
        return bool(self.etag or self.last_modified)


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A GET; `validators` make it conditional. `accept` is the Accept header.

    With a `body`, of `media_type`, it is a POST, whose redirects are answers and aren't followed.
    """

    url: str
    validators: Validators = field(default_factory=Validators)
    accept: str = "*/*"
    body: bytes = b""
    media_type: str = ""

    @property
    def method(self) -> str:
        return "POST" if self.body else "GET"


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step on the way: `status` was answered, and named `url`."""

    status: int
    url: str


class Answer(NamedTuple):
    """A whole answer of any status, its content decoded and bounded.

    `url` is where it came from after `redirects`, `requested` what was asked for; headers keep order and spelling.
    A tuple, unlike other values: a frozen dataclass takes 2 µs longer to make, which is 2 % of a poll.
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
        if not self.headers:
            return ""
        sought = name.lower()
        return ", ".join([value for each, value in self.headers if each.lower() == sought])

    @property
    def validators(self) -> Validators:
        return Validators(self.header("etag"), self.header("last-modified"))

    @property
    def content_type(self) -> tuple[str, str]:
        return content_type(self.header("content-type"))


def content_type(header: str) -> tuple[str, str]:
    """Return the media type and the charset that a Content-Type names; both empty without one (RFC 9110, 8.3)."""
    message = Message()
    message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")[:500]
    return (message.get_content_type(), message.get_content_charset("")) if header.strip() else ("", "")


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What is known of an origin's robots.txt, good until `expires_at` (RFC 9309, 2.3 and 2.4).

    `text` holds the groups that concern us, as read at `read_at`; empty where there is no file. While it can't be had
    for the server's fault, `unreachable_since` says since when. `tdm` is what tdmrep.json said at `tdm_at`: patterns of
    paths, and whether they are reserved.
    """

    checked_at: datetime
    expires_at: datetime
    text: str = ""
    read_at: datetime | None = None
    unreachable_since: datetime | None = None
    tdm: tuple[tuple[str, bool], ...] = ()
    tdm_at: datetime | None = None
