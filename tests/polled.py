"""A mill of twins with a web of its own: feeds are polled, pages fetched, articles made, without a server."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.utils import format_datetime
from html import escape
from itertools import count
from typing import Any

from twins import SETTINGS, Mill

from services import sources
from services.errors import IngestError, NotFoundError
from services.fetch.pacing import Limits
from services.following import Follower
from services.index.feeds import MemoryFeeds
from services.model import Answer, Feed, FeedReading, FeedState, Lane, Validators, WebRequest
from services.permission import Permissions
from services.polling import Poller
from services.rechecking import Rechecker
from services.registry import Registry, feed_of
from services.sources import feeds as feed_readers
from services.store.budgets_memory import MemoryBudgets
from services.store.counts import MemoryCounts
from services.store.feed_states_memory import MemoryFeedStates
from services.store.robots import MemoryRobots
from services.store.subscriptions import MemorySubscriptions
from services.visiting import Visitor

LONG = "The engineers say that the river rose for three days, and that it will fall again by the end of the week. "


def story(name: str, *, times: int = 12) -> str:
    """Return a text of its own, by default long enough to be no teaser."""
    return f"This is what happened in {name}, as told by those who were there. " + f"In {name}: {LONG}" * times


def item(name: str, *, link: str = "", guid: str = "", text: str | None = None) -> str:
    """Return an item of an RSS feed about *name*."""
    return (
        f"<item><title>News of {name}</title><link>{escape(link or f'https://news.example/{name}')}</link>"
        f"<guid isPermaLink='false'>{guid or name}</guid>"
        f"<description>{escape(f'<p>{story(name) if text is None else text}</p>')}</description></item>"
    )


def rss(*items: str, title: str = "The News") -> bytes:
    feed = f"<rss version='2.0'><channel><title>{title}</title><link>https://news.example/</link>{''.join(items)}"
    return f"{feed}</channel></rss>".encode()


def page(name: str) -> bytes:
    """Return an article's page about *name*."""
    paragraphs = "".join(f"<p>{part}</p>" for part in (story(name), f"The page of {name} says more. {LONG}{LONG}"))
    head = f"<head><title>News of {name}</title></head>"
    return f"<!doctype html><html lang=en>{head}<body><article><h1>News of {name}</h1>{paragraphs}</article>".encode()


@dataclass
class Web:
    """Answers by URL, conditional requests too; implements `ports.WebClient`."""

    clock: object
    pages: dict[str, bytes | int | IngestError] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[WebRequest] = field(default_factory=list)

    def get(self, requests: Sequence[WebRequest]) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
        for request in requests:
            self.asked.append(request)
            yield request, self._answer(request)

    def _answer(self, request: WebRequest) -> Answer | IngestError:
        found = self.pages.get(request.url, 404)
        if isinstance(found, IngestError):
            return found
        content = found if isinstance(found, bytes) else b""
        etag = f'"{hash(content):x}"'
        status = found if isinstance(found, int) else 304 if request.validators == Validators(etag) else 200
        kind = "text/html; charset=utf-8" if content.startswith(b"<!doctype") else "application/xml"
        stated = {"Content-Type": kind, "ETag": etag} | self.headers.get(request.url, {})
        now = self.clock.now()  # type: ignore[attr-defined]
        headers = {"Date": format_datetime(now, usegmt=True)} | (stated if status in {200, 304} else {})
        headers |= self.headers.get(request.url, {})
        return Answer(
            request.url,
            request.url,
            status,
            tuple(headers.items()),
            b"" if status == 304 else content,
            now,
            timedelta(),
        )

    def urls(self) -> list[str]:
        """Return what was asked since the last time, in order, but for tdmrep.json, asked for once a week."""
        asked = [request.url for request in self.asked if not request.url.endswith("/tdmrep.json")]
        self.asked.clear()
        return asked


@dataclass
class MemoryArchive:
    """Keeps answers in a list."""

    answers: list[Answer] = field(default_factory=list)

    def write(self, answers: Sequence[Answer]) -> list[str]:
        first = len(self.answers)
        self.answers += answers
        return [f"archive:{first + number}" for number in range(len(answers))]

    def read(self, uri: str) -> Answer:
        if not uri.startswith("archive:"):
            raise NotFoundError(uri)
        return self.answers[int(uri.removeprefix("archive:"))]


def read(answer: Answer) -> FeedReading:
    return feed_readers.read(answer.content, url=answer.url)


class DiedError(BaseException):
    """The poller is gone: nothing of ours runs any more."""


@dataclass
class Deaths:
    """Counts the steps that a poller takes outside of itself, and ends it at one of them: before it, or after it."""

    at: int = 0
    after: bool = False
    taken: int = 0

    def step(self, call: Callable[..., Any], *arguments: object, **named: object) -> Any:  # noqa: ANN401 (whatever the port answers)
        self.taken += 1
        is_last = self.taken == self.at
        if is_last and not self.after:
            raise DiedError
        answer = call(*arguments, **named)
        if is_last:
            raise DiedError
        return answer


