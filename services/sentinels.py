"""The address of a Redis that Sentinels watch: `sentinel://user:password@host:26379,host:26379/0?master=NAME`.

User and password are those of Redis itself. Neither redis-py nor Celery reads such an address, so it is taken apart
here for both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

SCHEME = "sentinel"
USUAL_PORT = 26379


@dataclass(frozen=True, slots=True)
class Sentinels:
    """Who knows the primary called `master`, and how to log in there; `hosts` are pairs of name and port."""

    hosts: tuple[tuple[str, int], ...]
    master: str
    database: int = 0
    username: str = ""
    password: str = ""

    def broker_url(self) -> str:
        """Return the same as Celery has it: an address for each Sentinel, with semicolons between."""
        login = f"{quote(self.username, safe='')}:{quote(self.password, safe='')}@" if self.password else ""
        return ";".join(f"{SCHEME}://{login}{host}:{port}/{self.database}" for host, port in self.hosts)


def sentinels_of(url: str) -> Sentinels | None:
    """Return what *url* says of Sentinels; None for any other address. Raises ValueError for one that isn't whole."""
    if not url.startswith(f"{SCHEME}://"):
        return None
    parts = urlsplit(url)
    login, _, hosts = parts.netloc.rpartition("@")
    username, _, password = login.partition(":")
    masters = parse_qs(parts.query).get("master", [])
    database = parts.path.strip("/") or "0"
    pairs = tuple(_pairs(hosts))
    if len(masters) != 1 or not database.isdecimal() or not pairs:
        message = "must name Sentinels and the primary, as in sentinel://host:26379,host:26379/0?master=main"
        raise ValueError(message)
    return Sentinels(pairs, masters[0], int(database), unquote(username), unquote(password))


def _pairs(hosts: str) -> Iterator[tuple[str, int]]:
    for each in filter(None, hosts.split(",")):
        # By urlsplit, so that [::1]:26379 is taken apart as well.
        parts = urlsplit(f"//{each}")
        if parts.hostname:
            yield parts.hostname, parts.port or USUAL_PORT
