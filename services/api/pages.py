"""The pages for people: `/` searches and lists, `/articles/{uri}` shows one. They work without scripts."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from services.api import templating, view
from services.api.needs import Service
from services.api.reading import DEEPEST, PAGE_SIZE, PageQuery
from services.api.trail import trail_of
from services.history import versions_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def front(service: Service, query: Annotated[PageQuery, Query()]) -> HTMLResponse:
    """Show the newest articles, or those that match."""
    offset = (query.page - 1) * PAGE_SIZE
    results = service.index.search(query.q, size=PAGE_SIZE, offset=offset, filters=query.filters)
    last_page = max(1, -(-min(results.total, DEEPEST) // PAGE_SIZE))
    page = templating.render(
        "front.html",
        query=query,
        total=results.total,
        cards=[view.card(hit) for hit in results.hits],
        previous=_link(query, query.page - 1) if query.page > 1 else "",
        following=_link(query, query.page + 1) if query.page < last_page else "",
        last_page=last_page,
    )
    return HTMLResponse(page)


@router.get("/articles/{uri}")
def article(service: Service, uri: str) -> HTMLResponse:
    """Show one article with where it came from."""
    hit = service.index.article(uri)
    if hit is None:
        raise HTTPException(404, f"There is no article {uri[:100]!r}.")
    trail, note = trail_of(service, hit)
    versions = versions_of(service.index, hit)
    page = templating.render("article.html", article=view.page(hit), trail=trail, note=note, versions=versions)
    return HTMLResponse(page)


def _link(query: PageQuery, page: int) -> str:
    given = query.model_dump(exclude={"page"}, exclude_defaults=True)
    return f"/?{urlencode(given | ({'page': page} if page > 1 else {}))}"
