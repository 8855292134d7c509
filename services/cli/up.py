"""`newsmill up`: Redis, Elasticsearch, the workers and the API on this machine, until Ctrl-C.

up ─▶ runs already: show it
   ├▶ here, in the foreground ──────────────▶ LocalStack
   └▶ --detach ─▶ `up --report-to PIPE` ────▶ LocalStack, reporting back until it is up
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from services import bootstrap, settings
from services.cli import context
from services.cli.seeds import take_in
from services.errors import IngestError, SetupError, StartFailedError
from services.local import detached
from services.local.display import Display, summary
from services.local.mill import Addresses
from services.local.places import make_places
from services.local.progress import Reporter, Wire
from services.local.stack import LocalStack, Plan
from services.local.state import Stack, load_stack, supervising, supervisor_pid
from services.settings import Settings


def up(
    *,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port of the API; 8000 if it is free.", show_default=False)
    ] = None,
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Return when it is up; `down` stops it.")] = False,
    seeds: Annotated[bool, typer.Option(help="Take in the first articles.")] = True,
    as_json: context.AsJson = False,
    state: context.State = None,
    report_to: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Start everything on this machine, and stop it with Ctrl-C; servers that the environment names are used instead.

    A second `up` shows what runs already.
    """
    directory = context.state_dir(state)
    if report_to is not None:
        _serve(directory, port, Wire(report_to), seeds=seeds)
        return
    stack = _running(directory)
    with _tail_shown():
        if stack is None and not detach:
            _stay(directory, port, seeds=seeds, as_json=as_json)
        else:
            _show(stack or _detach(directory, port, seeds=seeds), directory, as_json=as_json)


def _running(directory: Path) -> Stack | None:
    """Return the stack that runs in *directory*, once it has started; None when there is none."""
    told = False
    while supervisor_pid(directory) is not None:
        if stack := load_stack(directory):
            return stack
        if not told:
            context.progress_console.print("Another `up` is starting or stopping here; waiting for it …")
            told = True
        time.sleep(0.2)
    return None


def _stay(directory: Path, port: int | None, *, seeds: bool, as_json: bool) -> None:
    display = Display(context.progress_console)

    def on_up(stack: Stack) -> None:
        display.stop()
        _show(stack, directory, as_json=as_json)
        context.progress_console.print("[dim]Ctrl-C stops it.[/]")

    with display:
        _run(directory, port, display, on_up, seeds=seeds)


def _detach(directory: Path, port: int | None, *, seeds: bool) -> Stack:
    # -P: a directory `services` where the user happens to stand is not ours.
    command = [sys.executable, "-P", "-m", "services.cli.main", "up", "--state", str(directory)]
    command += [] if port is None else ["--port", str(port)]
    command += [] if seeds else ["--no-seeds"]
    with Display(context.progress_console) as display:
        places = make_places(directory, settings.current().cache)
        return detached.start([*command, "--report-to"], places, display)


def _serve(directory: Path, port: int | None, wire: Wire, *, seeds: bool) -> None:
    """Run the stack for the `up --detach` that started us."""

    def on_up(stack: Stack) -> None:
        wire.send({"stack": asdict(stack)})
        wire.close()

    try:
        _run(directory, port, wire, on_up, seeds=seeds)
    except IngestError as error:
        wire.send({"error": str(error), "log_tail": getattr(error, "log_tail", "")})
        raise


def _run(directory: Path, port: int | None, report: Reporter, on_up: Callable[[Stack], None], *, seeds: bool) -> None:
    """Run the stack until a signal comes; whatever happens, nothing of it is left."""
    _log_to_stderr()
    plan = _plan(directory, port, seeds=seeds)
    with supervising(plan.places.state) as held:
        if not held:
            # Another `up` began at the same moment, and was quicker: its stack is ours too.
            on_up(_joined(directory))
            return
        stack = LocalStack(plan, report)
        is_up = False
        with stack.supervisor.interruptible():
            try:
                on_up(stack.start())
                is_up = True
                stack.supervisor.watch()
            except KeyboardInterrupt:
                context.progress_console.print("Stopping …")
            finally:
                stack.stop()
    if not is_up:
        raise typer.Exit(context.INTERRUPTED)


def _joined(directory: Path) -> Stack:
    stack = _running(directory)
    if stack is None:
        message = f"Another `up` began in {directory} at the same moment, and ended before it was up: try again."
        raise SetupError(message)
    return stack


def _plan(directory: Path, port: int | None, *, seeds: bool) -> Plan:
    given = settings.given()
    current = settings.current()
    return Plan(
        places=make_places(directory, current.cache),
        prepare=_prepare,
        seed=_seed if seeds else None,
        api_port=current.api_port if port is None and "api_port" in given else port,
        redis_url=current.redis_url if "redis_url" in given else "",
        elasticsearch_url=current.elasticsearch_url if "elasticsearch_url" in given else "",
    )


def _settings_for(addresses: Addresses) -> Settings:
    return settings.load(redis_url=addresses.redis_url, elasticsearch_url=addresses.elasticsearch_url)


def _prepare(addresses: Addresses) -> None:
    bootstrap.prepare(_settings_for(addresses))


def _seed(addresses: Addresses) -> None:
    take_in(bootstrap.build(_settings_for(addresses)))


def _show(stack: Stack, directory: Path, *, as_json: bool) -> None:
    if as_json:
        context.print_json(asdict(stack) | {"state": str(directory), "logs": str(directory / "logs")})
    else:
        context.console.print(summary(stack, directory, is_default=directory == context.state_dir(None)))


@contextmanager
def _tail_shown() -> Iterator[None]:
    try:
        yield
    except StartFailedError as error:
        for line in error.log_tail.splitlines():
            context.note(f"  {context.shown(line)}")
        raise


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("services.local")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
