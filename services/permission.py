"""Whether pages may be fetched: their origins' robots.txt (and tdmrep.json), looked up or fetched.

URLs ─▶ origins ─known─▶ RobotsFile ─┐
           └─ unknown or expired ─get, learned, keep─┴─▶ Permission for each URL; a Crawl-delay goes to the budgets

For pages that feeds link to. A feed that a user gave is fetched as the user asked, as a browser would.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.fetch import robots, tdm
from services.fetch.robots import Robots
from services.model import RobotsFile, WebRequest
from services.ports import Budgets, Clock, RobotsStore, WebClient


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a page may be fetched; as far as its site says so, trained on, and whether its mining is reserved.

    `is_lasting` is False while it isn't given only because robots.txt can't be had.
    """

    is_given: bool
    training: bool | None = None
    is_lasting: bool = True
    tdm_reserved: bool | None = None


@dataclass(frozen=True)
class Permissions:
    """What robots.txt permits. Who asks holds turns at the hosts already (`ports.Budgets`): these requests use them."""

    web: WebClient
    store: RobotsStore
    budgets: Budgets
    clock: Clock

    def of(self, urls: Sequence[str]) -> dict[str, Permission]:
        """Return what is permitted for each of *urls*; nothing for what has no origin. Raises as the ledger."""
        now = self.clock.now()
        origins = {url: robots.address(url) for url in urls}
        files = self._files({origin: address for origin, address in origins.values() if origin}, now)
        rules = {origin: Robots(file, now) for origin, file in files.items()}
        permitted = {url: rules.get(origin) for url, (origin, _) in origins.items()}
        reserved = {
            url: tdm.reserved(files[origin].tdm, url) for url, (origin, _) in origins.items() if origin in files
        }
        return {
            url: Permission(found.allows(url), found.training(url), not found.is_closed, reserved[url])
            if found
            else Permission(is_given=False)
            for url, found in permitted.items()
        }

    def _files(self, addresses: Mapping[str, str], now: datetime) -> dict[str, RobotsFile]:
        """Return what is known of each origin's file, after asking for those that aren't known or expired."""
        known = self.store.known(list(addresses))
        stale = {
            address: origin
            for origin, address in addresses.items()
            if origin not in known or known[origin].expires_at <= now
        }
        if not stale:
            return known
        requests = [WebRequest(address, accept="text/plain, */*;q=0.1") for address in stale]
        fresh = {
            stale[request.url]: robots.learned(known.get(stale[request.url]), answer, now)
            for request, answer in self.web.get(requests)
        }
        fresh |= self._with_reservations(fresh, now)
        self.store.keep(fresh)
        for origin, file in fresh.items():
            self._slow_down(origin, known.get(origin), file, now)
        return known | fresh

    def _with_reservations(self, files: Mapping[str, RobotsFile], now: datetime) -> dict[str, RobotsFile]:
        """Return those of *files* whose site's tdmrep.json was to be asked for, with what it says.

        Only after robots.txt, so that a host is asked one thing at a time.
        """
        due = {
            f"{origin}{tdm.PATH}": origin
            for origin, file in files.items()
            if not file.unreachable_since and (file.tdm_at is None or now - file.tdm_at >= tdm.GOOD_FOR)
        }
        answers = self.web.get([WebRequest(address, accept="application/json") for address in due]) if due else ()
        return {
            due[request.url]: replace(
                files[due[request.url]], tdm=tdm.learned(files[due[request.url]], answer), tdm_at=now
            )
            for request, answer in answers
        }

    def _slow_down(self, origin: str, before: RobotsFile | None, file: RobotsFile, now: datetime) -> None:
        delay = Robots(file, now).crawl_delay
        if delay or (before and Robots(before, now).crawl_delay > timedelta()):
            self.budgets.pace(origin, delay)
