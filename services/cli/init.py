"""`newsmill init`: make a new installation ready, a step at a time (the one-shot services of docker-compose.yml).

    secrets ─▶ (Redis and Elasticsearch start) ─▶ index ─▶ (workers start) ─▶ seeds ─▶ (the API starts)

Each step may be repeated: what is there already stays as it is.
"""

import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from services import bootstrap
from services.cli import context, vault
from services.cli.seeds import take_in
from services.errors import SettingError, TransientError
from services.settings import current

SECRETS_ROOT = Path("/secrets")
HANDED_OUT = Path("/run/newsmill")
PATIENCE_SECONDS = 120.0


class Step(StrEnum):
    """What to make ready; or `show`, to print a credential."""

    SECRETS = "secrets"
    INDEX = "index"
    SEEDS = "seeds"
    SHOW = "show"


class Shown(StrEnum):
    """Whose credentials to print."""

    READER = "reader"
    FLOWER = "flower"


def init(
    step: Annotated[Step, typer.Argument(help="The step; `show` prints user:password.", show_default=False)],
    whose: Annotated[Shown, typer.Argument(help="With show: Elasticsearch's reader, or Flower.")] = Shown.READER,
    *,
    redis: Annotated[str, typer.Option(help="With secrets: host and port that the Redis URL names.")] = "redis:6379",
    as_json: context.AsJson = False,
) -> None:
    """Make one part of a new installation ready; `docker compose up` takes the steps in order."""
    if step is Step.SHOW:
        _show(whose, as_json=as_json)
        return
    if step is Step.SECRETS:
        vault.hand_out(SECRETS_ROOT, current().index_prefix, redis)
    elif step is Step.INDEX:
        patiently(lambda: bootstrap.prepare(current()))
    else:
        patiently(lambda: take_in(bootstrap.build(current())))
    if as_json:
        context.print_json({"ready": str(step)})
    else:
        context.line(f"ready: {step}")


def patiently(step: Callable[[], object], seconds: float = PATIENCE_SECONDS, pause_seconds: float = 2.0) -> None:
    """Take *step*, again and again while a server is away; raises the TransientError after *seconds*.

    Nothing waits in order when a machine or `docker compose restart` starts all containers at once.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            step()
        except TransientError as error:
            if time.monotonic() >= until:
                raise
            context.note(f"waiting: {context.shown(error)}")
            time.sleep(pause_seconds)
        else:
            return


def _show(whose: Shown, *, as_json: bool) -> None:
    path = HANDED_OUT / whose
    try:
        pair = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"{path} can't be read: run `docker compose exec api newsmill init show {whose}` ({error})."
        raise SettingError(message) from error
    if as_json:
        user, _, password = pair.partition(":")
        context.print_json({"user": user, "password": password})
    else:
        typer.echo(pair)
