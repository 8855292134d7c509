"""How what enrichment finds stands in a document: sums, casualties, topics, quotes.

Sums and quotes are nested, so that a query can ask for value and currency, or text and speaker, of one and the same.
"""

from collections.abc import Callable, Mapping

from services.model import Article

Json = Mapping[str, object]

_OFFSET: Json = {"type": "integer", "index": False, "doc_values": False}
_NAME: Json = {"type": "keyword", "ignore_above": 256}
_SPAN: Json = {"start": _OFFSET, "end": _OFFSET}

TOPIC: Json = {"properties": {"uri": _NAME, "name": _NAME, "score": {"type": "float"}}}
AMOUNT: Json = {"type": "nested", "properties": {"value": {"type": "double"}, "currency": _NAME, **_SPAN}}
QUOTE: Json = {
    "type": "nested",
    "properties": {"text": {"type": "text", "analyzer": "news"}, "speaker": _NAME, **_SPAN},
}
RANGE: Json = {"type": "integer_range"}


def topics(article: Article) -> list[Json]:
    return [{"uri": each.uri, "name": each.name, "score": each.score} for each in article.topics]


def amounts(article: Article) -> list[Json]:
    return [
        _known(value=each.value, currency=each.currency, start=each.start, end=each.end) for each in article.amounts
    ]


def quotes(article: Article) -> list[Json]:
    return [_known(text=each.text, speaker=each.speaker, start=each.start, end=each.end) for each in article.quotes]


def casualties(kind: str) -> Callable[[Article], list[Json]]:
    def ranges(article: Article) -> list[Json]:
        return [_known(gte=each.least, lte=each.most) for each in article.casualties if each.kind == kind]

    return ranges


def _known(**parts: object) -> Json:
    return {name: value for name, value in parts.items() if value not in (None, "")}
