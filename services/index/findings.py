"""How what enrichment finds stands in a document: people, organizations, places, sums, casualties, topics, quotes.

Sums and quotes are nested, so that a query can ask for value and currency, or text and speaker, of one and the same.
"""

from collections.abc import Callable, Mapping

from services.model import Article, Named

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
# Not nested: what is asked is who is named, and a count of 3 beside a name is read, not searched.
_SEARCHED_NAME: Json = {"type": "text", "analyzer": "news", "fields": {"exact": _NAME}}
_COUNT: Json = {"type": "integer"}
NAMED: Json = {"properties": {"name": _SEARCHED_NAME, "count": _COUNT}}
PLACE: Json = {"properties": {"name": _SEARCHED_NAME, "count": _COUNT, "uri": _NAME, "country": _NAME}}
POINT: Json = {"type": "geo_point"}
RANGE: Json = {"type": "integer_range"}


def named(found: tuple[Named, ...]) -> list[Json]:
    return [{"name": each.name, "count": each.count} for each in found]


def places(article: Article) -> list[Json]:
    return [_known(name=each.name, count=each.count, uri=each.uri, country=each.country) for each in article.places]


def points(article: Article) -> list[Json]:
    found = (article.point, *(each.point for each in article.places))
    return [{"lat": point[0], "lon": point[1]} for point in dict.fromkeys(found) if point]


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
