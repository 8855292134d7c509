"""WebSub from end to end: a real hub on loopback, the API in uvicorn, real Redis and Elasticsearch."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import uvicorn
from conftest import Installing
from hub import Hub

from services.api.app import create
from services.bootstrap import Service
from services.index.feeds import ElasticFeeds
from services.model import Answer, Feed, FeedReading, SubscriptionState

pytestmark = pytest.mark.servers

TOPIC = "https://town.test/feed"


def rss(*names: str) -> bytes:
    text = "About {0}. " * 90
    item = f"<item><guid>{{0}}</guid><title>News of {{0}}</title><description>{text}</description></item>"
    items = "".join(item.format(name) for name in names)
    return f"<rss><channel><title>Town</title>{items}</channel></rss>".encode()


@contextmanager
def served(listening: uvicorn.Config) -> Iterator[None]:
    """Run the API in a thread."""
    server = uvicorn.Server(listening)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield
    finally:
        server.should_exit = True
        thread.join()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def work_off(service: Service) -> int:
    for due in service.pipeline.reconcile():
        service.pipeline.process(due.document_ids, "test")
    return service.ledger.books().indexed


def test_a_feed_is_subscribed_renewed_delivered_and_ended(install: Installing, tmp_path: object) -> None:
    port = free_port()
    service = install(
        allow_private_networks="127.0.0.0/8", public_url=f"http://127.0.0.1:{port}", archive=str(tmp_path)
    )
    feed = Feed("town", TOPIC, datetime.now(UTC))
    feeds = ElasticFeeds(service.elasticsearch, service.settings)
    feeds.add([feed])
    listening = uvicorn.Config(create(service), port=port, log_level="warning", log_config=None)
    with Hub(lease=3) as hub, served(listening):
        polled = Answer(TOPIC, TOPIC, 200, (("Link", f"<{hub.url}>; rel=hub"),), b"", datetime.now(UTC), timedelta())
        service.subscriber.wish(feed, FeedReading(), polled)
        assert service.subscriber.ask_hubs() == 1
        hub.wait_for("subscribe")
        known = service.subscriber.subscriptions.of_feeds(["town"])["town"]
        assert known.state is SubscriptionState.ACTIVE

        assert hub.publish(TOPIC, rss("bridge", "mayor")) == 202
        assert service.ledger.books().accepted == 2
        assert hub.publish(TOPIC, rss("bridge", "mayor")) == 202
        assert hub.publish(TOPIC, rss("forgery"), is_forged=True) == 202
        assert service.ledger.books().accepted == 2
        assert work_off(service) == 2
        assert service.subscriber.subscriptions.counted(known) == {"delivered": 2, "forged": 1}

        # The hub's lease is 3 s: it is renewed after four fifths of it, under the same callback.
        time.sleep(2.5)
        assert service.subscriber.ask_hubs() == 1
        hub.wait_for("subscribe", times=2)
        assert hub.asked[1]["hub.callback"] == hub.asked[0]["hub.callback"]
        assert hub.publish(TOPIC, rss("harbour")) == 202
        assert work_off(service) == 3

        service.subscriber.end("town")
        assert service.subscriber.ask_hubs() == 1
        hub.wait_for("unsubscribe")
        assert hub.subscribers == {}
        assert service.subscriber.subscriptions.of_feeds(["town"]) == {}
        assert httpx.post(hub.asked[0]["hub.callback"], content=rss("late")).status_code == 410


def test_a_hub_may_deny(install: Installing) -> None:
    port = free_port()
    service = install(allow_private_networks="127.0.0.0/8", public_url=f"http://127.0.0.1:{port}")
    feed = Feed("town", TOPIC, datetime.now(UTC))
    ElasticFeeds(service.elasticsearch, service.settings).add([feed])
    listening = uvicorn.Config(create(service), port=port, log_level="warning", log_config=None)
    with Hub() as hub, served(listening):
        hub.denies = "not today"
        answer = Answer(TOPIC, TOPIC, 200, (), b"", datetime.now(UTC), timedelta())
        service.subscriber.wish(feed, FeedReading(hub=hub.url), answer)
        service.subscriber.ask_hubs()
        hub.wait_for("denied")
        known = service.subscriber.subscriptions.of_feeds(["town"])["town"]
        assert (known.state, known.error) == (SubscriptionState.DENIED, "not today")


def test_a_hub_inside_the_network_is_never_asked(install: Installing) -> None:
    service = install(public_url="https://mill.test")
    feed = Feed("town", TOPIC, datetime.now(UTC))
    ElasticFeeds(service.elasticsearch, service.settings).add([feed])
    with Hub() as hub:
        answer = Answer(TOPIC, TOPIC, 200, (), b"", datetime.now(UTC), timedelta())
        service.subscriber.wish(feed, FeedReading(hub=hub.url), answer)
        service.subscriber.ask_hubs()
        assert hub.asked == []
    assert "127.0.0.1" in service.subscriber.subscriptions.of_feeds(["town"])["town"].error
