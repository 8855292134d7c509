"""The names of indices, aliases and templates (pure)."""

import re

from services.settings import Settings

INDEX_VERSION = 1
"""Raise it when `fields.py` changes a mapping: a new version is a new index behind the same aliases."""

URI = re.compile(r"urn:newsmill:(?P<month>\d{4}\.\d{2}):[0-9a-f]{24}")


class Names:
    """What this installation's indices are called."""

    def __init__(self, settings: Settings) -> None:
        self.read_alias = f"{settings.index_prefix}-articles"
        self.template = f"{self.read_alias}-v{INDEX_VERSION}"
        self.pattern = f"{self.read_alias}-*"

    def write_alias(self, month: str) -> str:
        return f"{self.read_alias}-{month}"

    def index(self, month: str) -> str:
        return f"{self.write_alias(month)}-v{INDEX_VERSION}"


def month_of(uri: str) -> str | None:
    """Return the month whose index *uri* lives in, as `2026.11`; None if it is no uri of ours."""
    match = URI.fullmatch(uri)
    return match["month"] if match else None
