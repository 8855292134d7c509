"""`newsmill down`: end the stack that `up` runs in a state directory."""

from services.cli import context
from services.local import stopping


def down(*, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Stop everything that `up` started, and return when it is gone; nothing running is fine too."""
    directory = context.state_dir(state)
    stopped = stopping.stop(directory)
    if as_json:
        context.print_json({"stopped": stopped, "state": str(directory)})
    else:
        said = "Stopped" if stopped else "Nothing runs in"
        context.console.print(f"{said} {directory}", highlight=False, soft_wrap=True, markup=False)
