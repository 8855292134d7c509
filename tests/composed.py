"""The project's own compose file, started under a name and ports of its own, as tests/e2e uses it."""

import io
import json
import os
import secrets
import socket
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx
from support import wait_until

CHECKOUT = Path(__file__).parents[1]
PUBLISHED = ("API", "ES", "FLOWER")
STEPS = {"secrets", "init", "seeds"}
"""The services that end."""
WRITABLE = "/tmp"  # noqa: S108 (a container's own, and all of it that can be written)


class Compose:
    """One start of docker-compose.yml."""

    def __init__(self) -> None:
        self.project = f"newsmill-e2e-{secrets.token_hex(4)}"
        self.image = f"newsmill:{self.project}"
        self.ports = {name: _free_port() for name in PUBLISHED}
        published = {f"NEWSMILL_{name}_PUBLISH_PORT": str(port) for name, port in self.ports.items()}
        own = {name: value for name, value in os.environ.items() if not name.startswith("COMPOSE_")}
        # Small batches, so that there is a middle in which to stop or kill something; then less waiting.
        tuned = {"NEWSMILL_BATCH_SIZE": "25", "NEWSMILL_LEASE_SECONDS": "15", "NEWSMILL_ES_HEAP": "512m"}
        self._environment = own | published | tuned | {"NEWSMILL_TAG": self.project}
        # Not the user's .env, nor an override beside the file.
        self.command = ("docker", "compose", "--env-file", os.devnull, "-f", "docker-compose.yml", "-p", self.project)

    def __call__(self, *arguments: str, check: bool = True, stdin: bytes = b"") -> str:
        """Run `docker compose` and return its standard output; it failing is an error that shows what it said."""
        return self.run(*self.command, *arguments, check=check, stdin=stdin)

    def run(self, *command: str, check: bool = True, stdin: bytes = b"") -> str:
        """Run *command* in the checkout, with what `docker compose` is told."""
        ended = subprocess.run(
            command, cwd=CHECKOUT, env=self._environment, input=stdin, capture_output=True, timeout=600, check=False
        )
        output, said = ended.stdout.decode(errors="replace"), ended.stderr.decode(errors="replace")
        if check and ended.returncode:
            message = f"{' '.join(command)} ended with {ended.returncode}:\n{output[-2000:]}\n{said[-6000:]}"
            raise AssertionError(message)
        return output

    def up(self, *arguments: str) -> None:
        """Start it and wait until it truly works, as a user does."""
        try:
            self("up", "--wait", *arguments)
        except AssertionError as error:
            message = f"{error}\n{self('logs', '--no-color', '--tail', '30', check=False)}"
            raise AssertionError(message) from error

    def down(self) -> None:
        """Leave nothing behind: containers, volumes, networks, image."""
        self("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "10", check=False)
        self.run("docker", "image", "rm", "--force", self.image, check=False)

    @contextmanager
    def image_with(self, extra: str) -> Iterator[str]:
        """Build the image with an extra, under a tag of its own; the context leaves nothing behind."""
        image = f"{self.image}-{extra}"
        own = {"NEWSMILL_TAG": f"{self.project}-{extra}", "NEWSMILL_EXTRAS": extra}
        self.run("env", *(f"{name}={value}" for name, value in own.items()), *self.command, "build", "secrets")
        try:
            yield image
        finally:
            self.run("docker", "image", "rm", "--force", image, check=False)

    def containers(self, *services: str) -> list[dict[str, Any]]:
        """Return what the engine says of each container (of *services*, or all), those that ended included."""
        ids = self("--profile", "*", "ps", "--all", "--quiet", *services).split()
        found: list[dict[str, Any]] = json.loads(self.run("docker", "inspect", *ids))
        return found

    def exit_codes(self) -> dict[str, int]:
        """Return service → how its container ended."""
        return {service_of(each): each["State"]["ExitCode"] for each in self.containers()}

    def inside(self, service: str, *command: str, check: bool = True, stdin: bytes = b"") -> str:
        """Run *command* in the running container of *service*."""
        return self("exec", "-T", service, *command, check=check, stdin=stdin).strip()

    def newsmill(self, *arguments: str) -> Any:  # noqa: ANN401 (as the command's JSON is)
        """Run a command of ours where users run it, and return what it printed."""
        return json.loads(self.inside("api", "newsmill", *arguments, "--json"))

    def kill(self, service: str) -> None:
        """End the process of *service* without a word, as the kernel does when memory is short."""
        # Not `docker kill`: the engine takes it for a wish, and doesn't start the container again.
        self.inside(service, "sh", "-c", "kill -9 $(cat /proc/1/task/1/children)", check=False)

    def client(self, name: str, auth: tuple[str, str]) -> httpx.Client:
        """Return a client for a published port; it is to be closed."""
        return httpx.Client(base_url=f"http://127.0.0.1:{self.ports[name]}", auth=auth, timeout=30)

    def get(self, name: str, path: str, auth: tuple[str, str] | None = None, **parameters: str) -> httpx.Response:
        """Return what a published port answers."""
        return httpx.get(f"http://127.0.0.1:{self.ports[name]}{path}", auth=auth, params=parameters, timeout=30)

    def credentials(self, whose: str) -> tuple[str, str]:
        """Return user and password as the documented one-liner prints them."""
        user, _, password = self.inside("api", "newsmill", "init", "show", whose).partition(":")
        return user, password

    def wait_well(self, *services: str, seconds: float = 180) -> None:
        """Return when each of *services* is healthy, or has ended well where it is a step."""
        wait_until(lambda: all(map(_is_well, self.containers(*services))), seconds, f"{services} aren't well")

    def metrics(self) -> dict[str, float]:
        """Return what Prometheus would scrape."""
        lines = self.get("API", "/metrics").raise_for_status().text.splitlines()
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}

    def put(self, topic: str, count: int) -> str:
        """Put *count* different articles about *topic* into the API's container; return the directory."""
        self.inside("api", "tar", "-x", "-C", WRITABLE, stdin=_archive(topic, count))
        return f"{WRITABLE}/{topic}"

    def feed(self, topic: str, count: int) -> "Feeding":
        """Ingest *count* articles about *topic*; the context begins in the middle of it, and ends with it."""
        return Feeding(self, self.put(topic, count), count)

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start `docker compose` and return while it runs."""
        return subprocess.Popen(
            [*self.command, *arguments],
            cwd=CHECKOUT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


class Feeding:
    """`newsmill ingest` at work; a context that begins in the middle of it and ends with it, leaving its `counts`."""

    def __init__(self, compose: Compose, directory: str, count: int) -> None:
        self.counts: dict[str, int] = {}
        self._compose, self._count = compose, count
        self._before = self._indexed()
        self._process = compose.start("exec", "-T", "api", "newsmill", "ingest", directory, "--json")

    def __enter__(self) -> Self:
        try:
            wait_until(lambda: self._done() > 0, 60, "nothing is indexed")
            assert self._done() < self._count * 0.7, f"{self._done():.0f} of {self._count} are done: not the middle"
        except BaseException:
            self._process.kill()
            self._process.communicate()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind:
            self._process.kill()
        output, said = self._process.communicate(timeout=240)
        if not kind:
            assert self._process.returncode == 0, said.decode()
            self.counts = {name: count for name, count in json.loads(output)["counts"].items() if count}

    def _done(self) -> float:
        return self._indexed() - self._before

    def _indexed(self) -> float:
        return self._compose.metrics()['newsmill_documents_total{outcome="indexed"}']


def service_of(container: dict[str, Any]) -> str:
    return str(container["Config"]["Labels"]["com.docker.compose.service"])


def _is_well(container: dict[str, Any]) -> bool:
    state = container["State"]
    if service_of(container) in STEPS:
        return bool(state["Status"] == "exited" and state["ExitCode"] == 0)
    return bool(state["Status"] == "running" and state["Health"]["Status"] == "healthy")


def _archive(topic: str, count: int) -> bytes:
    """Return *count* different articles about *topic*, in a directory of that name, as a tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number in range(count):
            text = (
                f"{topic} number {number}\nA deck about {topic}\n" + f"The mill grinds {topic}, {number} again.\n" * 20
            )
            entry = tarfile.TarInfo(f"{topic}/{number:05}.txt")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return packed.getvalue()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
