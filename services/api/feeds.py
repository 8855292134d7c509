"""`/v1/feeds` and the page `/feeds`: what is polled, and how each feed is doing."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from services.api import templating
from services.api.needs import Service
from services.api.problems import DOCUMENTED, NOT_FOUND
from services.api.view import web_link
from services.clock import SystemClock
from services.fetch import health
from services.fetch.health import Condition, Health
from services.model import ContentFrom, FeedKind
from services.registry import Kept

router = APIRouter(prefix="/v1", tags=["feeds"])
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_ORDER = (Condition.BROKEN, Condition.GONE, Condition.LATE, Condition.QUIET, Condition.NEW, Condition.FRESH)


class FeedOut(BaseModel):
    """A feed as it is wanted, and how it is doing. A URL's user and password are never kept, a key in it is shown."""

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

    @classmethod
    def of(cls, kept: Kept, judged: Health) -> Self:
        """Return what is told of *kept*."""
        feed = kept.feed
        return cls(
            id=feed.id,
            url=feed.url,
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


@router.get("/feeds/{feed_id}", summary="Look at a feed", responses=DOCUMENTED | NOT_FOUND)
def feed(service: Service, feed_id: Annotated[str, Path(description="The feed's `id`.")]) -> FeedOut:
    """Return one feed, and how it is doing."""
    if found := _told(service, [feed_id]):
        return found[0]
    raise HTTPException(404, f"There is no feed {feed_id[:100]!r}.")


@pages.get("/feeds")
def page(service: Service) -> HTMLResponse:
    """Show all feeds, those that need a person first."""
    told = sorted(_told(service), key=lambda each: _ORDER.index(each.condition) if each.enabled else len(_ORDER))
    rows = [(each, web_link(each.site_url) or web_link(each.url)) for each in told]
    counts = {condition: sum(each.condition is condition for each in told) for condition in Condition}
    return HTMLResponse(templating.render("feeds.html", rows=rows, counts=counts, total=len(told)))


def _told(service: Service, feed_ids: list[str] | None = None) -> list[FeedOut]:
    now = SystemClock().now()
    kept = service.registry.listed(feed_ids)
    return [FeedOut.of(each, health.judge(each.feed, each.state, now)) for each in kept]
