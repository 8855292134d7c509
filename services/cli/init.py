"""`newsmill init`: make a new installation ready, a step at a time (the one-shot services of docker-compose.yml).

    secrets ─▶ (Redis and Elasticsearch start) ─▶ index ─▶ (workers start) ─▶ seeds ─▶ (the API starts)

Each step may be repeated: what is there already stays as it is.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from services import bootstrap, intake, seeding
from services.cli import vault
from services.cli.context import FAILED, UNFINISHED, AsJson, print_json
from services.errors import SettingError
from services.settings import current

SECRETS_ROOT = Path("/secrets")
HANDED_OUT = Path("/run/newsmill")
SEEDS_TIMEOUT_SECONDS = 120.0


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
    redis: Annotated[str, typer.Option(help="With secrets: host and port that the Redis URL names.")] = "redis:6379",
    as_json: AsJson = False,
) -> None:
    """Make one part of a new installation ready; `docker compose up` takes the steps in order."""
    if step is Step.SECRETS:
        vault.hand_out(SECRETS_ROOT, current().index_prefix, redis)
    elif step is Step.INDEX:
        bootstrap.prepare(current())
    elif step is Step.SEEDS:
        _seeds(as_json=as_json)
    else:
        _show(whose, as_json=as_json)


def _seeds(*, as_json: bool) -> None:
    """Accept the seeds that aren't in the index, and wait for their outcomes: the whole way is tried."""
    service = bootstrap.build(current())
    accepted = [
        intake.Ending(document_id, "open", document_id=document_id)
        for document_id in seeding.accept_seeds(service.pipeline)
    ]
    endings = intake.await_outcomes(service.ledger, accepted, SEEDS_TIMEOUT_SECONDS, lambda _: None)
    if as_json:
        print_json([{"id": each.document_id, "outcome": each.outcome, "uri": each.uri} for each in endings])
    else:
        for each in endings:
            typer.echo(f"seed {each.document_id}: {each.outcome} {each.uri or each.reason}")
    if any(each.outcome == "open" for each in endings):
        raise typer.Exit(UNFINISHED)
    if not all(each.is_ok for each in endings):
        raise typer.Exit(FAILED)


def _show(whose: Shown, *, as_json: bool) -> None:
    path = HANDED_OUT / whose
    try:
        pair = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"{path} can't be read: run `docker compose exec api newsmill init show {whose}` ({error})."
        raise SettingError(message) from error
    if as_json:
        user, _, password = pair.partition(":")
        print_json({"user": user, "password": password})
    else:
        typer.echo(pair)
