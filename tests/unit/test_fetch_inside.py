"""No way inside: whatever an address looks like, no connection leaves for one that is forbidden.

Checked where sockets connect: everything below is asked through the whole client, and what would have been dialled is
noted instead. Names are resolved by a table, and numbers as libc does (inet_aton: octal, hexadecimal, short forms).
"""

import ipaddress
import socket
from collections.abc import Iterator, Mapping, Sequence

import pytest
from inside import LITERALS, ODD

from services.errors import FetchFailedError, FetchRefusedError, IngestError
from services.fetch.client import GuardedClient
from services.model import Answer, WebRequest
from services.settings import load

PUBLIC = "93.184.215.14"

INSIDE_NAMES: Mapping[str, Sequence[str]] = {
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "localhost6": ["::1"],
    "localhost.localdomain": ["127.0.0.1"],
    "both.example": ["127.0.0.1", "::1"],
    "redis": ["172.18.0.2"],
    "elasticsearch": ["172.18.0.3"],
    "host.docker.internal": ["192.168.65.2"],
    "metadata.google.internal": ["169.254.169.254"],
    "metadata": ["169.254.169.254"],
    "kubernetes.default.svc": ["10.96.0.1"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
    "7f000001.rebind.example": ["127.0.0.1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "compatible.example": ["::7f00:1"],
    "nat64.example": ["64:ff9b::a00:1"],
    "6to4.example": ["2002:a00:1::1"],
    "teredo.example": ["2001:0:a00:1::"],
    "link-local.example": ["fe80::1%2"],
    "site-local.example": ["fec0::1"],
    "unique-local.example": ["fd00::1"],
    "multicast.example": ["224.0.0.251", "ff02::fb"],
    "zero.example": ["0.0.0.0"],  # noqa: S104 (to be refused)
    "broadcast.example": ["255.255.255.255"],
    "xn--zrich-kva.example": ["10.0.0.1"],
    "xn--n1h.example": ["192.168.1.1"],
    "nothing.example": [],
    "nonsense.example": ["not an address"],
}
"""Each resolves inside, or to nothing that can be dialled."""

OUTSIDE: Mapping[str, Sequence[str]] = {
    f"http://{PUBLIC}/": [PUBLIC],
    f"https://{PUBLIC}/": [PUBLIC],
    "http://9.255.255.255/": ["9.255.255.255"],
    "http://11.0.0.0/": ["11.0.0.0"],
    "http://100.63.255.255/": ["100.63.255.255"],
    "http://100.128.0.0/": ["100.128.0.0"],
    "http://126.255.255.255/": ["126.255.255.255"],
    "http://128.0.0.1/": ["128.0.0.1"],
    "http://169.253.255.255/": ["169.253.255.255"],
    "http://169.255.0.0/": ["169.255.0.0"],
    "http://172.15.255.255/": ["172.15.255.255"],
    "http://172.32.0.0/": ["172.32.0.0"],
    "http://192.0.1.0/": ["192.0.1.0"],
    "http://192.167.255.255/": ["192.167.255.255"],
    "http://192.169.0.0/": ["192.169.0.0"],
    "http://198.17.255.255/": ["198.17.255.255"],
    "http://198.20.0.0/": ["198.20.0.0"],
    "http://223.255.255.255/": ["223.255.255.255"],
    "http://[2606:4700::1111]/": ["2606:4700::1111"],
    "http://[2001:4860:4860::8888]/": ["2001:4860:4860::8888"],
    "http://[::ffff:93.184.215.14]/": ["::ffff:5db8:d70e"],
    "http://paper.example/": [PUBLIC],
    "https://paper.example/": [PUBLIC],
    "http://paper.example:443/": [PUBLIC],
    "http://paper.example./": [PUBLIC],
    "http://PAPER.example/": [PUBLIC],
    "http://ｐａｐｅｒ.example/": [PUBLIC],
    "http://paper。example/": [PUBLIC],
    "http://10.0.0.1.paper.example/": [PUBLIC],
    "http://127-0-0-1.paper.example/": [PUBLIC],
    "http://localhost.paper.example/": [PUBLIC],
    "http://paper.example/?next=http://127.0.0.1/": [PUBLIC],
    "http://paper.example/#@127.0.0.1": [PUBLIC],
    "http://paper.example/@127.0.0.1/": [PUBLIC],
    "http://paper.example/..%2f..%2f127.0.0.1": [PUBLIC],
    "http://zürich-news.example/": [PUBLIC],
    # of several addresses only those that may be dialled are
    "http://mixed.example/": [PUBLIC],
    "http://mixed-first.example/": [PUBLIC],
    "http://mixed-six.example/": ["2606:4700::1111"],
}
"""Look-alikes: each is asked, at these addresses and no other."""

NAMES: Mapping[str, Sequence[str]] = INSIDE_NAMES | {
    "mixed.example": [PUBLIC, "10.0.0.1"],
    "mixed-first.example": ["127.0.0.1", "169.254.169.254", PUBLIC],
    "mixed-six.example": ["::1", "2606:4700::1111", "fd00::1"],
}


def look_up(host: str, _: int) -> list[str]:
    """Resolve *host* as libc would: numbers of any form, then the table; what ends in `example` is public."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))]
    except OSError:
        pass
    name = host.lower().rstrip(".")
    if name in NAMES:
        return list(NAMES[name])
    if name.endswith("example"):
        return [PUBLIC]
    raise socket.gaierror(socket.EAI_NONAME, "unknown")


class Dialled(list[str]):
    """Stands in for connecting: notes the address, and lets it fail."""

    def connect(self, address: tuple[object, ...]) -> None:
        self.append(str(address[0]))
        raise ConnectionRefusedError


@pytest.fixture(scope="module")
def dialled() -> Iterator[Dialled]:
    noted = Dialled()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", noted.connect)
        yield noted


def ask(*urls: str) -> dict[str, Answer | IngestError]:
    client = GuardedClient(load({}), look_up=look_up)
    return {request.url: answer for request, answer in client.get([WebRequest(url) for url in urls])}


@pytest.fixture(scope="module")
def refused(dialled: Dialled) -> dict[str, Answer | IngestError]:
    dialled.clear()
    answers = ask(*LITERALS, *ODD, *(f"http://{name}/" for name in INSIDE_NAMES))
    assert dialled == []
    return answers


def test_the_table_is_long_enough() -> None:
    assert len({*LITERALS, *ODD, *INSIDE_NAMES}) >= 200
    assert len(OUTSIDE) >= 30


@pytest.mark.parametrize("url", LITERALS)
def test_an_address_inside_is_not_dialled(refused: dict[str, Answer | IngestError], url: str) -> None:
    error = refused[url]
    assert isinstance(error, FetchRefusedError) or "can't be resolved" in str(error)


@pytest.mark.parametrize("url", ODD)
def test_what_is_no_plain_web_address_is_not_asked(refused: dict[str, Answer | IngestError], url: str) -> None:
    assert isinstance(refused[url], FetchRefusedError)


@pytest.mark.parametrize("name", INSIDE_NAMES)
def test_a_name_that_leads_inside_is_not_dialled(refused: dict[str, Answer | IngestError], name: str) -> None:
    assert isinstance(refused[f"http://{name}/"], FetchRefusedError)


@pytest.mark.parametrize("url", OUTSIDE)
def test_a_look_alike_outside_is_dialled(dialled: Dialled, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    noted = Dialled()
    monkeypatch.setattr(socket.socket, "connect", noted.connect)
    [error] = ask(url).values()
    assert isinstance(error, FetchFailedError), error
    assert list(dict.fromkeys(noted)) == OUTSIDE[url]


class Rebinding:
    """Answers a public address first and one inside ever after."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return [PUBLIC] if self.asked == 1 else ["127.0.0.1"]


def test_a_name_is_resolved_once_and_what_was_checked_is_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    noted, rebinding = Dialled(), Rebinding()
    monkeypatch.setattr(socket.socket, "connect", noted.connect)
    client = GuardedClient(load({}), look_up=rebinding)
    for _ in range(3):
        list(client.get([WebRequest("http://rebind.example/")] * 5))
    assert rebinding.asked == 1
    assert set(noted) == {PUBLIC}


def test_a_name_that_was_public_a_minute_ago_is_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    noted, rebinding = Dialled(), Rebinding()
    monkeypatch.setattr(socket.socket, "connect", noted.connect)
    client = GuardedClient(load({}), look_up=rebinding, dns_seconds=0)
    first, second = (answer for _ in range(2) for _, answer in client.get([WebRequest("http://rebind.example/")]))
    assert isinstance(first, FetchFailedError)
    assert isinstance(second, FetchRefusedError)
    assert set(noted) == {PUBLIC}


def test_every_special_network_of_the_registries_is_inside() -> None:
    """What IANA registers as not globally reachable (RFC 6890), by its edges, whatever this Python knows of it."""
    for network in ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "64:ff9b::/96", "fec0::/10", "2001::/23"):
        edges = ipaddress.ip_network(network)
        for address in (edges[0], edges[-1]):
            host = f"[{address}]" if address.version == 6 else str(address)
            [error] = ask(f"http://{host}/").values()
            assert isinstance(error, FetchRefusedError), address
