"""Whether pages may be fetched: robots.txt is fetched once a day for each origin, and its Crawl-delay heeded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from services import settings
from services.clock import ManualClock
from services.errors import FetchFailedError, IngestError
from services.model import Answer, WebRequest
from services.permission import Permission, Permissions
from services.store.budgets_memory import MemoryBudgets
from services.store.robots import MemoryRobots

CLOCK = ManualClock().now


@dataclass
class Web:
    """Answers by URL, 404 where there is none; counts what it was asked."""

    files: dict[str, str | int]
    asked: list[str] = field(default_factory=list)

    def get(self, requests: Sequence[WebRequest]) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
        for request in reversed(requests):
            self.asked.append(request.url)
            file = self.files.get(request.url, 404)
            if file == 0:
                yield request, FetchFailedError(f"{request.url}: no answer")
                continue
            status, text = (file, "") if isinstance(file, int) else (200, file)
            yield request, Answer(request.url, request.url, status, (), text.encode(), CLOCK(), timedelta())


def permissions(**files: str | int) -> tuple[Permissions, Web, ManualClock]:
    web, clock = Web({f"https://{host}.test/robots.txt": file for host, file in files.items()}), ManualClock()
    budgets = MemoryBudgets(settings.load({}), clock)
    return Permissions(web, MemoryRobots(), budgets, clock), web, clock


def test_each_page_is_judged_by_its_own_site() -> None:
    asking, web, _ = permissions(a="User-agent: *\nDisallow: /x", b=0, c="User-agent: GPTBot\nDisallow: /")
    urls = ["https://a.test/x", "https://a.test/y", "https://b.test/", "https://c.test/", "https://d.test/", "nowhere"]
    assert asking.of(urls) == {
        "https://a.test/x": Permission(is_given=False),
        "https://a.test/y": Permission(is_given=True),
        "https://b.test/": Permission(is_given=False, is_lasting=False),
        "https://c.test/": Permission(is_given=True, training=False),
        "https://d.test/": Permission(is_given=True),
        "nowhere": Permission(is_given=False),
    }
    robots = [url for url in web.asked if url.endswith("/robots.txt")]
    assert sorted(robots) == [f"https://{host}.test/robots.txt" for host in "abcd"]


def test_a_file_is_asked_for_once_a_day() -> None:
    asking, web, clock = permissions(a="User-agent: *\nDisallow: /x")
    for hours in (0, 12, 11, 1):
        clock.advance(timedelta(hours=hours))
        asking.of(["https://a.test/y"])
    assert web.asked.count("https://a.test/robots.txt") == 2


def test_a_crawl_delay_goes_to_the_budgets_and_ends_with_the_file_that_asks_for_it() -> None:
    asking, web, clock = permissions(a="User-agent: *\nCrawl-delay: 30")
    url = "https://a.test/1"

    def gap() -> timedelta:
        asking.budgets.enter([url], "one")
        asking.budgets.leave([url], "one")
        return asking.budgets.enter([url], "one")[url]

    asking.of([url])
    assert gap() == timedelta(seconds=30)
    web.files.clear()
    clock.advance(timedelta(days=1))
    asking.of([url])
    assert gap() == timedelta(seconds=1)


def test_what_a_site_reserves_is_asked_for_once_a_week_and_not_while_it_fails() -> None:
    asking, web, clock = permissions(a="", b=503)
    address = "https://a.test/.well-known/tdmrep.json"
    web.files[address] = '[{"location": "/news/", "tdm-reservation": 1}]'
    urls = ["https://a.test/news/1", "https://a.test/1", "https://b.test/"]
    for _ in range(8):
        assert [asking.of(urls)[url].tdm_reserved for url in urls] == [True, None, None]
        clock.advance(timedelta(days=1))
    assert [url for url in web.asked if not url.endswith("/robots.txt")] == [address, address]


def test_asking_for_nothing_asks_nobody() -> None:
    asking, web, _ = permissions()
    assert (asking.of([]), web.asked) == ({}, [])
