"""Templates to HTML; everything is escaped unless it says that it is markup."""

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent


def render(template: str, **values: object) -> str:
    """Return the page that *template* makes of *values*."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = moment
    environment.filters["thousands"] = "{:,}".format
    return environment


def moment(at: datetime) -> str:
    """Return *at* for reading: `24 Nov 2026, 09:57 UTC`."""
    # Not %b: the name of a month would follow the locale of the server.
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 (reads better)
    return f"{at.day} {months[at.month - 1]} {at.year}, {at:%H:%M} UTC"
