"""The feeds that people keep: added, paused, removed; and how polling each of them goes.

URL, OPML, TOML ─▶ Feed ─add─▶ Elasticsearch, and the queue of what is polled ─listed─▶ Feed with its state
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from services.errors import FetchRefusedError, NotFoundError
from services.fetch import health
from services.model import Condition, Feed, FeedState
from services.normalize.urls import web_address
from services.ports import Clock, FeedStates, FeedStore

_SHORTEST_ID = 4
_SECRET = re.compile(
    r"([?&;](?:[^=&;#]*(?:key|token|secret|signature|passw|credential)[^=&;#]*|auth|sig|pwd|u?pass|hash|hmac)=)[^&;#]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A feed, and how polling it goes; `state` is None before its first poll, and while it is paused."""

    feed: Feed
    state: FeedState | None = None


@dataclass(frozen=True)
class Registry:
    """Changes the feeds that are kept, and what is polled with them. All raise what the stores raise.

    `end_pushes` has the hub told that nothing more of a feed is wanted.
    """

    store: FeedStore
    states: FeedStates
    clock: Clock
    end_pushes: Callable[[str], None] = lambda _: None

    def add(self, feeds: Sequence[Feed]) -> list[bool]:
        """Keep *feeds*, and poll those that are enabled soon; False where one of that URL is kept already."""
        added = self.store.add(feeds)
        now = self.clock.now()
        # Should this not happen, the next tick of `maintain.requeue_feeds` finds them.
        new = [feed for feed, is_new in zip(feeds, added, strict=True) if is_new and feed.is_enabled]
        self.states.schedule({feed.id: now for feed in new})
        return added

    def listed(self, feed_ids: Collection[str] | None = None) -> list[Kept]:
        """Return the feeds that are kept (those of *feed_ids*), the earliest added first."""
        feeds = self.store.feeds(feed_ids)
        states = self.states.states([feed.id for feed in feeds])
        return [Kept(feed, states.get(feed.id)) for feed in feeds]

    def conditions(self) -> dict[str, int]:
        """Return how many feeds are in each condition; it takes as long for many as for few.

        Late they are as of now, fresh, quiet or broken as of their last poll.
        """
        found = Counter(self.states.conditions())
        # Redis learns of a feed when it is polled.
        found[Condition.NEW] += max(self.store.count(is_enabled=True) - found.total(), 0)
        found[Condition.PAUSED] = self.store.count(is_enabled=False)
        return {condition.value: found[condition] for condition in Condition}

    def requeue(self, most: int = 5000, spread: timedelta = timedelta(minutes=5)) -> int:
        """Go on through the feeds, up to *most* of them; return how many of these are enabled.

        Each that isn't queued is, after a Redis that was lost, to be due one after the other, a fifth of a second
        apart, but all within *spread*. Each is judged anew, so that what is counted of them comes right.
        """
        feeds = self.store.after(self.states.walked(), most)
        enabled = {feed.id: feed for feed in feeds if feed.is_enabled}
        step = min(timedelta(seconds=0.2), spread / max(len(enabled), 1))
        now = self.clock.now()
        self.states.schedule({feed_id: now + number * step for number, feed_id in enumerate(enabled)})
        known = self.states.states(enabled)
        self.states.judge({feed_id: health.standing(enabled[feed_id], state, now) for feed_id, state in known.items()})
        self.states.note_walked(feeds[-1].id if len(feeds) == most else "")
        return len(enabled)

    def named(self, names: Sequence[str]) -> list[Feed]:
        """Return the feeds that *names* stand for: an id, the beginning of one, or a URL.

        Raises NotFoundError where there is none, or more than one.
        """
        feeds = self.store.feeds()
        return [_one(name, feeds) for name in names]

    def enable(self, feeds: Sequence[Feed]) -> None:
        """Poll *feeds*, now."""
        for feed in feeds:
            self.store.change(replace(feed, is_enabled=False), replace(feed, is_enabled=True))
        now = self.clock.now()
        self.states.schedule({feed.id: now for feed in feeds})
        self.states.hasten([feed.id for feed in feeds])

    def pause(self, feeds: Sequence[Feed]) -> None:
        """Poll *feeds* no more, until they are enabled again."""
        for feed in feeds:
            self.store.change(replace(feed, is_enabled=True), replace(feed, is_enabled=False))
        # Afterwards: the tick that queues what isn't queued would otherwise queue them again.
        self._forget(feeds)

    def remove(self, feeds: Sequence[Feed]) -> int:
        """Forget *feeds*; their articles stay. Return how many there were."""
        count = self.store.remove([feed.id for feed in feeds])
        self._forget(feeds)
        return count

    def _forget(self, feeds: Sequence[Feed]) -> None:
        self.states.forget([feed.id for feed in feeds])
        for feed in feeds:
            self.end_pushes(feed.id)


def feed_of(url: str, clock: Clock) -> Feed:
    """Return a feed at *url*, its id made of that URL. Raises FetchRefusedError for what is no web address."""
    address = feed_address(url)
    if not address:
        message = f"{url[:500]}: it is not an http or https address"
        raise FetchRefusedError(message)
    return Feed(id=feed_id(address), url=address, added_at=clock.now())


def feed_address(url: str) -> str:
    """Return *url* as feeds are known by; `feed:` is http, and a name without a scheme https. Empty if it is none."""
    text = url.strip()
    scheme = urlsplit(text).scheme.lower() if "://" in text else ""
    if text.lower().startswith("feed:"):
        text = text[5:]
        text = text if text.lower().startswith("http") else f"http:{text}"
    elif not scheme:
        text = f"https://{text}"
    return web_address(text)


def without_secrets(url: str) -> str:
    """Return *url* for anybody's eyes: the values of parameters that are named as keys are hidden."""
    return _SECRET.sub(r"\1***", url)


def feed_id(address: str) -> str:
    """Return the id of the feed at *address*: 12 hexadecimal digits."""
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def _one(name: str, feeds: Sequence[Feed]) -> Feed:
    address = feed_address(name)
    exact = [feed for feed in feeds if name == feed.id or (address and address == feed.url)]
    begun = [feed for feed in feeds if len(name) >= _SHORTEST_ID and feed.id.startswith(name)]
    found = exact or begun
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{name} stands for {len(found)} feeds: write more of its id."
        raise NotFoundError(message)
    message = f"There is no feed {name[:500]}: `newsmill feeds list` shows those that there are."
    raise NotFoundError(message)
