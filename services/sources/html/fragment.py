"""Text out of a piece of HTML that is all article: a body in JSON, in a message, in a wire format."""

import re
from collections.abc import Sequence

from services.errors import NotAnArticleError
from services.model import RawDocument
from services.sources.html.blocks import flatten
from services.sources.html.page import Block, Page
from services.sources.html.tree import parse
from services.sources.html.vocabulary import CERTAIN_SURROUNDINGS

# Its head is no text.
_PAGE = re.compile(r"\s*<(?:!doctype|\?xml|html|head|body)\b", re.IGNORECASE)


def paragraphs(html: str) -> tuple[str, ...]:
    """Return the texts of *html*, one a block. Raises as `blocks`."""
    return tuple(block.text for block in blocks(html))


def blocks(html: str) -> Sequence[Block]:
    """Return the blocks of text, without what is certainly none of it; nothing where there are no elements.

    Raises NotAnArticleError: `too-large` or `too-complex`.
    """
    if not html or html.isspace():
        return ()
    try:
        whole = html if _PAGE.match(html) else f"<body>{html}"
        root = parse(RawDocument("", "page", "", whole.encode("utf-8", "replace"), charset="utf-8"))
    except NotAnArticleError as error:
        if error.reason in ("no-text", "empty"):
            return ()
        raise
    page = flatten(root)
    return [block for block in page.blocks if not _surrounds(page, block)] or page.blocks


def line(html: str) -> str:
    """Return the text of *html* in one line."""
    return " ".join(paragraphs(html))


def _surrounds(page: Page, block: Block) -> bool:
    return any(page.holders[number].doubt == CERTAIN_SURROUNDINGS for number in page.above(block.holder))
