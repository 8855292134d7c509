"""Wire what reads: strangers' markup in a process of its own, where it does no harm."""

from collections.abc import Callable

from services import sources
from services.confined import Confined
from services.model import Answer, Entry, FeedReading, RawDocument
from services.sources import feeds as feed_readers

_CONFINED = frozenset(["page", "mail", "nitf", "newsml"])
"""Kinds that are read in a process of their own; the rest is bounded text, for which asking would take longest."""


def of_documents(confined: Confined) -> Callable[[RawDocument], Entry]:
    def read(document: RawDocument) -> Entry:
        return confined.run(sources.read, document) if document.kind in _CONFINED else sources.read(document)

    return read


def of_feeds(confined: Confined) -> Callable[[Answer], FeedReading]:
    def read(answer: Answer) -> FeedReading:
        media_type, charset = answer.content_type
        return confined.run(feed_readers.read, answer.content, media_type=media_type, charset=charset, url=answer.url)

    return read
