"""Weeks of polling in seconds: the real schedule, the twins of states and budgets, and a web that does as it likes.

Time is seconds since the start. Each feed publishes by a rhythm of its own, and its server has habits: validators or
none, lies, outages, caching headers, moves. What a publisher would see of us is checked as it happens.
"""

import gc
import heapq
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial
from multiprocessing import get_context

import numpy as np
from numpy.random import Generator
from twins import NOON

from services import settings
from services.clock import ManualClock
from services.fetch import conditional, moves, schedule
from services.fetch.pacing import Limits
from services.fetch.schedule import Found
from services.model import Answer, Feed, FeedState, Pacing, Redirect, Validators, WebRequest
from services.store.budgets_memory import MemoryBudgets
from services.store.feed_states_memory import MemoryFeedStates
from services.tenancy import tenancy

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
ANSWER_SECONDS = 0.3
LEASE = timedelta(minutes=2)


class Habit(Enum):
    """How a server treats validators."""

    HONEST = auto()
    NONE = auto()
    NEW_EACH_TIME = auto()
    SAYS_304 = auto()
    ONE_FOR_ALL = auto()


@dataclass
class Publisher:
    """A feed, its server, and what it saw of us."""

    feed: Feed
    published: list[float]
    window: int
    habit: Habit
    starts_at: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()
    asked_for: float = 0.0
    pacing: Pacing = field(default_factory=Pacing)
    outages: tuple[tuple[float, float, int], ...] = ()
    gone_at: float = float("inf")
    moved_to: str = ""
    seen: int = -1
    asked_at: float = -1e9
    whole_at: float = -1e9
    ready_at: float = -1e9
    latest: Validators = field(default_factory=Validators)
    wholes: int = 0
    lost: int = 0
    delays: list[float] = field(default_factory=list)

    def validators(self, count: int) -> Validators:
        match self.habit:
            case Habit.NONE:
                return Validators()
            case Habit.ONE_FOR_ALL:
                return Validators('"forever"')
            case Habit.NEW_EACH_TIME:
                return Validators(f'"{self.wholes}"')
        return Validators(f'W/"{count}"', f"t{count}")

    def failure(self, now: float) -> int:
        if now >= self.gone_at:
            return 410
        for start, end, status in self.outages:
            if start <= now < end:
                return status
        return 0


@dataclass
class Report:
    """What came of it; reports of several worlds add up."""

    polls: int = 0
    news: int = 0
    waits: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        self.polls += other.polls
        self.news += other.news
        self.waits += other.waits
        self.statuses += other.statuses
        self.breaches += other.breaches


