"""`newsmill doctor`: each dependency, whether it is as it must be, and the fix where it isn't."""

import platform
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

import typer
from rich.markup import escape
from rich.table import Table

from services.bootstrap import Service
from services.cli import context
from services.errors import IngestError
from services.observe import health
from services.observe.facts import ElasticsearchFacts

_PACKAGES = ("celery", "kombu", "redis", "elasticsearch", "httpx", "feedparser", "trafilatura", "fastapi")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the cluster offers beyond the least; its absence is no fault, but a person should know what follows."""

    name: str
    offered: bool
    detail: str


def doctor(*, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Check each dependency: version, settings that must hold, what the cluster offers, and the fix for what is wrong.

    Exits with 3 if anything is wrong.
    """
    service = context.service(state)
    checks = health.check(service)
    offers = _offers(service)
    if as_json:
        context.print_json(
            {
                "ok": health.is_ready(checks),
                "python": platform.python_version(),
                "packages": _packages(),
                "checks": [asdict(each) for each in checks],
                "offers": [asdict(each) for each in offers],
            }
        )
    else:
        _print(checks, offers)
    raise typer.Exit(context.DONE if health.is_ready(checks) else context.UNREACHABLE)


def _packages() -> dict[str, str]:
    return {name: _version(name) for name in ("newsmill", *_PACKAGES)}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _offers(service: Service) -> list[Offer]:
    """Return what the cluster offers; nothing while it can't be asked (a check says so already)."""
    try:
        return offers_of(service.elasticsearch_facts())
    except IngestError:
        return []


def offers_of(facts: ElasticsearchFacts) -> list[Offer]:
    """Return what an index made on this cluster can do, in a sentence each (pure)."""
    languages = ", ".join(facts.stemmed_languages)
    return [
        Offer(
            "stemming",
            bool(languages),
            f"`rebuke` finds `rebukes` in {languages}"
            if languages
            else "no language analyzers (module analysis-common): only whole words are found, `rebukes` but not `rebuke`",
        ),
        Offer(
            "accents",
            facts.folds_accents,
            "`sao` finds `São`"
            if facts.folds_accents
            else "no filter `asciifolding` (module analysis-common): accents must be typed",
        ),
    ]


def _print(checks: list[health.Check], offers: list[Offer]) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("[green]✓[/]", "python", f"{platform.python_version()} at {escape(sys.executable)}")
    packages = ", ".join(f"{name} {number}" for name, number in _packages().items())
    table.add_row("[green]✓[/]", "packages", packages)
    for check in checks:
        table.add_row("[green]✓[/]" if check.ok else "[red]✗[/]", check.name, escape(context.shown(check.detail)))
        if check.fix:
            table.add_row("", "", f"[bold]{escape(context.shown(check.fix))}[/]")
    for offer in offers:
        table.add_row("[green]✓[/]" if offer.offered else "[yellow]–[/]", offer.name, escape(offer.detail))
    context.console.print(table, highlight=False)
