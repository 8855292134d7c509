"""The health check of a container: `python -m workers.alive FILE` ends with 0 while FILE is young."""

import sys
import tempfile
import time
from pathlib import Path

from services import settings

MOST_SECONDS = 15


def file_of(role: str) -> Path:
    """Return the file that the worker in *role* touches every other second."""
    return settings.current().alive_file or Path(tempfile.gettempdir()) / f"newsmill-{role}.alive"


def main(arguments: list[str]) -> int:
    path = Path(arguments[0])
    try:
        age = time.time() - path.stat().st_mtime
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0 if age < MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
