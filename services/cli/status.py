"""`newsmill status`: books, queues, workers, cluster, and where everything is."""

from collections.abc import Callable, Mapping
from dataclasses import asdict

import typer

from services.bootstrap import Service
from services.cli import context
from services.errors import IngestError
from services.local.state import Stack
from services.observe.asking import ask
from services.observe.logs import redact
from services.redis_client import without_password

_KNOWN = ("books", "feeds", "polls", "rechecks", "queues", "workers", "resting", "quarantine", "cluster", "articles")
_MOST_QUARANTINED = 10


def status(*, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Show whether the books balance, what waits, who works, and the URLs of Redis, Elasticsearch and the API.

    Exits with 1 if the books don't balance, with 3 if a server can't be reached.
    """
    service = context.service(state)
    report, problems = _report(service)
    report = {"urls": _urls(service, context.local_stack(state)), **report, "problems": problems}
    if as_json:
        context.print_json(report)
    else:
        _print(report)
    if problems:
        raise typer.Exit(context.UNREACHABLE)
    books = report["books"]
    raise typer.Exit(context.DONE if isinstance(books, Mapping) and books["balance"] else context.FAILED)


def _urls(service: Service, stack: Stack | None) -> dict[str, object]:
    current = service.settings
    # Where a server listens on every address, this machine is one of them.
    host = current.api_host if current.api_host not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104 (compared)
    return {
        "api": stack.api_url if stack else f"http://{host}:{current.api_port}",
        "elasticsearch": without_password(current.elasticsearch_url),
        "redis": without_password(current.redis_url),
    }


def _report(service: Service) -> tuple[dict[str, object], list[str]]:
    """Return what each server knows, None where it can't be asked, and the reasons why not."""
    questions: dict[str, Callable[[], dict[str, object]]] = {
        "Redis": lambda: _redis(service),
        "Elasticsearch": lambda: {"cluster": asdict(service.elasticsearch_facts())},
        "The index of articles": lambda: {"articles": service.index.count()},
        "The index of feeds": lambda: {"feeds": service.conditions()},
    }
    report: dict[str, object] = dict.fromkeys(_KNOWN)
    # A server that is away has the same sentence for every question.
    problems: dict[str, None] = {}
    for answer in ask(questions).values():
        if isinstance(answer, IngestError):
            problems[redact(str(answer))] = None
        else:
            report |= answer
    return report, list(problems)


def _redis(service: Service) -> dict[str, object]:
    books = service.ledger.books()
    rows = service.ledger.quarantined(_MOST_QUARANTINED)
    return {
        "books": asdict(books) | {"balance": books.balance},
        "polls": service.poll_counts.counted(),
        "rechecks": {
            "scheduled": service.rechecks.scheduled(),
            "due": service.rechecks.due(),
            **service.recheck_counts.counted(),
        },
        "queues": service.queues(),
        "workers": [{"name": each.name, "heard_at": each.heard_at} for each in service.workers()],
        "resting": service.gate.reason(),
        "quarantine": [
            {"document_id": row.document_id, "origin": row.origin, "closed_at": row.closed_at, "reason": row.reason}
            for row in rows
        ],
    }


def _print(report: Mapping[str, object]) -> None:
    for group, value in report.items():
        if isinstance(value, Mapping):
            lines = [f"{name:<20} {_text(inner)}" for name, inner in value.items()]
        elif isinstance(value, list):
            lines = [_text(each) for each in value] or ["none"]
        else:
            lines = [] if value is None else [_text(value)]
        for number, line in enumerate(lines):
            context.line(f"[bold]{'' if number else group:<12}[/] {context.shown(line)}")


def _text(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return "  ".join(_text(inner) for inner in value.values())
    return context.plain(value) or "none"
