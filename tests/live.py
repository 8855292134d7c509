"""A service on real servers with a local origin, whose workers are the test: it says when they poll, fetch, process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from origin import Origin
from support import wait_until

from services.bootstrap import Service
from services.index.names import Names
from services.model import Feed, FeedState, Lane
from services.registry import feed_of

QUICK = {
    "allow_private_networks": "127.0.0.0/8",
    "poll_shortest_seconds": 0.05,
    "poll_longest_seconds": 0.05,
    "domain_gap_seconds": 0,
    "platform_gap_seconds": 0,
    "host_concurrency": 64,
    "fetch_seconds": 1,
    "lease_seconds": 5,
}


@dataclass
class LiveMill:
    """A service whose workers are this test: it says when they poll, fetch and process."""

    service: Service
    origin: Origin
    holders: Iterator[int] = field(default_factory=count)

    def add(self, path: str, **values: object) -> Feed:
        feed = feed_of(self.origin.url(path), self.service.clock)
        feed = Feed(**({"id": feed.id, "url": feed.url, "added_at": feed.added_at} | values))  # type: ignore[arg-type]
        self.service.registry.add([feed])
        return feed

    def poll(self) -> dict[str, int]:
        return dict(self.service.poller.poll_due(f"poller-{next(self.holders)}"))

    def work(self) -> None:
        """Do as workers do with all that is due."""
        for lane, work in ((Lane.LINKS, self.service.follower.follow), (Lane.PROCESS, self.service.pipeline.process)):
            for message in self.service.pipeline.reconcile(lane):
                work(message.document_ids, f"holder-{next(self.holders)}")

    def work_all(self) -> None:
        """Work until nothing is open."""
        wait_until(self._is_done, 20, "some are open still")
        self.service.elasticsearch.indices.refresh(index=Names(self.service.settings).every_index)

    def _is_done(self) -> bool:
        self.work()
        return self.service.ledger.books().open == 0

    def poll_until(self, *outcomes: str) -> None:
        """Poll until each of *outcomes* has come."""
        seen: set[str] = set()

        def come() -> bool:
            seen.update(self.poll())
            return seen >= {*outcomes}

        wait_until(come, 20, f"{outcomes} haven't all come")

    def headlines(self) -> list[str]:
        hits = self.service.index.search("", size=100).hits
        return sorted(str(hit.source["headline"]) for hit in hits)

    def state(self, feed: Feed) -> FeedState:
        return self.service.registry.states.states([feed.id])[feed.id]
