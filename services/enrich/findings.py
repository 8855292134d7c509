"""What an enrichment found."""

from collections.abc import Mapping
from typing import Any

Findings = Mapping[str, Any]
"""Name of an Article's field → what goes there; without those that stay as they are."""
