"""The name of a new article (pure)."""

import hashlib
from datetime import datetime

_ID_DIGITS = 24


def uri_for(content_fingerprint: str, first_seen_at: datetime, beside: str = "") -> str:
    """Return the uri of an article first seen then: `urn:newsmill:2026.11:` and 24 hex digits of its content.

    The month is part of it because it names the index that the article lives in, so that a repeat lands on the same
    document and retention can drop whole indices. The rest is the content's, so that two workers with the same text
    at the same moment write the same document. Where another story stands under that, the uri is one *beside* it.
    """
    digits = content_fingerprint
    if beside:
        digits = hashlib.sha256(f"{content_fingerprint} beside {beside}".encode()).hexdigest()
    return f"urn:newsmill:{first_seen_at:%Y.%m}:{digits[:_ID_DIGITS]}"
