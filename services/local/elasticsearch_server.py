"""The private Elasticsearch: one node, on loopback, without security, with a small heap."""

import json
import shutil
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

from services.local import probe
from services.local.children import Specification
from services.local.elasticsearch_install import install
from services.local.free_ports import LOOPBACK
from services.local.places import Places
from services.local.progress import Reporter, quiet

# The first compiler alone: a boot takes 10 s of CPU instead of 16, and bulk requests were no slower in the same run
# (docs/decisions/2026-11-24-java-for-the-private-elasticsearch.md).
_JAVA_OPTIONS = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"


def specification(
    places: Places, port: int, transport_port: int, report: Reporter = quiet, extra: tuple[str, ...] = ()
) -> Specification:
    """Return how to run Elasticsearch, installing it first; *extra* are more of its own arguments.

    Raises SetupError when it can't be installed.
    """
    home, java_home = install(places.cache, places.account, report)
    _make_directories(places, home)
    return Specification(
        name="Elasticsearch",
        command=(str(home / "bin" / "elasticsearch"), *arguments(places.elasticsearch, port, transport_port), *extra),
        is_ready=lambda: answers(port),
        log=places.logs / "elasticsearch.log",
        directory=places.elasticsearch,
        state=places.state,
        environment=_environment(places.elasticsearch, java_home),
        account=places.account,
        grace=timedelta(seconds=30),
    )


def arguments(directory: Path, port: int, transport_port: int) -> tuple[str, ...]:
    """Return Elasticsearch's arguments."""
    settings = {
        "cluster.name": "newsmill",
        "node.name": "newsmill",
        "http.port": str(port),
        "transport.port": str(transport_port),
        "network.host": LOOPBACK,
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
        "action.auto_create_index": "false",
        "path.data": str(directory / "data"),
        "path.logs": str(directory / "logs"),
        # Free space, not percentages: a large disk that is 91 % full is no reason to refuse articles.
        "cluster.routing.allocation.disk.watermark.low": "1gb",
        "cluster.routing.allocation.disk.watermark.high": "700mb",
        "cluster.routing.allocation.disk.watermark.flood_stage": "500mb",
    }
    return tuple(f"-E{name}={value}" for name, value in settings.items())


def url_of(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"


def answers(port: int) -> bool:
    """Tell whether the node is up and has its indices (`GET /` answers 405 in this distribution)."""
    status, body = probe.get(port, "/_cluster/health")
    return status == HTTPStatus.OK and json.loads(body).get("status") in {"yellow", "green"}


def _environment(directory: Path, java_home: Path) -> dict[str, str]:
    return {
        "ES_PATH_CONF": str(directory / "config"),
        "ES_JAVA_HOME": str(java_home),
        "ES_JAVA_OPTS": _JAVA_OPTIONS,
        "ES_TMPDIR": str(directory / "tmp"),
        # Elasticsearch's user may have none, and Java would look into root's.
        "HOME": str(directory),
    }


def _make_directories(places: Places, home: Path) -> None:
    """Make its configuration anew, and empty its temporary directory; data and logs stay."""
    directory = places.elasticsearch
    places.make_elasticsearch()
    for name in ("config", "tmp"):
        shutil.rmtree(directory / name, ignore_errors=True)
    shutil.copytree(home / "config", directory / "config")
    for name in ("config", "data", "logs", "tmp"):
        (directory / name).mkdir(exist_ok=True)
        (directory / name).chmod(0o700)
        if places.account:
            places.account.own(directory / name)
