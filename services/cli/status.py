"""`newsmill status`: books, queues, workers, cluster, and where everything is."""

from dataclasses import asdict

import typer
from rich.table import Table

from services.bootstrap import Service
from services.cli import context
from services.errors import IngestError
from services.local.state import Stack, load_stack
from services.model import Books
from services.redis_client import without_password


def status(*, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Show whether the books balance, what waits, who works, and the URLs of Redis, Elasticsearch and the API.

    Exits with 1 if the books don't balance, with 3 if a server can't be reached.
    """
    service = context.service(state)
    stack = load_stack(context.state_dir(state))
    problems: list[str] = []
    report = _report(service, stack, problems)
    if as_json:
        context.print_json(report)
    else:
        _print(report)
    if problems:
        raise typer.Exit(context.UNREACHABLE)
    books = report["books"]
    raise typer.Exit(context.DONE if isinstance(books, dict) and books["balance"] else context.FAILED)


def _report(service: Service, stack: Stack | None, problems: list[str]) -> dict[str, object]:
    report: dict[str, object] = {
        "urls": {
            "api": stack.api_url if stack else f"http://{service.settings.api_host}:{service.settings.api_port}",
            "elasticsearch": service.settings.elasticsearch_url,
            "redis": without_password(service.settings.redis_url),
        }
    }
    try:
        report["books"] = _books(service.ledger.books())
        report["queues"] = service.queues()
        report["workers"] = [asdict(worker) for worker in service.workers()]
        report["resting"] = service.gate.reason()
        report["quarantine"] = [asdict(row) for row in service.ledger.quarantined(10)]
    except IngestError as error:
        problems.append(str(error))
    try:
        report["cluster"] = asdict(service.elasticsearch_facts())
        report["articles"] = service.index.count()
    except IngestError as error:
        problems.append(str(error))
    report["problems"] = problems
    return report


def _books(books: Books) -> dict[str, object]:
    return asdict(books) | {"balance": books.balance}


def _print(report: dict[str, object]) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    for group, values in report.items():
        if values in (None, [], {}):
            continue
        if not isinstance(values, dict):
            values = {"": values if isinstance(values, int | str) else "\n".join(_line(each) for each in _each(values))}
        for number, (name, value) in enumerate(values.items()):
            table.add_row(
                f"[bold]{group}[/]" if number == 0 else "", name, context.shown(_text(value)), end_section=False
            )
    context.console.print(table, highlight=False)


def _each(values: object) -> list[object]:
    return list(values) if isinstance(values, list | tuple) else [values]


def _line(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {inner}" for name, inner in value.items() if inner not in (None, "", (), []))
    return str(value)


def _text(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return ", ".join(map(str, value)) or "none" if isinstance(value, list | tuple) else str(value)
