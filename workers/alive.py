"""The file by which a health check sees that a worker lives: it is young (docker-compose.yml asks `find`)."""

import tempfile
from pathlib import Path

from services import settings


def file_of(role: str) -> Path:
    """Return the file that the worker in *role* touches every other second."""
    return settings.current().alive_file or Path(tempfile.gettempdir()) / f"newsmill-{role}.alive"
