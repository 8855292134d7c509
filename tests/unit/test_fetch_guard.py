"""Only public addresses on the web's ports are dialled."""

import pytest

from services.errors import SettingError
from services.fetch.guard import Guard, networks

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
