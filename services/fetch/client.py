"""Ask the web many things at once, from code that isn't asynchronous.

    requests ─thread with an event loop: `concurrency` exchanges at a time─▶ Arrivals ─▶ (request, answer or error)

aiohttp does the HTTP: the httpx API over it cost half as much again, and httpx's own pool ten to forty times as much
(docs/decisions/2026-11-24-fetching-with-aiohttp.md). Connections, cookies and everything else end with the call.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from importlib.metadata import version
from threading import Thread

import aiohttp

from services.errors import IngestError
from services.fetch.arrivals import Arrivals
from services.fetch.decoding import ACCEPTED
from services.fetch.dialer import DNS_SECONDS, Dialer, Lookup, Names, addresses_of, connector
from services.fetch.exchange import Arrived, Exchange, Terms, Wire
from services.fetch.failures import failure
from services.fetch.guard import Guard, networks
from services.model import Answer, WebRequest
from services.settings import Settings

Wiring = Callable[[Mapping[str, str]], AbstractAsyncContextManager[Wire]]
"""Opens a wire that sends the headers given with every request."""

_Result = tuple[WebRequest, Arrived | IngestError]

_LARGE_AT_ONCE = 4
_LONGEST_HEADER = 16_384
_MOST_HEADERS = 128


class GuardedClient:
    """Implements `ports.WebClient` for the settings given.

    `wiring`, `look_up` and `tls` are seams for tests; the default dials only what the guard lets through.
    """

    def __init__(
        self,
        settings: Settings,
        wiring: Wiring | None = None,
        look_up: Lookup = addresses_of,
        dns_seconds: float = DNS_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = Guard(networks(settings.allow_private_networks))
        self._names = Names(dns_seconds)
        self._look_up = look_up
        self._tls = tls
        self._wiring = wiring or self._session
        self._settings = settings
        contact = f" (+{settings.contact})" if settings.contact else ""
        self._headers = {"User-Agent": f"Newsmill/{version('newsmill')}{contact}", "Accept-Encoding": ACCEPTED}

    def get(self, requests: Sequence[WebRequest]) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
        """Yield each request with its whole answer or why there is none, as they arrive; see `ports.WebClient`."""
        if not requests:
            return
        call = _Call(requests, self._wiring, self._settings, self._headers)
        thread = Thread(target=call.run, name="fetch", daemon=True)
        thread.start()
        try:
            yield from call.results()
        finally:
            call.stop()
            thread.join()

    @asynccontextmanager
    async def _session(self, headers: Mapping[str, str]) -> AsyncIterator[Wire]:
        dialer = Dialer(self._guard, self._names, self._look_up)
        async with aiohttp.ClientSession(
            connector=connector(dialer, self._tls),
            headers=headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            # The deadline is ours, and counts for redirects and body too.
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            auto_decompress=False,
            trust_env=False,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
            max_headers=_MOST_HEADERS,
        ) as session:
            yield session


class _Call:
    """One call of `get`: its loop, and what keeps the answers that nobody took yet to a size."""

    def __init__(
        self, requests: Sequence[WebRequest], wiring: Wiring, settings: Settings, headers: Mapping[str, str]
    ) -> None:
        self._requests = iter(requests)
        self._wiring = wiring
        self._settings = settings
        self._headers = headers
        self._crowd = min(settings.fetch_concurrency, len(requests))
        self._untaken, self._most_untaken = 0, 2 * self._crowd
        self._some_taken = asyncio.Event()
        self._room = asyncio.Semaphore(_LARGE_AT_ONCE)
        self._arrivals: Arrivals[_Result] = Arrivals()
        self._loop = asyncio.new_event_loop()
        self._main: asyncio.Task[None] | None = None
        self._is_stopped = False
        self._error: BaseException | None = None

    def run(self) -> None:
        """Run until all is asked, or until `stop`: the body of the thread."""
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._all())
        except asyncio.CancelledError:
            return
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that asked)
            self._error = error
        finally:
            self._arrivals.end()

    def results(self) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
        """Yield what arrives, in the thread that asked, and give back what it held when it was taken."""
        for batch in self._arrivals.batches():
            for request, result in batch:
                if isinstance(result, IngestError):
                    yield request, result
                    continue
                answer, is_large = result
                yield request, answer
                if is_large:
                    self._tell(self._room.release)
            self._tell(self._taken, len(batch))
        if self._error:
            raise self._error

    def stop(self) -> None:
        """Leave what is still under way; nothing happens when all is done."""
        self._tell(self._cancel)

    def _tell(self, what: Callable[..., None], *arguments: int) -> None:
        with suppress(RuntimeError):  # the loop is closed: all is done
            self._loop.call_soon_threadsafe(what, *arguments)

    def _cancel(self) -> None:
        self._is_stopped = True
        if self._main:
            self._main.cancel()

    def _taken(self, number: int) -> None:
        self._untaken -= number
        self._some_taken.set()

    async def _all(self) -> None:
        self._main = asyncio.current_task()
        if self._is_stopped:
            return
        async with self._wiring(self._headers) as wire, asyncio.TaskGroup() as crowd:
            bounds = self._settings
            terms = Terms(wire, bounds.fetch_seconds, bounds.max_document_bytes, self._room)
            for _ in range(self._crowd):
                crowd.create_task(self._some(terms))

    async def _some(self, terms: Terms) -> None:
        for request in self._requests:
            while self._untaken >= self._most_untaken:
                self._some_taken.clear()
                await self._some_taken.wait()
            self._untaken += 1
            try:
                result: Arrived | IngestError = await Exchange(request, terms).run()
            except Exception as error:  # noqa: BLE001 (whatever one URL brings on, the others get their answers)
                result = failure(request.url, error, terms.seconds)
            self._arrivals.add((request, result))
