"""Read an HTML page, in one pass over one tree: the article's text, and what the page says of it.

bytes ─tree─▶ elements ─blocks─▶ Page of blocks and holders ─surroundings, body─▶ paragraphs ─quality─▶ how sure
                 └───statements (meta, JSON-LD, microdata)─▶ headline, authors, dates, images ─facts─▶ Entry
reading.py says where else to look when the page shows no text: state.py reads the data that scripts draw it from.
vocabulary.py has the words that tell surroundings from text; refusals.py what is no article: consent walls,
bot walls, error pages, indexes, stubs. Nothing is written for one site, and nothing is believed for being stated.
"""

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources.html import facts, quality, refusals
from services.sources.html import reading as readings
from services.sources.html.addresses import web_address
from services.sources.html.statements import gather
from services.sources.html.tree import parse

VERSION = 2
"""To be raised when the same page may give another article."""


def read(document: RawDocument) -> Entry:
    """Return the article on an HTML page.

    Raises NotAnArticleError: `too-large`, `empty`, `binary`, `unknown-encoding`, `too-complex`, `no-text`, or
    `not-an-article` with what the page is instead.
    """
    root = parse(document)
    stated = gather(root, web_address(document.url) or web_address(document.origin))
    reading = readings.read(root, stated)
    refusals.refuse(stated, reading.page, reading.found, reading.paragraphs)
    entry = facts.entry(stated, reading)
    if not reading.paragraphs:
        raise NotAnArticleError("no-text", "no article text was found on the page")
    if not entry.headline:
        raise NotAnArticleError("no-text", "a text without a headline")
    return facts.with_text(entry, reading, VERSION, quality.of(stated, reading.found, reading.paragraphs))
