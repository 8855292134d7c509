"""`/v1/feeds` and the page `/feeds`: what is polled, and how each feed is doing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, HTTPException, Path, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from services.api import templating
from services.api.keys import Caller
from services.api.needs import Service
from services.api.problems import DOCUMENTED, NO_FEED, NO_KEY
from services.api.view import web_link
from services.fetch import health
from services.fetch.health import Health
from services.model import Condition, ContentFrom, FeedKind, Subscription, SubscriptionState
from services.registry import Kept, feed_of, without_secrets

router = APIRouter(prefix="/v1", tags=["feeds"])
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_MOST_ROWS = 500
_ORDER = (Condition.BROKEN, Condition.GONE, Condition.LATE, Condition.QUIET, Condition.NEW, Condition.FRESH)


class HubOut(BaseModel):
    """A subscription at a feed's hub (WebSub)."""

    url: str
    state: SubscriptionState
    lease_until: datetime | None = Field(description="Until when the hub delivers, unless it is asked again.")
    error: str = Field(description="What came of the last request that failed.")
    delivered: int = Field(description="Deliveries that were taken.")
    not_taken: int = Field(description="Others: forged, unreadable, or of a feed that is paused.")

    @classmethod
    def of(cls, known: Subscription, counts: Mapping[str, int]) -> Self:
        """Return what is told of *known*; its callback and its secret are nobody's business."""
        delivered = counts.get("delivered", 0)
        return cls(
            url=without_secrets(known.hub),
            state=known.state,
            lease_until=known.lease_until,
            error=without_secrets(known.error),
            delivered=delivered,
            not_taken=sum(counts.values()) - delivered,
        )


class FeedOut(BaseModel):
    """A feed as it is wanted, and how it is doing; a key in its URL is hidden."""

    id: str
    url: str
    title: str
    site_url: str
    kind: FeedKind
    content: ContentFrom
    enabled: bool
    labels: list[str]
    added_at: datetime
    condition: Condition
    reason: str = Field(description="Why it is said to be in that condition; one sentence.")
    succeeded_at: datetime | None
    changed_at: datetime | None = Field(description="When it last had something new.")
    due_at: datetime | None
    errors: int = Field(description="Polls in a row that failed.")
    news_a_day: float = Field(description="New entries a day, over the last week.")
    usual_a_day: float | None = Field(description="The same over the three weeks before; null until there were any.")
    hub: HubOut | None = Field(None, description="Told of one feed, not in lists; null where no hub is subscribed at.")

    @classmethod
    def of(cls, kept: Kept, judged: Health) -> Self:
        """Return what is told of *kept*."""
        feed = kept.feed
        return cls(
            id=feed.id,
            url=without_secrets(feed.url),
            title=feed.title,
            site_url=feed.site_url,
            kind=feed.kind,
            content=feed.content,
            enabled=feed.is_enabled,
            labels=list(feed.labels),
            added_at=feed.added_at,
            condition=judged.condition,
            reason=judged.reason,
            succeeded_at=judged.succeeded_at,
            changed_at=judged.changed_at,
            due_at=judged.due_at if feed.is_enabled else None,
            errors=judged.errors,
            news_a_day=round(judged.lately, 2),
            usual_a_day=None if judged.usual is None else round(judged.usual, 2),
        )


class Feeds(BaseModel):
    """Feeds out of `total`."""

    total: int
    size: int
    offset: int
    feeds: list[FeedOut]


class FeedsQuery(BaseModel):
    """Which of them."""

    condition: Condition | None = Field(None, description="Those in that condition.")
    size: int = Field(100, ge=1, le=1000, description="Feeds in this answer.")
    offset: int = Field(0, ge=0, description="Feeds to pass over.")


@router.get("/feeds", summary="List the feeds", responses=DOCUMENTED)
def feeds(service: Service, query: Annotated[FeedsQuery, Query()]) -> Feeds:
    """Return the feeds, the earliest added first, and how each is doing."""
    told = [each for each in _told(service) if query.condition in {None, each.condition}]
    part = told[query.offset : query.offset + query.size]
    return Feeds(total=len(told), size=query.size, offset=query.offset, feeds=part)


