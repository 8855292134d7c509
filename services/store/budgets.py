"""How often hosts, publishers and platforms are asked, across all workers; in Redis."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import redis

from services.ports import Clock
from services.redis_client import run
from services.settings import Settings
from services.store import budgets_scripts as scripts
from services.store.paces import HALF_LIFE, LEARNED, MOST_ASKED, MOST_GAP, PROMISED, Usual, host_pace, shut_for, wanted
from services.tenancy import tenancy

_KEPT = timedelta(days=1)


class RedisBudgets:
    """Implements `ports.Budgets` under `<redis_prefix>:budget:`."""

    def __init__(self, client: redis.Redis, settings: Settings, clock: Clock) -> None:
        self._client = client
        self._prefix = settings.redis_prefix
        self._usual = Usual.of(settings)
        self._most_shut = timedelta(seconds=settings.poll_longest_asked_seconds)
        self._clock = clock
        self._turn = max(_ms(timedelta(seconds=settings.turn_seconds)), 1)
        self._keep = _ms(_KEPT + self._most_shut)

    def enter(self, urls: Sequence[str], holder: str) -> dict[str, timedelta]:
        urls = list(dict.fromkeys(urls))
        requests = [argument for url in urls for argument in self._arguments(url)]
        limits = (self._turn, _ms(HALF_LIFE), self._keep, _ms(PROMISED))
        waits = self._run(scripts.ENTER, *limits, holder, *requests) if urls else []
        return {url: timedelta(milliseconds=int(wait)) for url, wait in zip(urls, waits, strict=True)}

    def leave(self, urls: Sequence[str], holder: str) -> None:
        if urls:
            self._run(scripts.LEAVE, holder, *(text for url in urls for text in (url, tenancy(url).host)))

    def slow_down(self, url: str, retry_after: timedelta | None) -> None:
        learning: list[str | float] = []
        for pace in wanted(url, self._usual).paces[1:]:
            least, factor = LEARNED[pace.is_many_s]
            learning += [pace.name, _ms(pace.usual), _ms(least), factor]
        bounds = (_ms(HALF_LIFE), self._keep, _ms(MOST_GAP))
        shut = shut_for(url, retry_after, self._most_shut)
        self._run(scripts.SLOW_DOWN, *bounds, tenancy(url).tenant, _ms(shut), *learning)

    def pace(self, url: str, delay: timedelta) -> None:
        self._run(scripts.PACE, host_pace(tenancy(url)), _ms(min(delay, MOST_ASKED)), self._keep)

    def _arguments(self, url: str) -> list[str | int]:
        needs = wanted(url, self._usual)
        paces = (value for pace in needs.paces for value in (pace.name, _ms(pace.usual)))
        return [url, needs.host, needs.most, len(needs.paces), *paces]

    def _run(self, script: str, *arguments: str | float) -> Any:  # noqa: ANN401 (what Lua returned)
        now = int(self._clock.now().timestamp() * 1000)
        return run(self._client, script, self._prefix, now, *arguments)


def _ms(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
