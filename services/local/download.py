"""Elasticsearch's archive from Maven Central, checked by its hash.

cache/maven/…/elasticsearch-9.2.8.zip   a person on an offline machine may put it there
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import requests
import truststore
from jgo.maven import MavenContext, PythonResolver

from services.errors import SetupError
from services.local.progress import Reporter, Step

VERSION = "9.2.8"
SHA256 = "db508f13489de1f46f1af9b487e1589071f34f5eb03a996b851a8bd67880f09b"
BYTES = 100_472_695
_GROUP, _NAME = "org.elasticsearch.distribution.integ-test-zip", "elasticsearch"


def archive(cache: Path, report: Reporter) -> Path:
    """Return the archive of Elasticsearch, downloaded into *cache* if it isn't there.

    Raises SetupError when it can't be fetched, or is not what it should be; then nothing is kept.
    """
    path = archive_path(cache)
    if path.exists() and path.stat().st_size == BYTES:
        return verified(path)
    # A download that was cut off; jgo takes a file that exists for a whole one.
    path.unlink(missing_ok=True)
    try:
        _fetch(cache, report)
    except (OSError, requests.RequestException, RuntimeError, AssertionError) as error:
        path.unlink(missing_ok=True)
        raise SetupError(_not_fetched(path, error)) from error
    return verified(path)


def archive_path(cache: Path) -> Path:
    return cache.joinpath("maven", *_GROUP.split("."), _NAME, VERSION, f"{_NAME}-{VERSION}.zip")


def verified(path: Path, expected: str = SHA256) -> Path:
    """Return *path* if its SHA-256 is *expected*, else delete it and raise SetupError."""
    with path.open("rb") as file:
        actual = hashlib.file_digest(file, "sha256").hexdigest()
    if actual != expected:
        path.unlink()
        message = (
            f"The Elasticsearch that was downloaded is not the one expected (SHA-256 {actual}, not {expected}); "
            "it was deleted: start again, and if it repeats, see what stands between this machine and Maven Central."
        )
        raise SetupError(message)
    return path


def _fetch(cache: Path, report: Reporter) -> None:
    # As pip does: trust whom this machine trusts, or a company's own certificate authority stops us here.
    truststore.inject_into_ssl()
    resolver = PythonResolver(progress_callback=_progress_into(report))
    context = MavenContext(resolver=resolver, repo_cache=cache / "maven", timeout=30)
    context.project(_GROUP, _NAME).at_version(VERSION).artifact(packaging="zip").resolve()


def _progress_into(report: Reporter) -> Callable[[str, int], AbstractContextManager[Callable[[int], None]]]:
    @contextmanager
    def progress(filename: str, total: int) -> Iterator[Callable[[int], None]]:
        done, told = 0, -1

        def advance(count: int) -> None:
            nonlocal done, told
            done += count
            if done * 100 // total > told:
                told = done * 100 // total
                detail = f"downloading {filename}, {total / 1e6:.0f} MB, once"
                report(Step("Elasticsearch", detail, done / total))

        yield advance

    return progress


def _not_fetched(path: Path, error: Exception) -> str:
    return (
        f"Elasticsearch {VERSION} could not be fetched from Maven Central: connect this machine, or put the file "
        f"{_NAME}-{VERSION}.zip of {_GROUP} at {path}, or set NEWSMILL_ELASTICSEARCH_URL to a running Elasticsearch 9 "
        f"(the reason: {_innermost(error)})."
    )


def _innermost(error: Exception) -> str:
    """Return what is at the bottom of *error*: above it, libraries repeat the address and how often they tried."""
    reason = getattr(error.args[0], "reason", error) if error.args else error
    return str(reason).rpartition(">: ")[2][:200] or type(error).__name__
