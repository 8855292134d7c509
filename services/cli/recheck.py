"""`newsmill recheck`: look at articles' pages now."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer

from services.bootstrap import Service
from services.cli import context
from services.errors import NotFoundError
from services.model import Look, Recheck, new_document_id

COLORS: Mapping[Look, str] = {
    Look.CHANGED: "green",
    Look.MISSING: "yellow",
    Look.WITHDRAWN: "yellow",
    Look.PUT_OFF: "red",
    Look.FAILED: "red",
}
_AGAIN_SECONDS = 0.5


def recheck(
    names: Annotated[list[str], typer.Argument(metavar="URI|URL...", help="Articles' uris or addresses.")],
    *,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for turns at hosts that are asked already.")] = 60.0,
    as_json: context.AsJson = False,
    state: context.State = None,
) -> None:
    """Ask for articles' pages again, now: one that is gone is withdrawn, another text is a version.

    A 404 withdraws an article when it is answered again six hours later or more. robots.txt and the budgets hold as
    always. What a page says is decided by the workers, a moment later.

    Exits with 1 if there is no such article, then looking at none; with 4 if some had no turn in time.
    """
    service = context.service(state)
    uris = [_uri(service, name) for name in names]
    looks: dict[str, Recheck] = {}
    for uri, look in _looked(service, uris, timeout):
        looks[uri] = look
        if not as_json:
            context.line(_line(uri, look))
    if as_json:
        context.print_json({"looks": [recheck_json(look) | {"uri": uri} for uri, look in looks.items()]})
    is_done = all(each.look is not Look.PUT_OFF for each in looks.values())
    raise typer.Exit(context.DONE if is_done else context.UNFINISHED)


def _uri(service: Service, name: str) -> str:
    uri = service.pipeline.settling.recognition.uri_named(name)
    if not uri:
        message = f"There is no article {context.text(name)!r}: `newsmill search` prints uris."
        raise NotFoundError(message)
    return uri


def _looked(service: Service, uris: Sequence[str], timeout: float) -> Iterator[tuple[str, Recheck]]:
    """Yield what looking at each brought; what is put off is tried again until *timeout* seconds have passed."""
    holder, until = f"recheck-{new_document_id()}", time.monotonic() + timeout
    waiting = list(dict.fromkeys(uris))
    while waiting:
        looks = service.rechecker.recheck(waiting, holder)
        is_last = time.monotonic() >= until
        yield from ((uri, look) for uri, look in looks.items() if is_last or look.look is not Look.PUT_OFF)
        waiting = [] if is_last else [uri for uri in waiting if looks[uri].look is Look.PUT_OFF]
        if waiting:
            time.sleep(_AGAIN_SECONDS)


def recheck_json(last: Recheck) -> dict[str, object]:
    """Return the last look for JSON."""
    return {"lookedAt": last.looked_at, "look": last.look.value, "reason": last.reason}


def _line(uri: str, look: Recheck) -> str:
    color = COLORS.get(look.look, "default")
    return f"[{color}]{look.look.value:<13}[/] {context.shown(uri)}  [dim]{context.shown(look.reason)}[/]"
