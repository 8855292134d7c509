"""Free ports on loopback.

They are taken from below the range that the kernel gives to outgoing connections (32768 and up on Linux), so that no
connection sits on a server's port while that server is being restarted.
"""

import random
import socket

LOOPBACK = "127.0.0.1"
_FROM, _TO = 20_000, 32_000


def is_free(port: int) -> bool:
    """Tell whether a server could listen on *port* of loopback now."""
    with socket.socket() as probe:
        # As servers do it: connections that linger in TIME_WAIT don't count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Return *count* different ports that are free now."""
    chosen: list[int] = []
    for port in random.sample(range(_FROM, _TO), _TO - _FROM):
        if len(chosen) == count:
            break
        if is_free(port):
            chosen.append(port)
    return chosen