class World:
    """Publishers, and one poller that asks them as `schedule` says."""

    def __init__(self, publishers: list[Publisher], **values: object) -> None:
        self.settings = settings.load({}, **values)
        self.limits = Limits.of(self.settings)
        self.clock = ManualClock(NOON)
        self.states = MemoryFeedStates(self.clock)
        self.budgets = MemoryBudgets(self.settings, self.clock)
        self.publishers = {each.feed.id: each for each in publishers}
        self.report = Report()
        self._leaving: list[tuple[float, str]] = []
        self._open: Counter[str] = Counter()
        self._asked: defaultdict[str, float] = defaultdict(lambda: -1e9)
        self.states.schedule({each.feed.id: NOON + timedelta(seconds=each.starts_at) for each in publishers})

    def run(self, days: float) -> Report:
        """Poll for *days*."""
        until = days * DAY
        while due_at := self.states.next_due():
            at = max(due_at, self.clock.now())
            if (now := (at - NOON).total_seconds()) > until:
                break
            self.clock.advance(at - self.clock.now())
            self._leave(now)
            for leased in self.states.lease(100, LEASE, "poller"):
                self._poll(self.publishers[leased.feed_id], leased.state, now)
        return self.report

    def _poll(self, publisher: Publisher, known: FeedState | None, now: float) -> None:
        feed, at = publisher.feed, self.clock.now()
        if wait := self.budgets.enter([feed.url], "poller")[feed.url]:
            self.report.waits += 1
            self.states.release("poller", {feed.id: at + wait})
            return
        heapq.heappush(self._leaving, (now + ANSWER_SECONDS, feed.url))
        state = known or schedule.begun(at)
        request = conditional.request(feed, state, at)
        self._check(publisher, request, now)
        answer, found, body = self._answer(publisher, request, at, now)
        if not conditional.has_news(state, answer, body):
            found, body = None, ""
        after = schedule.answered(feed.id, state, request, answer, self.limits, found=found, body_sha256=body)
        if answer.status in (429, 503):
            self.budgets.slow_down(feed.url, None)
        if to := moves.moved(feed, after):
            publisher.feed = Feed(feed.id, to, feed.added_at)
        self.states.finish("poller", {feed.id: after})

    def _answer(
        self, publisher: Publisher, request: WebRequest, at: datetime, now: float
    ) -> tuple[Answer, Found | None, str]:
        self.report.polls += 1
        status = publisher.failure(now)
        way = (Redirect(301, publisher.moved_to),) if publisher.moved_to not in ("", request.url) else ()
        count = bisect_right(publisher.published, now)
        given = publisher.validators(count)
        if not status:
            lies = publisher.habit is Habit.SAYS_304 and publisher.seen >= 0
            is_same = bool(request.validators) and (lies or request.validators == given)
            status = 304 if is_same else 200
        self.report.statuses[status] += 1
        if status == 200:
            publisher.wholes += 1
            publisher.latest = given
            publisher.ready_at = now + publisher.asked_for
            found = self._found(publisher, count, now)
            answer = Answer(request.url, request.url, 200, _headers(given, publisher.headers), b"", at, _TIME, way)
            return answer, found, f"{publisher.feed.id}{count}"
        publisher.ready_at = now + (publisher.asked_for if status == 304 else 0.0)
        headers = (("Retry-After", "3600"),) if status == 429 else publisher.headers
        return Answer(request.url, request.url, status, headers, b"", at, _TIME, way), None, ""

    def _found(self, publisher: Publisher, count: int, now: float) -> Found:
        """Return what the feed holds, and note what of it is new and what was there and went unseen."""
        holds = min(publisher.window, count)
        if publisher.seen < 0:
            publisher.seen = count
            return Found(holds, holds, publisher.pacing)
        new = count - publisher.seen
        if new > publisher.window:
            publisher.lost += new - publisher.window
        if new:
            self.report.news += new
            publisher.delays += [now - at for at in publisher.published[publisher.seen : count]]
        publisher.seen = count
        return Found(holds, min(new, publisher.window), publisher.pacing)

    def _check(self, publisher: Publisher, request: WebRequest, now: float) -> None:
        """Note where we are what the Feed Reader Score and our own budgets forbid."""
        whose = tenancy(request.url)
        is_whole = not request.validators
        if not is_whole and request.validators != publisher.latest:
            self._breach("validators that the last whole answer didn't give", publisher, now)
        if is_whole and publisher.latest and publisher.habit in (Habit.HONEST, Habit.NEW_EACH_TIME):
            if now - publisher.asked_at < HOUR - 1:
                self._breach("the whole asked for within an hour", publisher, now)
            if now - publisher.whole_at < DAY - 1:
                self._breach("the whole asked for twice in a day", publisher, now)
        if now < publisher.ready_at - 1:
            self._breach("asked sooner than it wants", publisher, now)
        if now - publisher.asked_at < self.limits.shortest.total_seconds() - 1:
            self._breach("asked sooner than the shortest interval", publisher, now)
        self._open[whose.host] += 1
        if self._open[whose.host] > (4 if whose.is_shared else 1):
            self._breach("a host asked twice at a time", publisher, now)
        for name, gap in ((whose.tenant, 0.1 if whose.is_shared else 1.0), (whose.platform, 0.1)):
            if name and now - self._asked[name] < gap - 0.001:
                self._breach(f"{name} asked too fast", publisher, now)
            self._asked[name] = now
        publisher.asked_at = now
        publisher.whole_at = now if is_whole else publisher.whole_at

    def _breach(self, what: str, publisher: Publisher, now: float) -> None:
        self.report.breaches.append(f"{what}: {publisher.feed.id} ({publisher.habit.name}) after {now:.0f} s")

    def _leave(self, now: float) -> None:
        while self._leaving and self._leaving[0][0] <= now:
            _, url = heapq.heappop(self._leaving)
            self._open[tenancy(url).host] -= 1
            self.budgets.leave([url], "poller")


_TIME = timedelta(seconds=ANSWER_SECONDS)


