"""Only public addresses on the web's ports are dialled; a name is judged by what it resolves to."""

import socket

import httpcore
import pytest

from services.errors import SettingError
from services.fetch import transport
from services.fetch.deadline import Deadline, DeadlineError
from services.fetch.guard import Guard, networks
from services.fetch.transport import GuardedBackend, RefusedAddressError

INSIDE = [
    "0.0.0.0",  # noqa: S104 (to be refused)
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",  # where clouds keep their secrets
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.19.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",  # IPv4-compatible
    "::ffff:127.0.0.1",  # IPv4-mapped
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",  # NAT64
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",  # 6to4
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_refused(address: str) -> None:
    assert Guard().refusal(address, 80)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_what_is_public_may_be_dialled_on_the_web_s_ports_alone(address: str) -> None:
    assert Guard().refusal(address, 443) == ""
    assert Guard().refusal(address, 80) == ""
    assert "6379" in Guard().refusal(address, 6379)


def test_an_allowed_network_may_be_dialled_on_any_port_and_opens_no_other() -> None:
    guard = Guard(networks("10.1.0.0/16, ::1/128"))
    assert guard.refusal("10.1.9.9", 8080) == ""
    assert guard.refusal("::ffff:10.1.9.9", 8080) == ""
    assert guard.refusal("::1", 80) == ""
    assert guard.refusal("10.2.0.1", 80)
    assert guard.refusal("127.0.0.1", 80)


def test_a_wrong_network_is_one_sentence_naming_the_variable() -> None:
    with pytest.raises(SettingError, match=r"^NEWSMILL_ALLOW_PRIVATE_NETWORKS is wrong: "):
        networks("10.0.0.0/99")


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Let every name resolve to *addresses*, and note what is dialled instead of dialling it."""
    dialled: list[str] = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(transport.socket, "getaddrinfo", lambda *_, **__: found)

    def connect_tcp(_: object, host: str, *__: object) -> httpcore.NetworkStream:
        dialled.append(host)
        if host == "93.184.215.1":
            raise httpcore.ConnectError
        return httpcore.MockStream([])

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)
    return dialled


def test_the_address_that_was_checked_is_the_one_that_is_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    dialled = resolving_to(monkeypatch, "93.184.215.14")
    GuardedBackend(Guard(), Deadline(5)).connect_tcp("news.example", 80)
    assert dialled == ["93.184.215.14"]


def test_a_name_that_leads_inside_is_not_dialled(monkeypatch: pytest.MonkeyPatch) -> None:
    dialled = resolving_to(monkeypatch, "127.0.0.1", "::1")
    with pytest.raises(RefusedAddressError, match=r"127\.0\.0\.1"):
        GuardedBackend(Guard(), Deadline(5)).connect_tcp("rebind.example", 80)
    assert dialled == []


def test_of_mixed_addresses_only_public_ones_are_dialled_until_one_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    dialled = resolving_to(monkeypatch, "10.0.0.1", "93.184.215.1", "93.184.215.14")
    GuardedBackend(Guard(), Deadline(5)).connect_tcp("news.example", 80)
    assert dialled == ["93.184.215.1", "93.184.215.14"]


def test_nothing_is_dialled_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    dialled = resolving_to(monkeypatch, "93.184.215.14")
    with pytest.raises(DeadlineError):
        GuardedBackend(Guard(), Deadline(0)).connect_tcp("news.example", 80)
    assert dialled == []
