"""The verdict on an article (pure)."""

from datetime import datetime

from services.model import Article, Duplicate, New

_ID_DIGITS = 24


def uri_for(content_fingerprint: str, first_seen_at: datetime) -> str:
    """Return the uri of an article first seen then: `urn:newsmill:2026.11:` and 24 hex digits of its content.

    The month is part of it because it names the index that the article lives in, so that a repeat lands on the same
    document and retention can drop whole indices. The rest is the content's, so that two workers with the same text
    at the same moment write the same document.
    """
    return f"urn:newsmill:{first_seen_at:%Y.%m}:{content_fingerprint[:_ID_DIGITS]}"


def decide(article: Article, confirmed: str | None, reserved: str | None) -> New | Duplicate:
    """Return what *article* is, given the uri that is known to be indexed with its content, or reserved for it.

    A reservation is no proof: whoever made it may have died before it wrote. So such an article is written too, and
    Elasticsearch's `create` tells which of the two was first.
    """
    if confirmed:
        return Duplicate(confirmed)
    return New(reserved or uri_for(article.content_fingerprint, article.first_seen_at))
