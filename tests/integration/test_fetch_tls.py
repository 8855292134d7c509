"""A connection is to the host whose name was asked for: its certificate says so, whatever address it has.

`tests/data/tls` holds an authority, and a key and certificate of a.test that it signed; nothing else trusts them.
"""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from origin import Origin

from services.errors import FetchFailedError, IngestError
from services.fetch.client import GuardedClient
from services.model import Answer, WebRequest
from services.settings import load

TLS = Path(__file__).parents[1] / "data" / "tls"


@pytest.fixture
def secured() -> Iterator[Origin]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "a.test.pem")
    with Origin(context) as running:
        running.put("/", "secret of a")
        yield running


def ask(*urls: str, **how: object) -> list[Answer | IngestError]:
    settings = load({}, allow_private_networks="127.0.0.0/8", fetch_concurrency=1)
    client = GuardedClient(settings, look_up=lambda *_: ["127.0.0.1"], **how)  # type: ignore[arg-type]
    return [answer for _, answer in client.get([WebRequest(url) for url in urls])]


def test_a_host_is_who_its_certificate_says_though_others_have_its_address(secured: Origin) -> None:
    trusting = ssl.create_default_context(cafile=str(TLS / "authority.pem"))
    of_a, of_b, again = ask(*(secured.at(host, "/") for host in ("a.test", "b.test", "a.test.")), tls=trusting)
    assert isinstance(of_a, Answer)
    assert of_a.content == b"secret of a"
    # One after the other, so that a connection to that address was there to be used.
    assert isinstance(of_b, FetchFailedError)
    assert "b.test" in str(of_b.__cause__)
    assert isinstance(again, Answer)


def test_an_authority_that_nobody_knows_vouches_for_nothing(secured: Origin) -> None:
    [answer] = ask(secured.at("a.test", "/"))
    assert isinstance(answer, FetchFailedError)
    assert "certificate" in str(answer)


def test_an_address_is_no_name(secured: Origin) -> None:
    trusting = ssl.create_default_context(cafile=str(TLS / "authority.pem"))
    [answer] = ask(secured.url("/"), tls=trusting)
    assert isinstance(answer, FetchFailedError)
