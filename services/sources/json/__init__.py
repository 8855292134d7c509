"""Read articles written as JSON: schema.org's NewsArticle, our own field names, and the wire format ninjs.

bytes ─values.loaded─▶ dict ─┬─ ninjs.is_ninjs ─▶ ninjs.read ──┬─▶ Entry
                             └─ anything else ──▶ article.read ─┘
"""

from services.model import Entry, RawDocument
from services.sources.json import article, ninjs, values


def read(document: RawDocument) -> Entry:
    """Return the article that a JSON object holds.

    Raises NotAnArticleError: `empty`, `binary`, `unknown-encoding`, `broken-json`, `not-an-article`, `no-text`, or
    what HTML in it raises.
    """
    fields = values.loaded_object(document)
    if ninjs.is_ninjs(fields):
        return ninjs.read(fields, document)
    return article.read(fields, document)
