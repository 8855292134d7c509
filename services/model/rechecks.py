"""What asking again for an article's page brought."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.model.web import Validators


class Look(StrEnum):
    """How one look at an article's page ended."""

    NOT_MODIFIED = "not-modified"
    """Its server says that nothing changed."""
    UNCHANGED = "unchanged"
    """The page has the text that stands, or an earlier one; or it is there, and the text came from elsewhere."""
    CHANGED = "changed"
    """The page has another text, or a notice that takes it back: it went into the ledger."""
    MISSING = "missing"
    """404, and that isn't enough yet to say that it is gone."""
    WITHDRAWN = "withdrawn"
    """Its publisher has removed it."""
    NO_ARTICLE = "no-article"
    """A page of status 200 without an article, or with another story: a wall, an index, an error."""
    REFUSED = "refused"
    """An answer that says nothing of the article: 401, 403, 451 and the like, or no page at all."""
    FAILED = "failed"
    """No answer, or one of trouble: 5xx, 408, 429."""
    FORBIDDEN = "forbidden"
    """By robots.txt, or that can't be had."""
    PUT_OFF = "put-off"
    """Not asked yet: over a budget, or a server of ours is away."""
    ENDED = "ended"
    """Nothing to ask for: the article is withdrawn, taken down or gone, or its feed isn't followed any more."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """The last look at an article's page, kept in Redis until the last recheck; losing it costs rechecks.

    `was_there`: it has been answered once. `missing_since` is the first 404 since it was last there; `validators` are
    those of its last whole answer.
    """

    looked_at: datetime
    look: Look
    reason: str = ""
    was_there: bool = False
    missing_since: datetime | None = None
    validators: Validators = field(default_factory=Validators)
