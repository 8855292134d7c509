"""The whole local stack, from nothing to the first article.

Redis ─▶ Elasticsearch ┐
         workers, beat ├─▶ prepare ─▶ ready ─▶ seed ─▶ stack.json ─▶ watched until a signal
         API           ┘
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.errors import SetupError
from services.local import elasticsearch_server, mill, redis_server, state
from services.local.children import Child
from services.local.free_ports import free_ports, is_free
from services.local.leftovers import end_leftovers
from services.local.places import Places
from services.local.progress import Reporter, Step
from services.local.state import Stack
from services.local.supervisor import Supervisor

USUAL_API_PORT = 8000
_START_WITHIN = timedelta(seconds=180)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to start. A server whose URL is given is somebody else's: it is used, neither started nor stopped.

    `prepare` and `seed` are handed the addresses once they may be used.
    """

    places: Places
    prepare: Callable[[mill.Addresses], None]
    seed: Callable[[mill.Addresses], None] | None
    api_port: int | None = None
    redis_url: str = ""
    elasticsearch_url: str = ""


class LocalStack:
    """A stack that this process runs. The caller holds the state's lock."""

    def __init__(self, plan: Plan, report: Reporter) -> None:
        self._plan = plan
        self._report = report
        self.supervisor = Supervisor(plan.places.state)

    def start(self) -> Stack:
        """Return when the first article can be found. Raises SetupError or StartFailedError; then call `stop`."""
        plan, places = self._plan, self._plan.places
        state.forget_stack(places.state)
        end_leftovers(places.state)
        for file in places.run.glob("*"):
            file.unlink()
        redis_port, elasticsearch_port, transport_port = free_ports(3)
        addresses = mill.Addresses(
            plan.redis_url or redis_server.url_of(redis_port),
            plan.elasticsearch_url or elasticsearch_server.url_of(elasticsearch_port),
            choose_api_port(plan.api_port),
        )
        if not plan.redis_url:
            self._start_redis(redis_port)
        elasticsearch = (
            None if plan.elasticsearch_url else self._start_elasticsearch(elasticsearch_port, transport_port)
        )
        workers = [self.supervisor.start(specification) for specification in mill.workers(places, addresses)]
        api = self.supervisor.start(mill.api(places, addresses))
        if elasticsearch:
            self._await("Elasticsearch", addresses.elasticsearch_url, [elasticsearch])
        self._finish(addresses, workers, api)
        return self._publish(addresses)

    def stop(self) -> None:
        """End everything that was started, and nothing else."""
        state.forget_stack(self._plan.places.state)
        self.supervisor.stop()

    def _start_redis(self, port: int) -> None:
        self._report(Step("Redis", "starting"))
        specification = redis_server.specification(self._plan.places, port, *redis_server.RESTRICTED)
        self._await("Redis", redis_server.url_of(port), [self.supervisor.start(specification)])

    def _start_elasticsearch(self, port: int, transport_port: int) -> Child:
        self._report(Step("Elasticsearch", "starting"))
        specification = elasticsearch_server.specification(self._plan.places, port, transport_port, self._report)
        self._report(Step("Elasticsearch", "starting"))
        return self.supervisor.start(specification)

    def _finish(self, addresses: mill.Addresses, workers: list[Child], api: Child) -> None:
        self._report(Step("Index", "installing templates"))
        self._plan.prepare(addresses)
        self._report(Step("Index", "templates are installed", is_done=True))
        self._await("Workers", "", workers)
        self._await("API", addresses.api_url, [api])
        if self._plan.seed:
            self._report(Step("Seeds", "the first article is on its way"))
            self._plan.seed(addresses)
            self._report(Step("Seeds", "can be found", is_done=True))

    def _await(self, name: str, detail: str, children: list[Child]) -> None:
        self._report(Step(name, "starting"))
        for child in children:
            self.supervisor.wait_ready(child, _START_WITHIN)
        self._report(Step(name, detail, is_done=True))

    def _publish(self, addresses: mill.Addresses) -> Stack:
        self.supervisor.require_all()
        stack = Stack(
            pid=os.getpid(),
            redis_url=addresses.redis_url,
            elasticsearch_url=addresses.elasticsearch_url,
            api_url=addresses.api_url,
            started_at=datetime.now(UTC).isoformat(timespec="seconds"),
            elasticsearch_dir="" if self._plan.elasticsearch_url else str(self._plan.places.elasticsearch),
        )
        state.save_stack(self._plan.places.state, stack)
        return stack


def choose_api_port(wanted: int | None) -> int:
    """Return *wanted*, or without a wish (None, 0) the usual port or a free one. Raises SetupError if it is taken."""
    if wanted:
        if not is_free(wanted):
            message = f"Port {wanted} is taken by another program; choose another with --port, or leave it out."
            raise SetupError(message)
        return wanted
    return USUAL_API_PORT if wanted is None and is_free(USUAL_API_PORT) else free_ports(1)[0]
