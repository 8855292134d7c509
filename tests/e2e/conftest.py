"""The project's own compose file, started under a name and ports of its own, and taken down whatever happens."""

import json
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

CHECKOUT = Path(__file__).parents[2]
PUBLISHED = ("API", "ES", "FLOWER")


class Compose:
    """One start of docker-compose.yml."""

    def __init__(self) -> None:
        self.project = f"newsmill-e2e-{secrets.token_hex(4)}"
        self.image = f"newsmill:{self.project}"
        self.ports = {name: _free_port() for name in PUBLISHED}
        published = {f"NEWSMILL_{name}_PUBLISH_PORT": str(port) for name, port in self.ports.items()}
        self._environment = os.environ | published | {"NEWSMILL_TAG": self.project, "NEWSMILL_ES_HEAP": "512m"}

    def __call__(self, *arguments: str, check: bool = True, timeout: float = 600) -> str:
        """Run `docker compose` and return its standard output; it failing is an error that shows what it said."""
        return self._run("docker", "compose", "-p", self.project, *arguments, check=check, timeout=timeout)

    def up(self, *arguments: str) -> None:
        """Start it and wait until it truly works, as a user does."""
        try:
            self("--profile", "*", "up", "--wait", *arguments) if "flower" in arguments else self(
                "up", "--wait", *arguments
            )
        except AssertionError as error:
            logs = self("logs", "--no-color", "--tail", "30", check=False)
            message = f"{error}\n{logs}"
            raise AssertionError(message) from error

    def down(self) -> None:
        self("--profile", "monitoring", "down", "--volumes", "--remove-orphans", check=False)
        self._run("docker", "image", "rm", "--force", self.image, check=False)

    def containers(self) -> list[dict[str, Any]]:
        """Return what the engine says of each container, those that ended included."""
        ids = self("--profile", "*", "ps", "--all", "--quiet").split()
        found: list[dict[str, Any]] = json.loads(self._run("docker", "inspect", *ids))
        return found

    def inside(self, service: str, *command: str) -> str:
        """Run *command* in the running container of *service*."""
        return self("exec", "-T", service, *command).strip()

    def _run(self, *command: str, check: bool = True, timeout: float = 600) -> str:
        ended = subprocess.run(
            command, cwd=CHECKOUT, env=self._environment, capture_output=True, text=True, timeout=timeout, check=False
        )
        if check and ended.returncode:
            message = (
                f"{' '.join(command)} ended with {ended.returncode}:\n{ended.stdout[-2000:]}\n{ended.stderr[-6000:]}"
            )
            raise AssertionError(message)
        return ended.stdout

    def elasticsearch(self, user: str, password: str) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.ports['ES']}", auth=(user, password), timeout=30)

    def flower(self, auth: tuple[str, str] | None) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.ports['FLOWER']}", auth=auth, timeout=30)

    def credentials(self, whose: str) -> tuple[str, str]:
        """Return user and password as the documented one-liner prints them."""
        user, _, password = self.inside("api", "newsmill", "init", "show", whose).partition(":")
        return user, password

    def wait_healthy(self, service: str, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if '"Health":"healthy"' in self("ps", "--format", "json", service):
                return
            time.sleep(1)
        message = f"{service} isn't healthy {seconds} s later:\n{self('logs', '--no-color', '--tail', '50', service)}"
        raise AssertionError(message)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def compose() -> Iterator[Compose]:
    """The whole of it, working."""
    stack = Compose()
    try:
        stack.up("--build")
        yield stack
    finally:
        stack.down()
