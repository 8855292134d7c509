"""One hash for one content, however it was wrapped, encoded or spaced."""

import hashlib
from collections.abc import Sequence

from services.model import Dateline

_DIGITS = 32


def content_fingerprint(headline: str, paragraphs: Sequence[str], dateline: Dateline | None = None) -> str:
    """Return 32 hex digits of SHA-256 over headline, dateline and text: cleaned, casefolded, on one line.

    The dateline counts, because the same words from another place are another report. Deck, authors, addresses and
    times don't: they differ between renderings of one text.
    """
    opening = dateline.text if dateline else ""
    words = " ".join((opening, *paragraphs)).casefold().split()
    return hashlib.sha256("\n".join((headline.casefold(), " ".join(words))).encode()).hexdigest()[:_DIGITS]