class Mortal:
    """A port as a poller that may die sees it."""

    def __init__(self, port: object, deaths: Deaths) -> None:
        self._port = port
        self._deaths = deaths

    def __getattr__(self, name: str) -> Callable[..., Any]:
        real = getattr(self._port, name)
        return lambda *arguments, **named: self._deaths.step(real, *arguments, **named)


@dataclass
class PolledMill(Mill):
    """Twins wired as `bootstrap.build` wires the real ones, and the web that they poll."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.web = Web(self.clock)
        self.feeds = MemoryFeeds()
        self.archive = MemoryArchive()
        self.counts = self.poll_counts = MemoryCounts()
        self.budgets = MemoryBudgets(SETTINGS, self.clock)
        self.states = MemoryFeedStates(self.clock)
        self.robots = MemoryRobots()
        self.subscriptions = MemorySubscriptions(self.clock)
        self.holders = count()
        self.recheck_counts = MemoryCounts()

    @property
    def registry(self) -> Registry:
        return Registry(self.feeds, self.states, self.clock)

    def _ports(self, deaths: Deaths | None, *names: str) -> dict[str, Any]:
        ports = {name: getattr(self, name) for name in names}
        return {name: Mortal(port, deaths) for name, port in ports.items()} if deaths else ports

    def a_poller(self, deaths: Deaths | None = None) -> Poller:
        ports = self._ports(deaths, "feeds", "states", "budgets", "web", "archive", "counts", "ledger")
        ledger = ports.pop("ledger")
        return Poller(
            **ports,
            read=read,
            accept=replace(self.pipeline, ledger=ledger).accept,
            clock=self.clock,
            limits=Limits.of(SETTINGS),
            batch_size=50,
            lease=timedelta(seconds=60),
        )

    def a_follower(self, deaths: Deaths | None = None) -> Follower:
        ports = self._ports(deaths, "feeds", "archive", "ledger")
        visitor, attempts = self.a_visitor(deaths), SETTINGS.max_attempts
        return Follower(**ports, visitor=visitor, clock=self.clock, max_attempts=attempts)

    def a_visitor(self, deaths: Deaths | None = None) -> Visitor:
        ports = self._ports(deaths, "budgets", "web", "robots")
        web, budgets, robots = ports["web"], ports["budgets"], ports["robots"]
        return Visitor(Permissions(web, robots, budgets, self.clock), budgets, web, self.clock)

    def a_rechecker(self, deaths: Deaths | None = None) -> Rechecker:
        ports = self._ports(deaths, "rechecks", "index", "feeds", "archive", "ledger")
        pipeline = self.wired(ledger=ports.pop("ledger"), index=ports["index"], sink=ports["index"])
        return Rechecker(
            **ports,
            visitor=self.a_visitor(deaths),
            read=sources.read,
            accept=pipeline.accept,
            withdraw=pipeline.withdraw,
            counts=self.recheck_counts,
            clock=self.clock,
            ages=SETTINGS.recheck_ages,
            batch_size=50,
            lease=timedelta(seconds=60),
        )

    def recheck(self, deaths: Deaths | None = None) -> dict[str, int]:
        """Look at the pages that are due, and let the pipeline decide what that brought."""
        outcomes = self.a_rechecker(deaths).recheck_due(f"rechecker-{next(self.holders)}")
        self.run()
        return dict(outcomes)

    def follow(self, deaths: Deaths | None = None) -> None:
        """Fetch the pages of the links that are due, as Celery would have it done."""
        for number, message in enumerate(self.pipeline.reconcile(Lane.LINKS)):
            self.a_follower(deaths).follow(message.document_ids, f"follower-{self.clock.now().timestamp()}-{number}")

    def tick(self) -> list[int]:
        self.follow()
        return super().tick()

    def add(self, url: str, **values: object) -> Feed:
        feed = replace(feed_of(url, self.clock), **values)  # type: ignore[arg-type]
        assert self.registry.add([feed]) == [True]
        return feed

    def poll(self) -> dict[str, int]:
        """Let one poller take what is due."""
        return dict(self.a_poller().poll_due(f"poller-{next(self.holders)}"))

    def poll_all(self, within: timedelta = timedelta(minutes=2)) -> dict[str, int]:
        """Poll each second until nothing more comes due in that time, and make articles of what came in."""
        outcomes: Counter[str] = Counter()
        end = self.clock.now() + within
        while self.clock.now() < end:
            outcomes.update(self.poll())
            self.clock.advance(timedelta(seconds=1))
        self.run()
        return dict(outcomes)

    def headlines(self) -> list[str]:
        return sorted(article.headline for article in self.index.articles.values())

    def state(self, feed: Feed) -> FeedState:
        return self.states.states([feed.id])[feed.id]
