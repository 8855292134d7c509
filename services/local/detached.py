"""A supervisor that runs on by itself: started here, heard through a pipe until its stack is up.

this process ◀─steps, then the stack or an error─ supervisor ─▶ state/logs/up.log
"""

import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from services.errors import StartFailedError
from services.local.children import bound, tail
from services.local.places import Places
from services.local.progress import Reporter, messages, step_of
from services.local.state import Stack


def start(command: Sequence[str], places: Places, report: Reporter) -> Stack:
    """Run *command* with the pipe's descriptor as its last argument; return the stack when it is up.

    Raises StartFailedError with what it said when it isn't.
    """
    log = places.logs / "up.log"
    bound(log)
    reading, writing = os.pipe()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, str(writing)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=places.run,
            pass_fds=(writing,),
            start_new_session=True,
        )
    os.close(writing)
    try:
        stack = _heard(reading, report)
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if stack is None:
        process.wait()
        message = f"The stack ended while it was starting; its log is {log}."
        raise StartFailedError(message, tail(log))
    return stack


def _heard(descriptor: int, report: Reporter) -> Stack | None:
    with os.fdopen(descriptor, "rb") as stream:
        for message in messages(stream):
            step, stack, error = step_of(message), message.get("stack"), message.get("error")
            if step:
                report(step)
            if isinstance(stack, dict):
                return Stack(**stack)
            if error:
                # Its end is near; that it has stopped what it started is worth the wait.
                with suppress(OSError):
                    stream.read()
                raise StartFailedError(str(error), str(message.get("log_tail", "")))
    return None
