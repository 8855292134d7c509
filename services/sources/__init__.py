"""Read what was fetched or dropped: one module for each kind, chosen by name.

    file, push ─kinds.kind_of─▶ kind ─containers.expand─▶ RawDocument ─READERS[kind]─▶ Entry

text.py      headline, deck, one paragraph a line      json/   schema.org, our own fields, ninjs
markdown.py  front matter, then text                   wire/   NITF, NewsML-G2
mail.py      newsletters, press releases               html/   an HTML page
decoding.py  bytes → str                               entries.py  one entry of a feed (feeds/ reads whole ones)

An entry is in the publisher's words; cleaning is `services.normalize`'s.
"""

from collections.abc import Callable

from services.errors import NotAnArticleError
from services.model import Entry, RawDocument
from services.sources import entries, html, json, linked, mail, markdown, text
from services.sources.containers import Bounds, Refusal, expand, expand_stream, holds_others
from services.sources.kinds import kind_of
from services.sources.wire import newsml, nitf

__all__ = ["READERS", "Bounds", "Refusal", "expand", "expand_stream", "holds_others", "kind_of", "read"]

READERS: dict[str, Callable[[RawDocument], Entry]] = {
    "text": text.read,
    "markdown": markdown.read,
    "page": html.read,
    "entry": entries.read,
    "json": json.read,
    "mail": mail.read,
    "nitf": nitf.read,
    "newsml": newsml.read,
}


def read(document: RawDocument) -> Entry:
    """Return the entry that *document* holds.

    Raises NotAnArticleError: `unknown-kind`, `empty`, `binary`, `unknown-encoding` or `no-text`, and what the readers
    name besides.
    """
    reader = READERS.get(document.kind)
    if reader is None:
        raise NotAnArticleError("unknown-kind", f"no reader for {document.kind!r}, only for {', '.join(READERS)}")
    return linked.read(document, reader) if document.entry else reader(document)
