"""`newsmill bench fetch`: polls a second, beside the bare HTTP client below, plain httpx, and one poll at a time."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from statistics import median
from typing import Annotated

import aiohttp
import httpx
import requests
import typer

from services import bootstrap, settings
from services.cli import bench_origin, context
from services.errors import IngestError
from services.garbage import collect_seldom
from services.model import Validators, WebRequest
from services.settings import Settings

_KNOWN = Validators(bench_origin.ETAG, "Tue, 24 Nov 2026 10:00:00 GMT")
_SLOW, _SLOWER = 10, frozenset({"httpx", "one-by-one"})
"""What costs up to ten times as much a poll makes a tenth of the polls."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What a poll took: `cpu` seconds of this process's, and `wall` seconds."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Work:
    """Polls of the origin at *port*, each other one conditional, `concurrency` at a time."""

    port: int
    polls: int
    settings: Settings

    @property
    def concurrency(self) -> int:
        return self.settings.fetch_concurrency

    def requests(self) -> list[WebRequest]:
        validators = islice(cycle((Validators(), _KNOWN)), self.polls)
        return [WebRequest(f"http://127.0.0.1:{self.port}/{n}/feed.xml", each) for n, each in enumerate(validators)]


def fetch(
    *,
    polls: Annotated[int, typer.Option(min=100, help="Polls of each kind in a round.")] = 2000,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the median of them counts.")] = 11,
    concurrency: Annotated[int, typer.Option(min=1, max=256, help="Polls at a time.")] = 32,
    as_json: context.AsJson = False,
) -> None:
    """Poll a local origin, in a process of its own, and tell the polls a second and the CPU of each.

    In turns, each round: Newsmill's client, aiohttp bare (which it is built on), plain httpx, and requests one by one,
    as lemon24/reader polls. Half of the polls are answered 304, the others a feed of 20 kB, gzipped.
    """
    current = settings.load({}, allow_private_networks="127.0.0.0/8", fetch_concurrency=concurrency)
    collect_seldom()  # as in our workers
    with bench_origin.running() as port:
        taken = _measured(Work(port, polls, current), rounds)
    report = _report(taken, polls, rounds, concurrency)
    if as_json:
        context.print_json(report)
    else:
        _print(taken, report["ofBareClient"])


def newsmill(work: Work) -> None:
    for _, answer in bootstrap.web(work.settings).get(work.requests()):
        if isinstance(answer, IngestError):
            raise answer


def bare_aiohttp(work: Work) -> None:
    async def poll() -> None:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=work.concurrency)) as session:

            async def one(request: WebRequest) -> None:
                async with session.get(request.url, headers=_headers(request)) as response:
                    await response.read()

            await _crowd(work, one)

    asyncio.run(poll())


def plain_httpx(work: Work) -> None:
    async def poll() -> None:
        limits = httpx.Limits(max_connections=work.concurrency)
        async with httpx.AsyncClient(limits=limits, trust_env=False) as client:

            async def one(request: WebRequest) -> None:
                await client.get(request.url, headers=_headers(request))

            await _crowd(work, one)

    asyncio.run(poll())


def one_by_one(work: Work) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for request in work.requests():
            session.get(request.url, headers=_headers(request), timeout=work.settings.fetch_seconds)


KINDS: Mapping[str, Callable[[Work], None]] = {
    "newsmill": newsmill,
    "aiohttp": bare_aiohttp,
    "httpx": plain_httpx,
    "one-by-one": one_by_one,
}


async def _crowd(work: Work, one: Callable[[WebRequest], Awaitable[None]]) -> None:
    """Let *one* poll each, as many at a time as the client under test does."""
    left = iter(work.requests())

    async def some() -> None:
        for request in left:
            await one(request)

    await asyncio.gather(*(some() for _ in range(work.concurrency)))


def _headers(request: WebRequest) -> dict[str, str]:
    if not request.validators.etag:
        return {}
    return {"If-None-Match": request.validators.etag, "If-Modified-Since": request.validators.last_modified}


def _measured(work: Work, rounds: int) -> dict[str, list[Speed]]:
    """Let each kind have its turn in each round: what else the machine does then hits all of them."""
    taken: dict[str, list[Speed]] = {kind: [] for kind in KINDS}
    for poll in KINDS.values():
        poll(replace(work, polls=50))  # imports, certificates
    for _ in range(rounds):
        for kind, poll in KINDS.items():
            taken[kind].append(_taken(poll, replace(work, polls=work.polls // _SLOW) if kind in _SLOWER else work))
    return taken


def _taken(poll: Callable[[Work], None], work: Work) -> Speed:
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    poll(work)
    return Speed((time.process_time() - cpu) / work.polls, (time.perf_counter() - wall) / work.polls)


def _report(taken: Mapping[str, list[Speed]], polls: int, rounds: int, concurrency: int) -> dict[str, object]:
    bare, ours = (median(speed.cpu for speed in taken[kind]) for kind in ("aiohttp", "newsmill"))
    return {
        "polls": polls,
        "rounds": rounds,
        "concurrency": concurrency,
        "kinds": {kind: _figures(speeds) for kind, speeds in taken.items()},
        "ofBareClient": round(bare / ours, 3),
    }


def _figures(speeds: Sequence[Speed]) -> dict[str, float]:
    cpu, wall = median(speed.cpu for speed in speeds), median(speed.wall for speed in speeds)
    return {
        "pollsPerSecondPerCore": round(1 / cpu),
        "pollsPerSecond": round(1 / wall),
        "cpuMicroseconds": round(cpu * 1e6, 1),
    }


def _print(taken: Mapping[str, list[Speed]], of_bare: object) -> None:
    context.line("[dim]            polls/s a core   polls/s   CPU µs a poll[/]")
    for kind, speeds in taken.items():
        core, wall, cpu = _figures(speeds).values()
        context.line(f"{kind:<12}{core:>14,}{wall:>10,}{cpu:>16,.1f}")
    context.line(f"\n{of_bare} of the bare client's polls a core.")
