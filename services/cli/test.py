"""`newsmill test`: run the tests, with real servers that they start themselves."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.errors import SetupError

_ROOT = Path(__file__).parents[2]


def run_tests(
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="PYTEST-ARGUMENT", help="Passed to pytest; paths from the checkout."),
    ] = None,
    *,
    without_servers: Annotated[bool, typer.Option("--without-servers", help="Only what needs no server.")] = False,
    compose: Annotated[bool, typer.Option("--compose", help="Only the compose test; needs Docker.")] = False,
) -> None:
    """Run every test but those of Docker and of extras; what needs a server gets a real one, or fails.

    NEWSMILL_TEST_REDIS_URL and NEWSMILL_TEST_ELASTICSEARCH_URL name servers to use instead of private ones.
    """
    if not (_ROOT / "tests").is_dir():
        message = "The tests are in a checkout, not in an installed package."
        raise SetupError(message)
    apart = "not compose and not ner and not embedding"
    wanted = "compose" if compose else f"not servers and not faults and {apart}" if without_servers else apart
    # Strict about what is missing: a test that can't run is a failure, never a silent skip (tests/conftest.py).
    command = [sys.executable, "-m", "pytest", "-m", wanted, *(arguments or [])]
    raise typer.Exit(subprocess.run(command, cwd=_ROOT, check=False).returncode)
