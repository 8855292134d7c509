"""The names of indices, aliases and templates (pure)."""

import re
from datetime import datetime

from services.settings import Settings

INDEX_VERSION = 2
"""Raise it when `fields.py` changes a mapping: a new version is a new index behind the same aliases."""

URI = re.compile(r"urn:newsmill:(?P<month>\d{4}\.\d{2}):[0-9a-f]{24}")


class Names:
    """What this installation's indices are called."""

    def __init__(self, settings: Settings) -> None:
        self.read_alias = f"{settings.index_prefix}-articles"
        self.template = f"{self.read_alias}-v{INDEX_VERSION}"
        # Templates of two versions may stand side by side only because their patterns have nothing in common.
        self.pattern = f"{self.read_alias}-*-v{INDEX_VERSION}"
        self.every_index = f"{self.read_alias}-*"
        self.feeds = f"{settings.index_prefix}-feeds"
        self.revisions = f"{settings.index_prefix}-revisions"
        self.tombstones = f"{settings.index_prefix}-tombstones"

    def write_alias(self, month: str) -> str:
        return f"{self.read_alias}-{month}"

    def index(self, month: str, generation: int = 0) -> str:
        """Return the name of the index of *month*; one that takes another's place is of the next generation."""
        return f"{self.write_alias(month)}{f'-g{generation}' if generation else ''}-v{INDEX_VERSION}"

    def month(self, index: str) -> str | None:
        """Return the month of *index*, whatever its version; None if it is no index of ours."""
        match = self._match(index)
        return match[1] if match else None

    def generation(self, index: str) -> int:
        """Return how many indices of the same month and version came before *index*."""
        match = self._match(index)
        return int(match[2] or 0) if match else 0

    def _match(self, index: str) -> re.Match[str] | None:
        return re.fullmatch(rf"{re.escape(self.read_alias)}-(\d{{4}}\.\d{{2}})(?:-g(\d{{1,6}}))?-v\d+", index)


def month_name(at: datetime) -> str:
    return f"{at:%Y.%m}"


def month_of(uri: str) -> str | None:
    """Return the month whose index *uri* lives in, as `2026.11`; None if it is no uri of ours."""
    match = URI.fullmatch(uri)
    return match["month"] if match else None
