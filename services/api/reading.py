"""What may be asked, checked before anything is looked up (pure)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from services.model import Filters
from services.normalize import languages

DEEPEST = 10_000
"""Last article that a search reaches: Elasticsearch's `index.max_result_window`."""

PAGE_SIZE = 20

_DATE_LENGTH = len("2026-11-24")


def beginning(value: object) -> object:
    """Return the moment that *value* names in ISO 8601; the beginning of the day if it names a day; UTC by default."""
    return _moment(value, timedelta(0))


def ending(value: object) -> object:
    """Return the same, but the end of the day if *value* names a day."""
    return _moment(value, timedelta(days=1))


def _moment(value: object, day_add: timedelta) -> object:
    if not isinstance(value, str):
        return value
    try:
        if len(value) <= _DATE_LENGTH:
            return datetime.combine(date.fromisoformat(value), time.min, UTC) + day_add
        # In a query a plus sign is a space: `…T12:00:00+01:00` arrives without it.
        moment = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        message = "must be a date or a time in ISO 8601, such as 2026-11-24 or 2026-11-24T09:30:00Z"
        raise ValueError(message) from error


def _language(text: str) -> str:
    """Return the tag as the index has it (`pt-BR` for `PT_br`); what is no tag stays, and finds nothing."""
    return languages.tag(text) or text.strip()


class SearchQuery(BaseModel):
    """The parameters of a search."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        "",
        max_length=1000,
        description='Words that all must occur; `"a phrase"`, `a | b`, `-not`, `prefix*`. Empty for all articles.',
    )
    size: int = Field(10, ge=1, le=100, description="Articles in this answer.")
    offset: int = Field(0, ge=0, description="Articles to pass over; `offset + size` is at most 10,000.")
    language: str = Field("", max_length=35, description="Language of the text, BCP 47, such as `en`.")
    domain: str = Field("", max_length=253, description="Host name of the article's address.")
    sort: Literal["relevance", "newest"] = Field("relevance", description="`newest` first, by `firstSeen`.")
    since: Annotated[datetime | None, BeforeValidator(beginning)] = Field(
        None, alias="from", description="First seen at or after: a date, or a time in ISO 8601."
    )
    until: Annotated[datetime | None, BeforeValidator(ending)] = Field(
        None, alias="to", description="First seen before this time, or on this date or before."
    )

    @model_validator(mode="after")
    def _within_reach(self) -> Self:
        if self.offset + self.size > DEEPEST:
            message = f"offset + size must be at most {DEEPEST:,}: narrow the search by `from` and `to` to go further"
            raise ValueError(message)
        return self

    @property
    def filters(self) -> Filters:
        return Filters(
            language=_language(self.language),
            domain=self.domain.strip().lower(),
            since=self.since,
            until=self.until,
            newest_first=self.sort == "newest",
        )


class PageQuery(BaseModel):
    """The parameters of the page that searches and lists; unknown ones are ignored, since links collect them."""

    q: str = Field("", max_length=1000)
    language: str = Field("", max_length=35)
    domain: str = Field("", max_length=253)
    sort: Literal["relevance", "newest"] = "relevance"
    page: int = Field(1, ge=1, le=DEEPEST // PAGE_SIZE)

    @property
    def filters(self) -> Filters:
        domain = self.domain.strip().lower()
        return Filters(language=_language(self.language), domain=domain, newest_first=self.sort == "newest")

    @property
    def is_empty(self) -> bool:
        return not (self.q.strip() or self.language.strip() or self.domain.strip())
