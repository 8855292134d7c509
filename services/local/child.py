"""Become another program: one that ends when its parent does (Linux), under another user if asked.

    python -I -S child.py PARENT_PID USER_ID GROUP_ID PROGRAM ARGUMENT…

Run as a file, with the standard library alone, so that it costs milliseconds. It is a program rather than a
`preexec_fn` because between fork and exec almost nothing is safe to call.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    parent, user, group = (int(argument) for argument in arguments[:3])
    if user != os.getuid():
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    # After setuid, which clears it. SIGTERM, so that workers and servers end in order.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The supervisor ended before its child began.")
    try:
        os.execv(arguments[3], arguments[3:])
    except OSError as error:
        sys.exit(f"{arguments[3]} can't be run: {error}.")


if __name__ == "__main__":
    main(sys.argv[1:])