@router.get("/feeds/{feed_id}", summary="Look at a feed", responses=DOCUMENTED | NO_FEED)
def feed(service: Service, feed_id: Annotated[str, Path(description="The feed's `id`.")]) -> FeedOut:
    """Return one feed, how it is doing, and what its hub delivers."""
    kept, subscriptions = _kept(service, feed_id), service.subscriptions
    told = FeedOut.of(kept, health.judge(kept.feed, kept.state, service.registry.clock.now()))
    known = subscriptions.of_feeds([feed_id]).get(feed_id)
    return told.model_copy(update={"hub": HubOut.of(known, subscriptions.counted(known))}) if known else told


class NewFeed(BaseModel):
    """A feed to poll from now on. It isn't looked at first: its `condition` tells, soon after."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=4096, description="Of a feed, a sitemap, or a page that is itself an article.")
    kind: FeedKind = FeedKind.FEED
    content: ContentFrom = Field(ContentFrom.AUTO, description="Whose text: `auto` fetches the page of a teaser.")
    title: str = Field("", max_length=500, description="What to call it, instead of what it calls itself.")
    labels: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=50)
    enabled: bool = True


class FeedChange(BaseModel):
    """What is to be different; what isn't named stays."""

    model_config = ConfigDict(extra="forbid")

    content: ContentFrom | None = None
    title: str | None = Field(None, max_length=500)
    labels: list[Annotated[str, Field(max_length=200)]] | None = Field(None, max_length=50)
    enabled: bool | None = None


@router.post("/feeds", status_code=201, summary="Add a feed", responses=DOCUMENTED | NO_KEY)
def add(service: Service, _: Caller, new: NewFeed, response: Response) -> FeedOut:
    """Keep a feed; 200 instead of 201 where one of that URL is kept already, and stays as it is."""
    wish = replace(
        feed_of(new.url, service.registry.clock),
        kind=new.kind,
        content=new.content,
        title=new.title,
        labels=tuple(new.labels),
        is_enabled=new.enabled,
    )
    (is_new,) = service.registry.add([wish])
    response.status_code = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    response.headers["location"] = f"/v1/feeds/{wish.id}"
    return _told(service, [wish.id])[0]


@router.patch("/feeds/{feed_id}", summary="Change a feed", responses=DOCUMENTED | NO_FEED | NO_KEY)
def change(service: Service, _: Caller, feed_id: str, change: FeedChange) -> FeedOut:
    """Change what is wanted of a feed; `enabled` polls it at once, or no more."""
    before = _kept(service, feed_id).feed
    after = replace(
        before,
        content=before.content if change.content is None else change.content,
        title=before.title if change.title is None else change.title,
        labels=before.labels if change.labels is None else tuple(change.labels),
    )
    service.registry.store.change(before, after)
    if change.enabled is not None:
        (service.registry.enable if change.enabled else service.registry.pause)([after])
    return _told(service, [feed_id])[0]


@router.delete("/feeds/{feed_id}", status_code=204, summary="Remove a feed", responses=DOCUMENTED | NO_FEED | NO_KEY)
def remove(service: Service, _: Caller, feed_id: str) -> None:
    """Forget a feed; its articles stay."""
    service.registry.remove([_kept(service, feed_id).feed])


@pages.get("/feeds")
def page(service: Service) -> HTMLResponse:
    """Show all feeds, those that need a person first."""
    told = sorted(_told(service), key=lambda each: _ORDER.index(each.condition) if each.enabled else len(_ORDER))
    rows = [(each, web_link(each.site_url)) for each in told[:_MOST_ROWS]]
    counts = {condition: sum(each.condition is condition for each in told) for condition in Condition}
    return HTMLResponse(templating.render("feeds.html", rows=rows, counts=counts, total=len(told)))


def _kept(service: Service, feed_id: str) -> Kept:
    if found := service.registry.listed([feed_id]):
        return found[0]
    raise HTTPException(HTTPStatus.NOT_FOUND, f"There is no feed {feed_id[:100]!r}.")


def _told(service: Service, feed_ids: list[str] | None = None) -> list[FeedOut]:
    now = service.registry.clock.now()
    kept = service.registry.listed(feed_ids)
    return [FeedOut.of(each, health.judge(each.feed, each.state, now)) for each in kept]
