"""`/v1`: search the articles, and read one with its trail."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query
from pydantic import BaseModel, Field, WithJsonSchema

from services.api.needs import Service
from services.api.problems import DOCUMENTED, NOT_FOUND
from services.api.reading import SearchQuery
from services.api.schema import article_schema
from services.api.trail import Trail, trail_of
from services.history import version_json, versions_of
from services.model import Hit

router = APIRouter(prefix="/v1", tags=["articles"])

_MATCH_SCHEMA = {
    "type": "object",
    "description": "How it matches: `score` (null when sorted by time), and field → snippets (HTML, `<em>` marks).",
    "properties": {
        "score": {"type": ["number", "null"]},
        "highlight": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
_TRAIL_SCHEMA = {"anyOf": [Trail.model_json_schema(), {"type": "null"}], "description": "Its way through the mill."}
_NOTE_SCHEMA = {"type": "string", "description": "Why `trail` is null; empty otherwise."}


def _article_with(**more: object) -> WithJsonSchema:
    schema = article_schema()
    return WithJsonSchema(schema | {"properties": schema["properties"] | more})  # type: ignore[operator]


FoundArticle = Annotated[dict[str, object], _article_with(match=_MATCH_SCHEMA)]
WholeArticle = Annotated[dict[str, object], _article_with(trail=_TRAIL_SCHEMA, trailNote=_NOTE_SCHEMA)]


class Found(BaseModel):
    """A page of articles out of all that match."""

    total: int = Field(description="Articles that match, all of them.")
    size: int
    offset: int
    articles: list[FoundArticle]


@router.get("/search", summary="Search articles", responses=DOCUMENTED)
def search(service: Service, query: Annotated[SearchQuery, Query()]) -> Found:
    """Find articles by words, language, domain and time; the best first, or the newest."""
    results = service.index.search(query.q, size=query.size, offset=query.offset, filters=query.filters)
    articles = [_found(hit) for hit in results.hits]
    return Found(total=results.total, size=query.size, offset=query.offset, articles=articles)


@router.get("/articles/{uri}", summary="Read an article", responses=DOCUMENTED | NOT_FOUND)
def article(
    service: Service, uri: Annotated[str, Path(description="The article's `uri`, such as `urn:newsmill:2026.11:…`.")]
) -> WholeArticle:
    """Return the article as Elasticsearch stores it, and its way through the mill."""
    hit = service.index.article(uri)
    if hit is None:
        raise HTTPException(404, f"There is no article {uri[:100]!r}.")
    trail, note = trail_of(service, hit)
    way = trail and trail.model_dump(mode="json", by_alias=True)
    return {**hit.source, "trail": way, "trailNote": note}


class Versions(BaseModel):
    """All versions of an article, the first one first."""

    uri: str
    versions: list[dict[str, object]] = Field(
        description="`version`, `versionCreated`, `pubStatus`, `changed`, `traceId`, `isCurrent`; `isLate` where its"
        " text came after a later one; `diff` since the version before: `fields` (before, after) and `text` (paragraphs"
        " in pieces that are `same`, `removed` or `added`)."
    )


@router.get("/articles/{uri}/revisions", summary="Read an article's versions", responses=DOCUMENTED | NOT_FOUND)
def revisions(
    service: Service,
    uri: Annotated[str, Path(description="The article's `uri`.")],
    *,
    diff: Annotated[bool, Query(description="With what changed from each to the next.")] = True,
) -> Versions:
    """Return every version that the article had; earlier ones are found a second after they were replaced."""
    hit = service.index.article(uri)
    if hit is None:
        raise HTTPException(404, f"There is no article {uri[:100]!r}.")
    versions = [version_json(each, with_diff=diff) for each in versions_of(service.index, hit)]
    return Versions(uri=uri, versions=versions)


def _found(hit: Hit) -> dict[str, object]:
    return {**hit.source, "match": {"score": hit.score, "highlight": dict(hit.highlight)}}
