"""WebSub as its specification has it: asked, verified, renewed, delivered, ended."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import httpx
import pytest
import served
from polled import PolledMill

from services.api.memory import MemoryMill
from services.errors import FetchFailedError, IngestError, SettingError
from services.model import Answer, Delivery, Feed, FeedReading, Subscription, SubscriptionState, WebRequest
from services.settings import load
from services.store.subscriptions import MemorySubscriptions
from services.websub import Subscriber, messages

HUB, TOPIC, PUBLIC = "https://hub.test/", "https://town.test/feed", "https://mill.test/news"
FEED = Feed("f", TOPIC, datetime(2026, 1, 1, tzinfo=UTC))
CONTENT = (
    b"<rss><channel><title>Town</title><item><guid>1</guid><title>Bridge opens</title><link>https://town.test/1</link>"
    b"<description>" + b"The bridge opened at noon. " * 60 + b"</description></item></channel></rss>"
)
READING = FeedReading(hub=HUB, self_url=TOPIC)


@dataclass
class Hub:
    """A hub in memory: `status` answers requests, which are kept."""

    status: int | IngestError = 202
    asked: list[dict[str, str]] = field(default_factory=list)

    def get(self, requests: Sequence[WebRequest]) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
        for request in requests:
            assert (request.url, request.method) == (HUB, "POST")
            assert request.media_type == "application/x-www-form-urlencoded"
            self.asked.append({name: values[0] for name, values in parse_qs(request.body.decode()).items()})
            if isinstance(self.status, IngestError):
                yield request, self.status
            else:
                yield request, Answer(HUB, HUB, self.status, (), b"", datetime.now(UTC), timedelta())


def answer(**headers: str) -> Answer:
    return Answer(TOPIC, TOPIC, 200, tuple(headers.items()), CONTENT, datetime.now(UTC), timedelta())


def mill(hub: Hub | None = None, public_url: str = PUBLIC) -> MemoryMill:
    here = MemoryMill(settings=load({}, public_url=public_url), web=hub or Hub())
    here.feeds.add([FEED])
    here.subscriber.wish(FEED, READING, answer())
    return here


def known(here: MemoryMill) -> Subscription:
    return here.subscriptions.of_feeds(["f"])["f"]


def ask(here: MemoryMill, path: str, params: dict[str, str] | None = None, **post: object) -> httpx.Response:
    return served.ask(here, "POST" if post else "GET", path, params=params, **post)


def verify(
    here: MemoryMill, mode: str = "subscribe", topic: str = TOPIC, token: str = "", **more: str
) -> httpx.Response:
    asked = {"hub.mode": mode, "hub.topic": topic} | {f"hub.{name}": value for name, value in more.items()}
    return ask(here, f"/websub/{token or known(here).token}", asked)


def signed(content: bytes, secret: str, method: str = "sha256") -> dict[str, str]:
    digest = hmac.new(secret.encode(), content, method).hexdigest()
    return {"x-hub-signature": f"{method}={digest}", "content-type": "application/rss+xml"}


def deliver(here: MemoryMill, content: bytes = CONTENT, headers: dict[str, str] | None = None) -> httpx.Response:
    subscription = known(here)
    given = signed(content, subscription.secret) if headers is None else headers
    return ask(here, f"/websub/{subscription.token}", content=content, headers=given)


def active(hub: Hub | None = None) -> MemoryMill:
    here = mill(hub)
    here.subscriber.ask_hubs()
    assert verify(here, challenge="c", lease_seconds="1000").text == "c"
    return here


def test_a_hub_is_asked_as_the_specification_says() -> None:
    hub = Hub()
    here = mill(hub)
    assert here.subscriber.ask_hubs() == 1
    subscription = known(here)
    assert hub.asked == [
        {
            "hub.mode": "subscribe",
            "hub.topic": TOPIC,
            "hub.callback": f"{PUBLIC}/websub/{subscription.token}",
            "hub.lease_seconds": "864000",
            "hub.secret": subscription.secret,
        }
    ]
    assert (len(subscription.token), len(subscription.secret)) == (32, 48)
    assert subscription.secret not in repr(subscription)


@pytest.mark.parametrize("address", ["ftp://a.test", "https://", "https://a.test/?x=1", "a.test", "https://u:p@a.test"])
def test_a_public_address_is_one(address: str) -> None:
    with pytest.raises(SettingError, match="NEWSMILL_PUBLIC_URL"):
        load({}, public_url=address)


def test_a_public_address_is_kept_without_its_last_slash() -> None:
    assert load({}, public_url="https://a.test/news/").public_url == "https://a.test/news"


def test_without_a_public_address_it_is_off() -> None:
    here = mill(public_url="")
    assert here.subscriptions.of_feeds(["f"]) == {}
    assert here.subscriber.ask_hubs() == 0


@pytest.mark.parametrize(
    ("link", "hub", "topic"),
    [
        ("", HUB, TOPIC),
        (
            '<https://other.test/hub>; rel="hub", <https://town.test/self>; rel=self',
            "https://other.test/hub",
            "https://town.test/self",
        ),
        ('</hub>; title="a, b; rel=\'x\'"; rel="preload HUB"', "https://town.test/hub", TOPIC),
        ("<javascript:alert(1)>; rel=hub", HUB, TOPIC),
        ("<<<>>>; rel=" * 500, HUB, TOPIC),
    ],
)
def test_hub_and_topic_are_those_of_the_link_headers_first(link: str, hub: str, topic: str) -> None:
    assert messages.named(READING, answer(Link=link), TOPIC) == (hub, topic)


def test_the_topic_is_what_the_feed_calls_itself_or_its_address() -> None:
    assert messages.named(FeedReading(hub=HUB), answer(), TOPIC) == (HUB, TOPIC)
    assert messages.named(FeedReading(self_url=TOPIC), answer(), TOPIC) == ("", "")


def test_the_same_wish_again_changes_nothing_and_another_hub_is_subscribed_at_anew() -> None:
    here = mill()
    first = known(here)
    here.subscriber.wish(FEED, READING, answer())
    assert known(here) == first
    here.subscriber.wish(FEED, FeedReading(hub="https://new.test/"), answer())
    assert (known(here).hub, known(here).token != first.token) == ("https://new.test/", True)
    assert here.subscriptions.find(first.token) is None


def test_a_verification_is_echoed_as_plain_text_and_makes_it_active() -> None:
    here = mill()
    here.subscriber.ask_hubs()
    found = verify(here, challenge="<script>", lease_seconds="1000")
    assert (found.status_code, found.text) == (200, "<script>")
    assert found.headers["content-type"].startswith("text/plain")
    assert found.headers["x-content-type-options"] == "nosniff"
    subscription = known(here)
    assert subscription.state is SubscriptionState.ACTIVE
    assert subscription.lease_until == here.clock.now() + timedelta(seconds=1000)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"topic": "https://other.test/", "challenge": "c"}, 404),
        ({"mode": "unsubscribe", "challenge": "c"}, 404),  # nobody wants to
        ({"token": "x" * 32, "challenge": "c"}, 404),
        ({"token": "../../etc", "challenge": "c"}, 404),
        ({"challenge": ""}, 404),
        ({"challenge": "c", "lease_seconds": "-1"}, 422),
        ({"challenge": "c" * 5000}, 422),
    ],
)
def test_what_nobody_asked_for_is_not_verified(asked: dict[str, str], status: int) -> None:
    here = mill()
    here.subscriber.ask_hubs()
    assert verify(here, **asked).status_code == status
    assert known(here).state is SubscriptionState.WANTED


def test_a_verification_before_the_hub_was_asked_is_none() -> None:
    here = mill()
    assert verify(here, challenge="c").status_code == 404


def test_a_hub_may_verify_before_it_answers_and_that_counts_even_if_it_then_fails() -> None:
    class Hasty(Hub):
        def get(self, requests: Sequence[WebRequest]) -> Iterator[tuple[WebRequest, Answer | IngestError]]:
            for each in super().get(requests):
                assert verify(here, challenge="c").text == "c"
                yield each

    here = mill(Hasty(FetchFailedError("no whole answer in 20 seconds")))
    here.subscriber.ask_hubs()
    assert (known(here).state, known(here).error) == (SubscriptionState.ACTIVE, "")


def test_it_is_renewed_before_the_lease_ends_under_the_same_callback() -> None:
    hub = Hub()
    here = active(hub)
    here.clock.advance(timedelta(seconds=799))
    assert here.subscriber.ask_hubs() == 0
    here.clock.advance(timedelta(seconds=1))
    assert here.subscriber.ask_hubs() == 1
    assert hub.asked[1]["hub.callback"] == hub.asked[0]["hub.callback"]
    assert verify(here, challenge="d", lease_seconds="1000").text == "d"
    assert known(here).lease_until == here.clock.now() + timedelta(seconds=1000)


def test_a_lease_that_ended_is_wanted_again() -> None:
    here = active()
    here.clock.advance(timedelta(seconds=1001))
    here.subscriber.ask_hubs()
    assert known(here).state is SubscriptionState.WANTED


def test_a_hub_that_fails_is_asked_again_ever_less_often_and_never_for_ever_not() -> None:
    hub = Hub(500)
    here = mill(hub)
    gaps = []
    asked_at = None
    for _ in range(6 * 24 * 60):
        if here.subscriber.ask_hubs():
            if asked_at:
                gaps.append((here.clock.now() - asked_at) / timedelta(minutes=1))
            asked_at = here.clock.now()
        here.clock.advance(timedelta(minutes=1))
    assert gaps[:4] == [30, 120, 720, 1440]
    assert set(gaps[4:]) == {1440}
    assert known(here).error == "the hub answered 500"


def test_a_request_that_is_never_verified_is_a_failure() -> None:
    here = mill()
    here.subscriber.ask_hubs()
    here.clock.advance(timedelta(minutes=10))
    assert here.subscriber.ask_hubs() == 1
    assert (known(here).failures, known(here).error) == (1, "the hub didn't verify it")


def test_a_denial_is_noted_with_its_reason_and_tried_again_after_a_week() -> None:
    here = active()
    assert verify(here, mode="denied", reason="not allowed").status_code == 200
    assert (known(here).state, known(here).error) == (SubscriptionState.DENIED, "not allowed")
    assert deliver(here).status_code == 410
    assert here.subscriber.ask_hubs() == 0
    here.clock.advance(timedelta(days=7))
    assert here.subscriber.ask_hubs() == 1
    assert known(here).state is SubscriptionState.WANTED


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signed_delivery_is_in_the_ledger_when_it_is_acknowledged(method: str) -> None:
    here = active()
    assert deliver(here, headers=signed(CONTENT, known(here).secret, method)).status_code == 202
    (document,) = [each.document for each in here.ledger.claim(list(here.ledger._open), "test")]
    assert (document.kind, document.feed_id, document.url) == ("entry", "f", "https://town.test/1")
    assert here.archive.read(document.raw_uri).content == CONTENT
    assert here.subscriptions.counted(known(here)) == {"delivered": 1}


def test_the_same_delivery_again_makes_nothing_new() -> None:
    here = active()
    deliver(here)
    deliver(here)
    assert here.ledger.books().accepted == 1


@pytest.mark.parametrize(
    "signature",
    ["", "sha256", "sha256=", "sha256=00", "md5=" + hashlib.md5(CONTENT).hexdigest(), "sha256=é"],  # noqa: S324
)
def test_what_is_not_signed_rightly_is_acknowledged_dropped_and_counted(signature: str) -> None:
    here = active()
    headers = {"content-type": "application/rss+xml"} | ({"x-hub-signature": signature} if signature else {})
    sent = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert deliver(here, headers={k: v for k, v in sent.items() if v.isascii()}).status_code == 202
    assert here.ledger.books().accepted == 0
    assert here.subscriptions.counted(known(here)) == {"forged": 1}


def test_a_signature_of_another_body_or_secret_is_forged() -> None:
    delivery = Delivery(CONTENT, signature=signed(b"other", "secret")["x-hub-signature"])
    assert not messages.is_signed(delivery, "secret")
    assert not messages.is_signed(Delivery(CONTENT, signature=signed(CONTENT, "x")["x-hub-signature"]), "secret")
    upper = signed(CONTENT, "secret")["x-hub-signature"].upper()
    assert messages.is_signed(Delivery(CONTENT, signature=upper), "secret")


def test_a_delivery_that_nobody_subscribed_to_is_gone() -> None:
    assert ask(active(), f"/websub/{'x' * 32}", content=CONTENT, headers={}).status_code == 410


def test_a_delivery_that_is_no_feed_makes_the_feed_due() -> None:
    here = active()
    here.states.schedule({"f": here.clock.now() + timedelta(hours=1)})
    assert deliver(here, b"something has changed").status_code == 202
    assert here.subscriptions.counted(known(here)) == {"unreadable": 1}
    assert here.states.due() == 1


def test_while_redis_is_away_the_hub_is_asked_to_try_again() -> None:
    here = active()
    here.ledger.is_away = True
    found = deliver(here)
    assert (found.status_code, found.headers["retry-after"]) == (503, "5")
    here.ledger.is_away = False
    assert deliver(here).status_code == 202
    assert here.ledger.books().accepted == 1


def test_a_delivery_is_no_further_read_than_its_bound() -> None:
    here = MemoryMill(settings=load({}, public_url=PUBLIC, max_document_bytes=1000))
    found = ask(here, f"/websub/{'x' * 32}", content=b"a" * 1001, headers={})
    assert found.status_code == 413


def test_the_end_is_told_to_the_hub_and_verified() -> None:
    hub = Hub()
    here = active(hub)
    token = known(here).token
    here.subscriber.end("f")
    assert deliver(here).status_code == 410
    assert here.subscriber.ask_hubs() == 1
    assert hub.asked[-1] == {
        "hub.mode": "unsubscribe",
        "hub.topic": TOPIC,
        "hub.callback": f"{PUBLIC}/websub/{token}",
    }
    assert verify(here, mode="unsubscribe", challenge="bye", token=token).text == "bye"
    assert here.subscriptions.find(token) is None


@pytest.mark.parametrize("change", ["pause", "remove"])
def test_of_a_feed_that_is_paused_or_removed_the_hub_is_told_at_the_next_tick(change: str) -> None:
    hub = Hub()
    here = active(hub)
    getattr(here.registry, change)([FEED])
    assert here.subscriber.ask_hubs() == 1
    assert hub.asked[-1]["hub.mode"] == "unsubscribe"
    for _ in range(10):
        here.clock.advance(timedelta(days=1))
        here.subscriber.ask_hubs()
    assert [each["hub.mode"] for each in hub.asked[1:]] == ["unsubscribe"] * 3
    assert here.subscriptions.of_feeds(["f"]) == {}


def test_a_feed_that_is_enabled_again_is_subscribed_anew_by_its_next_poll() -> None:
    here = active()
    before = known(here)
    here.registry.pause([FEED])
    here.registry.enable([FEED])
    here.subscriber.wish(FEED, READING, answer())
    assert (known(here).state, known(here).token != before.token) == (SubscriptionState.WANTED, True)


def test_how_it_goes_with_a_hub_is_told_of_its_feed_and_counted() -> None:
    here = active()
    deliver(here)
    deliver(here, headers={})
    told = ask(here, "/v1/feeds/f").json()["hub"]
    lease_until = (here.clock.now() + timedelta(seconds=1000)).isoformat().replace("+00:00", "Z")
    assert told == {
        "url": HUB,
        "state": "active",
        "lease_until": lease_until,
        "error": "",
        "delivered": 1,
        "not_taken": 1,
    }
    assert ask(here, "/v1/feeds").json()["feeds"][0]["hub"] is None
    lines = ask(here, "/metrics").text.splitlines()
    assert 'newsmill_subscriptions{state="active"} 1.0' in lines
    assert 'newsmill_subscriptions{state="denied"} 0.0' in lines
    assert 'newsmill_deliveries_total{outcome="delivered"} 1.0' in lines
    assert 'newsmill_deliveries_total{outcome="forged"} 1.0' in lines


def test_what_a_hub_refused_is_told_with_its_reason() -> None:
    here = mill(Hub(503))
    here.subscriber.ask_hubs()
    told = ask(here, "/v1/feeds/f").json()["hub"]
    assert (told["state"], told["error"], told["lease_until"]) == ("wanted", "the hub answered 503", None)


def test_a_feed_that_was_removed_is_ended_and_forgotten_also_when_the_hub_is_silent() -> None:
    hub = Hub()
    here = active(hub)
    here.feeds.remove(["f"])
    assert deliver(here).status_code == 410
    for _ in range(10):
        here.clock.advance(timedelta(days=1))
        here.subscriber.ask_hubs()
    assert [each["hub.mode"] for each in hub.asked[1:]] == ["unsubscribe"] * (len(hub.asked) - 1)
    assert 1 <= len(hub.asked[1:]) <= 3
    assert here.subscriptions.of_feeds(["f"]) == {}


def test_callbacks_are_not_shown_to_who_reads_the_api() -> None:
    assert not [path for path in ask(mill(), "/openapi.json").json()["paths"] if "websub" in path]


def test_a_poll_notes_the_hub_that_its_feed_names() -> None:
    polled = PolledMill()
    kept = MemorySubscriptions(polled.clock)
    subscriber = Subscriber(kept, polled.feeds, polled.web, polled.clock, PUBLIC)
    feed = polled.add(TOPIC)
    polled.web.pages[TOPIC] = CONTENT
    polled.web.headers[TOPIC] = {"Link": f"<{HUB}>; rel=hub"}
    replace(polled.a_poller(), note_hub=subscriber.wish).poll_due("holder")
    assert {each.hub for each in kept.of_feeds([feed.id]).values()} == {HUB}