def _headers(given: Validators, others: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    tags = (("ETag", given.etag),) if given.etag else ()
    dates = (("Last-Modified", given.last_modified),) if given.last_modified else ()
    return (*tags, *dates, *others)


def run_apart(publishers: list[Publisher], days: float) -> tuple[Report, list[Publisher]]:
    """Poll for *days* in two processes; the same comes of it as in one `World`.

    Feeds meet only in the budgets of a host, a publisher and a platform: whoever shares one is in the same process.
    Return the report and the publishers as they are then, in their order.
    """
    order = {each.feed.id: number for number, each in enumerate(publishers)}
    report, asked = Report(), list[Publisher]()
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn"), _collect_nothing) as pool:
        for part, those in pool.map(partial(_run_part, days=days), _parts(publishers)):
            report.add(part)
            asked += those
    return report, sorted(asked, key=lambda each: order[each.feed.id])


_PROCESSES = 2


def _collect_nothing() -> None:
    gc.disable()  # nothing here refers to itself, and looking for what does takes a tenth of the time


def _run_part(publishers: list[Publisher], days: float) -> tuple[Report, list[Publisher]]:
    world = World(publishers)
    return world.run(days), [*world.publishers.values()]


def _parts(publishers: Iterable[Publisher]) -> list[list[Publisher]]:
    """Divide by who answers for the feeds, each such group to the part that has fewest."""
    groups: defaultdict[str, list[Publisher]] = defaultdict(list)
    for each in publishers:
        whose = tenancy(each.feed.url)
        groups[whose.platform or whose.tenant].append(each)
    parts: list[list[Publisher]] = [[] for _ in range(_PROCESSES)]
    for group in sorted(groups.values(), key=len, reverse=True):
        min(parts, key=len).extend(group)
    return parts


def publishers(count: int, days: int, seed: int = 4) -> list[Publisher]:
    """Return *count* publishers as the web has them: most of them slow, few busy, some odd."""
    chance = np.random.default_rng(seed)
    rates = np.concatenate(
        [
            np.exp(chance.uniform(np.log(low), np.log(high), round(count * share)))
            for share, low, high in ((0.7, 0.02, 0.5), (0.22, 0.5, 5), (0.07, 5, 50), (0.01, 50, 300))
        ]
    )
    return [_publisher(number, float(rate), days, chance) for number, rate in enumerate(chance.permutation(rates))]


def _publisher(number: int, rate: float, days: int, chance: Generator) -> Publisher:
    habit = Habit(1 + int(chance.choice(5, p=(0.8, 0.1, 0.06, 0.02, 0.02))))
    headers, asked_for, pacing = _wishes(chance)
    url = _url(number, chance)
    return Publisher(
        Feed(f"feed-{number}", url, NOON),
        _times(rate, days, chance),
        int(chance.choice((10, 15, 20, 30, 50, 100))),
        habit,
        number / 20,  # a mill that starts with all its feeds at once doesn't ask for them all in one second
        headers,
        asked_for,
        pacing,
        _outages(days, chance),
        gone_at=chance.uniform(0, days) * DAY if chance.random() < 0.005 else float("inf"),
        moved_to=f"{url}/new" if chance.random() < 0.01 else "",
    )


def _url(number: int, chance: Generator) -> str:
    kind = chance.random()
    if kind < 0.1:
        return f"https://a{number}.blogspot.com/feed"
    if kind < 0.13:
        return f"https://medium.com/feed/{number}"
    return f"https://{'www' if kind < 0.6 else 'feeds'}.site{number // 3}.com/feed/{number}"


def _wishes(chance: Generator) -> tuple[tuple[tuple[str, str], ...], float, Pacing]:
    """Return headers, how long they and the feed ask to be left alone, and the feed's own wish."""
    kind = chance.random()
    if kind < 0.15:
        seconds = int(chance.choice((60, 300, 900, 3600)))
        return (("Cache-Control", f"public, max-age={seconds}"),), float(seconds), Pacing()
    if kind < 0.17:
        return (("Cache-Control", "max-age=43200"),), 43_200.0, Pacing()
    if kind < 0.175:
        return (("Cache-Control", "max-age=315360000"),), DAY, Pacing()
    if kind < 0.3:
        return (), HOUR, Pacing(timedelta(hours=1))
    if kind < 0.31:
        return (), 0.0, Pacing(None, frozenset(range(6)), frozenset({6}))
    return (), 0.0, Pacing()


def _outages(days: int, chance: Generator) -> tuple[tuple[float, float, int], ...]:
    if chance.random() > 0.08:
        return ()
    start = chance.uniform(0, days) * DAY
    status = int(chance.choice((500, 503, 404, 403, 429)))
    return ((start, start + float(chance.choice((0.5, 3, 24, 72))) * HOUR, status),)


def _times(rate: float, days: int, chance: Generator) -> list[float]:
    """Return when entries come: by day more than by night, and now and then in a burst; some stand there at first."""
    evenly = np.sort(chance.uniform(-30, days, chance.poisson(rate * (days + 30)))) * DAY
    morning, is_asleep = chance.uniform(0, DAY), chance.random() < 0.7
    times = [t for t in evenly if not is_asleep or (t - morning) % DAY < 0.6 * DAY]
    if chance.random() < 0.1:
        start = chance.uniform(0, days) * DAY
        times += list(start + chance.uniform(0, HOUR, int(rate) + 5))
    return sorted(map(float, times))
