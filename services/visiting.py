"""Ask for pages as their hosts permit: within the budgets, and within robots.txt.

WebRequests ─▶ budgets ─▶ robots.txt ─▶ get ─▶ for each URL: Came | Late | Barred, or the error that came instead
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from services.errors import IngestError
from services.fetch import asked
from services.model import Answer, WebRequest
from services.permission import Permission, Permissions
from services.ports import Budgets, Clock, WebClient

ROBOTS_WITHIN = timedelta(seconds=5)
"""How long reading robots.txt may take before the pages are left to the next round: a task has to end in time."""

FORBIDDEN, UNKNOWN = "robots.txt doesn't allow it", "robots.txt can't be had"


@dataclass(frozen=True, slots=True)
class Came:
    """A whole answer, of any status, to what may be asked for."""

    answer: Answer
    permission: Permission


@dataclass(frozen=True, slots=True)
class Late:
    """It wasn't asked for: its turn may come after `wait`."""

    reason: str
    wait: timedelta


@dataclass(frozen=True, slots=True)
class Barred:
    """It may not be asked for; not `is_lasting` while only robots.txt can't be had."""

    reason: str
    is_lasting: bool


Visit = Came | Late | Barred | IngestError


@dataclass(frozen=True)
class Visitor:
    """Asks for pages, given what is outside. A host that says that it is asked too often is asked less from then on."""

    permissions: Permissions
    budgets: Budgets
    web: WebClient
    clock: Clock

    def visits(self, requests: Sequence[WebRequest], holder: str) -> Iterator[tuple[str, Visit]]:
        """Yield the URL of each of *requests* with what came of it, as it arrives; turns are *holder*'s meanwhile.

        Raises as the ledger and the budgets do.
        """
        by_url = {each.url: each for each in requests}
        turns = self.budgets.enter(list(by_url), holder) if by_url else {}
        for url, wait in turns.items():
            if wait:
                yield url, Late("over budget", wait)
        held = [url for url, wait in turns.items() if not wait]
        try:
            yield from self._visited(by_url, held, holder)
        finally:
            if held:
                with suppress(IngestError):
                    self.budgets.leave(held, holder)

    def _visited(self, by_url: Mapping[str, WebRequest], held: list[str], holder: str) -> Iterator[tuple[str, Visit]]:
        """Visit those that are permitted; take out of *held* whose turn was given back."""
        if not held:
            return
        began_at = self.clock.now()
        permissions = self.permissions.of(held)
        for url in [url for url in held if not permissions[url].is_given]:
            is_lasting = permissions[url].is_lasting
            yield url, Barred(FORBIDDEN if is_lasting else UNKNOWN, is_lasting)
        permitted = [url for url in held if permissions[url].is_given]
        if self.clock.now() - began_at > ROBOTS_WITHIN:
            yield from ((url, Late("reading robots.txt took long", timedelta(seconds=1))) for url in permitted)
            return
        for request, answer in self.web.get([by_url[url] for url in permitted]):
            held.remove(request.url)
            self.budgets.leave([request.url], holder)
            if isinstance(answer, Answer):
                self._learn(request.url, answer)
                yield request.url, Came(answer, permissions[request.url])
            else:
                yield request.url, answer

    def _learn(self, url: str, answer: Answer) -> None:
        if answer.status in asked.TOO_OFTEN:
            self.budgets.slow_down(url, asked.retry_after(answer, answer.fetched_at))
