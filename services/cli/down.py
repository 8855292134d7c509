"""`newsmill down`: end the stack that `up` runs in a state directory."""

from services.cli import context
from services.local import stopping


def down(*, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Stop what `up` started, and return when it is gone.

    That nothing runs is fine too.
    """
    directory = context.state_dir(state)
    stopped = stopping.stop(directory)
    if as_json:
        context.print_json({"stopped": stopped, "state": str(directory)})
    else:
        context.line(f"{'Stopped' if stopped else 'Nothing runs in'} {context.shown(directory)}")
